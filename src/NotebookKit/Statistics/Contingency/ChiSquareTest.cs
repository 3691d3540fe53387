using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Contingency;

/// <summary>How the chi-square statistic of a 2×2 table is corrected.</summary>
internal enum ChiSquareCorrection
{
    /// <summary>Pearson's statistic as it is.</summary>
    None,

    /// <summary>
    /// Yates (1934): deviations from the expected counts shrink by min(0.5, smallest |O − E|). 2×2 tables only; others are not corrected.
    /// </summary>
    Yates,

    /// <summary>N − 1 in place of N (E. S. Pearson 1947; Campbell 2007, doi:10.1002/sim.2832).</summary>
    NMinusOne,
}

/// <summary>Pearson's chi-square test of independence.</summary>
/// <remarks>Equals R's <c>chisq.test(table, correct = FALSE)</c>.</remarks>
internal static class ChiSquareTest
{
    /// <summary>Tests whether rows and columns are independent. Empty rows and columns are left out and noted.</summary>
    /// <param name="table">Counts, rows by columns.</param>
    /// <returns>χ² with degrees of freedom, P and the smallest expected count.</returns>
    /// <exception cref="ArgumentException">A count is negative.</exception>
    public static HypothesisTestResult Test(long[,] table) => Test(table, ChiSquareCorrection.None);

    internal static HypothesisTestResult Test(long[,] table, ChiSquareCorrection correction)
    {
        ContingencyTable counts = ContingencyTable.Of(table);
        int rows = counts.Rows.Length, columns = counts.Columns.Length;
        bool yates = correction == ChiSquareCorrection.Yates && rows == 2 && columns == 2;
        string name = "Pearson chi-square test" + (yates ? " with Yates continuity correction" : correction == ChiSquareCorrection.NMinusOne
            ? " (N − 1)"
            : "");
        var empty = new HypothesisTestResult { TestName = name, N = counts.Total, MinExpected = counts.MinExpected, Note = counts.Note };
        if (counts.WhyNot is string why) return empty with { Note = why };

        double shrink = yates ? Math.Min(0.5, Deviations().Min(d => Math.Abs(d.Deviation))) : 0;
        double statistic = Deviations().Sum(d => (Math.Abs(d.Deviation) - shrink) * (Math.Abs(d.Deviation) - shrink) / d.Expected);
        if (correction == ChiSquareCorrection.NMinusOne) statistic *= (counts.Total - 1.0) / counts.Total;
        int df = (rows - 1) * (columns - 1);
        return empty with { StatisticName = "χ²", Statistic = statistic, DegreesOfFreedom = df,
            P = Distributions.ChiSquareUpper(statistic, df) };

        IEnumerable<(double Deviation, double Expected)> Deviations()
        {
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                {
                    double expected = counts.Expected(i, j);
                    yield return (counts.Counts[i, j] - expected, expected);
                }
        }
    }
}
