using System.Numerics.Tensors;
using NotebookKit.Adjusted.Models;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Repeated;

/// <summary>Estimating equations of all clusters at given coefficients, with scale and correlation by moments.</summary>
internal sealed class GeeEquations
{
    private readonly Design _design;
    private readonly GlmLikelihood _glm;
    private readonly double[] _y, _residual, _root;
    private readonly int[][] _rows;
    private readonly GeeCorrelation _correlation;

    public GeeEquations(Design design, GlmFamily family, RegressionData data, int groups, GeeCorrelation correlation)
    {
        (_design, _correlation, _y) = (design, correlation, data.Outcome.ToArray());
        (_residual, _root) = (new double[_y.Length], new double[_y.Length]);
        _glm = new GlmLikelihood(family, design, _y, data.Offset.ToArray());
        int[] code = Sandwich.Dense(data.Clusters.ToArray(), groups);
        _rows = [.. Enumerable.Range(0, data.Rows).GroupBy(i => code[i]).OrderBy(g => g.Key).Select(g => g.ToArray())];
        int p = design.Columns;
        (Score, Information, ClusterScores) = (new double[p], new double[p * p], new double[groups * p]);
    }

    public double[] Score { get; }
    public double[] Information { get; }
    public double[] ClusterScores { get; }
    /// <summary>Information of each cluster, where it was asked for.</summary>
    public double[] ClusterInformation => field ??= new double[_rows.Length * _design.Columns * _design.Columns];
    public double Alpha { get; private set; }
    public double Scale { get; private set; }
    public GlmLikelihood Glm => _glm;

    public bool LastStepIsSmall(double[] beta)
    {
        Evaluate(beta);
        double[] step = new Cholesky(Information, _design.Columns).Solve(Score);
        return step.Select((s, j) => Math.Abs(s) * _design.Scale[j]).All(s => s < 1e-9);
    }

    /// <summary>Scores and information at the coefficients; the information of each cluster only on request.</summary>
    public void Evaluate(double[] beta, bool byCluster = false)
    {
        _glm.EvaluateMeans(beta);
        int p = _design.Columns, n = _y.Length;
        double[] residual = _residual, root = _root;
        TensorPrimitives.Sqrt<double>(_glm.Variance, root);
        TensorPrimitives.Subtract<double>(_y, _glm.Mean, residual);
        TensorPrimitives.Divide<double>(residual, root, residual);
        Scale = TensorPrimitives.SumOfSquares<double>(residual) / n;
        if (_correlation == GeeCorrelation.Exchangeable) Alpha = Exchangeable(residual);
        if (_correlation == GeeCorrelation.Autoregressive) Alpha = Autoregressive(residual);
        Array.Clear(Score);
        Array.Clear(Information);
        if (byCluster || _correlation == GeeCorrelation.Autoregressive)
            for (int c = 0; c < _rows.Length; c++) AddCluster(c, residual, root, p);
        else AddExchangeable(residual, root, p);
    }

    /// <summary>All clusters at once where the inverse correlation is (I − c 11')/(1 − α), c = α/(1 + (m − 1) α).</summary>
    private void AddExchangeable(double[] residual, double[] root, int p)
    {
        double alpha = _correlation == GeeCorrelation.Exchangeable ? Alpha : 0, within = 1 / (1 - alpha);
        var products = new WeightedCrossProduct(p);
        for (int start = 0; start < root.Length; start += WeightedCrossProduct.Block)
            products.Add(_glm.Variance.AsSpan(start, Math.Min(WeightedCrossProduct.Block, root.Length - start)), _design.X, start);
        products.AddTo(Information, within);
        int groups = _rows.Length;
        double[] total = new double[groups], shared = new double[groups], scaled = new double[root.Length], weighted = new double[groups];
        double[][] sums = new double[p][];
        for (int c = 0; c < groups; c++)
        {
            foreach (int i in _rows[c]) total[c] += residual[i];
            shared[c] = alpha / (1 + (_rows[c].Length - 1) * alpha);
        }
        for (int j = 0; j < p; j++)
        {
            TensorPrimitives.Multiply<double>(root, _design.X[j], scaled);
            double[] own = sums[j] = new double[groups];
            for (int c = 0; c < groups; c++)
            {
                double sum = 0, score = 0;
                foreach (int i in _rows[c]) (sum, score) = (sum + scaled[i], score + scaled[i] * residual[i]);
                own[c] = sum;
                Score[j] += ClusterScores[c * p + j] = (score - shared[c] * sum * total[c]) * within;
            }
        }
        if (alpha == 0) return;
        for (int j = 0; j < p; j++)
        {
            TensorPrimitives.Multiply<double>(shared, sums[j], weighted);
            for (int k = j; k < p; k++)
            {
                double taken = within * TensorPrimitives.Dot<double>(weighted, sums[k]);
                Information[j * p + k] -= taken;
                if (k > j) Information[k * p + j] -= taken;
            }
        }
    }

    private void AddCluster(int c, double[] residual, double[] root, int p)
    {
        int[] rows = _rows[c];
        int m = rows.Length;
        double[] column = new double[m], r = new double[m];
        for (int i = 0; i < m; i++) r[i] = residual[rows[i]];
        double[][] x = new double[p][], solved = new double[p][];
        for (int j = 0; j < p; j++)
        {
            x[j] = new double[m];
            for (int i = 0; i < m; i++) x[j][i] = root[rows[i]] * _design.X[j][rows[i]];
            solved[j] = Solve(x[j]);
        }
        for (int j = 0; j < p; j++)
        {
            double s = 0;
            for (int i = 0; i < m; i++) s += solved[j][i] * r[i];
            Score[j] += ClusterScores[c * p + j] = s;
            for (int k = 0; k < p; k++)
            {
                double v = 0;
                for (int i = 0; i < m; i++) v += solved[j][i] * x[k][i];
                Information[j * p + k] += ClusterInformation[(c * p + j) * p + k] = v;
            }
        }
    }

    /// <summary>
    /// Standard error of the correlation where the equations hold: sandwich of the stacked equations of coefficients, scale and correlation
    /// (Yan and Fine 2004, doi:10.1002/sim.1650), with the derivatives of the residuals as they are; null where it is not estimated.
    /// </summary>
    public double? AlphaError(GlmFamily family)
    {
        if (_correlation == GeeCorrelation.Independence) return null;
        int p = _design.Columns, groups = _rows.Length;
        double[] byScale = new double[p], byAlpha = new double[p], second = new double[groups], third = new double[groups];
        double slope = 0, curvature = 0;
        for (int c = 0; c < groups; c++)
        {
            double[] r = Array.ConvertAll(_rows[c], i => (_y[i] - _glm.Mean[i]) / Math.Sqrt(_glm.Variance[i]));
            double[] change = Array.ConvertAll(_rows[c], i => Math.Sqrt(_glm.Variance[i]));
            for (int i = 0; i < r.Length; i++)
            {
                double steep = family switch { GlmFamily.Binomial => 1 - 2 * _glm.Mean[_rows[c][i]], GlmFamily.Poisson => 1, _ => 0 };
                change[i] = -change[i] - 0.5 * r[i] * steep; // change of the residual with the linear predictor
                second[c] += r[i] * r[i] - Scale;
                for (int j = 0; j < p; j++) byScale[j] += 2 * r[i] * change[i] * _design.X[j][_rows[c][i]];
            }
            for (int i = 0; i < r.Length; i++)
                for (int k = i + 1; k < r.Length; k++)
                {
                    (double rho, double e) = _correlation == GeeCorrelation.Exchangeable
                        ? (Alpha, 1.0)
                        : (Math.Pow(Alpha, k - i), (k - i) * Math.Pow(Alpha, k - i - 1));
                    third[c] += e * (r[i] * r[k] / Scale - rho);
                    curvature += e * e;
                    slope -= e * r[i] * r[k] / (Scale * Scale);
                    for (int j = 0; j < p; j++)
                        byAlpha[j] += e * (change[i] * r[k] * _design.X[j][_rows[c][i]] + r[i] * change[k] * _design.X[j][_rows[c][k]])
                            / Scale;
                }
        }
        if (!(curvature > 0)) return null;
        double[] inverse = new Cholesky(Information, p).Inverse();
        double sum = 0;
        for (int c = 0; c < groups; c++)
        {
            double scale = second[c], alpha = third[c];
            for (int j = 0; j < p; j++)
            {
                double own = 0;
                for (int k = 0; k < p; k++) own += inverse[j * p + k] * ClusterScores[c * p + k];
                (scale, alpha) = (scale + byScale[j] * own, alpha + byAlpha[j] * own);
            }
            alpha = (alpha + slope * scale / _y.Length) / curvature;
            sum += alpha * alpha;
        }
        return Math.Sqrt(sum);
    }

    /// <summary>R⁻¹ v for the working correlation of a cluster.</summary>
    private double[] Solve(double[] v)
    {
        int m = v.Length;
        if (_correlation == GeeCorrelation.Independence || m == 1 || Alpha == 0) return v;
        double[] solved = new double[m];
        if (_correlation == GeeCorrelation.Exchangeable)
        {
            double shared = Alpha / (1 + (m - 1) * Alpha) * v.Sum();
            for (int i = 0; i < m; i++) solved[i] = (v[i] - shared) / (1 - Alpha);
            return solved;
        }
        double d = 1 - Alpha * Alpha;
        for (int i = 0; i < m; i++)
        {
            double own = i == 0 || i == m - 1 ? 1 : 1 + Alpha * Alpha;
            solved[i] = (own * v[i] - (i > 0 ? Alpha * v[i - 1] : 0) - (i < m - 1 ? Alpha * v[i + 1] : 0)) / d;
        }
        return solved;
    }

    private double Exchangeable(double[] residual)
    {
        double products = 0, pairs = 0;
        int largest = 1;
        foreach (int[] rows in _rows)
        {
            double total = 0, own = 0;
            foreach (int i in rows) (total, own) = (total + residual[i], own + residual[i] * residual[i]);
            products += (total * total - own) / 2;
            pairs += rows.Length * (rows.Length - 1.0) / 2;
            largest = Math.Max(largest, rows.Length);
        }
        return pairs > 0 ? Math.Clamp(products / pairs / Scale, -0.999 / Math.Max(1, largest - 1), 0.999) : 0;
    }

    /// <summary>Least squares of the products of residuals on α^lag over all pairs, as geepack.</summary>
    private double Autoregressive(double[] residual)
    {
        var sums = new SortedDictionary<int, (double Product, double Pairs)>();
        foreach (int[] rows in _rows)
            for (int i = 0; i < rows.Length; i++)
                for (int j = i + 1; j < rows.Length; j++)
                {
                    (double product, double pairs) = sums.GetValueOrDefault(j - i);
                    sums[j - i] = (product + residual[rows[i]] * residual[rows[j]] / Scale, pairs + 1);
                }
        if (sums.Count == 0) return 0;
        double Slope(double a) => sums.Sum(s => s.Key * Math.Pow(a, s.Key - 1) * (s.Value.Product - s.Value.Pairs * Math.Pow(a, s.Key)));
        return RootFinder.Brent(Slope, -0.999, 0.999) ?? Math.Clamp(sums.First().Value.Product / sums.First().Value.Pairs, -0.999, 0.999);
    }
}
