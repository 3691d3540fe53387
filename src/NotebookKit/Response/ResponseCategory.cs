namespace NotebookKit.Response;

/// <summary>Response of target lesions, non-target lesions or the whole time point, by the abbreviations of the criteria.</summary>
public enum ResponseCategory
{
    /// <summary>Complete response.</summary>
    CR,

    /// <summary>Partial response.</summary>
    PR,

    /// <summary>Stable disease.</summary>
    SD,

    /// <summary>Non-CR/Non-PD: non-target disease persists without progressing (mRECIST writes IR/SD).</summary>
    NonCRNonPD,

    /// <summary>Progressive disease.</summary>
    PD,

    /// <summary>Not evaluable.</summary>
    NE,

    /// <summary>Not applicable: no such lesion at baseline; as a best response: no assessment at all.</summary>
    NA,
}
