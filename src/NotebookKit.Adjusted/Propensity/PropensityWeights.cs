namespace NotebookKit.Adjusted.Propensity;

/// <summary>Whom the effect is about, and so how rows are weighted; e is the propensity score.</summary>
public enum WeightTarget
{
    /// <summary>All: 1/e and 1/(1 − e).</summary>
    AverageEffect,

    /// <summary>The treated: 1 and e/(1 − e).</summary>
    Treated,

    /// <summary>Those who could have had either: 1 − e and e; never extreme.</summary>
    Overlap,

    /// <summary>As pair matching: min(e, 1 − e) over the probability of the own arm.</summary>
    Matching,
}

/// <summary>Options of propensity weights.</summary>
public sealed record WeightOptions
{
    /// <summary>Whom the effect is about. The default value is <see cref="WeightTarget.AverageEffect"/>.</summary>
    public WeightTarget Target { get; init; } = WeightTarget.AverageEffect;

    /// <summary>Whether weights for all are multiplied by the share of the own arm. The default value is true.</summary>
    public bool Stabilized { get; init; } = true;

    /// <summary>Percentile at which weights are cut on both sides, such as 0.01; null for none. The default value is null.</summary>
    public double? Truncation { get; init; }

    /// <summary>
    /// Scores outside [Trim, 1 − Trim] are left out, such as 0.1; null for none. The default value is null. The score is not fitted again.
    /// </summary>
    public double? Trim { get; init; }
}

/// <summary>Weights with what they cost.</summary>
/// <param name="Weights">One per row.</param>
/// <param name="EffectiveTreated">(Σw)²/Σw² of the treated.</param>
/// <param name="EffectiveControl">(Σw)²/Σw² of the controls.</param>
/// <param name="Effective">(Σw)²/Σw² of all.</param>
/// <param name="SumTreated">Sum of the weights of the treated.</param>
/// <param name="SumControl">Sum of the weights of the controls.</param>
/// <param name="Largest">Largest weight.</param>
/// <param name="Least">Least weight.</param>
public sealed record WeightSummary(ImmutableArray<double> Weights, double EffectiveTreated, double EffectiveControl, double Effective,
    double SumTreated, double SumControl, double Largest, double Least)
{
    /// <summary>Weights from propensity scores.</summary>
    /// <param name="scores">Scores, strictly between 0 and 1.</param>
    /// <param name="treated">Whether each row is treated.</param>
    /// <param name="options">Target, stabilisation, truncation, trimming; null for the defaults.</param>
    /// <exception cref="ArgumentException">A percentile is out of range, or trimming leaves one arm empty.</exception>
    /// <remarks>Overlap weights: Li, Morgan and Zaslavsky (2018, doi:10.1080/01621459.2016.1260466). Truncation at type-7 quantiles of all
    /// weights.</remarks>
    public static WeightSummary Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> treated, WeightOptions? options = null)
    {
        options ??= new();
        if (options.Truncation is { } t0 && t0 is not (> 0 and < 0.5))
            throw new ArgumentException(
                FormattableString.Invariant($"Found truncation {t0}; expected a share between 0 and 0.5, such as 0.01."));
        if (options.Trim is { } r0 && r0 is not (> 0 and < 0.5))
            throw new ArgumentException(FormattableString.Invariant($"Found trim {r0}; expected a score between 0 and 0.5, such as 0.1."));
        int n = scores.Length, n1 = treated.Count(true);
        double share = (double)n1 / n;
        double[] w = new double[n];
        for (int i = 0; i < n; i++)
        {
            double e = scores[i];
            w[i] = options.Target switch
            {
                WeightTarget.AverageEffect => (treated[i] ? 1 / e : 1 / (1 - e))
                    * (!options.Stabilized ? 1 : treated[i] ? share : 1 - share),
                WeightTarget.Treated => treated[i] ? 1 : e / (1 - e),
                WeightTarget.Overlap => treated[i] ? 1 - e : e,
                _ => Math.Min(e, 1 - e) / (treated[i] ? e : 1 - e),
            };
        }
        if (options.Truncation is { } cut)
        {
            double low = Quantiles.Of(w, cut, QuantileType.Type7)!.Value, high = Quantiles.Of(w, 1 - cut, QuantileType.Type7)!.Value;
            for (int i = 0; i < n; i++) w[i] = Math.Clamp(w[i], low, high);
        }
        if (options.Trim is { } trim)
            for (int i = 0; i < n; i++) if (scores[i] < trim || scores[i] > 1 - trim) w[i] = 0;
        double s1 = 0, q1 = 0, s0 = 0, q0 = 0;
        for (int i = 0; i < n; i++)
            if (treated[i]) (s1, q1) = (s1 + w[i], q1 + w[i] * w[i]);
            else (s0, q0) = (s0 + w[i], q0 + w[i] * w[i]);
        if (!(s1 > 0 && s0 > 0))
            throw new ArgumentException("No overlap: trimming leaves one arm without rows. Trim less, or use overlap weights.");
        return new WeightSummary([.. w], s1 * s1 / q1, s0 * s0 / q0, (s1 + s0) * (s1 + s0) / (q1 + q0), s1, s0, w.Max(), w.Min());
    }
}
