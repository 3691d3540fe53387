using MathNet.Numerics.LinearAlgebra;

namespace NotebookKit.Adjusted.Repeated;

/// <summary>Degrees of freedom of fixed effects: Satterthwaite, Kenward-Roger, containment.</summary>
internal sealed class SmallSample
{
    private readonly ClusterMoments _moments;
    private readonly VarianceFit _fit;
    private readonly Matrix<double> _phi, _asymptotic; // covariance of β, and of the log variances
    private readonly Matrix<double>[] _gradient;       // d phi / d log τ², d log σ²
    private readonly Matrix<double>[] _p;
    private readonly Matrix<double> _w;
    private readonly int _size;

    public SmallSample(ClusterMoments moments, VarianceFit fit, double[] phi)
    {
        (_moments, _fit, _size) = (moments, fit, moments.Columns.Length);
        _phi = ToMatrix(phi);
        const double h = 1e-4;
        bool singular = fit.Tau2 == 0;
        double D(double a, double b) => moments.Deviance(fit.Tau2 * Math.Exp(a), fit.Sigma2 * Math.Exp(b), restricted: true);
        double tt = (-D(2 * h, 0) + 16 * D(h, 0) - 30 * D(0, 0) + 16 * D(-h, 0) - D(-2 * h, 0)) / (12 * h * h);
        double ss = (-D(0, 2 * h) + 16 * D(0, h) - 30 * D(0, 0) + 16 * D(0, -h) - D(0, -2 * h)) / (12 * h * h);
        double Mixed(double k) => (D(k, k) - D(k, -k) - D(-k, k) + D(-k, -k)) / (4 * k * k);
        double ts = (4 * Mixed(h) - Mixed(2 * h)) / 3;
        _asymptotic = singular ? Matrix<double>.Build.Dense(2, 2, (i, j) => i == 1 && j == 1 ? 2 / ss : 0)
            : 2 * Matrix<double>.Build.DenseOfArray(new[,] { { tt, ts }, { ts, ss } }).Inverse();
        Matrix<double> Phi(double a, double b) => ToMatrix(moments.Covariance(fit.Tau2 * Math.Exp(a), fit.Sigma2 * Math.Exp(b)));
        _gradient = [(8 * (Phi(h, 0) - Phi(-h, 0)) - (Phi(2 * h, 0) - Phi(-2 * h, 0))) / (12 * h),
            (8 * (Phi(0, h) - Phi(0, -h)) - (Phi(0, 2 * h) - Phi(0, -2 * h))) / (12 * h)];
        (_p, _w, Matrix<double> adjusted) = KenwardRogerParts();
        KenwardRogerCovariance = new double[_size * _size];
        for (int i = 0; i < _size; i++)
            for (int j = 0; j < _size; j++) KenwardRogerCovariance[i * _size + j] = adjusted[i, j];
    }

    public double[] KenwardRogerCovariance { get; }

    public double Satterthwaite(int j) => SatterthwaiteOf(Vector<double>.Build.Dense(_size, i => i == j ? 1 : 0));

    private double SatterthwaiteOf(Vector<double> l)
    {
        double v = l * _phi * l;
        Vector<double> g = Vector<double>.Build.Dense(2, k => l * _gradient[k] * l);
        double spread = g * _asymptotic * g;
        return spread > 0 ? 2 * v * v / spread : double.PositiveInfinity;
    }

    /// <summary>F of several coefficients with the denominator of Fai and Cornelius (1996), as lmerTest.</summary>
    public (double F, double Df) F(int[] own, double[] beta)
    {
        int q = own.Length;
        Matrix<double> v = Matrix<double>.Build.Dense(q, q, (i, j) => _phi[own[i], own[j]]);
        Vector<double> b = Vector<double>.Build.Dense(q, i => beta[own[i]]);
        double f = b * v.Solve(b) / q;
        if (q == 1) return (f, Satterthwaite(own[0]));
        var eigen = v.Evd(Symmetricity.Symmetric);
        double sum = 0;
        for (int m = 0; m < q; m++)
        {
            var l = Vector<double>.Build.Dense(_size);
            for (int i = 0; i < q; i++) l[own[i]] = eigen.EigenVectors[i, m];
            double nu = SatterthwaiteOf(l);
            if (nu > 2) sum += nu / (nu - 2);
        }
        return (f, sum > q ? 2 * sum / (sum - q) : 0);
    }

    /// <summary>Kenward-Roger degrees of freedom of one coefficient (1997, doi:10.2307/2533558).</summary>
    public double KenwardRoger(int j)
    {
        double v = _phi[j, j], a = 0;
        Matrix<double>[] pp = [.. _p.Select(m => _phi * m * _phi)];
        for (int i = 0; i < 2; i++)
            for (int k = 0; k < 2; k++) a += _w[i, k] * pp[i][j, j] * pp[k][j, j] / (v * v);
        if (!(a > 0)) return double.PositiveInfinity;
        // one contrast: A1 = A2 = a
        double b = 7 * a / 2, c1 = -1.0 / 7, c2 = 2.0 / 7, c3 = 4.0 / 7, mean = 1 / (1 - a);
        double variance = 2 * (1 + c1 * b) / ((1 - c2 * b) * (1 - c2 * b) * (1 - c3 * b)), rho = variance / (2 * mean * mean);
        return 4 + 3 / (rho - 1);
    }

    /// <summary>
    /// Rows less clusters less within-cluster columns, or clusters less between-cluster columns; the intercept counts as within, as in
    /// nlme.
    /// </summary>
    public double Containment(int j)
    {
        int between = _moments.IsBetween.Where((b, k) => b && _moments.Columns[k] != 0).Count(), within = _moments.IsBetween.Count(b => !b);
        return _moments.IsBetween[j] && _moments.Columns[j] != 0
            ? _moments.Sizes.Length - 1 - between
            : _moments.N - _moments.Sizes.Length - within;
    }

    private (Matrix<double>[] P, Matrix<double> W, Matrix<double> Adjusted) KenwardRogerParts()
    {
        double s2 = _fit.Sigma2, t2 = _fit.Tau2;
        var zero = Matrix<double>.Build.Dense(_size, _size);
        Matrix<double> p1 = zero.Clone(), p2 = zero.Clone(), q11 = zero.Clone(), q12 = zero.Clone(), q22 = zero.Clone();
        double v11 = 0, v12 = 0, v22 = 0;
        Matrix<double> within = ToMatrix(_moments.Gram);
        for (int g = 0; g < _moments.Sizes.Length; g++)
        {
            double n = _moments.Sizes[g], w = 1 / (s2 + n * t2);
            Vector<double> s = Vector<double>.Build.DenseOfArray(_moments.Sums[g]);
            Matrix<double> between = s.OuterProduct(s) / n;
            within -= between;
            p1 -= n * w * w * between;
            p2 -= w * w * between;
            q11 += n * n * w * w * w * between;
            q12 += n * w * w * w * between;
            q22 += w * w * w * between;
            v11 += n * n * w * w;
            v12 += n * w * w;
            v22 += (n - 1) / (s2 * s2) + w * w;
        }
        p2 -= within / (s2 * s2);
        q22 += within / (s2 * s2 * s2);
        Matrix<double>[] p = [p1, p2];
        Matrix<double>[,] q = { { q11, q12 }, { q12, q22 } };
        double[,] v = { { v11, v12 }, { v12, v22 } };
        Matrix<double> information = Matrix<double>.Build.Dense(2, 2,
            (i, j) => 0.5 * (v[i, j] - 2 * (_phi * q[i, j]).Trace() + (_phi * p[i] * _phi * p[j]).Trace()));
        Matrix<double> w2 = t2 == 0
            ? Matrix<double>.Build.Dense(2, 2, (i, j) => i == 1 && j == 1 ? 1 / information[1, 1] : 0)
            : information.Inverse();
        Matrix<double> sum = zero.Clone();
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 2; j++) sum += w2[i, j] * (q[i, j] - p[i] * _phi * p[j]);
        return (p, w2, _phi + 2 * _phi * sum * _phi);
    }

    private Matrix<double> ToMatrix(double[] values) => Matrix<double>.Build.Dense(_size, _size, (i, j) => values[i * _size + j]);
}
