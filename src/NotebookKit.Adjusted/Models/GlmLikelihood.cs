using System.Numerics.Tensors;

namespace NotebookKit.Adjusted.Models;

/// <summary>Distribution of the outcome of a generalised linear model, with its canonical link.</summary>
internal enum GlmFamily
{
    /// <summary>Identity link; the log-likelihood is −RSS/2 and the scale is estimated afterwards.</summary>
    Gaussian,

    /// <summary>Logit link.</summary>
    Binomial,

    /// <summary>Log link.</summary>
    Poisson,
}

/// <summary>Log-likelihood of a generalised linear model with canonical link, so that observed and expected information agree.</summary>
internal sealed class GlmLikelihood : Likelihood
{
    private const int Block = WeightedCrossProduct.Block;
    private readonly Design _design;
    private readonly GlmFamily _family;
    private readonly double[] _y, _offset, _weights;
    private readonly double _constant;
    private readonly WeightedCrossProduct _products;

    public GlmLikelihood(GlmFamily family, Design design, double[] y, double[]? offset = null, double[]? weights = null) : base(design.Columns)
    {
        (_family, _design, _y, _offset, _weights) = (family, design, y, offset ?? [], weights ?? []);
        _products = new WeightedCrossProduct(design.Columns);
        Mean = new double[y.Length];
        Variance = new double[y.Length];
        if (family == GlmFamily.Poisson)
            for (int i = 0; i < y.Length; i++) _constant -= Weight(i) * MathNet.Numerics.SpecialFunctions.GammaLn(y[i] + 1);
    }

    /// <summary>Fitted mean of each row.</summary>
    public double[] Mean { get; }

    /// <summary>Variance function of each row, without weight.</summary>
    public double[] Variance { get; }

    public double[] Y => _y;

    public override void Evaluate(ReadOnlySpan<double> beta)
    {
        int n = _y.Length, p = Columns;
        Span<double> eta = stackalloc double[Block], work = stackalloc double[Block], residual = stackalloc double[Block], weight = stackalloc double[Block];
        double value = _constant;
        Array.Clear(Gradient);
        Array.Clear(Information);
        _products.Clear();
        for (int start = 0; start < n; start += Block)
        {
            int count = Math.Min(Block, n - start);
            Span<double> e = eta[..count], r = residual[..count], w = weight[..count];
            if (_offset.Length > 0) _offset.AsSpan(start, count).CopyTo(e);
            else e.Clear();
            for (int j = 0; j < p; j++) TensorPrimitives.MultiplyAdd(_design.X[j].AsSpan(start, count), beta[j], e, e);
            value += Rows(start, e, work[..count], r, w);
            for (int j = 0; j < p; j++) Gradient[j] += TensorPrimitives.Dot<double>(r, _design.X[j].AsSpan(start, count));
            _products.Add(w, _design.X, start);
        }
        _products.AddTo(Information, 1);
        Value = double.IsFinite(value) ? value : double.NegativeInfinity;
    }

    private double Rows(int start, Span<double> eta, Span<double> work, Span<double> residual, Span<double> weight)
    {
        double sum = 0;
        Span<double> mean = Mean.AsSpan(start, eta.Length), variance = Variance.AsSpan(start, eta.Length);
        switch (_family)
        {
            case GlmFamily.Gaussian:
                eta.CopyTo(mean);
                variance.Fill(1);
                break;
            case GlmFamily.Poisson:
                TensorPrimitives.Exp<double>(eta, mean);
                mean.CopyTo(variance);
                break;
            default:
                TensorPrimitives.Abs<double>(eta, work);
                TensorPrimitives.Negate<double>(work, work);
                TensorPrimitives.Exp<double>(work, work);
                break;
        }
        for (int i = 0; i < eta.Length; i++)
        {
            double y = _y[start + i], w = Weight(start + i), term;
            switch (_family)
            {
                case GlmFamily.Gaussian: term = -0.5 * (y - mean[i]) * (y - mean[i]); break;
                case GlmFamily.Poisson: term = y * eta[i] - mean[i]; break;
                default:
                    double e = work[i], d = 1 / (1 + e);
                    mean[i] = eta[i] >= 0 ? d : e * d;
                    variance[i] = e * d * d;
                    term = (eta[i] >= 0 ? (y - 1) * eta[i] : y * eta[i]) + Math.Log(d);
                    break;
            }
            sum += w * term;
            residual[i] = w * (y - mean[i]);
            weight[i] = w * variance[i];
        }
        return sum;
    }

    private double Weight(int i) => _weights.Length == 0 ? 1 : _weights[i];

    public override bool IsSeparatedAlong(double[] direction, bool[] columns)
    {
        if (_family == GlmFamily.Gaussian) return false;
        double largest = direction.Select((d, j) => Math.Abs(d) * _design.Scale[j]).Max();
        if (!(largest > 0)) return false;
        double[] clean = [.. direction.Select((d, j) => Math.Abs(d) * _design.Scale[j] < 1e-3 * largest ? 0 : d)];
        double[] along = _design.LinearPredictor(clean);
        double range = along.Max() - along.Min(), slack = 1e-3 * Math.Max(range, along.Max(Math.Abs));
        if (!(Math.Max(range, along.Max(Math.Abs)) > 1e-3)) return false;
        bool moves = false;
        for (int i = 0; i < along.Length; i++)
        {
            // events must not fall and non-events must not rise; counts above 0 must stay
            bool wrong = _family == GlmFamily.Binomial ? (_y[i] > 0 ? along[i] < -slack : along[i] > slack) : _y[i] > 0 ? Math.Abs(along[i]) > slack : along[i] > slack;
            if (wrong) return false;
            moves |= Math.Abs(along[i]) > slack;
        }
        if (!moves) return false;
        for (int j = 0; j < clean.Length; j++) columns[j] = clean[j] != 0;
        return true;
    }
}
