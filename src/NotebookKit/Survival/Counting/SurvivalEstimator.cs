namespace NotebookKit.Survival.Counting;

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
