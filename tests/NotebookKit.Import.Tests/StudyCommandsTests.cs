using NotebookKit.Import.Studies;

namespace NotebookKit.Import.Tests;

/// <summary>What the commands write and the code they end with.</summary>
public sealed class StudyCommandsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("study").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Validate_ends_with_0_for_the_example_and_1_for_an_error()
    {
        var output = new StringWriter();
        string example = Repository.Path("data-templates", "example"), csv = Path.Combine(_folder, "findings.csv");
        Assert.Equal(0, StudyCommands.Validate(example, null, null, "2026-11-27", [], output));
        Assert.Equal(1, StudyCommands.Validate(example, csv, Path.Combine(_folder, "findings.html"), "2019-01-01", [], output));
        Assert.Contains("D07", File.ReadAllText(csv));
        Assert.Equal(0, StudyCommands.Validate(example, null, null, "2019-01-01", ["D07"], output));
        Assert.Equal(2, StudyCommands.Validate(example, null, null, "1.1.2019", [], output));
    }

    [Fact]
    public void New_makes_a_folder_with_templates_that_load()
    {
        string study = Path.Combine(_folder, "study");
        Assert.Equal(0, StudyCommands.New(study, null, "/kit", new StringWriter()));
        Assert.Equal(2, StudyCommands.New(study, null, "/kit", new StringWriter()));
        Assert.Empty(NotebookKit.Cohort.Load(Path.Combine(study, "data")).Findings);
        string ignored = File.ReadAllText(Path.Combine(study, ".gitignore"));
        Assert.Contains("/data/*", ignored);
        Assert.DoesNotContain("!", ignored); // a mapping shows example values: identifiers, dates, names
        System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(study, "paper.ipynb")));
    }

    [Fact]
    public void New_from_files_proposes_a_mapping_and_import_applies_it()
    {
        string study = Path.Combine(_folder, "study");
        Assert.Equal(0,
            StudyCommands.New(study, Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "import-study", "spreadsheet"), "/kit",
                new StringWriter()));
        string notebook = File.ReadAllText(Path.Combine(study, "paper.ipynb"));
        System.Text.Json.JsonDocument.Parse(notebook);
        Assert.Contains("Cohort.Import(data)", notebook);
        Assert.Contains("#r \\\"/kit/NotebookKit.Import.dll\\\"", notebook);
        Assert.Contains("using NotebookKit.Import;", notebook);
        Assert.DoesNotContain("../", notebook);
        var output = new StringWriter();
        Assert.Equal(1, StudyCommands.Validate(Path.Combine(study, "data"), null, null, "2026-11-27", [], output)); // grades of no version
        StudyImportTests.NameVersion(Path.Combine(study, "data"));
        Assert.Equal(0, StudyCommands.Import(Path.Combine(study, "data"), propose: false, overwrite: false, output));
        Assert.Equal(0, StudyCommands.Validate(Path.Combine(study, "data"), null, null, "2026-11-27", [], output));
        Assert.Contains("Cohort in", output.ToString());
        Assert.True(File.Exists(Path.Combine(study, "data", "import-report.html")));
    }
}
