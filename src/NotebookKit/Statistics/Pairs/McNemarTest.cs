using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Pairs;

/// <summary>McNemar's test of paired categories, and Bowker's test of symmetry for more than two.</summary>
/// <remarks>McNemar (1947), doi:10.1007/BF02295996. Equals R's <c>mcnemar.test</c>; exact: <c>binom.test(b, b + c)</c>.</remarks>
internal static class McNemarTest
{
    /// <summary>Tests whether the two categories of a pair have the same distribution.</summary>
    /// <param name="table">Counts of pairs, first category in rows, second in columns; square.</param>
    /// <param name="continuityCorrection">Whether |b − c| of a 2×2 table shrinks by 1. The default value is true, as in R.</param>
    /// <param name="exact">Whether P of a 2×2 table is the exact binomial one. The default value is false.</param>
    /// <returns>χ² with degrees of freedom and P; N counts pairs.</returns>
    /// <exception cref="ArgumentException">The table is not square, a count is negative, or an exact test was asked of more than two
    /// categories.</exception>
    public static HypothesisTestResult Test(long[,] table, bool continuityCorrection = true, bool exact = false)
    {
        ArgumentNullException.ThrowIfNull(table);
        int k = table.GetLength(0);
        if (k != table.GetLength(1) || k < 2)
            throw new ArgumentException($"table: found {k} rows and {table.GetLength(1)} columns; expected a square table of at least 2×2.",
                nameof(table));
        if (exact && k > 2) throw new ArgumentException("exact: only 2×2 tables have an exact McNemar test.", nameof(exact));
        long n = 0;
        foreach (long count in table) n += count >= 0
            ? count
            : throw new ArgumentException($"table: found a count of {count}; expected 0 or more.", nameof(table));

        bool corrected = continuityCorrection && k == 2 && !exact;
        var empty = new HypothesisTestResult
        {
            TestName = k > 2 ? "Bowker test of symmetry" : exact ? "Exact McNemar test" : corrected
                ? "McNemar test with continuity correction"
                : "McNemar test",
            N = n,
        };
        double statistic = 0;
        int df = 0;
        for (int i = 0; i < k; i++)
            for (int j = i + 1; j < k; j++)
            {
                long b = table[i, j], c = table[j, i];
                if (exact) return empty with { P = Math.Min(1, 2 * Distributions.BinomialLower(Math.Min(b, c), b + c, 0.5)) };
                if (b + c == 0) continue;
                double difference = Math.Abs(b - c);
                if (corrected) difference = Math.Max(0, difference - 1);
                statistic += difference * difference / (b + c);
                df++;
            }
        if (df == 0) return empty with { Note = "P not computed: no discordant pairs." };
        string? note = df < k * (k - 1) / 2
            ? $"{k * (k - 1) / 2 - df} pairs of categories without discordant pairs left out; R gives no P here."
            : null;
        return empty with { StatisticName = "χ²", Statistic = statistic, DegreesOfFreedom = df,
            P = Distributions.ChiSquareUpper(statistic, df), Note = note };
    }
}
