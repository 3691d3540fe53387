namespace NotebookKit.Survival;

/// <summary>Scale on which a confidence interval of S(t) is symmetric.</summary>
public enum ConfidenceIntervalType
{
    /// <summary>S ± z·se(S), cut at 0 and 1.</summary>
    Plain,

    /// <summary>exp(log S ± z·se(log S)), cut at 1; the default of R.</summary>
    Log,

    /// <summary>exp(−exp(log(−log S) ± z·se)); the default of SAS and Stata.</summary>
    LogLog,

    /// <summary>Symmetric on log(S/(1 − S)).</summary>
    Logit,

    /// <summary>Symmetric on arcsin √S.</summary>
    ArcSine,
}
