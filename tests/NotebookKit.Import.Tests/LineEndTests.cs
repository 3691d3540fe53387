using System.Globalization;
using System.Text;
using NotebookKit.Cohorts;

namespace NotebookKit.Import.Tests;

/// <summary>A text file is the same with the line ends of Windows and with those of other systems.</summary>
public sealed class LineEndTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ends").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Zoo => Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "data-zoo");

    public static TheoryData<string> TextFiles => new(Directory.EnumerateFiles(Zoo, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetExtension(f) is ".csv" or ".tsv" or ".txt" or ".json" && Path.GetFileName(f) != "expected.json")
        .Where(f => Other(File.ReadAllBytes(f)) is not null).Select(f => Path.GetRelativePath(Zoo, f).Replace('\\', '/'))
        .Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(TextFiles))]
    public void A_text_file_reads_alike(string file)
    {
        string path = Path.Combine(Zoo, file), other = Path.Combine(_folder, Path.GetFileName(file));
        File.WriteAllBytes(other, Other(File.ReadAllBytes(path))!);
        var options = new DataFileOptions { Today = new DateOnly(2026, 11, 27) };
        Assert.Equal(Text(DataFile.Read(path, options: options)), Text(DataFile.Read(other, options: options)));
    }

    [Theory]
    [InlineData("spreadsheet")]
    [InlineData("redcap")]
    public void A_study_with_its_mapping_and_dictionary_imports_alike(string form)
    {
        foreach (string file in Directory.GetFiles(
            Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "import-study", form)))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        Cohort.ProposeImport(_folder);
        string[] before = Everything();
        foreach (string file in Directory.GetFiles(_folder).Where(f => Path.GetExtension(f) is ".csv" or ".txt" or ".tsv"))
            if (Other(File.ReadAllBytes(file)) is { } bytes) File.WriteAllBytes(file, bytes);
        Assert.Equal(before, Everything());
    }

    private string[] Everything()
    {
        Cohort cohort = Cohort.Import(_folder, options: new CohortOptions { Today = new DateOnly(2026, 11, 27) });
        return [.. cohort.Findings.Select(f => f.ToString()),
            .. new[] { cohort.Patients, cohort.Procedures, cohort.Imaging, cohort.AdverseEvents }.SelectMany(
                frame => frame.Rows.Select(row => string.Join('|', row.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)))))];
    }

    /// <summary>The other line ends; null where a file has none, mixes them, or is not one byte a letter.</summary>
    private static byte[]? Other(byte[] bytes)
    {
        if (bytes.Contains((byte)0)) return null;
        string text = Encoding.Latin1.GetString(bytes);
        int windows = text.Split("\r\n").Length - 1, feeds = text.Count(c => c == '\n'), returns = text.Count(c => c == '\r');
        if (feeds == 0 || returns != windows || (windows > 0 && windows != feeds)) return null;
        return Encoding.Latin1.GetBytes(windows > 0 ? text.Replace("\r\n", "\n") : text.Replace("\n", "\r\n"));
    }

    private static string Text(DataFile read) => string.Join('\n', [
        .. read.Findings.Select(f => $"{f.Severity} {f.Rule} row {f.Row} {f.Column} '{f.Value}': {f.Message}".ReplaceLineEndings("\n")),
        .. read.IsTable ? read.Frame.Columns.Select(c => c.Name + ": " + string.Join('|', Enumerable.Range(0, (int)read.Frame.Rows.Count)
            .Select(r => Convert.ToString(c[r], CultureInfo.InvariantCulture)!.ReplaceLineEndings("\n")))) : []]);
}
