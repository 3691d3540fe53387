using NotebookKit.Adjusted.Models;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Repeated;

/// <summary>Variances at a maximum with the log-likelihood there.</summary>
internal sealed record VarianceFit(double Tau2, double Sigma2, double LogLikelihood);

/// <summary>Sums over rows and clusters from which every quantity of a random-intercept model follows.</summary>
internal sealed class ClusterMoments
{
    private readonly double[] _xy;
    private readonly double[][] _sums; // by cluster: sums of the columns
    private readonly double[] _ySum;
    private readonly double _yy;

    public ClusterMoments(Design design, RegressionData data, IEnumerable<int> columns)
    {
        Columns = [.. columns];
        int p = Columns.Length, n = data.Rows, groups = data.ClusterCount!.Value;
        Code = Sandwich.Dense(data.Clusters.ToArray(), groups);
        (N, Sizes, _sums, _ySum, Gram, _xy) = (n, new int[groups], new double[groups][], new double[groups], new double[p * p],
            new double[p]);
        for (int g = 0; g < groups; g++) _sums[g] = new double[p];
        ReadOnlySpan<double> y = data.Outcome.Span;
        double shift = 0;
        foreach (double v in y) shift += v / n;
        Shift = design.HasIntercept && Columns.Contains(0) ? shift : 0; // a shift of y by its mean keeps the sums small
        for (int i = 0; i < n; i++)
        {
            int g = Code[i];
            Sizes[g]++;
            double centred = y[i] - Shift;
            _ySum[g] += centred;
            _yy += centred * centred;
            for (int j = 0; j < p; j++)
            {
                double x = design.X[Columns[j]][i];
                _sums[g][j] += x;
                _xy[j] += x * centred;
                for (int k = 0; k < p; k++) Gram[j * p + k] += x * design.X[Columns[k]][i];
            }
        }
        int[] first = new int[groups];
        for (int i = n - 1; i >= 0; i--) first[Code[i]] = i;
        IsBetween = [.. Columns.Select(c => Enumerable.Range(0, n).All(i => design.X[c][i] == design.X[c][first[Code[i]]]))];
    }

    public int[] Columns { get; }
    public int N { get; }
    public int[] Code { get; }
    public int[] Sizes { get; }
    public double[] Gram { get; }
    public double Shift { get; }

    /// <summary>Whether a column is the same in all rows of a cluster.</summary>
    public bool[] IsBetween { get; }

    public double[][] Sums => _sums;

    /// <summary>X'V⁻¹X row-major.</summary>
    public double[] Precision(double tau2, double sigma2)
    {
        int p = Columns.Length;
        double[] a = [.. Gram.Select(v => v / sigma2)];
        for (int g = 0; g < Sizes.Length; g++)
        {
            double c = tau2 / (sigma2 * (sigma2 + Sizes[g] * tau2));
            for (int j = 0; j < p; j++)
                for (int k = 0; k < p; k++) a[j * p + k] -= c * _sums[g][j] * _sums[g][k];
        }
        return a;
    }

    public double[] Covariance(double tau2, double sigma2) => new Cholesky(Precision(tau2, sigma2), Columns.Length).Inverse();

    public double[] Beta(double tau2, double sigma2)
    {
        double[] beta = Centred(tau2, sigma2);
        if (Columns.Length > 0 && Columns[0] == 0) beta[0] += Shift;
        return beta;
    }

    private double[] Centred(double tau2, double sigma2)
    {
        int p = Columns.Length;
        double[] right = [.. _xy.Select(v => v / sigma2)];
        for (int g = 0; g < Sizes.Length; g++)
        {
            double c = tau2 / (sigma2 * (sigma2 + Sizes[g] * tau2));
            for (int j = 0; j < p; j++) right[j] -= c * _sums[g][j] * _ySum[g];
        }
        return new Cholesky(Precision(tau2, sigma2), p).Solve(right);
    }

    /// <summary>Deviance −2 log-likelihood, restricted or not, at any variances.</summary>
    public double Deviance(double tau2, double sigma2, bool restricted)
    {
        int p = Columns.Length;
        double[] beta = Centred(tau2, sigma2);
        double squares = _yy;
        for (int j = 0; j < p; j++)
        {
            squares -= 2 * beta[j] * _xy[j];
            for (int k = 0; k < p; k++) squares += beta[j] * beta[k] * Gram[j * p + k];
        }
        double deviance = squares / sigma2;
        for (int g = 0; g < Sizes.Length; g++)
        {
            double rest = Rest(g, beta), total = sigma2 + Sizes[g] * tau2;
            deviance += (Sizes[g] - 1) * Math.Log(sigma2) + Math.Log(total) - tau2 * rest * rest / (sigma2 * total);
        }
        deviance += (restricted ? N - p : N) * Math.Log(2 * Math.PI);
        return restricted ? deviance + new Cholesky(Precision(tau2, sigma2), p).LogDeterminant() : deviance;
    }

    public VarianceFit Maximize(bool restricted)
    {
        int p = Columns.Length, df = restricted ? N - p : N;
        double Slope(double lambda)
        {
            double[] beta = Centred(lambda, 1), inverse = Covariance(lambda, 1);
            double slope = 0, drop = 0;
            for (int g = 0; g < Sizes.Length; g++)
            {
                double d = 1 + Sizes[g] * lambda, rest = Rest(g, beta);
                slope += Sizes[g] / d;
                drop += rest * rest / (d * d);
                if (!restricted) continue;
                for (int j = 0; j < p; j++)
                    for (int k = 0; k < p; k++) slope -= inverse[j * p + k] * _sums[g][j] * _sums[g][k] / (d * d);
            }
            return slope - df * drop / Squares(lambda, beta);
        }
        double ratio = Slope(0) >= 0 ? 0 : RootFinder.OnPositiveAxis(Slope, 1) ?? 0;
        double sigma2 = Squares(ratio, Centred(ratio, 1)) / df, tau2 = ratio * sigma2;
        return new VarianceFit(tau2, sigma2, -0.5 * Deviance(tau2, sigma2, restricted));
    }

    /// <summary>Predicted random intercepts by cluster, in order of first appearance.</summary>
    public IEnumerable<double> RandomEffects(VarianceFit fit, double[] beta)
    {
        double[] centred = (double[])beta.Clone();
        centred[0] -= Shift;
        return Enumerable.Range(0, Sizes.Length).Select(g => fit.Tau2 / (fit.Sigma2 + Sizes[g] * fit.Tau2) * Rest(g, centred));
    }

    private double Squares(double lambda, double[] beta)
    {
        int p = Columns.Length;
        double squares = _yy;
        for (int j = 0; j < p; j++)
        {
            squares -= 2 * beta[j] * _xy[j];
            for (int k = 0; k < p; k++) squares += beta[j] * beta[k] * Gram[j * p + k];
        }
        for (int g = 0; g < Sizes.Length; g++)
        {
            double rest = Rest(g, beta);
            squares -= lambda / (1 + Sizes[g] * lambda) * rest * rest;
        }
        return squares;
    }

    private double Rest(int g, double[] beta)
    {
        double rest = _ySum[g];
        for (int j = 0; j < beta.Length; j++) rest -= _sums[g][j] * beta[j];
        return rest;
    }
}
