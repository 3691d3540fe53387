using System.Diagnostics;
using System.Text;
using NotebookKit.Rendering;

namespace NotebookKit.Tests.Rendering;

/// <summary>
/// Opens the Word, RTF and Excel files in LibreOffice. Where LibreOffice is not installed the tests say so and are not run.
/// </summary>
public sealed class WordInLibreOfficeTests
{
    [Theory]
    [InlineData("docx", "txt:Text")]
    [InlineData("rtf", "txt:Text")]
    [InlineData("xlsx", "csv:Text - txt - csv (StarCalc):44,34,76")]
    public void The_file_opens_and_shows_every_cell(string ending, string text)
    {
        string? office = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(p => Path.Combine(p, "soffice"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(office is null, "LibreOffice (soffice) is not installed.");
        string folder = Directory.CreateTempSubdirectory("notebookkit-word").FullName;
        try
        {
            SampleTables.Publishable.Save(Path.Combine(folder, "table." + ending));
            Convert(office!, folder, "table." + ending, "pdf");
            Convert(office!, folder, "table." + ending, text);
            Assert.Equal("%PDF", Encoding.ASCII.GetString(File.ReadAllBytes(Path.Combine(folder, "table.pdf")).AsSpan(0, 4)));
            string shown = File.ReadAllText(Path.Combine(folder, ending == "xlsx" ? "table.csv" : "table.txt"));
            foreach (TableRow row in SampleTables.Publishable.Rows)
                Assert.All(row.Cells, cell => Assert.Contains(cell.Text, shown));
            Assert.Contains("NET, 30 procedures", shown);
            Assert.Contains("Grades by CTCAE 5.0.", shown);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Convert(string office, string folder, string file, string format)
    {
        var start = new ProcessStartInfo(office) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { "--headless", $"-env:UserInstallation=file://{folder}/profile", "--convert-to", format, file })
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
