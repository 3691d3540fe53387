namespace NotebookKit.Survival.Regression;

/// <summary>Options of <see cref="CoxRegression.Fit"/>.</summary>
public sealed record CoxOptions
{
    /// <summary>Caption of the printed table. The default value is null: the name of the method.</summary>
    public string? Title { get; init; }

    /// <summary>Treatment of tied event times. The default value is <see cref="CoxTies.Efron"/>.</summary>
    public CoxTies Ties { get; init; } = CoxTies.Efron;

    /// <summary>Confidence level of the intervals, between 0 and 1. The default value is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>Most Newton steps before the fit is reported as not converged. The default value is 50.</summary>
    public int MaxIterations { get; init; } = 50;

    /// <summary>Penalty on the likelihood. The default value is null: none.</summary>
    public CoxPenalty? Penalty { get; init; }

    internal void Validate()
    {
        if (ConfidenceLevel is not (> 0 and < 1)) throw new ArgumentException($"Found confidence level {ConfidenceLevel}; expected a number between 0 and 1, such as 0.95.");
        if (MaxIterations < 1) throw new ArgumentException($"Found MaxIterations {MaxIterations}; expected at least 1.");
    }
}
