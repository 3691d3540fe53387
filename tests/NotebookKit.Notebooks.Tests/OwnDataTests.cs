using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookKit.Notebooks.Tests;

/// <summary>What an analyst sees when the files of a cohort are damaged.</summary>
public sealed class OwnDataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit").FullName;

    public OwnDataTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "cohort"));
        foreach (string file in Directory.GetFiles(Repository.Path("data-templates", "example"), "*.csv"))
            File.Copy(file, Path.Combine(_folder, "cohort", Path.GetFileName(file)));
        WriteNotebook("Console.WriteLine(\"kept\");", $"""
            #r "{Repository.Path("artifacts", "kit", "NotebookKit.dll").Replace('\\', '/')}"
            #r "{Repository.Path("artifacts", "kit", "Microsoft.Data.Analysis.dll").Replace('\\', '/')}"
            using NotebookKit;
            var cohort = Cohort.Load("cohort").ThrowIfInvalid();
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_malformed_value_is_named_by_file_row_and_column()
    {
        string path = Path.Combine(_folder, "cohort", "lesion_measurements.csv");
        string[] lines = await File.ReadAllLinesAsync(path);
        int column = Array.IndexOf(lines[0].Split(','), "longest_diameter_mm");
        string[] cells = lines[7].Split(',');
        cells[column] = "12 mm";
        lines[7] = string.Join(',', cells);
        await File.WriteAllLinesAsync(path, lines);
        string errors = await Fails();
        Assert.Contains("study.ipynb, cell 2, line 4: NotebookKit.Cohorts.InvalidCohortException", errors, StringComparison.Ordinal);
        Assert.Contains("lesion_measurements.csv, row 8, column longest_diameter_mm: ", errors, StringComparison.Ordinal);
        Assert.Contains("'12 mm'", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unclosed_quote_is_named_by_file_and_row()
    {
        string path = Path.Combine(_folder, "cohort", "patients.csv");
        string[] lines = await File.ReadAllLinesAsync(path);
        lines[4] = "\"" + lines[4];
        await File.WriteAllLinesAsync(path, lines);
        Assert.Contains("patients.csv, row 5", await Fails(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_patients_are_enough_for_the_notebook_of_survival()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(_folder, "cohort")))
            await File.WriteAllLinesAsync(file, (await File.ReadAllLinesAsync(file)).Where(
                (line, i) => i == 0 || Regex.IsMatch(line, @"(^|,)P00[123]\b")));
        string notebook = await File.ReadAllTextAsync(Repository.Path("notebooks", "03-survival.ipynb"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "study.ipynb"), notebook
            .Replace("../artifacts/kit", Repository.Path("artifacts", "kit").Replace('\\', '/'), StringComparison.Ordinal)
            .Replace("../data-templates/example", "cohort", StringComparison.Ordinal));
        (int code, _, string errors) = await CommandLine.RunAsync("run", Path.Combine(_folder, "study.ipynb"), "-o",
            Path.Combine(_folder, "out"));
        Assert.True(code == 0, errors);
        string executed = await File.ReadAllTextAsync(Path.Combine(_folder, "out", "study.ipynb"));
        Assert.Contains("monotone likelihood", executed, StringComparison.Ordinal);
        Assert.Contains("there is nothing to test", executed, StringComparison.Ordinal);
    }

    private async Task<string> Fails()
    {
        (int code, _, string errors) = await CommandLine.RunAsync("run", Path.Combine(_folder, "study.ipynb"), "-o",
            Path.Combine(_folder, "out"));
        Assert.Equal(1, code);
        JsonNode executed = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "out", "study.ipynb")))!;
        Assert.Equal("kept\n", (string?)executed["cells"]![0]!["outputs"]![0]!["text"]![0]);
        Assert.Equal("error", (string?)executed["cells"]![1]!["outputs"]![0]!["output_type"]);
        return errors;
    }

    private void WriteNotebook(params string[] cells) => File.WriteAllText(Path.Combine(_folder, "study.ipynb"), new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select(c => new JsonObject
        {
            ["cell_type"] = "code", ["metadata"] = new JsonObject(), ["source"] = c, ["outputs"] = new JsonArray(),
            ["execution_count"] = null,
        })]),
        ["metadata"] = new JsonObject(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString());
}
