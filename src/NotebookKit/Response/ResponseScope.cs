namespace NotebookKit.Response;

/// <summary>The disease a response or an end point speaks of.</summary>
public enum ResponseScope
{
    /// <summary>The lesions treated by one procedure, and new lesions in its territory.</summary>
    Local,

    /// <summary>All disease of the liver.</summary>
    Hepatic,

    /// <summary>All disease.</summary>
    Overall,
}
