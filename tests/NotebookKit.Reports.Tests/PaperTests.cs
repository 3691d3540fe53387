using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using NotebookKit.Charts;
using NotebookKit.Rendering;
using NotebookKit.Response.Criteria;
using NotebookKit.Survival;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Reports.Tests;

/// <summary>The methods paragraph follows the options that were used, and the files hold what was added.</summary>
public sealed class PaperTests : IDisposable
{
    private static readonly Cohort Example = Cohort.Load(Repository.Path("data-templates", "example"));

    private readonly string _folder = Directory.CreateTempSubdirectory("paper").FullName;

    private static AnalysisSets.AnalysisSet Patients => Example.OverallSurvival().ToDataFrame()
        .AddColumnsFrom(Example.Patients, "patient_id", "sex", "age_at_index_years")
        .AnalysisSet("patients", key: "patient_id", by: "sex");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Another_option_gives_another_sentence_and_reference()
    {
        var paper = new Paper("T");
        paper.Use(Example.AssessResponse(new() { Criterion = ResponseCriterion.Recist11, WindowLastDay = 50 }).At(1));
        paper.Use(Patients.KaplanMeier("os_months", "os_event",
            new() { ConfidenceType = ConfidenceIntervalType.LogLog, ConfidenceLevel = 0.9 }));
        paper.Use(Patients.Cox("Surv(os_months, os_event) ~ age_at_index_years", new() { Ties = CoxTies.Breslow }));
        Assert.Contains("judged by RECIST 1.1", paper.Methods);
        Assert.Contains("within days 14 to 50", paper.Methods);
        Assert.Contains("90% confidence limits on the log-log scale [2]", paper.Methods);
        Assert.Contains("(Breslow ties)", paper.Methods);
        Assert.DoesNotContain("mRECIST", paper.Methods);
        Assert.StartsWith("Eisenhauer", paper.References[0]);
        Assert.Equal(4, paper.References.Length);
        Assert.Contains(paper.References, r => r.StartsWith("Breslow", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_not_used_is_not_told_and_nothing_is_told_twice()
    {
        var paper = new Paper("T");
        Assert.Matches("^Analyses were done with NotebookKit [0-9.]+ on .NET [0-9.]+\\.$", paper.Methods);
        paper.Add(Patients.KaplanMeier("os_months", "os_event"));
        paper.Add(Patients.KaplanMeier("os_months", "os_event"));
        paper.Method("Two readers agreed on every scan.", "A reference");
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(paper.Methods, "Kaplan-Meier"));
        Assert.Contains("Two readers agreed on every scan [2].", paper.Methods);
        Assert.Equal(["Table 1, Table 2"], paper.Strobe().Rows.Where(r => r.Cells[0].Text == "15").Select(r => r.Cells[2].Text));
        Assert.Equal(["to be written by the authors"],
            paper.Strobe().Rows.Where(r => r.Cells[0].Text == "22").Select(r => r.Cells[2].Text));
    }

    [Fact]
    public void The_Word_file_holds_numbered_tables_figures_references_and_checklist()
    {
        var paper = new Paper("Embolization & its price");
        paper.Add(Patients.Describe(options: new() { P = true, Title = "Characteristics" }));
        KaplanMeierEstimate curve = paper.Add(Patients.KaplanMeier("os_months", "os_event", new() { Title = "Overall survival" }));
        paper.Add(curve.ToFigure(), strobe: "15");
        SummaryTable files = paper.Save(_folder);
        Assert.Equal(["paper.docx", "figure-1.tiff"], files.Rows.Select(r => r.Cells[0].Text));
        Assert.Empty(files.Footnotes);
        Assert.True(new FileInfo(Path.Combine(_folder, "figure-1.tiff")).Length > 10_000);
        using WordprocessingDocument word = WordprocessingDocument.Open(Path.Combine(_folder, "paper.docx"), false);
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Microsoft365)
            .Validate(word, TestContext.Current.CancellationToken).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        string text = word.MainDocumentPart!.Document!.Body!.InnerText;
        foreach (string says in new[] { "Embolization & its price", "Table 1. Characteristics", "Table 2. Overall survival",
            "P values of Table 1: ", "Kaplan EL, Meier P.", "STROBE checklist", "Table 2, Figure 1" })
            Assert.Contains(says, text, StringComparison.Ordinal);
        Assert.Equal(3, word.MainDocumentPart.Document.Body.Descendants<Table>().Count());
    }
}
