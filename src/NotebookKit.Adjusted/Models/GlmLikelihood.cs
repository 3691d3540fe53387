using System.Numerics;
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

    public GlmLikelihood(GlmFamily family, Design design, double[] y, double[]? offset = null, double[]? weights = null)
        : base(design.Columns)
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
        Span<double> eta = stackalloc double[Block], work = stackalloc double[Block], residual = stackalloc double[Block],
            weight = stackalloc double[Block];
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

    /// <summary>Means and variances alone, for estimating equations.</summary>
    public void EvaluateMeans(ReadOnlySpan<double> beta)
    {
        Span<double> eta = stackalloc double[Block], work = stackalloc double[Block], residual = stackalloc double[Block],
            weight = stackalloc double[Block];
        for (int start = 0; start < _y.Length; start += Block)
        {
            Span<double> e = eta[..Math.Min(Block, _y.Length - start)];
            if (_offset.Length > 0) _offset.AsSpan(start, e.Length).CopyTo(e);
            else e.Clear();
            for (int j = 0; j < Columns; j++) TensorPrimitives.MultiplyAdd(_design.X[j].AsSpan(start, e.Length), beta[j], e, e);
            Rows(start, e, work[..e.Length], residual[..e.Length], weight[..e.Length]);
        }
    }

    /// <summary>Means, variances, weighted residuals and weights of a block of rows; its part of the log-likelihood.</summary>
    private double Rows(int start, Span<double> eta, Span<double> work, Span<double> residual, Span<double> weight)
    {
        Span<double> mean = Mean.AsSpan(start, eta.Length), variance = Variance.AsSpan(start, eta.Length);
        ReadOnlySpan<double> y = _y.AsSpan(start, eta.Length), w = _weights.Length == 0 ? default : _weights.AsSpan(start, eta.Length);
        double sum = _family switch
        {
            GlmFamily.Gaussian => Gaussian(y, eta, mean, variance, work, w),
            GlmFamily.Poisson => Poisson(y, eta, mean, variance, work, w),
            _ => Binomial(y, eta, mean, variance, work, w),
        };
        TensorPrimitives.Subtract(y, mean, residual);
        variance.CopyTo(weight);
        if (w.IsEmpty) return sum;
        TensorPrimitives.Multiply(residual, w, residual);
        TensorPrimitives.Multiply(weight, w, weight);
        return sum;
    }

    /// <summary>
    /// Log-likelihood of odds that are the same in all rows, which has a closed form; null where it must be maximised.
    /// </summary>
    public double? OfMeanAlone(bool hasIntercept)
    {
        if (_family != GlmFamily.Binomial || _offset.Length > 0 || !hasIntercept) return null;
        double events = Total(_y, _weights), all = _weights.Length == 0 ? _y.Length : TensorPrimitives.Sum<double>(_weights);
        if (!(events > 0 && events < all)) return null;
        return events * Math.Log(events / all) + (all - events) * Math.Log((all - events) / all);
    }

    private static double Gaussian(ReadOnlySpan<double> y, Span<double> eta, Span<double> mean, Span<double> variance, Span<double> work,
        ReadOnlySpan<double> w)
    {
        eta.CopyTo(mean);
        variance.Fill(1);
        TensorPrimitives.Subtract(y, mean, work);
        TensorPrimitives.Multiply<double>(work, work, work);
        return -0.5 * Total(work, w);
    }

    private static double Poisson(ReadOnlySpan<double> y, Span<double> eta, Span<double> mean, Span<double> variance, Span<double> work,
        ReadOnlySpan<double> w)
    {
        TensorPrimitives.Exp<double>(eta, mean);
        mean.CopyTo(variance);
        TensorPrimitives.Multiply(y, eta, work);
        TensorPrimitives.Subtract<double>(work, mean, work);
        return Total(work, w);
    }

    /// <summary>
    /// y η − log(1 + e^η) = y η − max(η, 0) + log d with d = 1/(1 + e^−|η|): nothing overflows, and what is nearly certain loses no digit.
    /// </summary>
    private static double Binomial(ReadOnlySpan<double> y, Span<double> eta, Span<double> mean, Span<double> variance, Span<double> work,
        ReadOnlySpan<double> w)
    {
        TensorPrimitives.Abs<double>(eta, work);
        TensorPrimitives.Negate<double>(work, work);
        TensorPrimitives.Exp<double>(work, work);
        int i = 0, size = Vector<double>.Count;
        for (; i <= eta.Length - size; i += size)
        {
            Vector<double> e = new(work[i..]), d = Vector<double>.One / (Vector<double>.One + e), n = new(eta[i..]),
                positive = Vector.Max(n, Vector<double>.Zero);
            Vector.ConditionalSelect(Vector.GreaterThanOrEqual(n, Vector<double>.Zero), d, e * d).CopyTo(mean[i..]);
            (e * d * d).CopyTo(variance[i..]);
            d.CopyTo(work[i..]);
            (new Vector<double>(y[i..]) * n - positive).CopyTo(eta[i..]);
        }
        for (; i < eta.Length; i++)
        {
            double e = work[i], d = 1 / (1 + e), n = eta[i];
            (mean[i], variance[i], work[i], eta[i]) = (n >= 0 ? d : e * d, e * d * d, d, y[i] * n - Math.Max(n, 0));
        }
        TensorPrimitives.Log<double>(work, work);
        TensorPrimitives.Add<double>(work, eta, work);
        return Total(work, w);
    }

    private static double Total(ReadOnlySpan<double> terms, ReadOnlySpan<double> w) =>
        w.IsEmpty ? TensorPrimitives.Sum(terms) : TensorPrimitives.Dot(terms, w);

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
            bool wrong = _family == GlmFamily.Binomial ? (_y[i] > 0 ? along[i] < -slack : along[i] > slack) : _y[i] > 0
                ? Math.Abs(along[i]) > slack
                : along[i] > slack;
            if (wrong) return false;
            moves |= Math.Abs(along[i]) > slack;
        }
        if (!moves) return false;
        for (int j = 0; j < clean.Length; j++) columns[j] = clean[j] != 0;
        return true;
    }
}
