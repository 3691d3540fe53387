using System.Numerics;
using System.Runtime.InteropServices;

namespace NotebookKit.Survival.Regression;

/// <summary>Accumulates sum of w x x' over rows x, four rows at a time (upper triangle, in whole vectors).</summary>
internal sealed class WeightedCrossProduct
{
    private readonly int _columns;
    private readonly int _stride;
    private readonly double[] _sum;
    private readonly double[] _pending;
    private readonly double[] _pendingWeight = new double[4];
    private int _count;

    public WeightedCrossProduct(int columns, int stride)
    {
        (_columns, _stride) = (columns, stride);
        _sum = new double[(columns + 1) / 2 * 2 * stride]; // pairs of columns
        _pending = new double[4 * stride];
    }

    public void Clear()
    {
        Array.Clear(_sum);
        _count = 0;
    }

    /// <summary>Adds weight × row row'; the caller fills the row returned before the next call.</summary>
    public Span<double> Add(double weight)
    {
        if (_count == 4) Flush();
        _pendingWeight[_count] = weight;
        return _pending.AsSpan(_count++ * _stride, _stride);
    }

    /// <summary>Adds consecutive rows of a row-major block with one weight each.</summary>
    public void AddRows(ReadOnlySpan<double> rows, ReadOnlySpan<double> weights)
    {
        int i = 0;
        for (; i + 4 <= weights.Length; i += 4) AddFour(rows.Slice(i * _stride, 4 * _stride), weights.Slice(i, 4));
        for (; i < weights.Length; i++) rows.Slice(i * _stride, _stride).CopyTo(Add(weights[i]));
    }

    /// <summary>Adds the symmetric sum to a row-major matrix without padding.</summary>
    public void AddTo(Span<double> target)
    {
        Flush();
        for (int i = 0; i < _columns; i++)
            for (int j = i; j < _columns; j++)
            {
                target[i * _columns + j] += _sum[i * _stride + j];
                target[j * _columns + i] = target[i * _columns + j];
            }
    }

    private void Flush()
    {
        if (_count == 0) return;
        for (; _count < 4; _count++)
        {
            _pending.AsSpan(_count * _stride, _stride).Clear();
            _pendingWeight[_count] = 0;
        }
        AddFour(_pending, _pendingWeight);
        _count = 0;
    }

    private void AddFour(ReadOnlySpan<double> rows, ReadOnlySpan<double> weights)
    {
        ReadOnlySpan<double> x0 = rows[.._stride], x1 = rows.Slice(_stride, _stride), x2 = rows.Slice(2 * _stride, _stride), x3 = rows.Slice(3 * _stride, _stride);
        ReadOnlySpan<Vector<double>> v0 = Vectors(x0), v1 = Vectors(x1), v2 = Vectors(x2), v3 = Vectors(x3);
        double w0 = weights[0], w1 = weights[1], w2 = weights[2], w3 = weights[3];
        Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(_sum.AsSpan());
        int vectors = v0.Length;
        // an odd last column pairs with the padding, which is 0
        for (int j = 0; j < _columns; j += 2)
        {
            int k = j + 1;
            Vector<double> a0 = new(w0 * x0[j]), a1 = new(w1 * x1[j]), a2 = new(w2 * x2[j]), a3 = new(w3 * x3[j]);
            Vector<double> b0 = new(w0 * x0[k]), b1 = new(w1 * x1[k]), b2 = new(w2 * x2[k]), b3 = new(w3 * x3[k]);
            Span<Vector<double>> a = sums.Slice(j * vectors, vectors), b = sums.Slice(k * vectors, vectors);
            for (int v = j / Vector<double>.Count; v < a.Length && v < b.Length; v++)
            {
                a[v] += a0 * v0[v] + a1 * v1[v] + (a2 * v2[v] + a3 * v3[v]);
                b[v] += b0 * v0[v] + b1 * v1[v] + (b2 * v2[v] + b3 * v3[v]);
            }
        }
    }

    private static ReadOnlySpan<Vector<double>> Vectors(ReadOnlySpan<double> row) => MemoryMarshal.Cast<double, Vector<double>>(row);
}
