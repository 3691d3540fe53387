namespace NotebookKit.Adjusted.Models;

/// <summary>
/// Log-likelihood of negative binomial counts with mean μ = exp(x'β + offset) and variance μ + μ²/θ; the last coefficient is log θ.
/// The information of β is the expected one and that of θ the observed one: their expected covariance is 0 (Lawless 1987,
/// doi:10.2307/3314912).
/// </summary>
internal sealed class NegativeBinomialLikelihood : Likelihood
{
    private readonly Design _design;
    private readonly double[] _y, _offset;
    private readonly int[] _above; // number of counts above k
    private readonly double _constant;

    public NegativeBinomialLikelihood(Design design, double[] y, double[]? offset) : base(design.Columns + 1)
    {
        (_design, _y, _offset) = (design, y, offset ?? []);
        _above = new int[y.Length == 0 ? 0 : (int)y.Max()];
        foreach (double v in y)
        {
            for (int k = 0; k < (int)v; k++) _above[k]++;
            _constant -= MathNet.Numerics.SpecialFunctions.GammaLn(v + 1);
        }
    }

    public override void Evaluate(ReadOnlySpan<double> beta)
    {
        int p = _design.Columns, size = Columns;
        double theta = Math.Exp(beta[p]), value = _constant, first = 0, second = 0;
        Array.Clear(Gradient);
        Array.Clear(Information);
        double[] eta = _design.LinearPredictor(beta[..p], _offset);
        for (int k = 0; k < _above.Length; k++)
        {
            value += _above[k] * Math.Log(theta + k);
            first += _above[k] / (theta + k);
            second -= _above[k] / (theta + k) / (theta + k);
        }
        for (int i = 0; i < _y.Length; i++)
        {
            double mean = Math.Exp(eta[i]), total = theta + mean, y = _y[i];
            value += y * eta[i] - (y + theta) * Math.Log(total) + theta * beta[p];
            first += beta[p] - Math.Log(total) + 1 - (y + theta) / total;
            second += 1 / theta - 2 / total + (y + theta) / total / total;
            double residual = (y - mean) * theta / total, weight = mean * theta / total;
            for (int j = 0; j < p; j++)
            {
                Gradient[j] += residual * _design.X[j][i];
                double wx = weight * _design.X[j][i];
                for (int k = j; k < p; k++) Information[j * size + k] += wx * _design.X[k][i];
            }
        }
        for (int j = 0; j < p; j++)
            for (int k = 0; k < j; k++) Information[j * size + k] = Information[k * size + j];
        Gradient[p] = first * theta;
        double curvature = -(second * theta * theta + first * theta);
        Information[p * size + p] = curvature > 0 ? curvature : Math.Max(1, Math.Abs(Gradient[p]));
        Value = double.IsFinite(value) ? value : double.NegativeInfinity;
    }
}
