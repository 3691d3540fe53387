using System.Globalization;
using System.Collections.Immutable;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Effects;

/// <summary>The rows of a forest, checked, with their words.</summary>
internal sealed record ForestModel(ImmutableArray<ForestRow> Rows, ImmutableArray<string> Effects, string Text)
{
    public static ForestModel Of(ImmutableArray<ForestRow> rows, ForestFigureOptions options)
    {
        if (rows.IsEmpty) throw new ArgumentException("A forest needs at least one row.", nameof(rows));
        foreach (ForestRow row in rows)
        {
            double[] values = [.. new[] { row.Estimate, row.Lower, row.Upper }.OfType<double>()];
            if (values.Any(v => !double.IsFinite(v) || options.IsRatio && v <= 0))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"'{row.Label}' has the value {values.First(v => !double.IsFinite(v) || options.IsRatio && v <= 0)}; a "
                        + $"{(options.IsRatio ? "ratio must be a positive number" : "value must be a number")}, or null where it cannot be "
                        + $"estimated."), nameof(rows));
            if (row.Lower > row.Estimate || row.Upper < row.Estimate)
                throw new ArgumentException(FormattableString.Invariant(
                    $"'{row.Label}': the interval {row.Lower} to {row.Upper} does not hold the estimate {row.Estimate}."), nameof(rows));
            if (!row.Columns.IsEmpty && row.Columns.Length != options.ColumnTitles.Length)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"'{row.Label}' has {row.Columns.Length} further texts, but ColumnTitles names {options.ColumnTitles.Length}; give one "
                        + $"for each, empty where there is none."), nameof(rows));
        }
        ImmutableArray<string> effects = [.. rows.Select(r => Effect(r, options))];
        string text =
            $"Forest of {FigureText.Clean(options.Measure).ToLowerInvariant()}s with "
            + $"{NumberFormat.Level(options.ConfidenceLevel)} confidence intervals: " +
            string.Join("; ", rows.Select((r, i) => (r, i)).Where(p => !p.r.IsHeading).Select(
                p => $"{FigureText.Clean(p.r.Label)} {effects[p.i]}")) + ".";
        return new ForestModel(rows, effects, text);
    }

    private static string Effect(ForestRow row, ForestFigureOptions options)
    {
        if (row.IsHeading) return "";
        if (row.IsReference) return options.IsRatio ? "1 (reference)" : "reference";
        return row.Estimate is null
            ? NumberFormat.NotEstimable
            : $"{Number(row.Estimate, options)} ({Number(row.Lower, options)}–{Number(row.Upper, options)})";
    }

    // As many decimals as leave two figures of a small ratio.
    private static string Number(double? value, ForestFigureOptions options) => value is null ? NumberFormat.NotEstimable
        : NumberFormat.Fixed(value, options.IsRatio && value >= 100 ? 0 : options.IsRatio && value < 0.095
            ? options.Decimals + 1
            : options.Decimals);
}
