using System.Numerics.Tensors;

namespace NotebookKit.Adjusted.Models;

/// <summary>
/// Log-likelihood of levels 0 … K − 1 with log odds against level 0 linear in the columns; coefficients by level, then by column.
/// </summary>
internal sealed class MultinomialLikelihood : Likelihood
{
    private const int Block = WeightedCrossProduct.Block;
    private readonly double[][] _x, _probability;
    private readonly double[][] _is; // 1 where the row has the level, by level from 1
    private readonly WeightedCrossProduct[] _products; // by pair of levels
    private readonly int[] _y;
    private readonly double[] _weights;
    private readonly int _levels, _p;

    public MultinomialLikelihood(double[][] x, int[] y, double[] weights, int levels) : base((levels - 1) * x.Length)
    {
        (_x, _y, _weights, _levels, _p) = (x, y, weights, levels, x.Length);
        _is = [.. Enumerable.Range(1, levels - 1).Select(l => Array.ConvertAll(y, v => v == l ? 1.0 : 0))];
        _products = [.. Enumerable.Range(0, levels * (levels - 1) / 2).Select(_ => new WeightedCrossProduct(x.Length))];
        _probability = [.. Enumerable.Range(0, levels).Select(_ => new double[y.Length])];
    }

    public override void Evaluate(ReadOnlySpan<double> beta)
    {
        int n = _y.Length, free = _levels - 1;
        Array.Clear(Gradient);
        Array.Clear(Information);
        foreach (WeightedCrossProduct products in _products) products.Clear();
        Span<double> work = stackalloc double[Block];
        double value = 0;
        for (int start = 0; start < n; start += Block)
        {
            int count = Math.Min(Block, n - start);
            Span<double> w = work[..count];
            ReadOnlySpan<double> weight = _weights.AsSpan(start, count);
            Fill(_x, beta, _probability, start, count);
            for (int i = 0; i < count; i++) w[i] = Math.Max(1e-300, _probability[_y[start + i]][start + i]);
            TensorPrimitives.Log<double>(w, w);
            value += TensorPrimitives.Dot<double>(w, weight);
            for (int a = 0, pair = 0; a < free; a++)
            {
                ReadOnlySpan<double> own = _probability[a + 1].AsSpan(start, count);
                TensorPrimitives.Subtract(_is[a].AsSpan(start, count), own, w);
                TensorPrimitives.Multiply(w, weight, w);
                for (int j = 0; j < _p; j++)
                    Gradient[a * _p + j] += TensorPrimitives.Dot<double>(w, _x[j].AsSpan(start, count));
                for (int b = a; b < free; b++, pair++)
                {
                    if (a == b) TensorPrimitives.Subtract(1, own, w);
                    else TensorPrimitives.Negate(_probability[b + 1].AsSpan(start, count), w);
                    TensorPrimitives.Multiply(w, own, w);
                    TensorPrimitives.Multiply(w, weight, w);
                    _products[pair].Add(w, _x, start);
                }
            }
        }
        for (int a = 0, pair = 0; a < free; a++)
            for (int b = a; b < free; b++, pair++) AddBlock(a, b, _products[pair]);
        Value = double.IsFinite(value) ? value : double.NegativeInfinity;
    }

    /// <summary>Probability of each level in each row.</summary>
    public static double[][] Probabilities(double[][] x, ReadOnlySpan<double> beta, int levels)
    {
        double[][] found = [.. Enumerable.Range(0, levels).Select(_ => new double[x[0].Length])];
        for (int start = 0; start < x[0].Length; start += Block) Fill(x, beta, found, start, Math.Min(Block, x[0].Length - start));
        return found;
    }

    private static void Fill(double[][] x, ReadOnlySpan<double> beta, double[][] found, int start, int count)
    {
        Span<double> top = stackalloc double[count], total = stackalloc double[count];
        top.Clear();
        total.Clear();
        for (int a = 0; a < found.Length; a++)
        {
            Span<double> eta = found[a].AsSpan(start, count);
            eta.Clear();
            for (int j = 0; a > 0 && j < x.Length; j++)
                TensorPrimitives.MultiplyAdd(x[j].AsSpan(start, count), beta[(a - 1) * x.Length + j], eta, eta);
            TensorPrimitives.Max<double>(top, eta, top);
        }
        foreach (double[] level in found)
        {
            Span<double> eta = level.AsSpan(start, count);
            TensorPrimitives.Subtract<double>(eta, top, eta);
            TensorPrimitives.Exp<double>(eta, eta);
            TensorPrimitives.Add<double>(total, eta, total);
        }
        foreach (double[] level in found) TensorPrimitives.Divide<double>(level.AsSpan(start, count), total, level.AsSpan(start, count));
    }

    private void AddBlock(int a, int b, WeightedCrossProduct products)
    {
        double[] block = new double[_p * _p];
        products.AddTo(block, 1);
        for (int j = 0; j < _p; j++)
            for (int k = 0; k < _p; k++)
                Information[(a * _p + j) * Columns + b * _p + k] = Information[(b * _p + k) * Columns + a * _p + j] = block[j * _p + k];
    }

    public override bool IsSeparatedAlong(double[] direction, bool[] columns) => false;
}
