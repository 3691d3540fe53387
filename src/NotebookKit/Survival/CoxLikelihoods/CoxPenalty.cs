using System.Collections.Immutable;

namespace NotebookKit.Survival.CoxLikelihoods;

/// <summary>A penalty on the partial likelihood.</summary>
public abstract record CoxPenalty
{
    private CoxPenalty()
    {
    }

    /// <summary>
    /// Firth's penalty ½ log |I(β)|: removes first-order bias and gives finite estimates under separation. Intervals and P are those of
    /// the profile penalised likelihood (Heinze and Schemper 2001, doi:10.1111/j.0006-341X.2001.00114.x), as R's <c>coxphf</c>.
    /// </summary>
    public static CoxPenalty Firth { get; } = new FirthPenalty();

    /// <summary>Ridge penalty θ/2 Σ β² var(x), so that the unit of a covariate does not matter; R: <c>ridge(x, theta = θ)</c>.</summary>
    /// <param name="theta">Strength, positive.</param>
    /// <param name="columns">Names of the coefficients to shrink; empty for all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="theta"/> is not a positive number.</exception>
    public static CoxPenalty Ridge(double theta, params string[] columns) =>
        theta > 0 && double.IsFinite(theta) ? new RidgePenalty(theta, [.. columns])
        : throw new ArgumentOutOfRangeException(nameof(theta), theta, "A ridge penalty needs a positive number.");

    internal sealed record FirthPenalty : CoxPenalty;

    internal sealed record RidgePenalty(double Theta, ImmutableArray<string> Columns) : CoxPenalty;
}
