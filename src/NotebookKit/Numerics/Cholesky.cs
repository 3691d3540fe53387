namespace NotebookKit.Numerics;

/// <summary>
/// L D L' factor of a symmetric, non-negative matrix (row-major, upper triangle read) that skips dependent columns:
/// a column whose pivot falls below the tolerance times its diagonal is left out and its solution is 0.
/// </summary>
internal sealed class Cholesky
{
    private readonly double[] _factor; // row-major: unit lower triangle, pivots on the diagonal
    private readonly int _size;

    public Cholesky(ReadOnlySpan<double> matrix, int size, double tolerance = 1e-13)
    {
        _size = size;
        _factor = new double[size * size];
        IsSkipped = new bool[size];
        for (int j = 0; j < size; j++)
        {
            double pivot = matrix[j * size + j];
            for (int k = 0; k < j; k++) pivot -= L(j, k) * L(j, k) * L(k, k);
            IsSkipped[j] = !(pivot > tolerance * matrix[j * size + j]);
            if (IsSkipped[j])
            {
                for (int k = 0; k < j; k++) _factor[j * size + k] = 0;
                continue;
            }
            _factor[j * size + j] = pivot;
            Rank++;
            for (int i = j + 1; i < size; i++)
            {
                double sum = matrix[j * size + i];
                for (int k = 0; k < j; k++) sum -= L(i, k) * L(j, k) * L(k, k);
                _factor[i * size + j] = sum / pivot;
            }
        }
    }

    /// <summary>Columns that depend on earlier ones.</summary>
    public bool[] IsSkipped { get; }

    /// <summary>Number of columns kept.</summary>
    public int Rank { get; private set; }

    /// <summary>Logarithm of the determinant of the kept part.</summary>
    public double LogDeterminant()
    {
        double sum = 0;
        for (int j = 0; j < _size; j++) if (!IsSkipped[j]) sum += Math.Log(L(j, j));
        return sum;
    }

    /// <summary>Solution of A x = b, 0 for skipped columns.</summary>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        double[] x = right.ToArray();
        for (int i = 0; i < _size; i++)
        {
            if (IsSkipped[i]) { x[i] = 0; continue; }
            for (int k = 0; k < i; k++) x[i] -= L(i, k) * x[k];
        }
        for (int i = _size - 1; i >= 0; i--)
        {
            if (IsSkipped[i]) continue;
            x[i] /= L(i, i);
            for (int k = i + 1; k < _size; k++) if (!IsSkipped[k]) x[i] -= L(k, i) * x[k];
        }
        return x;
    }

    /// <summary>Inverse, row-major, with rows and columns of 0 for skipped columns.</summary>
    public double[] Inverse()
    {
        double[] inverse = new double[_size * _size];
        double[] unit = new double[_size];
        for (int j = 0; j < _size; j++)
        {
            if (IsSkipped[j]) continue;
            unit[j] = 1;
            Solve(unit).CopyTo(inverse, j * _size);
            unit[j] = 0;
        }
        for (int i = 0; i < _size; i++)
            for (int j = 0; j < i; j++)
                inverse[i * _size + j] = inverse[j * _size + i] = 0.5 * (inverse[i * _size + j] + inverse[j * _size + i]);
        return inverse;
    }

    /// <summary>The quadratic form b' A⁻¹ b over the kept columns.</summary>
    public double QuadraticForm(ReadOnlySpan<double> b)
    {
        double[] x = Solve(b);
        double sum = 0;
        for (int i = 0; i < _size; i++) sum += x[i] * b[i];
        return sum;
    }

    private double L(int i, int j) => _factor[i * _size + j];
}
