using System.Diagnostics;
using NotebookKit.Rendering;

namespace NotebookKit.Reports.Tests;

/// <summary>Tables as PDF: every cell can be found, headings repeat, the same table gives the same bytes.</summary>
public sealed class TablePdfTests
{
    private static SummaryTable Wide { get; } = new()
    {
        Title = "Table 4. Laboratory values by visit",
        Columns = [new("Laboratory value", TableAlignment.Left),
            .. Enumerable.Range(1, 30).Select(i => new TableColumn($"Visit{i}\nN = {20 + i}") { Spanner = $"Cycle{(i + 3) / 4}" })],
        Rows = [.. Enumerable.Range(1, 60).Select(
            r => new TableRow(
                [$"Alanine aminotransferase, {r}", .. Enumerable.Range(1, 30).Select(
                    c => new TableCell($"{r}.{c}") { Note = r == 3 && c == 5 ? "χ² ≥ 3." : null })]))],
        Footnotes = ["n (%) of patients."],
    };

    [Fact]
    public void A_wide_table_has_every_cell_once_and_its_headings_on_every_page()
    {
        string[] pages = Pages(Wide.ToPdf());
        Assert.True(pages.Length > 2);
        Assert.All(pages.Where(p => p.Contains("aminotransferase", StringComparison.Ordinal)),
            p => Assert.Contains("Laboratory value", p, StringComparison.Ordinal));
        Assert.All(pages.Skip(1).Where(p => p.Contains("aminotransferase, 1\n", StringComparison.Ordinal)),
            p => Assert.Contains("(continued)", p, StringComparison.Ordinal));
        string[] words = string.Join(' ', pages).Split([' ', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries);
        foreach (TableCell cell in Wide.Rows.SelectMany(r => r.Cells.Skip(1)).Where(c => c.Note is null))
            Assert.Single(words, w => w == cell.Text);
        Assert.Contains("χ² ≥ 3.", string.Join(' ', pages), StringComparison.Ordinal);
        Assert.Contains("n (%) of patients.", pages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_table_gives_the_same_bytes() => Assert.Equal(Wide.ToPdf(), Wide.ToPdf());

    [Fact]
    public void What_cannot_be_printed_is_refused()
    {
        Assert.Throws<NotSupportedException>(() => new SummaryTable { Columns = [new("a")], Rows = [new(["治療"])] }.ToPdf());
        Assert.Contains("does not end in .pdf", Assert.Throws<ArgumentException>(() => Wide.SavePdf("a.docx")).Message,
            StringComparison.Ordinal);
    }

    private static string[] Pages(byte[] pdf)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, pdf);
            var start = new ProcessStartInfo("pdftotext") { RedirectStandardOutput = true,
                StandardOutputEncoding = System.Text.Encoding.UTF8 };
            foreach (string argument in new[] { "-layout", "-enc", "UTF-8", path, "-" }) start.ArgumentList.Add(argument);
            using Process process = Process.Start(start)!;
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return text.TrimEnd('\f').Split('\f');
        }
        finally
        {
            File.Delete(path);
        }
    }
}
