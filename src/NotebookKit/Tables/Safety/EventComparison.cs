using NotebookKit.Rendering;
using NotebookKit.Statistics;

namespace NotebookKit.Tables.Safety;

/// <summary>One group against the reference in one row of an adverse-event table; null where not asked for.</summary>
internal sealed record EventComparison(IntervalEstimate? Difference, IntervalEstimate? Ratio, IntervalEstimate? RateRatio)
{
    private const int RatioDecimals = 2;

    /// <summary>Heads of the columns that the options ask for.</summary>
    public static IEnumerable<(string Name, string Header, Func<EventComparison, TableCell> Cell)> Columns(AdverseEventTableOptions options)
    {
        string level = NumberFormat.Level(options.ConfidenceLevel, options.Style);
        JournalStyle style = options.Style;
        if (options.RiskDifference)
            yield return ("Risk difference", $"Risk difference, pp\n({level} CI)",
                c => Cell(c.Difference!, "risk difference", 100, style.PercentDecimals ?? 1, style));
        if (options.RiskRatio)
            yield return ("Risk ratio", $"Risk ratio\n({level} CI)", c => Cell(c.Ratio!, "risk ratio", 1, RatioDecimals, style));
        if (options.RateRatio)
            yield return ("Rate ratio", $"Rate ratio\n({level} CI)", c => Cell(c.RateRatio!, "rate ratio", 1, RatioDecimals, style));
    }

    private static TableCell Cell(IntervalEstimate e, string name, double unit, int decimals, JournalStyle style) =>
        new(e.Value is null ? NumberFormat.NotEstimable
        : e.Lower is null && e.Upper is null ? $"{NumberFormat.Fixed(unit * e.Value, decimals, style)} ({NumberFormat.NotEstimable})"
        : $"{NumberFormat.Fixed(unit * e.Value, decimals, style)} ("
            + $"{NumberFormat.Interval(unit * e.Lower, unit * e.Upper, decimals, style)})")
    {
        Value = e.Value, Statistic = name, Values = [new(name, e.Value), new("lower", e.Lower), new("upper", e.Upper)],
    };
}
