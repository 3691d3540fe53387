using NotebookKit.Cohorts;
using NotebookKit.Survival.CoxLikelihoods;

namespace NotebookKit.Survival.Cox;

/// <summary>Options of <see cref="CoxModel"/>.</summary>
public sealed record CoxOptions
{
    /// <summary>Caption of the printed table. The default value is null: the name of the method.</summary>
    public string? Title { get; init; }

    /// <summary>How the status column is coded. The default value is <see cref="EventCoding.ZeroOne"/>.</summary>
    public EventCoding EventCoding { get; init; } = EventCoding.ZeroOne;

    /// <summary>Treatment of tied event times. The default value is <see cref="CoxTies.Efron"/>.</summary>
    public CoxTies Ties { get; init; } = CoxTies.Efron;

    /// <summary>Confidence level of the intervals, between 0 and 1. The default value is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>Most Newton steps before the fit is reported as not converged. The default value is 50.</summary>
    public int MaxIterations { get; init; } = 50;

    /// <summary>Penalty on the likelihood. The default value is null: none.</summary>
    public CoxPenalty? Penalty { get; init; }

    /// <summary>
    /// What <c>tt(x)</c> of a formula means: the value of a covariate x at time t, such as <c>(x, t) => x * Math.Log(t)</c>. The default
    /// value is null:
    /// a formula with <c>tt()</c> is refused. As <c>tt</c> of R's <c>coxph</c>.
    /// </summary>
    public Func<double, double, double>? TimeFunction { get; init; }

    internal void Validate()
    {
        if (ConfidenceLevel is not (> 0 and < 1))
            throw new ArgumentException($"Found confidence level {ConfidenceLevel}; expected a number between 0 and 1, such as 0.95.");
        if (MaxIterations < 1) throw new ArgumentException($"Found MaxIterations {MaxIterations}; expected at least 1.");
    }
}

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
