namespace NotebookKit.Adjusted.Prediction;

/// <summary>Hosmer-Lemeshow test of a logistic model; depends on the grouping and has little power in small samples.</summary>
/// <param name="N">Rows by group.</param>
/// <param name="Observed">Events by group.</param>
/// <param name="Expected">Sum of predicted probabilities by group.</param>
/// <param name="ChiSquare">Statistic.</param>
/// <param name="DegreesOfFreedom">Groups less two.</param>
/// <param name="P">P; null without degrees of freedom.</param>
public sealed record HosmerLemeshow(ImmutableArray<int> N, ImmutableArray<int> Observed, ImmutableArray<double> Expected, double ChiSquare,
    int DegreesOfFreedom, double? P)
{
    /// <summary>Tests predicted probabilities in groups by type-7 quantiles, right-closed, equal bounds joined.</summary>
    /// <param name="isEvent">Events.</param>
    /// <param name="probability">Predicted probabilities.</param>
    /// <param name="groups">Number of groups.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are fewer than two groups.</exception>
    public static HosmerLemeshow Test(ReadOnlySpan<bool> isEvent, ReadOnlySpan<double> probability, int groups = 10)
    {
        if (isEvent.Length != probability.Length)
            throw new ArgumentException($"Found {isEvent.Length} outcomes and {probability.Length} probabilities.");
        if (groups < 2) throw new ArgumentException($"Found {groups} groups; expected at least 2.");
        double[] sorted = probability.ToArray();
        Array.Sort(sorted);
        double[] cuts = [.. Enumerable.Range(0, groups + 1)
            .Select(k => Quantiles.OfSorted(sorted, (double)k / groups, QuantileType.Type7)!.Value).Distinct()];
        int count = Math.Max(1, cuts.Length - 1);
        int[] n = new int[count], observed = new int[count];
        double[] expected = new double[count];
        for (int i = 0; i < probability.Length; i++)
        {
            int g = 0;
            while (g < count - 1 && probability[i] > cuts[g + 1]) g++;
            n[g]++;
            expected[g] += probability[i];
            if (isEvent[i]) observed[g]++;
        }
        double chi = Enumerable.Range(0, count).Where(g => n[g] > 0)
            .Sum(g => (observed[g] - expected[g]) * (observed[g] - expected[g]) / (expected[g] * (1 - expected[g] / n[g])));
        int df = count - 2;
        return new HosmerLemeshow([.. n], [.. observed], [.. expected], chi, df, df > 0 ? Distributions.ChiSquareUpper(chi, df) : null);
    }
}
