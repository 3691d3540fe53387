using System.Collections.Concurrent;
using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Proportions;

/// <summary>
/// Casella's refinement (1986) of the exact interval for a proportion: from x = n down to 1 each lower limit rises, and the upper limit
/// of n − x falls by as much, until the probability of covering some proportion would drop below the level. Where a lower and an upper
/// limit then coincide, both may slide together at equal length; they are put in the middle of that range.
/// </summary>
internal static class BlythStillCasella
{
    private static readonly ConcurrentDictionary<(int N, double Level), double[]> Known = new();

    public static (double Lower, double Upper) Limits(long x, long n, double confidenceLevel)
    {
        double[] lower = n > 2000
            ? Lower((int)n, confidenceLevel)
            : Known.GetOrAdd(((int)n, confidenceLevel), key => Lower(key.N, key.Level));
        return (lower[x], 1 - lower[n - x]);
    }

    private static double[] Lower(int n, double level)
    {
        var lower = new double[n + 1];
        for (int k = 1; k <= n; k++) lower[k] = Distributions.BetaQuantile((1 - level) / 2, k, n - k + 1);
        for (int k = n; k >= 1; k--) lower[k] = Raise(lower, k, n, level);
        double[] centred = [.. lower];
        for (int k = 1; k <= n; k++)
            for (int j = 0; j < k; j++)
                if (j != n - k && Math.Abs(1 - lower[n - j] - lower[k]) < 1e-10) centred[k] = Centre(lower, j, k, n, level);
        for (int k = 1; k <= n; k++)
            for (int j = 0; j < k; j++)
                if (j != n - k && Math.Abs(1 - lower[n - j] - lower[k]) < 1e-10) centred[n - j] = 1 - centred[k];
        return centred;
    }

    private static double Covered(int from, int to, int n, double p) =>
        from > to ? 0 : Distributions.BinomialLower(to, n, p) - Distributions.BinomialLower(from - 1, n, p);

    /// <summary>The highest lower limit for k with which every proportion below it stays covered.</summary>
    private static double Raise(double[] lower, int k, int n, double level)
    {
        double start = lower[k], barrier = k == n ? 1 : lower[k + 1];
        double[] breaks = [.. Enumerable.Range(0, n + 1).Select(j => 1 - lower[n - j]).Append(0.5).Where(u => u > start && u < barrier)
            .Append(barrier).Order()];
        int lowest = 0;
        foreach (double end in breaks)
        {
            // from start to end, once k no longer covers: lowest … k − 1
            double middle = (start + end) / 2;
            while (lowest < k && Upper(lowest, middle) < middle) lowest++;
            if (Covered(lowest, k - 1, n, end) >= level)
            {
                start = end;
                continue;
            }
            return Covered(lowest, k - 1, n, start) < level
                ? start
                : RootFinder.Brent(p => Covered(lowest, k - 1, n, p) - level, start, end)!.Value;
        }
        return start;

        // n − k gives up the mirror image of what k gives up
        double Upper(int j, double p) => j == n - k && p > 0.5 ? 0 : 1 - lower[n - j];
    }

    /// <summary>Middle of the range over which the upper limit of j and the lower limit of k can slide together.</summary>
    private static double Centre(double[] lower, int j, int k, int n, double level)
    {
        double at = lower[k];
        double least = Math.Max(lower[k - 1], j == 0 ? 0 : 1 - lower[n - j + 1]);
        double most = Math.Min(k == n ? 1 : lower[k + 1], 1 - lower[n - j - 1]);
        if (Covered(j + 1, k, n, least) < level) least = RootFinder.Brent(p => Covered(j + 1, k, n, p) - level, least, at) ?? at;
        if (Covered(j, k - 1, n, most) < level) most = RootFinder.Brent(p => Covered(j, k - 1, n, p) - level, at, most) ?? at;
        return (least + most) / 2;
    }
}
