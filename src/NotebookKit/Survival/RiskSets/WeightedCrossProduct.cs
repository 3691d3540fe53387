using System.Numerics.Tensors;

namespace NotebookKit.Survival.RiskSets;

/// <summary>Accumulates Σ w x x' over rows x that are given by columns, a block of rows at a time.</summary>
internal sealed class WeightedCrossProduct(int columns)
{
    /// <summary>Rows of a block: few enough that their columns stay in the cache, enough to pay for the calls.</summary>
    public const int Block = 512;

    private readonly double[] _sum = new double[columns * columns];
    private readonly double[] _weighted = new double[2 * Block];

    public void Clear() => Array.Clear(_sum);

    /// <summary>Adds weight × row row' for the rows from start on, at most two blocks of them.</summary>
    public void Add(ReadOnlySpan<double> weight, double[][] x, int start)
    {
        int count = weight.Length;
        Span<double> weighted = _weighted.AsSpan(0, count);
        for (int j = 0; j < columns; j++)
        {
            TensorPrimitives.Multiply(weight, x[j].AsSpan(start, count), weighted);
            for (int k = j; k < columns; k++) _sum[j * columns + k] += TensorPrimitives.Dot<double>(weighted, x[k].AsSpan(start, count));
        }
    }

    /// <summary>Adds the symmetric sum, times a factor, to a row-major matrix.</summary>
    public void AddTo(Span<double> target, double factor)
    {
        for (int j = 0; j < columns; j++)
            for (int k = j; k < columns; k++)
            {
                target[j * columns + k] += factor * _sum[j * columns + k];
                target[k * columns + j] = target[j * columns + k];
            }
    }
}
