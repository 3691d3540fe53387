using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Contingency;

/// <summary>Fisher's exact test of independence, for 2×2 tables and, after Freeman and Halton, for larger ones.</summary>
/// <remarks>
/// Fisher (1935); Freeman and Halton (1951), doi:10.1093/biomet/38.1-2.141. P equals R's <c>fisher.test</c>. The odds ratio of a 2×2 table
/// is the conditional maximum likelihood estimate with exact limits, solved to machine precision (R stops near 1e-4).
/// </remarks>
public static class FisherExactTest
{
    private const double TieTolerance = 1e-7;

    /// <summary>Tests whether rows and columns are independent given both margins.</summary>
    /// <param name="table">Counts, rows by columns; empty rows and columns are left out and noted.</param>
    /// <returns>P and, for a 2×2 table, the odds ratio of the first row against the second for the first column.</returns>
    /// <exception cref="ArgumentException">A count is negative.</exception>
    public static HypothesisTestResult Test(long[,] table) => Test(table, new FisherOptions());

    internal static HypothesisTestResult Test(long[,] table, FisherOptions options)
    {
        ContingencyTable counts = ContingencyTable.Of(table);
        bool fourfold = table.GetLength(0) == 2 && table.GetLength(1) == 2;
        var empty = new HypothesisTestResult { TestName = "Fisher exact test", N = counts.Total, MinExpected = counts.MinExpected,
            Note = counts.Note };
        if (counts.WhyNot is string why) return empty with { Note = why };
        if (counts.Rows.Length == 2 && counts.Columns.Length == 2)
            return TwoByTwo(counts, empty, options) with { Note = fourfold ? null : counts.Note };

        empty = empty with { TestName = "Fisher-Freeman-Halton exact test" };
        if (FreemanHalton.P(counts, TieTolerance, options.WorkLimit) is double p) return empty with { P = Math.Min(1, p) };
        int draws = options.MonteCarloDraws;
        return empty with
        {
            TestName = "Fisher-Freeman-Halton test (Monte Carlo)",
            P = FreemanHalton.MonteCarloP(counts, TieTolerance, draws, new DeterministicRandom(options.Seed)),
            Note = FormattableString.Invariant(
                $"Too many tables for the exact P: Monte Carlo with {draws} tables, seed {options.Seed}, P = (1 + k)/(B + 1)."),
        };
    }

    private static HypothesisTestResult TwoByTwo(ContingencyTable table, HypothesisTestResult empty, FisherOptions options)
    {
        var distribution = new NoncentralHypergeometric(table.Columns[0], table.Columns[1], table.Rows[0]);
        long x = table.Counts[0, 0];
        double[] probability = distribution.Probabilities(1);
        double observed = probability[x - distribution.Low];
        double lower = distribution.Lower(x, 1), upper = distribution.Upper(x, 1);
        bool midP = options.TwoSided == FisherTwoSided.MidP;
        double half = midP ? observed / 2 : 0;
        double p = options.Alternative switch
        {
            Alternative.Less => lower - half,
            Alternative.Greater => upper - half,
            _ when options.TwoSided == FisherTwoSided.SumOfUnlikelyTables =>
                probability.Where(q => q <= observed * (1 + TieTolerance)).Sum(),
            _ => 2 * (Math.Min(lower, upper) - half),
        };
        string definition = options.Alternative != Alternative.TwoSided ? (midP ? " (mid-P)" : "") : options.TwoSided switch
        {
            FisherTwoSided.DoubledTail => " (doubled tail)",
            FisherTwoSided.MidP => " (mid-P, doubled tail)",
            _ => "",
        };
        return empty with
        {
            TestName = empty.TestName + definition,
            P = Math.Min(1, p),
            Alternative = options.Alternative,
            Estimate = OddsRatio.Conditional(distribution, x, midP, options.Alternative, options.ConfidenceLevel),
        };
    }
}
