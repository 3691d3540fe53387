using MathNet.Numerics.LinearAlgebra;

namespace NotebookKit.Statistics.Clustered;

/// <summary>
/// Estimating equations of a logistic model with one log odds per group; all sums over rows collapse to counts by cluster and group.
/// </summary>
/// <remarks>
/// The inverse of an exchangeable correlation matrix of m rows is (I − cJ)/(1 − α) with c = α/(1 + (m − 1)α), so a cluster enters by its
/// counts n, the sums e of its Pearson residuals by group, and their total.
/// </remarks>
internal sealed class GeeEquations
{
    private readonly ClusterSums _sums;
    private readonly int _clusters, _groups;
    private readonly int[] _size;

    public GeeEquations(ClusterSums sums)
    {
        this._sums = sums;
        (_clusters, _groups) = (sums.Clusters, sums.Groups);
        _size = [.. Enumerable.Range(0, _clusters).Select(sums.RowsOf)];
        LogOdds = Vector<double>.Build.Dense(_groups, g =>
        {
            double events = Enumerable.Range(0, _clusters).Sum(c => sums.Scores[0][c, g]);
            return Math.Log(events / (sums.RowsIn(g) - events));
        });
    }

    public Vector<double> LogOdds { get; private set; }

    /// <summary>The correlation α of two rows of a cluster; 0 under independence.</summary>
    public double Correlation { get; private set; }

    /// <summary>Estimates α by moments at the present log odds.</summary>
    public void UpdateCorrelation()
    {
        double squares = 0, products = 0, pairs = 0;
        for (int c = 0; c < _clusters; c++)
        {
            double own = 0;
            for (int g = 0; g < _groups; g++)
            {
                double p = Probability(g), x = _sums.Scores[0][c, g];
                own += (x * (1 - p) * (1 - p) + (_sums.Rows[c, g] - x) * p * p) / (p * (1 - p));
            }
            double total = Residuals(c).Sum();
            squares += own;
            products += (total * total - own) / 2;
            pairs += _size[c] * (_size[c] - 1.0) / 2;
        }
        double rows = _size.Sum();
        if (pairs > _groups && rows > _groups) Correlation = products / (pairs - _groups) / (squares / (rows - _groups));
        // the correlation matrix of the largest cluster stays positive definite
        Correlation = Math.Clamp(Correlation, -0.999 / Math.Max(1, _size.Max() - 1), 0.999);
    }

    /// <summary>One step of Fisher scoring; returns its largest change.</summary>
    public double Step()
    {
        Vector<double> score = Vector<double>.Build.Dense(_groups);
        Matrix<double> information = Matrix<double>.Build.Dense(_groups, _groups);
        for (int c = 0; c < _clusters; c++)
        {
            score += Score(c);
            information += Information(c);
        }
        Vector<double> step = information.Solve(score);
        LogOdds += step;
        return step.AbsoluteMaximum();
    }

    /// <summary>Sandwich covariance of the log odds; null where the small-sample correction is undefined.</summary>
    public Matrix<double>? Covariance(bool smallSample)
    {
        Matrix<double> information = Matrix<double>.Build.Dense(_groups, _groups), meat = Matrix<double>.Build.Dense(_groups, _groups);
        for (int c = 0; c < _clusters; c++) information += Information(c);
        Matrix<double> bread = information.Inverse(), identity = Matrix<double>.Build.DenseIdentity(_groups);
        for (int c = 0; c < _clusters; c++)
        {
            Vector<double> score = Score(c);
            if (smallSample)
            {
                // D'V⁻¹(I − D B D'V⁻¹)⁻¹ = (I − D'V⁻¹D B)⁻¹ D'V⁻¹
                Matrix<double> left = identity - Information(c) * bread;
                if (!(Math.Abs(left.Determinant()) > 1e-12)) return null;
                score = left.Solve(score);
            }
            meat += score.OuterProduct(score);
        }
        return bread * meat * bread;
    }

    private double Probability(int g) => 1 / (1 + Math.Exp(-LogOdds[g]));

    private double Deviation(int g) => Math.Sqrt(Probability(g) * (1 - Probability(g)));

    private double[] Residuals(int c) =>
        [.. Enumerable.Range(0, _groups).Select(g => (_sums.Scores[0][c, g] - _sums.Rows[c, g] * Probability(g)) / Deviation(g))];

    private double Shared(int c) => Correlation / (1 + (_size[c] - 1) * Correlation);

    private Vector<double> Score(int c)
    {
        double[] residuals = Residuals(c);
        double total = residuals.Sum(), shared = Shared(c);
        return Vector<double>.Build.Dense(_groups,
            g => Deviation(g) * (residuals[g] - shared * _sums.Rows[c, g] * total) / (1 - Correlation));
    }

    private Matrix<double> Information(int c)
    {
        double shared = Shared(c);
        return Matrix<double>.Build.Dense(_groups, _groups, (g, h) =>
            Deviation(g) * Deviation(h) * ((g == h ? _sums.Rows[c, g] : 0) - shared * _sums.Rows[c, g] * (double)_sums.Rows[c, h])
            / (1 - Correlation));
    }
}
