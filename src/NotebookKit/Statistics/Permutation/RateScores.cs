using System.Numerics;

namespace NotebookKit.Statistics.Permutation;

/// <summary>
/// Comparison of two groups of patients by a whole-number score of their rows (1 for an event; doubled midranks): all statistics follow
/// from the
/// rows R, the score S and, studentized, Σe² of the chosen patients, with e = s − n·(mean score).
/// </summary>
/// <param name="Rows">Rows of each patient.</param>
/// <param name="Sums">Sum of the scores of each patient's rows.</param>
internal sealed record RateScores(int[] Rows, long[] Sums)
{
    private readonly double _allRows = Rows.Sum(n => (double)n), _allSums = Sums.Sum(s => (double)s);

    /// <summary>e of each patient times the number of rows: whole numbers.</summary>
    public double[] Excess { get; } = [.. Rows.Zip(Sums, (n, s) => Rows.Sum(r => (double)r) * s - Sums.Sum(t => (double)t) * n)];

    /// <summary>What the square of Σ <see cref="Excess"/> is divided by, up to a constant factor; not above 0 where it vanishes.</summary>
    /// <param name="rows">Rows of the chosen.</param>
    /// <param name="squares">Σ of the squares of <see cref="Excess"/> of the chosen.</param>
    /// <param name="allSquares">Σ of those of all.</param>
    /// <param name="statistic">Which.</param>
    public double Variance(double rows, double squares, double allSquares, PermutedStatistic statistic)
    {
        double product = rows * (_allRows - rows);
        return statistic switch
        {
            PermutedStatistic.Linear => 1,
            PermutedStatistic.Difference => product * product,
            PermutedStatistic.Standardized => product,
            _ => (_allRows - 2 * rows) * _allRows * squares + rows * rows * allSquares,
        };
    }

    public double Of(ReadOnlySpan<bool> chosen, PermutedStatistic statistic)
    {
        (double excess, double variance) = Form(chosen, statistic);
        double square = variance > 0 ? excess * excess / variance : 0;
        return statistic is PermutedStatistic.Linear or PermutedStatistic.Difference ? Math.Sqrt(square) : square;
    }

    /// <summary>Σ <see cref="Excess"/> of a choice, and what its square is divided by.</summary>
    public (double Excess, double Variance) Form(ReadOnlySpan<bool> chosen, PermutedStatistic statistic)
    {
        double rows = 0, excess = 0, squares = 0, all = 0;
        for (int j = 0; j < chosen.Length; j++)
        {
            double e = Excess[j];
            all += e * e;
            if (chosen[j]) (rows, excess, squares) = (rows + Rows[j], excess + e, squares + e * e);
        }
        return (excess, Variance(rows, squares, all, statistic));
    }

    /// <summary>The observed value of the statistic as it is printed: χ², or the difference of the means.</summary>
    public double Printed(ReadOnlySpan<bool> chosen, PermutedStatistic statistic)
    {
        double value = Of(chosen, statistic);
        return statistic switch
        {
            PermutedStatistic.Studentized => value * _allRows * _allRows,
            PermutedStatistic.Standardized => value / _allRows,
            PermutedStatistic.Linear => value / _allRows,
            _ => value,
        };
    }

    /// <summary>The statistic as a ratio of quadratic forms; null for the difference, which is none.</summary>
    public QuadraticRatio? Forms(PermutedStatistic statistic)
    {
        int count = Rows.Length;
        if (statistic == PermutedStatistic.Difference) return null;
        if (statistic == PermutedStatistic.Linear) return new QuadraticRatio(Excess, new double[count], [], 1);
        double n = _allRows, all = Excess.Sum(e => e * e) / (n * n);
        double[] e = Array.ConvertAll(Excess, x => x / n), diagonal = new double[count], cross = new double[count * count];
        for (int j = 0; j < count; j++)
            for (int k = 0; k < count; k++)
            {
                double form = statistic == PermutedStatistic.Standardized
                    ? -(double)Rows[j] * Rows[k]
                    : -(e[j] * e[j] * Rows[k] + e[k] * e[k] * Rows[j]) / n + all * Rows[j] * Rows[k] / (n * n);
                if (j != k) cross[j * count + k] = form;
                else diagonal[j] = form + (statistic == PermutedStatistic.Standardized ? n * Rows[j] : e[j] * e[j]);
            }
        return new QuadraticRatio(e, diagonal, cross);
    }
}
