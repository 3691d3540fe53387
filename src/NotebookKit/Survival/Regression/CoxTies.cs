namespace NotebookKit.Survival.Regression;

/// <summary>How tied event times enter the partial likelihood.</summary>
public enum CoxTies
{
    /// <summary>Efron (1977): accurate and fast; the default, as in R.</summary>
    Efron,

    /// <summary>Breslow (1974): the simplest; biased toward no effect when ties are heavy. Its score test is the log-rank test.</summary>
    Breslow,

    /// <summary>Exact discrete (conditional logistic) likelihood of Cox (1972).</summary>
    Exact,
}
