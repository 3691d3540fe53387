using NotebookKit.Numerics;

namespace NotebookKit.Survival;

/// <summary>Comparison of one quantity between two groups.</summary>
/// <param name="Quantity">What is compared: difference, ratio, …</param>
/// <param name="Group1">Reference group.</param>
/// <param name="Group2">Group compared with it.</param>
/// <param name="Estimate">Difference group 2 − group 1, or ratio group 2/group 1; null where not estimable.</param>
/// <param name="StdErr">Standard error; of the logarithm for ratios.</param>
/// <param name="Lower">Lower confidence limit.</param>
/// <param name="Upper">Upper confidence limit.</param>
/// <param name="P">Two-sided P value of no difference (z test).</param>
internal sealed record GroupContrast(string Quantity, string Group1, string Group2, double? Estimate, double? StdErr, double? Lower,
    double? Upper, double? P)
{
    internal static GroupContrast Difference(string quantity, string group1, string group2, double? first, double? second,
        double? variance, double z)
    {
        if (second - first is not { } difference || variance is not > 0)
            return new(quantity, group1, group2, second - first, null, null, null, null);
        double se = Math.Sqrt(variance.Value);
        return new(quantity, group1, group2, difference, se, difference - z * se, difference + z * se,
            Distributions.NormalTwoSided(difference / se));
    }

    /// <param name="quantity">What is compared.</param>
    /// <param name="group1">Reference group.</param>
    /// <param name="group2">Group compared with it.</param>
    /// <param name="ratio">The ratio.</param>
    /// <param name="variance">Variance of its logarithm.</param>
    /// <param name="z">Normal quantile.</param>
    internal static GroupContrast Ratio(string quantity, string group1, string group2, double? ratio, double? variance, double z)
    {
        if (ratio is not > 0 || !double.IsFinite(ratio.Value)) return new(quantity, group1, group2, null, null, null, null, null);
        if (variance is not > 0) return new(quantity, group1, group2, ratio, null, null, null, null);
        double log = Math.Log(ratio.Value), se = Math.Sqrt(variance.Value);
        return new(quantity, group1, group2, ratio, se, Math.Exp(log - z * se), Math.Exp(log + z * se),
            Distributions.NormalTwoSided(log / se));
    }
}
