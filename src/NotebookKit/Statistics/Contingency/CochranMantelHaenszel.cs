using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Contingency;

/// <summary>Tests of independence of rows and columns within strata.</summary>
/// <remarks>
/// Mantel and Haenszel (1959), doi:10.1093/jnci/22.4.719; variance of the common odds ratio by Robins, Breslow and Greenland (1986),
/// doi:10.2307/2531052; larger tables by Landis, Heyman and Koch (1978), doi:10.2307/1402373. Equal R's <c>mantelhaen.test</c>.
/// </remarks>
internal static class CochranMantelHaenszel
{
    private const double TieTolerance = 1e-7;
    private const double RankTolerance = 1e-10;

    /// <summary>Tests whether rows and columns are independent in every stratum; of 2×2 tables also the common odds ratio.</summary>
    /// <param name="strata">One table of counts per stratum, all of one size.</param>
    /// <param name="continuityCorrection">Whether |Σ(O − E)| of 2×2 tables shrinks by ½ if it is that large. The default value is false;
    /// R's is true.</param>
    /// <param name="confidenceLevel">Confidence level of the common odds ratio. The default value is 0.95.</param>
    /// <returns>χ² with (rows − 1)(columns − 1) degrees of freedom and P; for 2×2 tables the Mantel-Haenszel odds ratio, first row against
    /// second for the first column.</returns>
    /// <exception cref="ArgumentException">There is no table, a count is negative, or the tables differ in size.</exception>
    public static HypothesisTestResult Test(IReadOnlyList<long[,]> strata, bool continuityCorrection = false, double confidenceLevel = 0.95)
    {
        (long[][,] tables, HypothesisTestResult empty) = Check(strata, confidenceLevel);
        bool fourfold = strata[0].Length == 4;
        empty = empty with
        {
            TestName = fourfold
                ? "Mantel-Haenszel test" + (continuityCorrection ? " with continuity correction" : "")
                : "Generalized Cochran-Mantel-Haenszel test",
            Estimate = fourfold ? Common(strata, confidenceLevel) : null,
        };
        if (empty.Note is not null) return empty;

        int rows = tables[0].GetLength(0), columns = tables[0].GetLength(1), df = (rows - 1) * (columns - 1);
        Vector<double> excess = Vector<double>.Build.Dense(df);
        Matrix<double> variance = Matrix<double>.Build.Dense(df, df);
        foreach (long[,] table in tables) Add(table, excess, variance);
        if (df == 1 && continuityCorrection) excess[0] = Math.Max(0, Math.Abs(excess[0]) - (Math.Abs(excess[0]) >= 0.5 ? 0.5 : 0));
        (double statistic, int rank) = QuadraticForm(excess, variance);
        return rank == 0 ? empty with { Note = "P not computed: within the strata nothing can vary." } : empty with
        {
            StatisticName = "χ²", Statistic = statistic, DegreesOfFreedom = rank, P = Distributions.ChiSquareUpper(statistic, rank),
            Note = rank < df ? $"{df - rank} of {df} degrees of freedom lost: within the strata some rows or columns cannot vary." : null,
        };
    }

    /// <summary>
    /// Exact conditional test of 2×2 tables, with the conditional maximum likelihood estimate of the common odds ratio and its exact
    /// limits.
    /// </summary>
    /// <param name="strata">One 2×2 table of counts per stratum.</param>
    /// <param name="alternative">The alternative for the odds ratio. The default value is two-sided: the sum of the outcomes no more likely
    /// than the one observed.</param>
    /// <param name="confidenceLevel">Confidence level of the common odds ratio. The default value is 0.95.</param>
    /// <returns>P and the common odds ratio, solved to machine precision (R stops near 1e-4).</returns>
    /// <exception cref="ArgumentException">There is no table, a count is negative, or a table is not 2×2.</exception>
    public static HypothesisTestResult Exact(IReadOnlyList<long[,]> strata, Alternative alternative = Alternative.TwoSided,
        double confidenceLevel = 0.95)
    {
        (_, HypothesisTestResult empty) = Check(strata, confidenceLevel);
        if (strata[0].GetLength(0) != 2 || strata[0].GetLength(1) != 2)
            throw new ArgumentException("The exact test needs 2×2 tables.", nameof(strata));
        empty = empty with { TestName = "Exact conditional test of 2×2 tables in strata", Alternative = alternative };
        if (empty.Note is not null) return empty;
        var distribution = new StratifiedHypergeometric(
            strata.Select(t => new NoncentralHypergeometric(t[0, 0] + t[1, 0], t[0, 1] + t[1, 1], t[0, 0] + t[0, 1])));
        long x = strata.Sum(t => t[0, 0]);
        double[] probability = distribution.Probabilities(1);
        double observed = probability[x - distribution.Low];
        return empty with
        {
            P = Math.Min(1, alternative switch
            {
                Alternative.Less => distribution.Lower(x, 1),
                Alternative.Greater => distribution.Upper(x, 1),
                _ => probability.Where(q => q <= observed * (1 + TieTolerance)).Sum(),
            }),
            Estimate = OddsRatio.Conditional(distribution, x, midP: false, alternative, confidenceLevel) with {
                Name = "common odds ratio" },
        };
    }

    // sparse strata can leave the variance without full rank
    private static (double Statistic, int Rank) QuadraticForm(Vector<double> excess, Matrix<double> variance)
    {
        var evd = variance.Evd(Symmetricity.Symmetric);
        double largest = evd.EigenValues.Max(v => v.Real), statistic = 0;
        int rank = 0;
        for (int e = 0; e < excess.Count; e++)
        {
            double value = evd.EigenValues[e].Real;
            if (!(value > RankTolerance * largest) || value <= 0) continue;
            double along = evd.EigenVectors.Column(e) * excess;
            statistic += along * along / value;
            rank++;
        }
        return (statistic, rank);
    }

    private static (long[][,] Tables, HypothesisTestResult Empty) Check(IReadOnlyList<long[,]> strata, double confidenceLevel)
    {
        ArgumentNullException.ThrowIfNull(strata);
        IntervalEstimate.CheckLevel(confidenceLevel);
        if (strata.Count == 0) throw new ArgumentException("Found no stratum; expected at least one table.", nameof(strata));
        int rows = strata[0].GetLength(0), columns = strata[0].GetLength(1);
        var sum = new long[rows, columns];
        for (int s = 0; s < strata.Count; s++)
        {
            long[,] table = strata[s];
            if (table.GetLength(0) != rows || table.GetLength(1) != columns)
                throw new ArgumentException(
                    $"Stratum {s + 1}: found a {table.GetLength(0)}×{table.GetLength(1)} table; expected {rows}×{columns}, as the first.",
                    nameof(strata));
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                    sum[i, j] += table[i, j] >= 0 ? table[i, j]
                        : throw new ArgumentException(
                            $"Stratum {s + 1}, row {i + 1}, column {j + 1}: found {table[i, j]}; expected a count of 0 or more.",
                            nameof(strata));
        }
        int[] keptRows = [.. Enumerable.Range(0, rows).Where(i => Enumerable.Range(0, columns).Any(j => sum[i, j] > 0))];
        int[] keptColumns = [.. Enumerable.Range(0, columns).Where(j => Enumerable.Range(0, rows).Any(i => sum[i, j] > 0))];
        long[][,] tables = [.. strata.Select(t => Kept(t, keptRows, keptColumns))];
        string? note = keptRows.Length < 2 || keptColumns.Length < 2 ? "P not computed: only one row or column has counts." : null;
        return (tables, new HypothesisTestResult { TestName = "", N = strata.Sum(t => t.Cast<long>().Sum()), Note = note });
    }

    private static long[,] Kept(long[,] table, int[] rows, int[] columns)
    {
        var kept = new long[rows.Length, columns.Length];
        for (int i = 0; i < rows.Length; i++)
            for (int j = 0; j < columns.Length; j++) kept[i, j] = table[rows[i], columns[j]];
        return kept;
    }

    // deviations of all cells but those of the last row and column, and their hypergeometric covariance
    private static void Add(long[,] table, Vector<double> excess, Matrix<double> variance)
    {
        int rows = table.GetLength(0), columns = table.GetLength(1);
        double[] row = new double[rows], column = new double[columns];
        double n = 0;
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
            {
                row[i] += table[i, j];
                column[j] += table[i, j];
                n += table[i, j];
            }
        if (n < 2) return;
        for (int a = 0; a < excess.Count; a++)
        {
            (int i, int j) = (a / (columns - 1), a % (columns - 1));
            excess[a] += table[i, j] - row[i] * column[j] / n;
            for (int b = 0; b < excess.Count; b++)
            {
                (int k, int l) = (b / (columns - 1), b % (columns - 1));
                variance[a, b] += row[i] * ((i == k ? n : 0) - row[k]) * column[j] * ((j == l ? n : 0) - column[l]) / (n * n * (n - 1));
            }
        }
    }

    private static IntervalEstimate Common(IReadOnlyList<long[,]> strata, double confidenceLevel)
    {
        double r = 0, s = 0, pr = 0, psqr = 0, qs = 0;
        foreach (long[,] t in strata)
        {
            double n = t[0, 0] + t[0, 1] + t[1, 0] + t[1, 1];
            if (n == 0) continue;
            double concordant = (double)t[0, 0] * t[1, 1] / n, discordant = (double)t[0, 1] * t[1, 0] / n,
                p = (t[0, 0] + t[1, 1]) / n, q = 1 - p;
            r += concordant;
            s += discordant;
            pr += p * concordant;
            psqr += p * discordant + q * concordant;
            qs += q * discordant;
        }
        var result = new IntervalEstimate { Name = "common odds ratio", Value = null, ConfidenceLevel = confidenceLevel,
            Method = "Mantel-Haenszel odds ratio, Robins-Breslow-Greenland interval" };
        if (s == 0) return result with { Note = "The common odds ratio is infinite or cannot be estimated." };
        if (r == 0) return result with { Value = 0, Note = "The common odds ratio is zero: no interval." };
        double z = IntervalEstimate.Z(confidenceLevel), ratio = r / s;
        double standardError = Math.Sqrt(pr / (2 * r * r) + psqr / (2 * r * s) + qs / (2 * s * s));
        return result with { Value = ratio, Lower = ratio * Math.Exp(-z * standardError), Upper = ratio * Math.Exp(z * standardError),
            StandardError = standardError, Note = "Standard error of the logarithm." };
    }
}
