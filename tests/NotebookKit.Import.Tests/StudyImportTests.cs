using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Import.Tests;

/// <summary>
/// One invented cohort as a German spreadsheet, a REDCap export and an SPSS file (tests/NotebookKit.Import.Tests/golden/import-study) is
/// one cohort.
/// </summary>
public sealed class StudyImportTests : IDisposable
{
    private static readonly string[] PatientColumns =
    [
        "patient_id", "age_at_index_years", "sex", "primary_site", "who_grade", "ki67_percent", "diagnosis_date", "vital_status",
        "last_contact_date", "death_date", "death_cause",
    ];

    private static readonly string[] ProcedureColumns = ["procedure_id", "patient_id", "procedure_number", "index_procedure",
        "procedure_date", "modality"];

    private readonly string _folder = Directory.CreateTempSubdirectory("import").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("spreadsheet")]
    [InlineData("redcap")]
    [InlineData("spss")]
    public void The_proposed_mapping_alone_gives_the_cohort(string form)
    {
        Cohort cohort = Imported(form);
        Assert.True(cohort.IsValid, string.Join("\n", cohort.Findings.Take(20)) + "\n" + File.ReadAllText(
            Path.Combine(_folder, "mapping.csv")) + File.ReadAllText(Path.Combine(_folder, "recode.csv")));
        Cohort example = Cohort.Load(Repository.Path("data-templates", "example"));
        Assert.Equal(Texts(example.Patients, PatientColumns).Take(14), Texts(cohort.Patients, PatientColumns));
        int procedures = (int)cohort.Procedures.Rows.Count;
        Assert.Equal(Texts(example.Procedures, ProcedureColumns).Take(procedures), Texts(cohort.Procedures, ProcedureColumns));
        Assert.True(procedures > 14);
    }

    [Fact]
    public void The_three_forms_lead_to_the_same_tables_and_curves()
    {
        string[] spreadsheet = Results("spreadsheet"), redcap = Results("redcap"), spss = Results("spss");
        Assert.Equal(spreadsheet, redcap);
        Assert.Equal(spreadsheet, spss);
        Assert.Contains("ki67_percent", spreadsheet[0], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("patients, n = 14", spreadsheet[1], StringComparison.Ordinal);
        Assert.Contains("as recorded", spreadsheet[2], StringComparison.Ordinal);
        Assert.Contains("Objective response", spreadsheet[3], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("liver abscess", spreadsheet[5], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Table 1, curve, responses, progression-free survival and adverse events of one form of the cohort.</summary>
    private string[] Results(string form)
    {
        foreach (string file in Directory.GetFiles(_folder)) File.Delete(file);
        Copy(form);
        Cohort.ProposeImport(_folder);
        string mapping = Path.Combine(_folder, "mapping.csv");
        NameVersion(_folder);
        Cohort cohort = Cohort.Import(_folder, options: new CohortOptions { Today = new DateOnly(2026, 11, 27) });
        Assert.True(cohort.IsValid, form + "\n" + string.Join("\n", cohort.Findings.Take(20)) + "\n" + File.ReadAllText(
            mapping) + File.ReadAllText(Path.Combine(_folder, "recode.csv")));
        DataFrame survival = cohort.OverallSurvival().ToDataFrame(), ends = cohort.RecordedAssessments()
            .RecordedEndPoints("procedure_id", "imaging_date", "response", "procedure_date", death: "death_date").ToDataFrame();
        return
        [
            cohort.Patients.Describe(unit: "patients").ToString(),
            survival.KaplanMeier("os_months", "os_event", unit: "patients").ToString(), cohort.RecordedResponses().ToString(),
            cohort.RecordedResponses().ToDataFrame().TabulateResponse("best_response", unit: "procedures").ToString(),
            string.Join("\n", Texts(ends, [.. ends.Columns.Select(c => c.Name)])),
            cohort.AssessSafety().ByTerm("procedures").ToString(), cohort.AssessSafety().ByTerm("patients").ToString(),
        ];
    }

    [Fact]
    public void A_value_that_nobody_decided_is_an_error_with_its_count()
    {
        Copy("spreadsheet");
        string file = Path.Combine(_folder, "Register.csv");
        File.WriteAllBytes(file,
            [.. System.Text.Encoding.Latin1.GetBytes(
                System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)).Replace(";TACE", ";TACE??", StringComparison.Ordinal))]);
        Cohort.ProposeImport(_folder);
        Cohort cohort = Cohort.Import(_folder);
        Finding finding = Assert.Single(cohort.Findings, f => f.Rule == "M01");
        Assert.Equal(("modality", "TACE??", FindingSeverity.Error), (finding.Column, finding.Value, finding.Severity));
        Assert.Matches(@"\(\d+ ×\)", finding.Message);
    }

    [Fact]
    public void The_mapping_on_the_next_export_names_new_and_gone_columns_and_new_codes()
    {
        Copy("spreadsheet");
        Cohort.ProposeImport(_folder);
        string file = Path.Combine(_folder, "Register.csv");
        string text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))
            .Replace("Todesursache", "Ursache", StringComparison.Ordinal)
            .Replace(";w;Pankreas", ";divers;Pankreas", StringComparison.Ordinal);
        File.WriteAllBytes(file, System.Text.Encoding.Latin1.GetBytes(text));
        Cohort cohort = Cohort.Import(_folder);
        Assert.Contains(cohort.Findings, f => f.Rule == "M02" && f.Severity == FindingSeverity.Error && f.Column == "Todesursache");
        Assert.Contains(cohort.Findings, f => f.Rule == "M03" && f.Column == "Ursache");
        Assert.Contains(cohort.Findings, f => f.Rule == "M01" && f.Value == "divers");
    }

    [Fact]
    public void A_mapping_is_not_overwritten_and_a_missing_one_says_how_to_get_it()
    {
        Copy("spreadsheet");
        Assert.Contains("--propose", Assert.Throws<FileNotFoundException>(() => Cohort.Import(_folder)).Message);
        Cohort.ProposeImport(_folder);
        Assert.Throws<IOException>(() => Cohort.ProposeImport(_folder));
        Cohort.ProposeImport(_folder, overwrite: true);
    }

    [Fact]
    public void Everyday_workbook_reaches_a_cohort_by_tables_alone()
    {
        File.Copy(Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "data-zoo", "workbooks", "everyday.xlsx"),
            Path.Combine(_folder, "everyday.xlsx"));
        Cohort.ProposeImport(_folder);
        string[] mapped = [.. File.ReadAllLines(Path.Combine(_folder, "mapping.csv")).Skip(1).Select(l => l.Split(',')[2])];
        Assert.Equal(["Pat-Nr", "Name", "Geschl.", "Diagnose", "Ki67 (%)", "CgA", "1. TACE", "Tumorgröße", "verstorben"],
            mapped.Where(c => c.Length > 0).Distinct()); // every column has its row
        Cohort cohort = Cohort.Import(_folder);
        Assert.Equal(3, cohort.Patients.Rows.Count);
        Assert.Equal(["0001", "0002", "0003"], cohort.Patients["patient_id"].Cast<string>());
        Assert.Contains(cohort.Findings, f => f.Rule == "M01" && f.Value == "Nov. 2018" && f.Row is not null);
        Assert.All(cohort.Findings.Where(f => f.Severity == FindingSeverity.Error), f => Assert.NotEmpty(f.HowToFix));
    }

    private Cohort Imported(string form)
    {
        Copy(form);
        Cohort.ProposeImport(_folder);
        NameVersion(_folder);
        return Cohort.Import(_folder, options: new CohortOptions { Today = new DateOnly(2026, 11, 27) });
    }

    /// <summary>The one thing that the files do not say: the version of the grades.</summary>
    internal static void NameVersion(string folder)
    {
        string mapping = Path.Combine(folder, "mapping.csv");
        File.WriteAllText(mapping, File.ReadAllText(mapping).Replace(",constant:,", ",constant:5.0,", StringComparison.Ordinal));
    }

    private void Copy(string form)
    {
        foreach (string file in Directory.GetFiles(Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "import-study", form)))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    private static IEnumerable<string> Texts(DataFrame frame, string[] columns) =>
        Enumerable.Range(0, (int)frame.Rows.Count)
            .Select(r => string.Join("|", columns.Select(c => Convert.ToString(frame[c][r], CultureInfo.InvariantCulture))));
}
