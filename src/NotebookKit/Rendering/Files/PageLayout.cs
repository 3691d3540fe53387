using System.Collections.Immutable;

namespace NotebookKit.Rendering.Files;

/// <summary>
/// The parts of a table on pages of letter size, upright or across, for programs that draw the letters themselves (Word, RTF).
/// </summary>
/// <param name="IsLandscape">Whether the pages lie across.</param>
/// <param name="Parts">The parts, one below the other or on pages of their own; widths in twips.</param>
internal sealed record PageLayout(bool IsLandscape, ImmutableArray<TablePart> Parts)
{
    public const int Short = 12240, Long = 15840, Margin = 1080, IndentTwips = 200, TurnoverTwips = 120, CellMargin = 80;
    private const double TwipsPerEm = 180;
    private const int UnbrokenLabel = 0, UnbrokenCell = 24, UnbrokenHeader = 0;

    public int PageWidth => IsLandscape ? Long : Short;

    public int PageHeight => IsLandscape ? Short : Long;

    public static PageLayout Of(SummaryTable table)
    {
        double[] wide = Widths(table, false), narrow = Widths(table, true);
        foreach ((string? text, int start, int count) in Spanners.Of(table))
        {
            double missing = text is null ? 0 : Padded(LetterWidths.Of(text, true)) - wide.AsSpan(start, count).ToArray().Sum();
            for (int i = start; i < start + count && missing > 0; i++) wide[i] += missing / count;
        }
        bool across = !TableParts.FitOnePart(wide, narrow, Short - 2 * Margin);
        return new PageLayout(across, TableParts.Of(table, wide, narrow, (across ? Long : Short) - 2 * Margin));
    }

    private static double[] Widths(SummaryTable table, bool narrow) => [.. table.Columns.Select((column, i) =>
    {
        double Of(string text, int unbroken, bool bold) =>
            narrow ? LetterWidths.OfPieces(text, unbroken, bold) : LetterWidths.Of(text, bold);
        double Mark(string? note) => note is null ? 0 : 0.4;
        double header = Of(column.Header, UnbrokenHeader, true) + Mark(column.Note);
        IEnumerable<double> cells = table.Rows.Where(r => !SpansRow(r))
            .Select(r => Of(r.Cells[i].Text, i == 0 ? UnbrokenLabel : UnbrokenCell, i == 0 && r.IsHeading) + Mark(r.Cells[i].Note)
            + (i == 0 ? r.Indent * IndentTwips / TwipsPerEm : 0));
        return Padded(cells.Append(header).Max());
    })];

    /// <summary>Whether a row is a label alone, which may run over the columns beside it.</summary>
    public static bool SpansRow(TableRow row) =>
        row.Cells.Skip(1).All(c => c.Text.Length == 0 && c.Note is null) && row.Cells[0].Text.Length > 0 && row.IsHeading;

    private static double Padded(double ems) => ems * TwipsPerEm + 2 * CellMargin + 20;
}
