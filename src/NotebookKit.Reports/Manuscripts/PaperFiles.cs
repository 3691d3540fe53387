using System.Globalization;
using System.Net;
using System.Text;
using NotebookKit.Charts;
using NotebookKit.Rendering;
using NotebookKit.Reports.Documents;

namespace NotebookKit.Reports.Manuscripts;

/// <summary>Writes the manuscript: one Word file, and a TIFF of every figure.</summary>
internal static class PaperFiles
{
    public static SummaryTable Write(string folder, string title, MethodsText methods, IReadOnlyList<PaperTable> tables,
        IReadOnlyList<PaperFigure> figures, SummaryTable strobe, PrintFormat format)
    {
        var rows = new List<TableRow>();
        var notes = new List<string>();
        (byte[] document, IReadOnlyList<string> left) = WordReport.Write(Page(title, methods, tables, figures, strobe));
        Replace(folder, "paper.docx", path => File.WriteAllBytes(path, document));
        notes.AddRange(left);
        rows.Add(new(["paper.docx", string.Create(CultureInfo.InvariantCulture,
            $"methods, {tables.Count} tables, {figures.Count} figures, references, STROBE checklist")]));
        foreach (PaperFigure figure in figures)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"figure-{figure.Number}.tiff");
            try
            {
                Replace(folder, name, path => figure.Figure.SavePrint(path, format));
                rows.Add(new([name, string.Create(CultureInfo.InvariantCulture, $"{format.Millimetres:0.#} mm, {format.Dpi} dpi")]));
            }
            catch (NotSupportedException e)
            {
                notes.Add($"{name} was not written: {e.Message}");
            }
        }
        return new SummaryTable
        {
            Title = "Files written", Columns = [new("File", TableAlignment.Left), new("Holds", TableAlignment.Left)], Rows = [.. rows],
            Footnotes = [.. notes],
        };
    }

    // A reader of the folder sees the old file or the new one, whole.
    private static void Replace(string folder, string name, Action<string> write)
    {
        string half = Path.Combine(folder, $".{Guid.NewGuid():N}{Path.GetExtension(name)}");
        try
        {
            write(half);
            File.Move(half, Path.Combine(folder, name), overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static string Page(string title, MethodsText methods, IReadOnlyList<PaperTable> tables, IReadOnlyList<PaperFigure> figures,
        SummaryTable strobe)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture,
            $"<html><head><title>{Html(title)}</title></head><body><main><h1>{Html(title)}</h1>");
        page.Append(CultureInfo.InvariantCulture, $"<h2>Statistical methods</h2><p>{Html(methods.Paragraph)}</p>");
        if (tables.Count > 0) page.Append("<h2>Tables</h2>");
        foreach (PaperTable table in tables) page.Append(Numbered(table).ToHtml());
        if (figures.Count > 0) page.Append("<h2>Figures</h2>");
        foreach (PaperFigure figure in figures) page.Append(figure.Figure.ToHtml());
        if (methods.References.Length > 0) page.Append("<h2>References</h2><ol>");
        foreach (string reference in methods.References) page.Append(CultureInfo.InvariantCulture, $"<li>{Html(reference)}</li>");
        if (methods.References.Length > 0) page.Append("</ol>");
        return page.Append("<h2>Checklist</h2>").Append(strobe.ToHtml()).Append("</main></body></html>").ToString();
    }

    private static SummaryTable Numbered(PaperTable table) => table.Table with
    {
        Title = string.Create(CultureInfo.InvariantCulture,
            $"Table {table.Number}{(table.Table.Title.Length > 0 ? ". " + table.Table.Title : "")}"),
    };

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
