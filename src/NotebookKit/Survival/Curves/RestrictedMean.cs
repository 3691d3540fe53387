using System.Globalization;
using System.Collections.Immutable;

namespace NotebookKit.Survival.Curves;

/// <summary>Restricted mean survival time: the area under S(t) up to a time τ.</summary>
internal static class RestrictedMean
{
    /// <summary>Estimates the mean time up to τ of every curve, and compares every pair of groups.</summary>
    /// <param name="estimate">The curves.</param>
    /// <param name="tau">τ; null for the longest time that every curve covers.</param>
    /// <returns>
    /// Means with their intervals (normal, cut at 0 and at the length to τ), and difference, ratio and ratio of time lost for each pair of
    /// groups. A group whose follow-up ends before τ, with people still at risk, has no mean.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">τ is not after the start of the curves.</exception>
    /// <remarks>
    /// Royston and Parmar (2013), doi:10.1186/1471-2288-13-152. Variance: Greenwood-type, Σ (area from t to τ)² d/(n(n − d)); with clusters
    /// the infinitesimal jackknife, which R's <c>print(rmean = τ)</c> does not use.
    /// </remarks>
    public static RestrictedMeanEstimate Estimate(KaplanMeierEstimate estimate, double? tau = null)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        double covered = estimate.Curves.Min(c => c.RawSurvival[^1] > 0 ? c.Table.Time[^1] : double.PositiveInfinity);
        double t = tau ?? Math.Min(covered, estimate.Curves.Max(c => c.Table.Time[^1]));
        double start = estimate.Curves.Min(c => c.Start);
        if (!(t > start) || !double.IsFinite(t))
            throw new ArgumentOutOfRangeException(nameof(tau), t,
                FormattableString.Invariant($"tau must lie after the start of the curves, {start}."));
        CurveFunctional mean = CurveFunctional.MeanUpTo(estimate, t);
        double z = ConfidenceLimits.NormalQuantile(estimate.Options.ConfidenceLevel);
        var notes = estimate.Notes.ToBuilder();
        var groups = ImmutableArray.CreateBuilder<RestrictedMeanGroup>();
        for (int g = 0; g < estimate.Curves.Length; g++)
        {
            KaplanMeierCurve curve = estimate.Curves[g];
            double? value = mean.Values[g], se = mean.Covariance[g, g] is { } v ? Math.Sqrt(v) : null;
            if (value is null)
                notes.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{curve.Group}: follow-up ends at {curve.Table.Time[^1]}, before τ, with people still at risk; its mean is not "
                        + $"estimable."));
            groups.Add(new RestrictedMeanGroup(
                curve.Group, curve.N, curve.EventTotal, value, se,
                value - z * se is { } low ? Math.Max(0, low) : null, value + z * se is { } high ? Math.Min(t - curve.Start, high) : null));
        }
        return new RestrictedMeanEstimate
        {
            Tau = t, Curves = estimate, Groups = groups.ToImmutable(), Contrasts = [.. Contrasts(estimate, mean, t, z)],
            Options = estimate.Options,
            TimeColumn = estimate.TimeColumn, Unit = estimate.Unit, Words = estimate.Words, Clusters = estimate.Clusters,
            ClusterUnit = estimate.ClusterUnit, Excluded = estimate.Excluded,
            Notes = notes.ToImmutable(),
        };
    }

    private static IEnumerable<GroupContrast> Contrasts(KaplanMeierEstimate estimate, CurveFunctional mean, double tau, double z)
    {
        for (int g = 0; g < estimate.Curves.Length; g++)
            for (int h = g + 1; h < estimate.Curves.Length; h++)
            {
                string first = estimate.Curves[g].Group, second = estimate.Curves[h].Group;
                double? a = mean.Values[g], b = mean.Values[h];
                double? va = mean.Covariance[g, g], vb = mean.Covariance[h, h], ab = mean.Covariance[g, h];
                double? lostA = tau - estimate.Curves[g].Start - a, lostB = tau - estimate.Curves[h].Start - b;
                yield return GroupContrast.Difference("difference", first, second, a, b, va + vb - 2 * ab, z);
                yield return GroupContrast.Ratio("ratio", first, second, b / a, va / (a * a) + vb / (b * b) - 2 * ab / (a * b), z);
                yield return GroupContrast.Ratio(
                    "ratio of time lost", first, second, lostB / lostA,
                    va / (lostA * lostA) + vb / (lostB * lostB) - 2 * ab / (lostA * lostB), z);
            }
    }
}
