namespace NotebookKit.Survival.Splines;

/// <summary>Polynomials and splines with the parameterisation of R's <c>stats</c>, <c>splines</c> and <c>rms</c>.</summary>
internal static class SplineBasis
{
    private const int Order = 4; // cubic

    /// <summary>Polynomials orthogonal over the rows, each of length 1 there: R's <c>poly(x, degree)</c>.</summary>
    public static Basis Polynomial(double[] x, int degree)
    {
        double[] alpha = new double[degree], norm = new double[degree + 1];
        double[] before = new double[x.Length], current = [.. Enumerable.Repeat(1.0, x.Length)];
        norm[0] = x.Length;
        for (int k = 0; k < degree; k++)
        {
            alpha[k] = current.Zip(x, (p, v) => v * p * p).Sum() / norm[k];
            double[] next = new double[x.Length];
            for (int i = 0; i < x.Length; i++) next[i] = (x[i] - alpha[k]) * current[i] - (k == 0 ? 0 : norm[k] / norm[k - 1] * before[i]);
            (before, current) = (current, next);
            norm[k + 1] = current.Sum(p => p * p);
        }
        return new Basis(degree, v =>
        {
            double[] values = new double[degree];
            double last = 0, here = 1;
            for (int k = 0; k < degree; k++)
            {
                (last, here) = (here, (v - alpha[k]) * here - (k == 0 ? 0 : norm[k] / norm[k - 1] * last));
                values[k] = here / Math.Sqrt(norm[k + 1]);
            }
            return values;
        });
    }

    /// <summary>
    /// Cubic B-splines without intercept, inner knots at quantiles: R's <c>bs(x, df)</c>. Beyond the range of the rows the last pieces go
    /// on.
    /// </summary>
    public static Basis BSpline(double[] x, int degreesOfFreedom)
    {
        double[] knots = Knots(x, degreesOfFreedom - 3);
        double low = knots[0], high = knots[^1], pivot = 0.75;
        return new Basis(degreesOfFreedom, v =>
        {
            if (v >= low && v <= high) return Design(knots, v, 0)[1..];
            // as R: the polynomial of the outermost piece, by its Taylor series about a point inside it
            double from = v < low ? low : high, neighbour = v < low ? knots[Order] : knots[^(Order + 1)];
            double at = pivot * from + (1 - pivot) * neighbour, step = v - at;
            double[] value = Design(knots, at, 0), first = Design(knots, at, 1), second = Design(knots, at, 2),
                third = Design(knots, at, 3);
            return [.. Enumerable.Range(1, degreesOfFreedom)
                .Select(j => value[j] + step * (first[j] + step * (second[j] / 2 + step * third[j] / 6)))];
        });
    }

    /// <summary>
    /// Natural cubic splines without intercept, inner knots at quantiles, straight beyond the range of the rows: R's <c>ns(x, df)</c>.
    /// </summary>
    public static Basis Natural(double[] x, int degreesOfFreedom)
    {
        double[] knots = Knots(x, degreesOfFreedom - 1);
        double low = knots[0], high = knots[^1];
        var reflections = Reflections(Design(knots, low, 2)[1..], Design(knots, high, 2)[1..]);
        double[] Inside(double v, int derivative) => Reflect(Design(knots, v, derivative)[1..], reflections);
        return new Basis(degreesOfFreedom, v =>
        {
            if (v >= low && v <= high) return Inside(v, 0);
            double edge = v < low ? low : high;
            return [.. Inside(edge, 0).Zip(Inside(edge, 1), (value, slope) => value + slope * (v - edge))];
        });
    }

    /// <summary>Restricted cubic splines with knots at Harrell's quantiles: <c>rms::rcs(x, knots)</c>.</summary>
    public static Basis Restricted(double[] x, int knots, string text)
    {
        double[] shares = knots switch
        {
            3 => [0.1, 0.5, 0.9], 4 => [0.05, 0.35, 0.65, 0.95], 5 => [0.05, 0.275, 0.5, 0.725, 0.95],
            6 => [0.05, 0.23, 0.41, 0.59, 0.77, 0.95], _ => [0.025, 0.1833, 0.3417, 0.5, 0.6583, 0.8167, 0.975],
        };
        double[] sorted = [.. x.Order()], t = [.. shares.Select(p => Quantile(sorted, p))];
        for (int j = 1; j < t.Length; j++)
            if (!(t[j] > t[j - 1]))
                throw new InvalidDataException(
                    FormattableString.Invariant($"{text}: knots {j} and {j + 1} fall on the same value, {t[j]}. Take fewer knots."));
        double scale = (t[^1] - t[0]) * (t[^1] - t[0]), last = t[^1], nextToLast = t[^2];
        static double Cube(double v) => v > 0 ? v * v * v : 0;
        return new Basis(knots - 1, v =>
        [
            v, .. t[..^2].Select(
                k => (Cube(v - k) - Cube(v - nextToLast) * (last - k) / (last - nextToLast)
                    + Cube(v - last) * (nextToLast - k) / (last - nextToLast)) / scale),
        ]);
    }

    /// <summary>Knots of a cubic spline: the ends of the range four times each, and inner ones at equally spaced quantiles.</summary>
    private static double[] Knots(double[] x, int inner)
    {
        double[] sorted = [.. x.Order()];
        return
        [
            .. Enumerable.Repeat(sorted[0], Order), .. Enumerable.Range(1, inner).Select(k => Quantile(sorted, (double)k / (inner + 1))),
            .. Enumerable.Repeat(sorted[^1], Order),
        ];
    }

    /// <summary>Quantile of type 7, R's default.</summary>
    private static double Quantile(double[] sorted, double p)
    {
        double h = (sorted.Length - 1) * p;
        int i = (int)Math.Floor(h + 4 * double.Epsilon);
        return i + 1 < sorted.Length ? sorted[i] + (h - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
    }

    /// <summary>Values or derivatives of all B-splines at a point; the right end belongs to the last piece.</summary>
    private static double[] Design(double[] knots, double x, int derivative) =>
        [.. Enumerable.Range(0, knots.Length - Order).Select(i => Spline(knots, i, Order, x, derivative))];

    internal static double Spline(double[] knots, int i, int order, double x, int derivative)
    {
        if (order == 1) return (knots[i] <= x && x < knots[i + 1]) || (x == knots[^1] && knots[i] < x && knots[i + 1] == x) ? 1 : 0;
        double left = knots[i + order - 1] - knots[i], right = knots[i + order] - knots[i + 1];
        double Part(int j, double width) => width > 0 ? Spline(knots, j, order - 1, x, Math.Max(0, derivative - 1)) / width : 0;
        return derivative > 0
            ? (order - 1) * (Part(i, left) - Part(i + 1, right))
            : Part(i, left) * (x - knots[i]) + Part(i + 1, right) * (knots[i + order] - x);
    }

    /// <summary>
    /// Householder reflections that take two rows of constraints to their first two coordinates, with the signs of LINPACK's QR as in R.
    /// </summary>
    private static (double[] First, double[] Second) Reflections(double[] first, double[] second)
    {
        double[] a = Reflection(first, 0);
        Apply(a, 0, second);
        return (a, Reflection(second, 1));
    }

    private static double[] Reflection(double[] column, int from)
    {
        double norm = Math.Sqrt(column.Skip(from).Sum(v => v * v));
        if (column[from] < 0) norm = -norm;
        double[] reflection = [.. column.Select((v, i) => i < from ? 0 : v / norm)];
        reflection[from] += 1;
        return reflection;
    }

    private static void Apply(double[] reflection, int from, double[] values)
    {
        double factor = -reflection.Zip(values, (r, v) => r * v).Sum() / reflection[from];
        for (int i = from; i < values.Length; i++) values[i] += factor * reflection[i];
    }

    private static double[] Reflect(double[] values, (double[] First, double[] Second) reflections)
    {
        Apply(reflections.First, 0, values);
        Apply(reflections.Second, 1, values);
        return values[2..];
    }
}
