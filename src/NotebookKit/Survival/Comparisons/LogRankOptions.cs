namespace NotebookKit.Survival.Comparisons;

/// <summary>Weight that a test of the log-rank family gives to each event time.</summary>
public enum LogRankWeight
{
    /// <summary>1: the log-rank test; best against proportional hazards.</summary>
    LogRank,

    /// <summary>n, the number at risk: Gehan's generalized Wilcoxon test.</summary>
    Gehan,

    /// <summary>√n: Tarone and Ware.</summary>
    TaroneWare,

    /// <summary>Peto and Peto: S̃(t) = Π (1 − d/(n + 1)).</summary>
    PetoPeto,

    /// <summary>Peto and Peto as modified by Andersen: S̃(t)·n/(n + 1).</summary>
    ModifiedPetoPeto,

    /// <summary>Fleming and Harrington: S(t−)^ρ·(1 − S(t−))^γ of the pooled Kaplan-Meier curve.</summary>
    FlemingHarrington,
}

/// <summary>Options of the tests of the log-rank family.</summary>
public sealed record LogRankOptions : SurvivalOptions
{
    /// <summary>Weight of the event times. The default value is <see cref="LogRankWeight.LogRank"/>.</summary>
    public LogRankWeight Weight { get; init; } = LogRankWeight.LogRank;

    /// <summary>ρ of <see cref="LogRankWeight.FlemingHarrington"/>, ≥ 0: weight of early differences. The default value is 0.</summary>
    public double Rho
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Rho must be 0 or more.");
    }

    /// <summary>γ of <see cref="LogRankWeight.FlemingHarrington"/>, ≥ 0: weight of late differences. The default value is 0.</summary>
    public double Gamma
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Gamma must be 0 or more.");
    }

    internal string TestName => Weight switch
    {
        LogRankWeight.Gehan => "Gehan-Wilcoxon test",
        LogRankWeight.TaroneWare => "Tarone-Ware test",
        LogRankWeight.PetoPeto => "Peto-Peto test",
        LogRankWeight.ModifiedPetoPeto => "Peto-Peto test (Andersen)",
        LogRankWeight.FlemingHarrington => FormattableString.Invariant($"Fleming-Harrington test (ρ = {Rho}, γ = {Gamma})"),
        _ => "Log-rank test",
    };
}
