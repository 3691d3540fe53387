using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Rendering;
using NotebookKit.Statistics;

namespace NotebookKit.Tables.Groups;

/// <summary>How the fields of a continuous variable are printed, the same in every group: their decimals, or as dates.</summary>
/// <param name="Base">Decimals of the values.</param>
/// <param name="HalfIntegers">Whether a quantile of whole numbers falls between two of them.</param>
/// <param name="IsDate">Whether values are days since 1970-01-01 and print as dates.</param>
internal sealed record FieldDecimals(int Base, bool HalfIntegers, bool IsDate = false)
{
    private const int DecimalsOfOwn = 2;

    /// <summary>The value of a field in print.</summary>
    public string Print(StatisticField field, double? value, int? fixedDecimals, JournalStyle style)
    {
        if (IsDate && field.Kind is FieldKind.Place or FieldKind.Quantile) return Date(value);
        return NumberFormat.Fixed(value, field.Kind == FieldKind.Count ? 0 : fixedDecimals ?? field.Kind switch
        {
            FieldKind.Own => DecimalsOfOwn,
            FieldKind.Quantile or FieldKind.QuantileDistance when HalfIntegers => 1,
            _ => Base,
        }, style);
    }

    /// <summary>The decimals that suit the values of all groups together.</summary>
    public static FieldDecimals Of(ReadOnlySpan<double> sorted, ImmutableArray<ContinuousSummary> groups, int? asked,
        IEnumerable<StatisticField> fields)
    {
        if (asked is int fixedDecimals) return new FieldDecimals(fixedDecimals, false);
        if (sorted.Length == 0) return new FieldDecimals(0, false);
        if (!AreIntegers(sorted))
        {
            double? spread = Quantiles.OfSorted(sorted, 0.95, QuantileType.Type7) - Quantiles.OfSorted(sorted, 0.05, QuantileType.Type7);
            return new FieldDecimals(spread switch { < 0.01 => 4, < 0.1 => 3, < 10 => 2, < 20 => 1, _ => 0 }, false);
        }
        StatisticField[] percentiles = [.. fields.Where(f => f.IsPercentile)];
        return new FieldDecimals(0, groups.Any(g => IsFraction(g.Median) || IsFraction(g.Q1) || IsFraction(g.Q3)
            || percentiles.Any(p => IsFraction(p.Of(g)))));
    }

    /// <summary>The most decimals that one of two needs.</summary>
    public FieldDecimals Or(FieldDecimals other) =>
        new(Math.Max(Base, other.Base), HalfIntegers || other.HalfIntegers, IsDate || other.IsDate);

    // a median between two days is printed as the earlier, as R does
    private static string Date(double? days) =>
        days is double d
            ? DateTime.UnixEpoch.AddDays(Math.Floor(d)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : NumberFormat.NotEstimable;

    private static bool AreIntegers(ReadOnlySpan<double> values)
    {
        foreach (double v in values)
            if (v != Math.Floor(v)) return false;
        return true;
    }

    private static bool IsFraction(double? value) => value is double v && v != Math.Floor(v);
}
