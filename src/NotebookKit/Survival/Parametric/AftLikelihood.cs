namespace NotebookKit.Survival.Parametric;

/// <summary>
/// Log-likelihood in θ = (β/σ, 1/σ), where z = τ log t − w'α is linear, so that the likelihood is concave
/// (Burridge 1981) and Newton's method finds the one maximum. Covariates are centred and scaled.
/// </summary>
internal sealed class AftLikelihood
{
    private readonly AftData _data;
    private readonly ErrorDistribution _error;
    private readonly bool _fixedScale;
    private readonly double[] _x; // row-major, 1 first
    private readonly double[] _low, _high;

    public AftLikelihood(AftData data, AftDistribution distribution)
    {
        _data = data;
        _error = ErrorDistribution.Of(distribution);
        _fixedScale = distribution == AftDistribution.Exponential;
        Columns = data.Covariates.Length + 1;
        Center = new double[Columns];
        Scale = new double[Columns];
        _x = new double[data.Rows * Columns];
        (Scale[0], Center[0]) = (1, 0);
        for (int i = 0; i < data.Rows; i++) _x[i * Columns] = 1;
        for (int j = 1; j < Columns; j++) FillColumn(j, data.Covariates[j - 1].Values.Span);
        _low = [.. Enumerable.Range(0, data.Rows).Select(i => Math.Log(data.Lower.Span[i]) - OffsetOf(i))];
        _high = [.. Enumerable.Range(0, data.Rows).Select(i => Math.Log(data.Upper.Span[i]) - OffsetOf(i))];
        Gradient = new double[Size];
        Information = new double[Size * Size];
        Scores = new double[data.Rows * Size];
    }

    /// <summary>Intercept and covariates.</summary>
    public int Columns { get; }

    /// <summary>Parameters: the columns and, unless it is fixed, the inverse scale.</summary>
    public int Size => Columns + (_fixedScale ? 0 : 1);

    public double[] Center { get; }
    public double[] Scale { get; }
    public double LogLikelihood { get; private set; }
    public double[] Gradient { get; }
    public double[] Information { get; }

    /// <summary>Contribution of each row to the gradient without its weight, row-major.</summary>
    public double[] Scores { get; }

    public ReadOnlySpan<double> Row(int row) => _x.AsSpan(row * Columns, Columns);

    /// <summary>Log time limits of a row, offset taken off.</summary>
    public (double Low, double High) Limits(int row) => (_low[row], _high[row]);

    /// <summary>Intercept at the mean of the known log times, inverse scale from their spread.</summary>
    public double[] Start()
    {
        double[] known = [.. Enumerable.Range(0, _data.Rows)
            .Select(i => double.IsFinite(_low[i]) && double.IsFinite(_high[i]) ? (_low[i] + _high[i]) / 2 : double.IsFinite(_low[i])
                ? _low[i]
                : _high[i])];
        double mean = known.Average(), spread = Math.Sqrt(known.Average(y => (y - mean) * (y - mean)));
        double tau = _fixedScale ? 1 : 1 / Math.Clamp(spread, 1e-3, 1e3);
        double[] start = new double[Size];
        start[0] = mean * tau;
        if (!_fixedScale) start[Columns] = tau;
        return start;
    }

    public void Evaluate(double[] theta)
    {
        double tau = _fixedScale ? 1 : theta[Columns];
        LogLikelihood = tau > 0 ? 0 : double.NegativeInfinity;
        Array.Clear(Gradient);
        Array.Clear(Information);
        if (!(tau > 0)) return;
        for (int i = 0; i < _data.Rows; i++) AddRow(i, theta, tau);
        if (double.IsNaN(LogLikelihood)) LogLikelihood = double.NegativeInfinity;
    }

    private void AddRow(int i, double[] theta, double tau)
    {
        double eta = 0, w = WeightOf(i);
        ReadOnlySpan<double> x = Row(i);
        for (int j = 0; j < Columns; j++) eta += theta[j] * x[j];
        double low = _low[i], high = _high[i], a = tau * low - eta, b = tau * high - eta;
        Span<double> score = Scores.AsSpan(i * Size, Size);
        score.Clear();
        if (low == high)
        {
            (double value, double first, double second) = _error.LogDensity(a);
            LogLikelihood += w * (value + Math.Log(tau) - low - OffsetOf(i));
            Add(x, low, first, second, w, score);
            if (!_fixedScale)
            {
                score[Columns] += 1 / tau;
                Gradient[Columns] += w / tau;
                Information[Size * Size - 1] += w / (tau * tau);
            }
        }
        else if (double.IsPositiveInfinity(high)) AddTail(_error.LogUpper(a), x, low, w, score);
        else if (double.IsNegativeInfinity(low)) AddTail(_error.LogLower(b), x, high, w, score);
        else AddInterval(x, low, high, a, b, w, score);
    }

    private void AddTail((double Value, double First, double Second) log, ReadOnlySpan<double> x, double y, double w, Span<double> score)
    {
        LogLikelihood += w * log.Value;
        Add(x, y, log.First, log.Second, w, score);
    }

    private void AddInterval(ReadOnlySpan<double> x, double low, double high, double a, double b, double w, Span<double> score)
    {
        double log = _error.LogBetween(a, b);
        LogLikelihood += w * log;
        (double logA, double slopeA, _) = _error.LogDensity(a);
        (double logB, double slopeB, _) = _error.LogDensity(b);
        double fa = Math.Exp(logA - log), fb = Math.Exp(logB - log); // densities over the probability of the interval
        double da = -fa, db = fb, daa = -fa * slopeA - fa * fa, dbb = fb * slopeB - fb * fb, dab = fa * fb;
        for (int j = 0; j < Size; j++)
        {
            double za = Slope(x, low, j), zb = Slope(x, high, j);
            score[j] = da * za + db * zb;
            Gradient[j] += w * score[j];
            for (int k = 0; k < Size; k++)
            {
                double ya = Slope(x, low, k), yb = Slope(x, high, k);
                Information[j * Size + k] -= w * (daa * za * ya + dab * (za * yb + zb * ya) + dbb * zb * yb);
            }
        }
    }

    private void Add(ReadOnlySpan<double> x, double y, double first, double second, double w, Span<double> score)
    {
        for (int j = 0; j < Size; j++)
        {
            double zj = Slope(x, y, j);
            score[j] += first * zj;
            Gradient[j] += w * first * zj;
            for (int k = 0; k < Size; k++) Information[j * Size + k] -= w * second * zj * Slope(x, y, k);
        }
    }

    /// <summary>∂z/∂θ_j.</summary>
    private double Slope(ReadOnlySpan<double> x, double y, int j) => j < Columns ? -x[j] : y;

    private double WeightOf(int i) => _data.Weights.IsEmpty ? 1 : _data.Weights.Span[i];

    private double OffsetOf(int i) => _data.Offset.IsEmpty ? 0 : _data.Offset.Span[i];

    private void FillColumn(int j, ReadOnlySpan<double> values)
    {
        double first = values[0], shift = 0, squares = 0, largest = 0;
        foreach (double v in values) shift += v - first;
        Center[j] = first + shift / values.Length;
        for (int i = 0; i < values.Length; i++)
        {
            double x = values[i] - Center[j];
            _x[i * Columns + j] = x;
            squares += x * x;
            largest = Math.Max(largest, Math.Abs(values[i]));
        }
        double deviation = Math.Sqrt(squares / values.Length);
        Scale[j] = deviation > largest * 1e-14 ? deviation : 0;
        for (int i = 0; i < values.Length; i++) _x[i * Columns + j] = Scale[j] > 0 ? _x[i * Columns + j] / Scale[j] : 0;
    }
}
