namespace NotebookKit.Survival;

/// <summary>u'V⁻¹u for a small symmetric V.</summary>
internal static class QuadraticForm
{
    /// <summary>The value, or NaN when V is singular to working precision.</summary>
    /// <param name="u">The vector; not changed.</param>
    /// <param name="v">The matrix in row order; not changed.</param>
    public static double Solve(ReadOnlySpan<double> u, ReadOnlySpan<double> v) =>
        Eliminate(u, v, out int rank) is var sum && rank == u.Length ? sum : double.NaN;

    /// <summary>The value by a generalized inverse of V, which is right whenever u lies in the column space of V.</summary>
    public static double Generalized(ReadOnlySpan<double> u, ReadOnlySpan<double> v) => Eliminate(u, v, out _);

    /// <summary>V = L·D·L' with the largest diagonal first: u'V⁻¹u is the sum of squares of the transformed u over D.</summary>
    private static double Eliminate(ReadOnlySpan<double> u, ReadOnlySpan<double> v, out int rank)
    {
        int k = u.Length;
        Span<double> a = k <= 12 ? stackalloc double[k * k] : new double[k * k];
        Span<double> b = k <= 12 ? stackalloc double[k] : new double[k];
        v.CopyTo(a);
        u.CopyTo(b);
        double largest = 0, sum = 0;
        for (int i = 0; i < k; i++) largest = Math.Max(largest, a[i * k + i]);
        for (rank = 0; rank < k; rank++)
        {
            int pivot = rank;
            for (int i = rank + 1; i < k; i++) if (a[i * k + i] > a[pivot * k + pivot]) pivot = i;
            if (!(a[pivot * k + pivot] > 1e-12 * largest)) return sum;
            Swap(a, b, k, rank, pivot);
            double d = a[rank * k + rank];
            sum += b[rank] * b[rank] / d;
            for (int i = rank + 1; i < k; i++)
            {
                double factor = a[i * k + rank] / d;
                b[i] -= factor * b[rank];
                for (int j = rank + 1; j < k; j++) a[i * k + j] -= factor * a[rank * k + j];
            }
        }
        return sum;
    }

    private static void Swap(Span<double> a, Span<double> b, int k, int i, int j)
    {
        if (i == j) return;
        (b[i], b[j]) = (b[j], b[i]);
        for (int c = 0; c < k; c++) (a[i * k + c], a[j * k + c]) = (a[j * k + c], a[i * k + c]);
        for (int r = 0; r < k; r++) (a[r * k + i], a[r * k + j]) = (a[r * k + j], a[r * k + i]);
    }
}
