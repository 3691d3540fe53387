using System.Globalization;
using NotebookKit.Numerics;
using NotebookKit.Statistics;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Survival.Comparisons;

/// <summary>The log-rank statistic alone: for simulations, where a test is one of thousands.</summary>
/// <param name="ChiSquare">The statistic; null where there are no events or the variance is singular.</param>
/// <param name="DegreesOfFreedom">Groups at risk at an event, less one.</param>
/// <param name="P">Two-sided P value; null where <paramref name="ChiSquare"/> is.</param>
internal readonly record struct LogRankStatistic(double? ChiSquare, int DegreesOfFreedom, double? P)
{
    private const int Few = 256;

    /// <summary>The statistic and P value of <see cref="LogRank"/> for independent rows, without a result to print.</summary>
    /// <param name="time">Finite times.</param>
    /// <param name="status">1 for an event, 0 for a censored row.</param>
    /// <param name="group">Codes from 0.</param>
    /// <param name="groups">Number of groups.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no rows, or a value is out of range.</exception>
    /// <remarks>Equivalent R call: <c>survdiff(Surv(time, status) ~ group)[c("chisq", "pvalue")]</c>.</remarks>
    public static LogRankStatistic Of(ReadOnlySpan<double> time, ReadOnlySpan<byte> status, ReadOnlySpan<int> group, int groups)
    {
        int n = time.Length;
        if (n == 0 || status.Length != n || group.Length != n)
            throw new ArgumentException(
                $"Found {n} times, {status.Length} statuses and {group.Length} groups; expected the same number of each, at least one.");
        Span<int> codes = n <= Few ? stackalloc int[n] : new int[n];
        for (int i = 0; i < n; i++)
        {
            if (!double.IsFinite(time[i]) || status[i] > 1 || (uint)group[i] >= (uint)groups)
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"Row {i}: found time {time[i]}, status {status[i]}, group {group[i]}; expected a finite time, 0 or 1, and 0 to "
                            + $"{groups - 1}."));
            codes[i] = 2 * group[i] + status[i];
        }
        Span<double> sorted = n <= Few ? stackalloc double[n] : new double[n];
        time.CopyTo(sorted);
        if (n <= Few) SortOrder.SortFew(sorted, codes);
        else SortOrder.Sort(sorted, codes);
        return Sweep(codes, sorted, groups);
    }

    /// <summary>From the last time to the first, so that each row joins the risk set once.</summary>
    private static LogRankStatistic Sweep(ReadOnlySpan<int> codes, Span<double> time, int groups)
    {
        NearTies.MakeEqual(time, null);
        Span<double> work = groups <= 12 ? stackalloc double[groups * (groups + 4)] : new double[groups * (groups + 4)];
        Span<double> atRisk = work[..groups], events = work.Slice(groups, groups), score = work.Slice(2 * groups, groups),
            expected = work.Slice(3 * groups, groups);
        Span<double> covariance = work[(4 * groups)..];
        double n = 0;
        for (int k = time.Length - 1; k >= 0;)
        {
            double t = time[k], d = 0;
            events.Clear();
            for (; k >= 0 && time[k] == t; k--)
            {
                int g = codes[k] >> 1, dies = codes[k] & 1;
                atRisk[g]++;
                events[g] += dies;
                (n, d) = (n + 1, d + dies);
            }
            if (d == 0) continue;
            double share = d / n, hypergeometric = n > 1 ? share * (n - d) / ((n - 1) * n) : 0;
            for (int g = 0; g < groups; g++)
            {
                score[g] += events[g] - share * atRisk[g];
                double scaled = hypergeometric * atRisk[g];
                expected[g] += share * atRisk[g];
                Span<double> row = covariance.Slice(g * groups, groups);
                row[g] += scaled * (n - atRisk[g]);
                for (int h = g + 1; h < row.Length; h++) row[h] -= scaled * atRisk[h];
            }
        }
        return Statistic(score, expected, covariance);
    }

    /// <summary>Over the groups that were at risk at an event, the first of them dropped.</summary>
    private static LogRankStatistic Statistic(ReadOnlySpan<double> score, ReadOnlySpan<double> expected, ReadOnlySpan<double> covariance)
    {
        int groups = score.Length, free = -1, rows = 0;
        Span<double> u = groups <= 12 ? stackalloc double[groups] : new double[groups];
        Span<double> v = groups <= 12 ? stackalloc double[groups * groups] : new double[groups * groups];
        Span<int> place = groups <= 12 ? stackalloc int[groups] : new int[groups];
        for (int g = 0; g < groups; g++)
        {
            if (expected[g] > 0 && ++free > 0) place[rows++] = g;
        }
        for (int i = 0; i < rows; i++)
        {
            u[i] = score[place[i]];
            for (int j = i; j < rows; j++) v[i * rows + j] = v[j * rows + i] = covariance[place[i] * groups + place[j]];
        }
        double value = rows > 0 ? QuadraticForm.Solve(u[..rows], v[..(rows * rows)]) : double.NaN;
        return double.IsNaN(value) ? new(null, rows, null) : new(value, rows, Distributions.ChiSquareUpper(value, rows));
    }
}
