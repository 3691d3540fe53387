using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Pairs;

/// <summary>Null distribution of Spearman's S, the sum of squared rank differences.</summary>
internal static class SpearmanDistribution
{
    private const int LargestExact = 9;

    /// <summary>P(S ≥ s).</summary>
    public static double Upper(long s, int n) =>
        n <= LargestExact ? Share(n, sum => sum >= s) : Math.Clamp(Edgeworth(s, n, upper: true), 0, 1);

    /// <summary>P(S ≤ s).</summary>
    public static double Lower(long s, int n) =>
        n <= LargestExact ? Share(n, sum => sum <= s) : Math.Clamp(Edgeworth(s + 2, n, upper: false), 0, 1);

    /// <summary>Best and Roberts (1975), algorithm AS 89.</summary>
    private static double Edgeworth(double s, int n, bool upper)
    {
        double b = 1.0 / n;
        double x = (6 * (s - 1) * b / ((double)n * n - 1) - 1) * Math.Sqrt(1 / b - 1);
        double y = x * x;
        double u = x * b * (0.2274 + b * (0.2531 + 0.1745 * b)
            + y * (-0.0758 + b * (0.1033 + 0.3932 * b)
                - y * b * (0.0879 + 0.0151 * b - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y)))));
        double correction = u / Math.Exp(y / 2);
        return upper ? correction + Distributions.NormalUpper(x) : Distributions.NormalUpper(-x) - correction;
    }

    private static double Share(int n, Func<long, bool> counts)
    {
        long hits = 0, all = 0;
        var free = new bool[n];
        Array.Fill(free, true);
        Place(0, 0);
        return (double)hits / all;

        void Place(int i, long sum)
        {
            if (i == n)
            {
                all++;
                if (counts(sum)) hits++;
                return;
            }
            for (int j = 0; j < n; j++)
                if (free[j])
                {
                    free[j] = false;
                    Place(i + 1, sum + (long)(i - j) * (i - j));
                    free[j] = true;
                }
        }
    }
}
