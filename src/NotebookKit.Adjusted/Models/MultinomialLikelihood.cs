namespace NotebookKit.Adjusted.Models;

/// <summary>Log-likelihood of levels 0 … K − 1 with log odds against level 0 linear in the columns; coefficients by level, then by column.</summary>
internal sealed class MultinomialLikelihood : Likelihood
{
    private readonly double[][] _x, _weighted;
    private readonly int[] _y;
    private readonly double[] _weights;
    private readonly int _levels, _p;

    public MultinomialLikelihood(double[][] x, int[] y, double[] weights, int levels) : base((levels - 1) * x.Length)
    {
        (_x, _y, _weights, _levels, _p) = (x, y, weights, levels, x.Length);
        _weighted = [.. Enumerable.Range(0, levels - 1).Select(_ => new double[y.Length])];
    }

    public override void Evaluate(ReadOnlySpan<double> beta)
    {
        int n = _y.Length, free = _levels - 1;
        double[][] probability = Probabilities(_x, beta, _levels);
        Array.Clear(Gradient);
        Array.Clear(Information);
        double value = 0;
        for (int i = 0; i < n; i++) value += _weights[i] * Math.Log(Math.Max(1e-300, probability[_y[i]][i]));
        double[] residual = new double[n];
        for (int a = 0; a < free; a++)
        {
            for (int i = 0; i < n; i++) residual[i] = _weights[i] * ((_y[i] == a + 1 ? 1 : 0) - probability[a + 1][i]);
            for (int j = 0; j < _p; j++) Gradient[a * _p + j] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(residual, _x[j]);
            for (int b = a; b < free; b++)
            {
                double[] w = _weighted[b];
                for (int i = 0; i < n; i++) w[i] = _weights[i] * probability[a + 1][i] * ((a == b ? 1 : 0) - probability[b + 1][i]);
                AddBlock(a, b, w);
            }
        }
        Value = double.IsFinite(value) ? value : double.NegativeInfinity;
    }

    /// <summary>Probability of each level in each row.</summary>
    public static double[][] Probabilities(double[][] x, ReadOnlySpan<double> beta, int levels)
    {
        int n = x[0].Length, p = x.Length;
        double[][] found = [.. Enumerable.Range(0, levels).Select(_ => new double[n])];
        for (int a = 1; a < levels; a++)
            for (int j = 0; j < p; j++)
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(x[j], beta[(a - 1) * p + j], found[a], found[a]);
        for (int i = 0; i < n; i++)
        {
            double largest = 0, sum = 0;
            for (int a = 1; a < levels; a++) largest = Math.Max(largest, found[a][i]);
            for (int a = 0; a < levels; a++) sum += found[a][i] = Math.Exp(found[a][i] - largest);
            for (int a = 0; a < levels; a++) found[a][i] /= sum;
        }
        return found;
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
