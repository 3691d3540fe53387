using System.Diagnostics;
using System.Text;
using NotebookKit.Rendering;

namespace NotebookKit.Tests.Rendering;

/// <summary>Opens the Word file in LibreOffice. Where LibreOffice is not installed the test says so and is not run.</summary>
public sealed class WordInLibreOfficeTests
{
    [Fact]
    public void The_word_file_opens_and_shows_every_cell()
    {
        string? office = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(p => Path.Combine(p, "soffice")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(office is null, "LibreOffice (soffice) is not installed.");
        string folder = Directory.CreateTempSubdirectory("notebookkit-word").FullName;
        try
        {
            SampleTables.Publishable.Save(Path.Combine(folder, "table.docx"));
            Convert(office!, folder, "pdf");
            Convert(office!, folder, "txt:Text");
            Assert.Equal("%PDF", Encoding.ASCII.GetString(File.ReadAllBytes(Path.Combine(folder, "table.pdf")).AsSpan(0, 4)));
            string text = File.ReadAllText(Path.Combine(folder, "table.txt"));
            foreach (TableRow row in SampleTables.Publishable.Rows)
                Assert.All(row.Cells, cell => Assert.Contains(cell.Text, text));
            Assert.Contains("NET, 30 procedures", text);
            Assert.Contains("Grades by CTCAE 5.0.", text);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Convert(string office, string folder, string format)
    {
        var start = new ProcessStartInfo(office) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { "--headless", $"-env:UserInstallation=file://{folder}/profile", "--convert-to", format, "table.docx" })
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
