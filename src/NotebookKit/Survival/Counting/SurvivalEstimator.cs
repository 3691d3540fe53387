namespace NotebookKit.Survival.Counting;

/// <summary>Variance of log S(t).</summary>
public enum SurvivalVariance
{
    /// <summary>Greenwood (1926): Σ d/(n(n − d)).</summary>
    Greenwood,

    /// <summary>Tsiatis (1981), Aalen: Σ d/n², with ties broken where the estimator breaks them.</summary>
    Tsiatis,
}

/// <summary>How S(t) is computed from the hazards.</summary>
public enum SurvivalEstimator
{
    /// <summary>Product of 1 − d/n.</summary>
    KaplanMeier,

    /// <summary>exp(−H) with tied events taken one after another, Σ 1/(n − k); R's <c>stype=2, ctype=2</c>.</summary>
    FlemingHarrington,

    /// <summary>exp(−H) with the Nelson-Aalen H = Σ d/n; R's <c>stype=2, ctype=1</c>.</summary>
    Breslow,
}
