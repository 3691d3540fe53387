using System.Collections.Immutable;
using NotebookKit.Statistics;

namespace NotebookKit.Tables.Groups;

/// <summary>Number of decimals of each field of a continuous variable, the same in every group.</summary>
internal sealed record FieldDecimals(int Base, bool HalfIntegers)
{
    public int Of(string field) => HalfIntegers && field is ("median" or "q1" or "q3") ? 1 : Base;

    /// <summary>The decimals that suit the values of all groups together.</summary>
    public static FieldDecimals Of(ReadOnlySpan<double> sorted, ImmutableArray<ContinuousSummary> groups, int? asked)
    {
        if (asked is int fixedDecimals) return new FieldDecimals(fixedDecimals, false);
        if (sorted.Length == 0) return new FieldDecimals(0, false);
        if (!AreIntegers(sorted))
        {
            double? spread = Quantiles.OfSorted(sorted, 0.95, QuantileType.Type7) - Quantiles.OfSorted(sorted, 0.05, QuantileType.Type7);
            return new FieldDecimals(spread switch { < 0.01 => 4, < 0.1 => 3, < 10 => 2, < 20 => 1, _ => 0 }, false);
        }
        return new FieldDecimals(0, groups.Any(g => IsFraction(g.Median) || IsFraction(g.Q1) || IsFraction(g.Q3)));
    }

    private static bool AreIntegers(ReadOnlySpan<double> values)
    {
        foreach (double v in values)
            if (v != Math.Floor(v)) return false;
        return true;
    }

    private static bool IsFraction(double? value) => value is double v && v != Math.Floor(v);
}
