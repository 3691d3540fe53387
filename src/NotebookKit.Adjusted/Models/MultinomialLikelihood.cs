using System.Numerics.Tensors;

namespace NotebookKit.Adjusted.Models;

/// <summary>
/// Log-likelihood of levels 0 … K − 1 with log odds against level 0 linear in the columns; coefficients by level, then by column.
/// </summary>
internal sealed class MultinomialLikelihood : Likelihood
{
    private const int Block = WeightedCrossProduct.Block;
    private readonly double[][] _x, _probability;
    private readonly double[] _weighted;
    private readonly int[] _y;
    private readonly double[] _weights;
    private readonly int _levels, _p;

    public MultinomialLikelihood(double[][] x, int[] y, double[] weights, int levels) : base((levels - 1) * x.Length)
    {
        (_x, _y, _weights, _levels, _p) = (x, y, weights, levels, x.Length);
        _weighted = new double[y.Length];
        _probability = [.. Enumerable.Range(0, levels).Select(_ => new double[y.Length])];
    }

    public override void Evaluate(ReadOnlySpan<double> beta)
    {
        int n = _y.Length, free = _levels - 1;
        FillProbabilities(_x, beta, _probability);
        Array.Clear(Gradient);
        Array.Clear(Information);
        double value = 0;
        for (int i = 0; i < n; i++) value += _weights[i] * Math.Log(Math.Max(1e-300, _probability[_y[i]][i]));
        double[] residual = _weighted;
        for (int a = 0; a < free; a++)
        {
            double[] own = _probability[a + 1];
            for (int i = 0; i < n; i++) residual[i] = _weights[i] * ((_y[i] == a + 1 ? 1 : 0) - own[i]);
            for (int j = 0; j < _p; j++) Gradient[a * _p + j] = TensorPrimitives.Dot<double>(residual, _x[j]);
            for (int b = a; b < free; b++)
            {
                double[] other = _probability[b + 1];
                for (int i = 0; i < n; i++) _weighted[i] = _weights[i] * own[i] * ((a == b ? 1 : 0) - other[i]);
                AddBlock(a, b, _weighted);
            }
        }
        Value = double.IsFinite(value) ? value : double.NegativeInfinity;
    }

    /// <summary>Probability of each level in each row.</summary>
    public static double[][] Probabilities(double[][] x, ReadOnlySpan<double> beta, int levels)
    {
        double[][] found = [.. Enumerable.Range(0, levels).Select(_ => new double[x[0].Length])];
        FillProbabilities(x, beta, found);
        return found;
    }

    private static void FillProbabilities(double[][] x, ReadOnlySpan<double> beta, double[][] found)
    {
        int p = x.Length, n = x[0].Length;
        Span<double> largest = stackalloc double[Block], sum = stackalloc double[Block];
        for (int start = 0; start < n; start += Block)
        {
            int count = Math.Min(Block, n - start);
            Span<double> top = largest[..count], total = sum[..count];
            top.Clear();
            total.Clear();
            for (int a = 0; a < found.Length; a++)
            {
                Span<double> eta = found[a].AsSpan(start, count);
                eta.Clear();
                for (int j = 0; a > 0 && j < p; j++)
                    TensorPrimitives.MultiplyAdd(x[j].AsSpan(start, count), beta[(a - 1) * p + j], eta, eta);
                TensorPrimitives.Max<double>(top, eta, top);
            }
            foreach (double[] level in found)
            {
                Span<double> eta = level.AsSpan(start, count);
                TensorPrimitives.Subtract<double>(eta, top, eta);
                TensorPrimitives.Exp<double>(eta, eta);
                TensorPrimitives.Add<double>(total, eta, total);
            }
            foreach (double[] level in found)
                TensorPrimitives.Divide<double>(level.AsSpan(start, count), total, level.AsSpan(start, count));
        }
    }

    private void AddBlock(int a, int b, double[] weight)
    {
        var products = new WeightedCrossProduct(_p);
        for (int start = 0; start < weight.Length; start += WeightedCrossProduct.Block)
            products.Add(weight.AsSpan(start, Math.Min(WeightedCrossProduct.Block, weight.Length - start)), _x, start);
        double[] block = new double[_p * _p];
        products.AddTo(block, 1);
        for (int j = 0; j < _p; j++)
            for (int k = 0; k < _p; k++)
                Information[(a * _p + j) * Columns + b * _p + k] = Information[(b * _p + k) * Columns + a * _p + j] = block[j * _p + k];
    }

    public override bool IsSeparatedAlong(double[] direction, bool[] columns) => false;
}
