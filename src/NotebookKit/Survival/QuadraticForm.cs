namespace NotebookKit.Survival;

/// <summary>u'V⁻¹u for a small symmetric V.</summary>
internal static class QuadraticForm
{
    /// <summary>The value, or NaN when V is singular to working precision.</summary>
    /// <param name="u">The vector; not changed.</param>
    /// <param name="v">The matrix in row order; not changed.</param>
    public static double Solve(ReadOnlySpan<double> u, ReadOnlySpan<double> v)
    {
        int k = u.Length;
        double[] a = v.ToArray(), b = u.ToArray();
        double largest = 0;
        for (int i = 0; i < k; i++) largest = Math.Max(largest, Math.Abs(a[i * k + i]));
        double sum = 0;
        // V = L·D·L' with the largest diagonal first: u'V⁻¹u is the sum of squares of the transformed u over D.
        for (int step = 0; step < k; step++)
        {
            int pivot = step;
            for (int i = step + 1; i < k; i++) if (a[i * k + i] > a[pivot * k + pivot]) pivot = i;
            if (!(a[pivot * k + pivot] > 1e-12 * largest)) return double.NaN;
            Swap(a, b, k, step, pivot);
            double d = a[step * k + step];
            sum += b[step] * b[step] / d;
            for (int i = step + 1; i < k; i++)
            {
                double factor = a[i * k + step] / d;
                b[i] -= factor * b[step];
                for (int j = step + 1; j < k; j++) a[i * k + j] -= factor * a[step * k + j];
            }
        }
        return sum;
    }

    private static void Swap(double[] a, double[] b, int k, int i, int j)
    {
        if (i == j) return;
        (b[i], b[j]) = (b[j], b[i]);
        for (int c = 0; c < k; c++) (a[i * k + c], a[j * k + c]) = (a[j * k + c], a[i * k + c]);
        for (int r = 0; r < k; r++) (a[r * k + i], a[r * k + j]) = (a[r * k + j], a[r * k + i]);
    }
}
