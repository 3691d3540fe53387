namespace NotebookKit.Numerics;

/// <summary>Roots of continuous functions of one variable.</summary>
internal static class RootFinder
{
    /// <summary>Root between two points of opposite sign, to the precision of the machine (Brent 1973).</summary>
    /// <returns>The root; an end point if the function is zero there; null if both ends have one sign.</returns>
    public static double? Brent(Func<double, double> f, double low, double high, int maxIterations = 400)
    {
        double a = low, b = high, fa = f(a), fb = f(b);
        if (fa == 0) return a;
        if (fb == 0) return b;
        if (double.IsNaN(fa) || double.IsNaN(fb) || fa > 0 == fb > 0) return null;
        double c = a, fc = fa, step = b - a, previous = step;
        for (int i = 0; i < maxIterations; i++)
        {
            if (Math.Abs(fc) < Math.Abs(fb)) (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb);
            double tolerance = 2e-16 * Math.Abs(b) + double.Epsilon;
            double middle = (c - b) / 2;
            if (Math.Abs(middle) <= tolerance || fb == 0) return b;
            if (Math.Abs(previous) >= tolerance && Math.Abs(fa) > Math.Abs(fb))
            {
                double s = fb / fa, p, q;
                if (a == c) (p, q) = (2 * middle * s, 1 - s);
                else
                {
                    double t = fa / fc, r = fb / fc;
                    p = s * (2 * middle * t * (t - r) - (b - a) * (r - 1));
                    q = (t - 1) * (r - 1) * (s - 1);
                }
                if (p > 0) q = -q;
                p = Math.Abs(p);
                if (2 * p < Math.Min(3 * middle * q - Math.Abs(tolerance * q), Math.Abs(previous * q))) (previous, step) = (step, p / q);
                else (previous, step) = (middle, middle);
            }
            else (previous, step) = (middle, middle);
            (a, fa) = (b, fb);
            b += Math.Abs(step) > tolerance ? step : Math.CopySign(tolerance, middle);
            fb = f(b);
            if (fb > 0 == fc > 0) (c, fc, step, previous) = (a, fa, b - a, b - a);
        }
        return b;
    }

    /// <summary>Root of a function on [0, ∞) that changes sign once; the bracket doubles or halves from <paramref name="start"/>.</summary>
    public static double? OnPositiveAxis(Func<double, double> f, double start)
    {
        double low = start, high = start;
        bool positive = f(start) > 0;
        for (int i = 0; i < 1080; i++)
        {
            low /= 2;
            if (f(low) > 0 != positive) return Brent(f, low, low * 2);
            high *= 2;
            if (double.IsInfinity(high)) high = double.MaxValue;
            if (f(high) > 0 != positive) return Brent(f, high / 2, high);
        }
        return null;
    }
}
