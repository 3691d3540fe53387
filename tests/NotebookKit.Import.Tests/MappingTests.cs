using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Import.Tests;

/// <summary>Mappings by hand: cells with several entries or parts, rows without a patient, spellings that would join persons.</summary>
public sealed class MappingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mapping").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_unfamiliar_register_leads_to_every_table_by_its_proposal()
    {
        foreach (string file in Directory.GetFiles(
            Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "import-study", "clinic")))
                File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        Cohort.ProposeImport(_folder);
        StudyImportTests.NameVersion(_folder);
        Assert.DoesNotContain(",open", File.ReadAllText(Path.Combine(_folder, "recode.csv")), StringComparison.Ordinal);
        Cohort cohort = Import();
        Assert.True(cohort.IsValid, string.Join("\n", cohort.Findings.Take(20)));
        Assert.Contains("N = 30 patients", cohort.Patients.Describe(unit: "patients").ToString(), StringComparison.Ordinal);
        Assert.Contains("19.4 (15.8–34.9)", cohort.OverallSurvival().ToDataFrame().KaplanMeier("os_months", "os_event", unit: "patients")
            .ToString(), StringComparison.Ordinal);
        Assert.Contains("21/41 (51%) 35–67%", cohort.RecordedResponses().ToDataFrame().TabulateResponse("best_response", unit: "procedures")
            .ToString(), StringComparison.Ordinal);
        Assert.Contains("23 (56%)", cohort.AssessSafety().ByTerm("procedures").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_of_one_cell_become_rows()
    {
        Write("register.csv", "id;eingriffe;art\nP1;04.03.2019; TACE\nP2;04.03.2019 / 17.06.2019;TAE/TACE\nP3;;\n");
        Write("mapping.csv",
            "file,sheet,source_column,example_values,table,column,transform,unit,note\nregister.csv,,id,,patients,patient_id,,,"
                + "\nregister.csv,,eingriffe,,procedures,procedure_date,split:/,,\nregister.csv,,art,,procedures,modality,split:/ "
                + "recode,,\n");
        Write("recode.csv",
            "table,column,source_value,count,value,status\nprocedures,modality,TACE,2,ctace,\nprocedures,modality,TAE,1,tae,\n");
        Assert.Equal(["P1-1|P1|2019-03-04|ctace", "P2-1|P2|2019-03-04|tae", "P2-2|P2|2019-06-17|ctace"],
            Rows(Import().Procedures, "procedure_id", "patient_id", "procedure_date", "modality"));
    }

    [Fact]
    public void Entries_without_a_partner_are_an_error()
    {
        Write("register.csv", "id;eingriffe;art\nP2;04.03.2019;TAE/TACE\n");
        Write("mapping.csv",
            "file,source_column,table,column,transform\nregister.csv,id,patients,patient_id,\nregister.csv,eingriffe,procedures,"
                + "procedure_date,split:/\nregister.csv,art,procedures,modality,split:/\n");
        Finding finding = Assert.Single(Import().Findings, f => f.Rule == "M07");
        Assert.Equal((FindingSeverity.Error, 2, "'eingriffe' (1), 'art' (2)"),
            (finding.Severity, finding.Row, finding.Message.Split("cells ")[1].Split(" hold")[0]));
    }

    [Fact]
    public void Parts_of_one_cell_go_to_several_columns()
    {
        Write("register.csv", "id;person;tumour\nP1;w/63,5;G2, 12%\nP2;m/70;G3\nP3;m/55/x;NEC, 80%\n");
        Write("mapping.csv",
            "file,source_column,table,column,transform\nregister.csv,id,patients,patient_id,\nregister.csv,person,patients,sex,"
                + "part:1:/\nregister.csv,person,patients,age_at_index_years,part:2:/\n\"register.csv\",tumour,patients,who_grade,"
                + "\"part:1:,\"\nregister.csv,tumour,patients,ki67_percent,\"part:2:,\"\n");
        Write("recode.csv", "table,column,source_value,count,value,status\npatients,sex,w,1,female,\npatients,sex,m,2,male,\n");
        Cohort cohort = Import();
        Assert.Equal(["P1|female|63.5|G2|12", "P2|male|70|G3|", "P3|male|55|NEC|80"],
            Rows(cohort.Patients, "patient_id", "sex", "age_at_index_years", "who_grade", "ki67_percent"));
        Assert.Equal("m/55/x", Assert.Single(cohort.Findings, f => f.Rule == "M07").Value);
    }

    [Fact]
    public void Rows_without_a_patient_and_spellings_that_join_patients_are_errors()
    {
        Write("register.csv", "id,sex\nP 1,female\nP-1,male\n,female\n,\n");
        Write("mapping.csv",
            "file,source_column,table,column,transform\nregister.csv,id,patients,patient_id,\nregister.csv,sex,patients,sex,\n");
        Cohort cohort = Import();
        Assert.Equal(4, Assert.Single(cohort.Findings, f => f.Rule == "M07").Row);
        Assert.Contains("'P-1' and 'P 1' (row 2) both become P-1", Assert.Single(cohort.Findings, f => f.Rule == "M08").Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_transform_that_does_not_exist_is_named()
    {
        Write("register.csv", "id,sex\nP1,female\n");
        Write("mapping.csv",
            "file,source_column,table,column,transform\nregister.csv,id,patients,patient_id,\nregister.csv,sex,patients,sex,upper\n");
        Finding finding = Assert.Single(Import().Findings, f => f.Rule == "M02" && f.Value == "upper");
        Assert.Contains("split:;", finding.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_alone_does_not_say_who_is_male_or_dead()
    {
        Write("register.csv", "patient_id,sex,status\nP1,1,1\nP2,2,0\n");
        Cohort.ProposeImport(_folder);
        Assert.Equal(4, File.ReadLines(Path.Combine(_folder, "recode.csv")).Count(l => l.EndsWith(",open", StringComparison.Ordinal)));
    }

    [Fact]
    public void Next_month_names_rows_that_came_went_and_changed_and_codes_that_are_gone()
    {
        Write("register.csv", "patient_id,sex,ki67\nP1,w,10\nP2,m,20\nP3,m,30\nP4,u,40\n");
        Cohort.ProposeImport(_folder);
        Assert.DoesNotContain(Import().Findings, f => f.Rule is "M09" or "M10");
        Write("register.csv", "patient_id,sex,ki67\nP5,w,50\nP3,m,30\nP1,w,12\nP4,m,40\n");
        FindingList findings = Import().Findings;
        Assert.Equal(
            ["1 row gone since the last import: P2.", "1 row new since the last import: P5.",
                "2 rows changed since the last import, in ki67, sex: P1, P4."],
            findings.Where(f => f.Rule == "M09").Select(f => f.Message).Order(StringComparer.Ordinal));
        Assert.Contains("u (patients.sex, 1 ×)", Assert.Single(findings, f => f.Rule == "M10").Message, StringComparison.Ordinal);
        Assert.Equal(3, Import().Findings.Count(f => f.Rule == "M09")); // reading keeps the state
        NotebookKit.Import.Studies.StudyCommands.Import(_folder, propose: false, overwrite: false, new StringWriter());
        Assert.DoesNotContain(Import().Findings, f => f.Rule == "M09");
        Assert.DoesNotContain("P1", File.ReadAllText(Path.Combine(_folder, "import-state.json")).Replace("\"P1\"", "",
            StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private Cohort Import() => Cohort.Import(_folder, options: new CohortOptions { Today = new DateOnly(2026, 11, 27) });

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    private static string[] Rows(DataFrame frame, params string[] columns) =>
        [.. Enumerable.Range(0, (int)frame.Rows.Count)
            .Select(r =>
                string.Join("|", columns.Select(c => frame[c][r] is DateTime day
                    ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                    : Convert.ToString(frame[c][r], CultureInfo.InvariantCulture))))];
}
