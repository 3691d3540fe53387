using System.Collections.Immutable;
using System.Globalization;

namespace NotebookKit.Tables.Groups;

/// <summary>What the value of a field is, by which it is printed.</summary>
internal enum FieldKind
{
    /// <summary>A number of rows.</summary>
    Count,

    /// <summary>A place on the scale of the variable, such as the mean; of dates a date.</summary>
    Place,

    /// <summary>A quantile: as a place, with one decimal more where whole numbers have a half between them.</summary>
    Quantile,

    /// <summary>A distance on the scale of the variable, such as the standard deviation; of dates days.</summary>
    Distance,

    /// <summary>The distance of two quantiles.</summary>
    QuantileDistance,

    /// <summary>A number of a scale of its own, computed by the user.</summary>
    Own,
}

/// <summary>One statistic of a continuous variable that a pattern can show.</summary>
internal sealed record StatisticField(string Name, string Label, FieldKind Kind, Func<ContinuousSummary, double?> Of)
{
    private static readonly ImmutableArray<StatisticField> Known =
    [
        new("n", "n", FieldKind.Count, s => s.N), new("missing", "missing", FieldKind.Count, s => s.Missing),
        new("mean", "mean", FieldKind.Place, s => s.Mean), new("sd", "SD", FieldKind.Distance, s => s.Sd),
        new("se", "SE", FieldKind.Distance, s => s.StdErr),
        new("median", "median", FieldKind.Quantile, s => s.Median), new("q1", "Q1", FieldKind.Quantile, s => s.Q1),
        new("q3", "Q3", FieldKind.Quantile, s => s.Q3),
        new("iqr", "IQR", FieldKind.QuantileDistance, s => s.Q3 - s.Q1),
        new("min", "min", FieldKind.Place, s => s.Min), new("max", "max", FieldKind.Place, s => s.Max),
    ];

    /// <summary>Whether the field is a percentile asked for by its number.</summary>
    public bool IsPercentile => Kind == FieldKind.Quantile && Name[0] == 'p';

    /// <summary>The field of a name; a name such as <c>p10</c> or <c>p97.5</c> is that percentile.</summary>
    /// <param name="name">Name of the field.</param>
    /// <param name="own">Statistics of the user's own.</param>
    /// <param name="pattern">The pattern, for the message.</param>
    /// <exception cref="FormatException">There is no such field.</exception>
    public static StatisticField Named(string name, ImmutableArray<StatisticField> own, string pattern)
    {
        if (own.Concat(Known).FirstOrDefault(f => f.Name == name) is { } known) return known;
        if (name.Length > 1 && name[0] == 'p' && double.TryParse(name[1..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out double percent) && percent is > 0 and < 100)
            return new StatisticField(name, "P" + name[1..], FieldKind.Quantile, s => s.Quantile(percent / 100));
        throw new FormatException($"Pattern '{pattern}': unknown field '{name}'; expected one of "
            + string.Join(", ", own.Concat(Known).Select(f => f.Name).Order(StringComparer.Ordinal)) + ", or a percentile such as p10.");
    }

    /// <summary>Whether a name is taken by a field of the library.</summary>
    public static bool IsTaken(string name) =>
        Known.Any(f => f.Name == name) || (name.Length > 1 && name[0] == 'p' && char.IsAsciiDigit(name[1]));
}
