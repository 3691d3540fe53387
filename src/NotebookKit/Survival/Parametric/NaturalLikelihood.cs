namespace NotebookKit.Survival.Parametric;

/// <summary>
/// Log-likelihood in (β, one k per stratum, q) for what the concave form does not hold: strata with scales of their own, entry times,
/// Gompertz and the generalised gamma. Covariates are centred and scaled as there.
/// </summary>
internal sealed class NaturalLikelihood
{
    private readonly AftData _data;
    private readonly AftLikelihood _rows;
    private readonly NaturalDistribution _distribution;
    private readonly double _unit;

    public NaturalLikelihood(AftData data, AftDistribution distribution)
    {
        (_data, Distribution) = (data, distribution);
        _rows = new AftLikelihood(data, AftDistribution.Weibull);
        _distribution = NaturalDistribution.Of(distribution);
        _unit = distribution == AftDistribution.Gompertz ? Enumerable.Range(0, data.Rows)
            .Max(i => double.IsFinite(data.Upper.Span[i]) ? data.Upper.Span[i] : data.Lower.Span[i]) : 1;
        Scales = distribution == AftDistribution.Exponential ? 0 : data.StratumNames.Length;
        Gradient = new double[Size];
        Information = new double[Size * Size];
        Scores = new double[data.Rows * Size];
    }

    public AftDistribution Distribution { get; }

    /// <summary>Intercept and covariates.</summary>
    public int Columns => _rows.Columns;

    /// <summary>Parameters of scale or shape: one per stratum, none for the exponential.</summary>
    public int Scales { get; }

    public bool HasThird => Distribution == AftDistribution.GeneralizedGamma;

    public int Size => Columns + Scales + (HasThird ? 1 : 0);

    public double LogLikelihood { get; private set; }
    public double[] Gradient { get; }
    public double[] Information { get; }

    /// <summary>Contribution of each row to the gradient without its weight, row-major.</summary>
    public double[] Scores { get; }

    /// <summary>The rows in the concave form, for columns and starting values.</summary>
    public AftLikelihood Rows => _rows;

    public void Evaluate(double[] theta)
    {
        LogLikelihood = 0;
        Array.Clear(Gradient);
        Array.Clear(Information);
        for (int i = 0; i < _data.Rows; i++) Add(i, theta);
        if (double.IsNaN(LogLikelihood)) LogLikelihood = double.NegativeInfinity;
    }

    /// <summary>Parameters in the units of the data, and what they are made of, row-major.</summary>
    public (double[] Parameters, double[] Jacobian) Transform(double[] theta, bool[] missing)
    {
        double[] parameters = (double[])theta.Clone(), jacobian = new double[Size * Size];
        jacobian[0] = 1;
        for (int j = 1; j < Size; j++)
        {
            if (missing[j]) continue;
            double scale = j < Columns ? 1 / _rows.Scale[j] : j < Columns + Scales ? 1 / _unit : 1;
            parameters[j] *= scale;
            jacobian[j * Size + j] = scale;
            if (j >= Columns) continue;
            parameters[0] -= parameters[j] * _rows.Center[j];
            jacobian[j] = -_rows.Center[j] * scale;
        }
        return (parameters, jacobian);
    }

    private void Add(int i, double[] theta)
    {
        ReadOnlySpan<double> x = _rows.Row(i);
        double m = _data.Offset.IsEmpty ? 0 : _data.Offset.Span[i], w = _data.Weights.IsEmpty ? 1 : _data.Weights.Span[i];
        for (int j = 0; j < Columns; j++) m += theta[j] * x[j];
        int at = Scales == 0 ? -1 : Columns + (_data.Strata.IsEmpty ? 0 : _data.Strata.Span[i]), third = HasThird ? Size - 1 : -1;
        Natural row = Row(i, m, at < 0 ? 0 : theta[at] / _unit, third < 0 ? 0 : theta[third]);
        LogLikelihood += w * row.Value;
        Span<double> score = Scores.AsSpan(i * Size, Size);
        score.Clear();
        for (int j = 0; j < Columns; j++) score[j] = row.M * x[j];
        if (at >= 0) score[at] = row.K / _unit;
        if (third >= 0) score[third] = row.Q;
        for (int j = 0; j < Size; j++) Gradient[j] += w * score[j];
        for (int j = 0; j < Columns; j++)
        {
            for (int l = 0; l < Columns; l++) Information[j * Size + l] -= w * row.MM * x[j] * x[l];
            if (at >= 0) Both(j, at, w * row.MK * x[j] / _unit);
            if (third >= 0) Both(j, third, w * row.MQ * x[j]);
        }
        if (at >= 0) Information[at * Size + at] -= w * row.KK / (_unit * _unit);
        if (third < 0) return;
        Information[third * Size + third] -= w * row.QQ;
        if (at >= 0) Both(at, third, w * row.KQ / _unit);
    }

    private void Both(int j, int l, double value)
    {
        Information[j * Size + l] -= value;
        Information[l * Size + j] -= value;
    }

    private Natural Row(int i, double m, double k, double q)
    {
        double low = _data.Lower.Span[i], high = _data.Upper.Span[i];
        Natural row = low == high ? _distribution.LogDensity(low, m, k, q)
            : double.IsPositiveInfinity(high) ? _distribution.LogSurvival(low, m, k, q)
            : Natural.LogDifference(low > 0 ? _distribution.LogSurvival(low, m, k, q) : default, _distribution.LogSurvival(high, m, k, q));
        return _data.Entry.IsEmpty || !(_data.Entry.Span[i] > 0) ? row : row - _distribution.LogSurvival(_data.Entry.Span[i], m, k, q);
    }
}
