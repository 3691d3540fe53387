using System.Collections.Immutable;

namespace NotebookKit.Charts.Plots;

/// <summary>A column of text with its width, its wrapped heading and its wrapped cells.</summary>
internal sealed record ColumnMeasure(PlotColumn Column, double Width, ImmutableArray<string> Heading,
    ImmutableArray<ImmutableArray<string>> Cells)
{
    public const double IndentEm = 1;

    private const int MostHeadingLines = 3;

    public static ColumnMeasure Of(PlotColumn column, FigureStyle style)
    {
        double size = style.FontSize, most = column.MostWidth * style.Width;
        ImmutableArray<ImmutableArray<string>> cells = [.. column.Cells.Select(c => Lines(c, style, most, column.MostLines))];
        double width = column.Cells.Select((c, i) => c.Indent * IndentEm * size + Widest(cells[i], size, c.Bold)).DefaultIfEmpty().Max();
        ImmutableArray<string> heading = [.. column.Title.Split('\n')
            .SelectMany(
                t => TextMetrics.Wrap(t, size, Math.Max(Math.Max(width, Math.Min(most, 6 * size)), WidestWord(t, size)), MostHeadingLines,
                    bold: true))];
        return new ColumnMeasure(column, Math.Max(width, Widest(heading, size, bold: true)), heading, cells);
    }

    /// <summary>Lines that a cell takes at a width.</summary>
    public static ImmutableArray<string> Lines(PlotCell cell, FigureStyle style, double most, int mostLines) =>
        [.. TextMetrics.Wrap(cell.Text, style.FontSize, most - cell.Indent * IndentEm * style.FontSize, mostLines, cell.Bold)];

    /// <summary>The column's texts between two pixels; heading lines end above <paramref name="top"/>.</summary>
    public IEnumerable<PlacedText> Place(double left, double top, Func<int, double> rowY, FigureStyle style)
    {
        double size = style.FontSize;
        double x = Column.Anchor switch { TextAnchor.End => left + Width, TextAnchor.Middle => left + Width / 2, _ => left };
        for (int i = 0; i < Heading.Length; i++)
            yield return new PlacedText(Heading[i], x, top - (Heading.Length - i - 0.3) * style.LabelLeading, Column.Anchor,
                size) { Bold = true, Name = "column" };
        for (int row = 0; row < Cells.Length; row++)
            for (int i = 0; i < Cells[row].Length; i++)
                yield return new PlacedText(Cells[row][i],
                    x + (Column.Anchor == TextAnchor.Start ? Column.Cells[row].Indent * IndentEm * size : 0),
                    rowY(row) + (i - (Cells[row].Length - 1) / 2.0) * style.LabelLeading, Column.Anchor,
                    size) { Bold = Column.Cells[row].Bold, Name = "cell" };
    }

    private static double WidestWord(string text, double size) => text.Split(' ').Max(w => TextMetrics.Width(w, size, bold: true));

    private static double Widest(ImmutableArray<string> lines, double size, bool bold) =>
        lines.Select(l => TextMetrics.Width(l, size, bold)).DefaultIfEmpty().Max();
}
