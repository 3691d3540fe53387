using NotebookKit.Rendering;
using NotebookKit.Rendering.Files;
using SkiaSharp;

namespace NotebookKit.Reports.Print;

/// <summary>A table as PDF pages of letter size in the three-rule style: text that can be searched, the font embedded.</summary>
/// <remarks>Heading rows repeat on every page; a table wider than a page across goes on in parts that repeat the label column.</remarks>
internal sealed class TablePdfWriter : IDisposable
{
    private const float Short = 612, Long = 792, Margin = 54, Size = 9, SmallSize = 8, Padding = 4, Indent = 10, LineHeight = 1.25f,
        RowGap = 2;

    private readonly SKDocument _document;
    private readonly TableNotes _notes;
    private readonly SKFont _regular = Font(PrintFonts.Regular, Size), _bold = Font(PrintFonts.Bold, Size),
        _small = Font(PrintFonts.Regular, SmallSize), _raised = Font(PrintFonts.Regular, 6.5f);
    private readonly SKPaint _ink = new() { Color = SKColors.Black, IsAntialias = true };
    private readonly float _pageWidth, _pageHeight;
    private SKCanvas? _canvas;
    private float _y;

    private TablePdfWriter(SKDocument document, SummaryTable table, bool across)
    {
        this._document = document;
        _notes = TableNotes.Of(table);
        (_pageWidth, _pageHeight) = across ? (Long, Short) : (Short, Long);
    }

    public static byte[] Write(SummaryTable table)
    {
        using var memory = new MemoryStream();
        // no date and no machine: the same table gives the same bytes
        var metadata = new SKDocumentPdfMetadata { Title = CleanText.OneLine(table.Title), Producer = "NotebookKit",
            Creator = "NotebookKit", Creation = null, Modified = null, EncodingQuality = 101, RasterDpi = 600 };
        using (SKDocument document = SKDocument.CreatePdf(memory, metadata))
        {
            using var probe = new TablePdfWriter(document, table, across: false);
            (double[] wide, double[] narrow) = (probe.Widths(table, false), probe.Widths(table, true));
            bool across = !TableParts.FitOnePart(wide, narrow, Short - 2 * Margin);
            using var writer = new TablePdfWriter(document, table, across);
            writer.Write(table, [.. TableParts.Of(table, wide, narrow, writer._pageWidth - 2 * Margin)]);
            document.Close();
        }
        return memory.ToArray();
    }

    public void Dispose()
    {
        _regular.Dispose();
        _bold.Dispose();
        _small.Dispose();
        _raised.Dispose();
        _ink.Dispose();
    }

    private void Write(SummaryTable table, TablePart[] parts)
    {
        for (int p = 0; p < parts.Length; p++)
        {
            Break();
            string title = p == 0 ? table.Title : table.Title.Length == 0 ? "(continued)" : table.Title + " (continued)";
            if (title.Length > 0)
            {
                foreach (string line in Lines(title, _bold, _pageWidth - 2 * Margin)) Line(line, _bold, Margin);
                _y += 4;
            }
            Part(parts[p].Of(table), [.. parts[p].Widths.Select(w => (float)w)]);
        }
        _y += 3;
        foreach ((string mark, string text) in _notes.Lettered.Concat(table.Footnotes.Select(f => ("", f))))
        {
            float left = Margin + (mark.Length > 0 ? _raised.MeasureText(mark) + 2 : 0);
            bool first = true;
            foreach (string line in Lines(text, _small, _pageWidth - Margin - left))
            {
                if (_y + SmallSize * LineHeight > _pageHeight - Margin) Break();
                if (first && mark.Length > 0) Draw(mark, _raised, Margin, _y + SmallSize - 3);
                first = false;
                Line(line, _small, left);
            }
        }
        _document.EndPage();
    }

    private void Part(SummaryTable table, float[] width)
    {
        Head(table, width);
        for (int r = 0; r < table.Rows.Length; r++)
        {
            TableRow row = table.Rows[r];
            bool spans = PageLayout.SpansRow(row);
            string[][] cells = [.. row.Cells.Select((c, i) => Lines(c.Text, i == 0 && row.IsHeading ? _bold : _regular,
                (spans && i == 0 ? width.Sum() : width[i]) - 2 * Padding - (i == 0 ? Indent * row.Indent : 0) - MarkWidth(c.Note)))];
            float height = Height(cells);
            // the label of a group stays with its first row
            float needed = height + (row.IsHeading && r + 1 < table.Rows.Length ? Size * LineHeight + 2 * RowGap : 0);
            if (_y + needed > _pageHeight - Margin)
            {
                Rule(Margin, width.Sum(), 1.5f);
                Break();
                Head(table, width);
            }
            Cells(cells, row.Cells.Select(c => c.Note), width,
                [.. table.Columns.Select((c, i) => i == 0 ? TableAlignment.Left : c.Alignment)], row.IsHeading, row.Indent, height,
                bottom: false);
        }
        Rule(Margin, width.Sum(), 1.5f);
    }

    private void Head(SummaryTable table, float[] width)
    {
        Rule(Margin, width.Sum(), 1.5f);
        if (table.Columns.Any(c => c.Spanner is not null))
        {
            var spanners = Spanners.Of(table).Select(
                s => (s.Text, s.Start, Width: width.AsSpan(s.Start, s.Count).ToArray().Sum(),
                    Left: Margin + width.AsSpan(0, s.Start).ToArray().Sum())).ToArray();
            string[][] texts = [.. spanners.Select(s => Lines(s.Text ?? "", _bold, s.Width - 2 * Padding))];
            float height = Height(texts), top = _y;
            for (int i = 0; i < spanners.Length; i++)
            {
                if (spanners[i].Text is null) continue;
                _y = top + RowGap;
                foreach (string line in texts[i]) Line(line, _bold, spanners[i].Left + (spanners[i].Width - _bold.MeasureText(line)) / 2);
                _y = top + height;
                Rule(spanners[i].Left + Padding / 2, spanners[i].Width - Padding, 0.5f);
            }
            _y = top + height;
        }
        string[][] heads = [.. table.Columns.Select((c, i) => Lines(c.Header, _bold, width[i] - 2 * Padding - MarkWidth(c.Note)))];
        Cells(heads, table.Columns.Select(c => c.Note), width,
            [.. table.Columns.Select((c, i) => i == 0 ? TableAlignment.Left : c.Alignment)], true, 0, Height(heads), bottom: true,
            allBold: true);
        Rule(Margin, width.Sum(), 0.5f);
    }

    private void Cells(string[][] cells, IEnumerable<string?> marks, float[] width, TableAlignment[] alignment, bool isBold, int indent,
        float height, bool bottom, bool allBold = false)
    {
        float left = Margin, top = _y;
        int i = 0;
        foreach (string? note in marks)
        {
            SKFont font = allBold || (isBold && i == 0) ? _bold : _regular;
            _y = top + RowGap + (bottom ? height - 2 * RowGap - cells[i].Length * Size * LineHeight : 0);
            for (int l = 0; l < cells[i].Length; l++)
            {
                float mark = l == cells[i].Length - 1 ? MarkWidth(note) : 0, text = font.MeasureText(cells[i][l]),
                    room = width[i] - 2 * Padding - mark - text;
                float x = left + Padding + alignment[i] switch { TableAlignment.Left => i == 0 ? Indent * indent : 0,
                    TableAlignment.Center => room / 2, _ => room };
                if (mark > 0) Draw(_notes.Mark(note), _raised, x + text + 1, _y + Size - 3);
                Line(cells[i][l], font, x);
            }
            left += width[i++];
        }
        _y = top + height;
    }

    private double[] Widths(SummaryTable table, bool narrow) => [.. table.Columns.Select((column, i) =>
    {
        IEnumerable<float> cells = table.Rows.Where(r => !PageLayout.SpansRow(r)).Select(r =>
            Widest(r.Cells[i].Text, i == 0 && r.IsHeading ? _bold : _regular, narrow, i == 0 ? 0 : 24) + MarkWidth(r.Cells[i].Note)
            + (i == 0 ? Indent * r.Indent : 0));
        return (double)cells.Append(Widest(column.Header, _bold, narrow, 0) + MarkWidth(column.Note)).Max() + 2 * Padding + 0.5;
    })];

    private static float Widest(string text, SKFont font, bool narrow, int unbroken)
    {
        string[] lines = CleanText.WithoutControls(text).Split('\n');
        return (narrow ? lines.SelectMany(l => l.Length <= unbroken ? [l] : l.Split(' ')) : lines).Max(l => font.MeasureText(l));
    }

    /// <summary>The lines of a text in a width; a word wider than it is broken.</summary>
    private static string[] Lines(string text, SKFont font, float width)
    {
        var lines = new List<string>();
        foreach (string paragraph in CleanText.WithoutControls(text).Split('\n'))
        {
            string line = "";
            foreach (string word in paragraph.Split(' '))
            {
                string longer = line.Length == 0 ? word : $"{line} {word}";
                if (font.MeasureText(longer) <= width + 0.1f)
                {
                    line = longer;
                    continue;
                }
                if (line.Length > 0) lines.Add(line);
                line = word;
                while (font.MeasureText(line) > width + 0.1f && line.Length > 1)
                {
                    int fit = Math.Max(1, Enumerable.Range(1, line.Length - 1).LastOrDefault(n => font.MeasureText(line[..n]) <= width));
                    lines.Add(line[..fit]);
                    line = line[fit..];
                }
            }
            lines.Add(line);
        }
        return [.. lines];
    }

    private float MarkWidth(string? note) => note is null ? 0 : _raised.MeasureText(_notes.Mark(note)) + 1;

    private static float Height(string[][] cells) => cells.Max(c => c.Length) * Size * LineHeight + 2 * RowGap;

    private void Line(string text, SKFont font, float x)
    {
        Draw(text, font, x, _y + font.Size);
        _y += font.Size * LineHeight;
    }

    private void Draw(string text, SKFont font, float x, float baseline) =>
        _canvas!.DrawText(PrintFonts.Check(text.Replace('\u2009', ' '), font == _bold), x, baseline, SKTextAlign.Left, font, _ink);

    private void Rule(float left, float width, float weight)
    {
        using var pen = new SKPaint { Color = SKColors.Black, Style = SKPaintStyle.Stroke, StrokeWidth = weight, IsAntialias = true };
        _canvas!.DrawLine(left, _y, left + width, _y, pen);
    }

    private void Break()
    {
        if (_canvas is not null) _document.EndPage();
        _canvas = _document.BeginPage(_pageWidth, _pageHeight);
        _y = Margin;
    }

    private static SKFont Font(SKTypeface face, float size) =>
        new(face, size) { Hinting = SKFontHinting.None, Subpixel = true, Edging = SKFontEdging.Antialias };
}
