using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NotebookKit.Cohorts;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Survival.Curves;

/// <summary>One Kaplan-Meier curve: a right-continuous step function with a row at each distinct time of event or censoring.</summary>
public sealed record KaplanMeierCurve
{
    private readonly RiskTable _table;
    private readonly double[] _survival;
    private readonly double[] _stdErrLog;
    private readonly KaplanMeierOptions _options;
    private readonly double _z;
    private readonly bool _robust;
    private (double[] Lower, double[] Upper)? _limits;

    internal KaplanMeierCurve(RiskTable table, double[] survival, double[] stdErrLog, KaplanMeierOptions options, bool robust)
    {
        (this._table, this._survival, this._stdErrLog, this._options, this._robust) = (table, survival, stdErrLog, options, robust);
        _z = ConfidenceLimits.NormalQuantile(options.ConfidenceLevel);
        EventTotal = Sum(table.Events);
        Median = Quantile(0.5);
    }

    /// <summary>Name of the group; with strata, "stratum: group".</summary>
    public required string Group { get; init; }

    /// <summary>Number of rows.</summary>
    public int N => _table.N;

    /// <summary>Weight of all events.</summary>
    public double EventTotal { get; }

    /// <summary>Number of clusters in this curve; null when rows are independent.</summary>
    public int? Clusters { get; init; }

    /// <summary>Distinct times of event or censoring, ascending.</summary>
    public ImmutableArray<double> Time => Wrap(_table.Time);

    /// <summary>Weight under observation just before each time.</summary>
    public ImmutableArray<double> AtRisk => Wrap(_table.AtRisk);

    /// <summary>Weight of the events at each time.</summary>
    public ImmutableArray<double> Events => Wrap(_table.Events);

    /// <summary>Weight censored at each time.</summary>
    public ImmutableArray<double> Censored => Wrap(_table.Censored);

    /// <summary>S(t) from each time on.</summary>
    public ImmutableArray<double> Survival => Wrap(_survival);

    /// <summary>Standard error of S(t) (scale: probability); null where S(t) = 0.</summary>
    public ImmutableArray<double?> StdErrSurvival => field.IsDefault ? field = Nullable(j => _survival[j] * _stdErrLog[j]) : field;

    /// <summary>Standard error of log S(t); null where S(t) = 0.</summary>
    public ImmutableArray<double?> StdErrLogSurvival => field.IsDefault ? field = Nullable(j => _stdErrLog[j]) : field;

    /// <summary>Lower confidence limit of S(t); null where not estimable.</summary>
    public ImmutableArray<double?> Lower => field.IsDefault ? field = Nullable(j => Limits.Lower[j]) : field;

    /// <summary>Upper confidence limit of S(t); null where not estimable.</summary>
    public ImmutableArray<double?> Upper => field.IsDefault ? field = Nullable(j => Limits.Upper[j]) : field;

    /// <summary>Median survival with its confidence interval.</summary>
    public SurvivalQuantile Median { get; }

    /// <summary>Time by which a proportion of the group has had the event.</summary>
    /// <param name="probability">Proportion with the event, from 0 to 1; 0.25 is the first quartile of the times.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="probability"/> lies outside 0 to 1.</exception>
    public SurvivalQuantile Quantile(double probability) =>
        SurvivalQuantile.Of(probability, Start, _table.Time, j => _survival[j], j => LowerOrAbove(j, 1 - probability),
            j => LimitsAt(j).Upper, LowerLimitFalls);

    /// <summary>S(t) at any time; null beyond the last observed time unless the curve has reached 0.</summary>
    public double? SurvivalAt(double t)
    {
        int j = RiskTable.UpperBound(_table.Time, t) - 1;
        if (j < 0) return 1;
        return t > _table.Time[^1] && _survival[j] > 0 ? null : _survival[j];
    }

    /// <summary>Weight under observation just before any time, the number for a risk table: entry &lt; t ≤ exit.</summary>
    public double AtRiskAt(double t) => _table.AtRiskAt(t);

    /// <summary>Simultaneous confidence band of the curve.</summary>
    /// <param name="equalPrecision">Nair's band of equal precision; else Hall and Wellner's.</param>
    /// <param name="scale">Plain or LogLog.</param>
    /// <param name="from">First time; null for the first event.</param>
    /// <param name="to">Last time; null for the last time with S(t) above 0.</param>
    /// <exception cref="ArgumentException">The scale is another one, or the range holds fewer than two event times.</exception>
    /// <exception cref="InvalidOperationException">The curve is clustered.</exception>
    public SurvivalBand Band(
        bool equalPrecision = false, ConfidenceIntervalType scale = ConfidenceIntervalType.LogLog, double? from = null,
        double? to = null) => SurvivalBand.Of(this, equalPrecision, scale, from, to);

    /// <summary>Time at which the curve starts: the start time asked for, else 0, or the first time if that is negative.</summary>
    public double Start => _options.StartTime ?? Math.Min(0, _table.Time.Length > 0 ? _table.Time[0] : 0);

    /// <summary>The rows the curve came from.</summary>
    internal SurvivalCohort Cohort { get; init; } = null!;

    internal RiskTable Table => _table;

    internal double[] RawSurvival => _survival;

    internal double[] RawStdErrLog => _stdErrLog;

    internal KaplanMeierOptions Options => _options;

    /// <summary>Whether the lower limit never rises: S(t) falls and the standard error of log S(t) grows.</summary>
    private bool LowerLimitFalls => !_robust && _options.ConfidenceType is (ConfidenceIntervalType.Log or ConfidenceIntervalType.Plain);

    private (double[] Lower, double[] Upper) Limits => _limits ??= AllLimits();

    private (double Lower, double Upper) LimitsAt(int j) => ConfidenceLimits.Of(_options.ConfidenceType, _survival[j], _stdErrLog[j], _z);

    /// <summary>
    /// The lower limit, or something between it and <paramref name="height"/> where that is told without exp: e⁻ˣ ≥ 1 − x.
    /// </summary>
    private double LowerOrAbove(int j, double height)
    {
        double below = _survival[j] * (1 - _z * _stdErrLog[j]);
        return _options.ConfidenceType == ConfidenceIntervalType.Log && below > height + 1e-6 ? below : LimitsAt(j).Lower;
    }

    private (double[], double[]) AllLimits()
    {
        var lower = new double[_survival.Length];
        var upper = new double[_survival.Length];
        for (int j = 0; j < _survival.Length; j++) (lower[j], upper[j]) = LimitsAt(j);
        return (lower, upper);
    }

    private ImmutableArray<double?> Nullable(Func<int, double> value)
    {
        var result = new double?[_survival.Length];
        for (int j = 0; j < result.Length; j++) result[j] = value(j) is var v && double.IsFinite(v) ? v : null;
        return ImmutableCollectionsMarshal.AsImmutableArray(result);
    }

    private static ImmutableArray<double> Wrap(double[] values) => ImmutableCollectionsMarshal.AsImmutableArray(values);

    private static double Sum(double[] values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
