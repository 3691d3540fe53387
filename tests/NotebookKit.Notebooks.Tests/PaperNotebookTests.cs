using System.Text.RegularExpressions;

namespace NotebookKit.Notebooks.Tests;

/// <summary>What <c>notebookkit new</c> writes leads from data to the Word file, and says nothing of the example.</summary>
public sealed class PaperNotebookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit-paper").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_study_with_data_gives_one_Word_file_and_every_figure()
    {
        string study = await New("--from", Repository.Path("data-templates", "example"));
        string notebook = await File.ReadAllTextAsync(Path.Combine(study, "paper.ipynb"));
        Assert.DoesNotMatch(new Regex(@"artifacts/paper|data-templates|(?<!\.)\bNET\b|\bNEC\b|invented|[Ss]ynthetic"), notebook);
        string executed = await Run(study, "-p", "groups=who_grade");
        string[] files = [.. Directory.GetFiles(Path.Combine(study, "paper"))
            .Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
        Assert.Equal(["figure-1.tiff", "figure-2.tiff", "figure-3.tiff", "figure-4.tiff", "figure-5.tiff", "figure-6.tiff", "paper.docx"],
            files);
        foreach (string says in new[] { "Tumour response was judged by mRECIST", "within days 14 to 60", "Death without progression: ",
            "Kaplan-Meier estimates", "permuted in all possible ways", "Permutation of patients", "Cox regression of patients (Efron ties)",
            "Grades by CTCAE 5.0", "Analyses were done with NotebookKit", "STROBE checklist", "Table 1, Table 2" })
            Assert.Contains(says, executed, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("invented|[Ss]ynthetic"), executed);
    }

    [Fact]
    public async Task A_spreadsheet_with_recorded_responses_gives_the_Word_file()
    {
        string study = await New("--from",
            Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "import-study", "spreadsheet"));
        string mapping = Path.Combine(study, "data", "mapping.csv");
        await File.WriteAllTextAsync(mapping,
            (await File.ReadAllTextAsync(mapping)).Replace(",constant:,", ",constant:5.0,", StringComparison.Ordinal));
        Assert.Contains("Responses are those recorded.", await Run(study, "-p", "groups=sex"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(study, "paper", "paper.docx")));
    }

    [Fact]
    public async Task A_study_without_data_runs_and_says_what_is_not_there_yet()
    {
        string executed = await Run(await New());
        Assert.Contains("No patients yet.", executed, StringComparison.Ordinal);
        Assert.Contains("No adverse events yet.", executed, StringComparison.Ordinal);
    }

    private async Task<string> New(params string[] arguments)
    {
        string study = Path.Combine(_folder, "study");
        (int code, string output, string errors) = await CommandLine.RunAsync(["new", study, .. arguments]);
        Assert.True(code == 0, output + errors);
        return study;
    }

    private static async Task<string> Run(string study, params string[] arguments)
    {
        (int code, string output, string errors) = await CommandLine.RunAsync(["run", Path.Combine(study, "paper.ipynb"),
            "-o", Path.Combine(study, "out"), .. arguments]);
        Assert.True(code == 0, output + errors);
        return await File.ReadAllTextAsync(Path.Combine(study, "out", "paper.ipynb"));
    }
}
