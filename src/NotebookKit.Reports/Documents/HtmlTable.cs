using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using NotebookKit.Rendering;

namespace NotebookKit.Reports.Documents;

/// <summary>Reads the table of a report back, so that the kit's own writer of Word tables can set it.</summary>
internal static partial class HtmlTable
{
    private const int IndentPixels = 18, FirstPixels = 20;

    /// <summary>Reads a table, or the figure that the kit sets around one with its title and its notes.</summary>
    public static SummaryTable Read(IElement table)
    {
        IElement[] heads = [.. table.QuerySelectorAll("thead tr")],
            rows = [.. table.QuerySelectorAll("tr").Where(r => r.Closest("thead") is null && r.Closest("tfoot") is null)];
        (ImmutableArray<string> footnotes, Dictionary<string, string> lettered) = Notes(table);
        int columns = heads.Concat(rows).Select(r => Cells(r).Sum(c => Span(c))).DefaultIfEmpty(0).Max();
        IElement[] titles = heads.Length > 0 ? Cells(heads[^1]) : [];
        string?[] spanners = Spanners(heads, columns);
        return new SummaryTable
        {
            Title = Text(table.QuerySelector("figcaption, caption")),
            Columns = [.. Enumerable.Range(0, columns)
                .Select(i => new TableColumn(i < titles.Length ? Text(titles[i]) : "",
                    Alignment(i < titles.Length ? titles[i] : null, i, rows))
                { Spanner = spanners[i], Note = i < titles.Length ? NoteOf(titles[i], lettered) : null })],
            Rows = [.. rows.Select(r => Row(r, columns, lettered))],
            Footnotes = footnotes,
        };
    }

    private static TableRow Row(IElement row, int columns, Dictionary<string, string> lettered)
    {
        IElement[] cells = Cells(row);
        return new TableRow(
            [.. Enumerable.Range(0, columns).Select(
                i => i < cells.Length ? new TableCell(Text(cells[i])) { Note = NoteOf(cells[i], lettered) } : TableCell.Empty)])
        {
            Indent = cells.Length > 0 && Padding().Match(cells[0].GetAttribute("style") ?? "") is { Success: true } padding
                ? Math.Max(0, (int.Parse(padding.Groups["left"].Value, CultureInfo.InvariantCulture) - FirstPixels) / IndentPixels) : 0,
            IsHeading = cells.Length > 0 && (cells[0].GetAttribute("style") ?? "").Contains("font-weight:bold", StringComparison.Ordinal),
        };
    }

    private static string?[] Spanners(IElement[] heads, int columns)
    {
        var spanners = new string?[columns];
        if (heads.Length < 2) return spanners;
        int at = 0;
        foreach (IElement cell in Cells(heads[0]))
            for (int i = 0; i < Span(cell) && at < columns; i++) spanners[at++] = Text(cell) is { Length: > 0 } text ? text : null;
        return spanners;
    }

    // Notes stand in the foot, a line each; those of a cell begin with its letter.
    private static (ImmutableArray<string> Footnotes, Dictionary<string, string> Lettered) Notes(IElement table)
    {
        var plain = ImmutableArray.CreateBuilder<string>();
        var lettered = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in table.QuerySelectorAll("tfoot td")
            .Concat(table.LocalName == "figure" ? table.Children.Where(c => c.LocalName == "div" && c.QuerySelector("table") is null)
                .SelectMany(c => c.Children) : []).SelectMany(c => c.InnerHtml.Split("<br>")))
        {
            var parsed = table.Owner!.CreateElement("div");
            parsed.InnerHtml = line;
            string? mark = parsed.QuerySelector("sup")?.TextContent.Trim();
            parsed.QuerySelector("sup")?.Remove();
            if (mark is { Length: > 0 }) lettered[mark] = parsed.TextContent.Trim();
            else if (parsed.TextContent.Trim() is { Length: > 0 } text) plain.Add(text);
        }
        return (plain.ToImmutable(), lettered);
    }

    private static string? NoteOf(IElement cell, Dictionary<string, string> lettered) =>
        cell.QuerySelector("sup") is { } mark && lettered.TryGetValue(mark.TextContent.Trim(), out string? note) ? note : null;

    private static TableAlignment Alignment(IElement? title, int column, IElement[] rows)
    {
        if (column == 0) return TableAlignment.Left;
        IElement? cell = title ?? rows.Select(Cells).FirstOrDefault(c => c.Length > column)?[column];
        string style = cell?.GetAttribute("style") ?? "";
        return style.Contains("text-align:right", StringComparison.Ordinal) || style.Contains("text-align: right", StringComparison.Ordinal)
            ? TableAlignment.Right
            : style.Contains("center", StringComparison.Ordinal) ? TableAlignment.Center : TableAlignment.Left;
    }

    private static IElement[] Cells(IElement row) => [.. row.Children.Where(c => c.LocalName is "td" or "th")];

    private static int Span(IElement cell) =>
        int.TryParse(cell.GetAttribute("colspan"), NumberStyles.None, CultureInfo.InvariantCulture, out int span) && span is > 0 and < 200
            ? span
            : 1;

    private static string Text(IElement? element)
    {
        if (element is null) return "";
        var copy = (IElement)element.Clone();
        foreach (IElement mark in copy.QuerySelectorAll("sup[style]").ToArray()) mark.Remove();
        foreach (IElement line in copy.QuerySelectorAll("br").ToArray()) line.Replace(copy.Owner!.CreateTextNode("\n"));
        return string.Join('\n', copy.TextContent.Split('\n').Select(l => Spaces().Replace(l, " ").Trim(' '))).Trim('\n');
    }

    [GeneratedRegex("[ \t\r]+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"padding:\d+px 10px 2px (?<left>\d+)px")]
    private static partial Regex Padding();
}
