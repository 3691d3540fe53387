using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;

namespace NotebookKit.Tables;

/// <summary>Rows of a frame as a table to be read.</summary>
internal static class Listing
{
    public static SummaryTable Of(DataFrame frame, IReadOnlyList<string>? columns, IReadOnlyList<string>? keys,
        IReadOnlyDictionary<string, string>? labels, string title, JournalStyle style)
    {
        keys ??= [];
        string[] shown = [.. keys, .. (columns ?? [.. frame.Columns.Select(c => c.Name)]).Where(c => !keys.Contains(c))];
        if (shown.Length == 0) throw new ArgumentException("A listing needs a column: the frame has none.", nameof(columns));
        foreach (string name in shown)
            if (frame.Columns.IndexOf(name) < 0)
                throw new ArgumentException(
                    $"There is no column '{name}'. Columns: {string.Join(", ", frame.Columns.Select(c => c.Name))}.", nameof(columns));
        DataFrameColumn[] of = [.. shown.Select(n => frame.Columns[n])];
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        string[]? above = null;
        for (long r = 0; r < frame.Rows.Count; r++)
        {
            string[] texts = [.. of.Select(c => Text(c[r], style))];
            // a key repeats where it and all keys left of it are those of the row above
            int same = above is null ? 0 : Enumerable.Range(0, keys.Count).TakeWhile(k => texts[k] == above[k]).Count();
            rows.Add(new TableRow(
                [.. texts.Select((t, c) => c < same ? new TableCell("") { Repeats = t } : new TableCell(t) { Value = Number(of[c][r]) })]));
            above = texts;
        }
        return new SummaryTable
        {
            Title = title, Rows = rows.ToImmutable(),
            Columns = [.. shown.Select(
                (n, c) => new TableColumn(labels?.GetValueOrDefault(n) ?? Wording.Title(n),
                    of[c].IsNumericColumn() && c > 0 ? TableAlignment.Right : TableAlignment.Left) { Name = n })],
            Footnotes = [$"{Wording.Count(frame.Rows.Count, "rows")}."],
        };
    }

    private static double? Number(object? value) => value is null or string or bool or DateTime || value is not IConvertible
        ? null
        : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string Text(object? value, JournalStyle style) => value switch
    {
        null or double.NaN => "",
        DateTime d => d.ToString(d.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        bool b => b ? "yes" : "no",
        double d => d.ToString("0.######", CultureInfo.InvariantCulture).Replace("-", style.MinusSign, StringComparison.Ordinal)
            .Replace(".", style.DecimalMark, StringComparison.Ordinal),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
