using System.Text;
using NotebookKit.Cohorts;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Tests.Cohorts;

/// <summary>Each kind of finding, from one spoilt file: where it is, what was found and how to mend it.</summary>
public sealed class FindingTests
{
    /// <summary>file, text to replace, its replacement, and the one finding: rule, row, column, value, part of the remedy.</summary>
    public static TheoryData<string, string, string, string, int?, string?, string?, string> Spoilt => new()
    {
        { "patients.csv", "ki67_percent", "ki67", "S02", 1, "ki67", "ki67", "Rename it to ki67_percent" },
        { "patients.csv", "ki67_percent", "sex", "S02", 1, "sex", "sex", "Delete or rename" },
        { "patients.csv", "ki67_percent", "centre", "S02", 1, "centre", "centre", "column of your own" },
        { "patients.csv", "alive,2020-03-01\n", "alive,2020-03-01\n,,,,,,\n", "S03", 3, null, null, "Delete the row" },
        { "patients.csv", ",pancreas,", ", pancreas,", "S03", 2, "primary_site", "' pancreas'", "Delete the spaces" },
        { "procedures.csv", "ctace,70", "ctace", "S04", 3, null, "P002-1,P002,1,yes,2019-06-12,ctace", "missing commas" },
        { "procedures.csv", "tae,60", "tae,60,extra", "S04", 2, null, "P001-1,P001,1,yes,2019-05-14,tae,60,extra", "double quotes" },
        { "procedures.csv", "ctace,70", "ctace,\"70", "S05", 3, null, null, "Close or remove" },
        { "patients.csv", "61.4,female", "61.4,", "F01", 2, "sex", null, "Fill it in: female, male, other, unknown." },
        { "patients.csv", ",28,", ",\"28,5\",", "F02", 2, "ki67_percent", "28,5", "Write 28.5, not 28,5" },
        { "patients.csv", ",28,", ",28 %,", "F02", 2, "ki67_percent", "28 %", "Write the number alone: 28." },
        { "patients.csv", ",28,", ",NA,", "F02", 2, "ki67_percent", "NA", "Leave the cell blank" },
        { "procedures.csv", "P001,1,yes", "P001,1.0,yes", "F02", 2, "procedure_number", "1.0", "Write 1." },
        { "patients.csv", "61.4,female", "61.4,F", "F03", 2, "sex", "F", "Did you mean female?" },
        { "patients.csv", "61.4,female", "61.4,2", "F03", 2, "sex", "2", "not its code number" },
        { "patients.csv", ",small_bowel,", ",small bowel,", "F03", 3, "primary_site", "small bowel", "Did you mean small_bowel?" },
        { "procedures.csv", ",ctace,", ",c-tase,", "F03", 3, "modality", "c-tase", "Did you mean ctace?" },
        { "patients.csv", ",61.4,", ",614,", "F04", 2, "age_at_index_years", "614", "Check the value and its unit" },
        { "patients.csv", ",61.4,", ",-61.4,", "F04", 2, "age_at_index_years", "-61.4", "Check the value and its unit" },
        { "patients.csv", ",61.4,", ",6.4,", "F05", 2, "age_at_index_years", "6.4", "leave it if it is right" },
        { "imaging.csv", "2019-05-02", "42461", "F07", 2, "imaging_date", "42461", "42461 is a spreadsheet date number = 2016-04-01" },
        { "imaging.csv", "2019-05-02", "5/17/2019", "F07", 2, "imaging_date", "5/17/2019", "Write 2019-05-17." },
        { "imaging.csv", "2019-05-02", "17.5.2019", "F07", 2, "imaging_date", "17.5.2019", "Write 2019-05-17." },
        { "imaging.csv", "2019-05-02", "5/2/2019", "F07", 2, "imaging_date", "5/2/2019",
            "2019-05-02 if it is month/day, 2019-02-05 if it is day/month" },
        { "imaging.csv", "2019-05-02", "5/2/19", "F07", 2, "imaging_date", "5/2/19", "two digits" },
        { "imaging.csv", "2019-05-02", "2019/05/02", "F07", 2, "imaging_date", "2019/05/02", "Write 2019-05-02." },
        { "imaging.csv", "2019-05-02", "2019-05-02 00:00:00", "F07", 2, "imaging_date", "2019-05-02 00:00:00", "without the time" },
        { "imaging.csv", "2019-05-02", "2019-02-30", "F07", 2, "imaging_date", "2019-02-30", "No date reads 2019-02-30" },
        { "imaging.csv", "2019-05-02", "May 2019", "F07", 2, "imaging_date", "May 2019", "Write the date as 2019-05-14" },
        { "lesions.csv", "P002-L1,", "P002 L1,", "F09", 3, "lesion_id", "P002 L1", "Write it like P001-L1" },
        { "procedures.csv", "P002-1,P002,", "P002-1,P2,", "X01", 3, "patient_id", "P2", "Did you mean P002?" },
        { "procedures.csv", "P002-1,P002,", "P002-1,P009,", "X01", 3, "patient_id", "P009", "add the row to patients.csv" },
        { "treated_lesions.csv", "P001-1,", "P001-2,", "X02", 2, "procedure_id", "P001-2", "procedures.csv" },
        { "treated_lesions.csv", "P001-L1", "P001-L7", "X03", 2, "lesion_id", "P001-L7", "lesions.csv" },
        { "treated_lesions.csv", "P001-L1", "P002-L1", "X03", 2, "lesion_id", "P002-L1", "Correct one of the two" },
        { "lesion_measurements.csv", "P001-I1", "P002-I1", "X03", 2, "imaging_id", "P002-I1", "Correct one of the two" },
    };

    [Theory, MemberData(nameof(Spoilt))]
    public void One_spoilt_cell_gives_one_finding(string file, string old, string now, string rule, int? row, string? column, string? value,
        string remedy)
    {
        using TemporaryCohort files = TemporaryCohort.Small().Replace(file, old, now);
        Cohort cohort = files.Load();
        Finding finding = Assert.Single(cohort.Findings);
        Assert.Equal((rule, file, row, column, value), (finding.Rule, finding.File, finding.Row, finding.Column, finding.Value));
        Assert.Contains(remedy, finding.HowToFix, StringComparison.Ordinal);
        Assert.NotEmpty(finding.Message);
        Assert.NotEmpty(finding.Expected);
        Assert.Equal(finding.Severity != FindingSeverity.Error, cohort.IsValid);
    }

    [Fact]
    public void The_small_cohort_is_clean()
    {
        using TemporaryCohort files = TemporaryCohort.Small();
        Assert.Empty(files.Load().Findings);
    }

    [Fact]
    public void A_missing_required_column_is_reported_once_not_per_row()
    {
        using TemporaryCohort files = TemporaryCohort.Small()
            .Write("lesions.csv", "lesion_id,patient_id,organ", "P001-L1,P001,liver", "P002-L1,P002,liver");
        Finding finding = Assert.Single(files.Load().Findings);
        Assert.Equal(("S02", 1, "lesion_role"), (finding.Rule, finding.Row!.Value, finding.Column));
        Assert.Contains("template lesions.csv", finding.HowToFix);
    }

    [Fact]
    public void A_column_without_name_is_kept_under_its_number()
    {
        using TemporaryCohort files = TemporaryCohort.Small().Replace("procedures.csv", "largest_hepatic_tumor_mm", "");
        Cohort cohort = files.Load();
        Finding finding = Assert.Single(cohort.Findings);
        Assert.Equal(("S02", 1, FindingSeverity.Warning), (finding.Rule, finding.Row!.Value, finding.Severity));
        Assert.Equal("60", cohort.Procedures["column_7"][0]);
    }

    [Fact]
    public void A_duplicate_key_names_both_rows()
    {
        using TemporaryCohort files = TemporaryCohort.Small().Replace("patients.csv", "P002,", "P001,");
        Finding finding = files.Load().Findings.Single(f => f.Rule == "F06");
        Assert.Equal(("patients.csv", 3, "patients.csv", 2),
            (finding.File, finding.Row!.Value, finding.RelatedFile, finding.RelatedRow!.Value));
        Assert.Contains("row 2", finding.Message);
    }

    [Fact]
    public void A_key_of_two_columns_may_share_one_of_them()
    {
        using TemporaryCohort files = TemporaryCohort.Small();
        string[] lines = ["lesion_id,imaging_id,longest_diameter_mm,status", "P001-L1,P001-I1,60,measured", "P001-L1,P001-I2,50,measured"];
        files.Write("imaging.csv", "imaging_id,patient_id,imaging_date,timepoint", "P001-I1,P001,2019-05-02,baseline",
            "P001-I2,P001,2019-06-12,follow_up", "P002-I1,P002,2019-06-01,baseline");
        Assert.Empty(files.Write("lesion_measurements.csv", lines).Load().Findings);
        Finding finding = Assert.Single(files.Write("lesion_measurements.csv", [.. lines, lines[1]]).Load().Findings);
        Assert.Equal(("F06", 4, 2), (finding.Rule, finding.Row!.Value, finding.RelatedRow!.Value));
    }

    [Fact]
    public void A_later_outer_progression_contradicts()
    {
        using TemporaryCohort files = TemporaryCohort.Small().WriteText("followup_events.csv",
            "event_id,patient_id,event_type,event_date,procedure_id\nE1,P001,hepatic_progression,2019-09-01,P001-1\nE2,P001,"
                + "overall_progression,2019-09-02,P001-1\n");
        Finding finding = Assert.Single(files.Load().Findings);
        Assert.Equal(("X14", 2, 3), (finding.Rule, finding.Row!.Value, finding.RelatedRow!.Value));
        Assert.Contains("overall_progression", finding.Expected);
    }

    [Theory]
    [InlineData("local_progression,2019-09-01,P001-1", "1 hepatic_progression, 1 overall_progression")]
    [InlineData("hepatic_progression,2019-09-01,P001-1", "1 overall_progression")]
    [InlineData("extrahepatic_progression,2019-09-01,", "1 overall_progression")]
    [InlineData("hepatic_progression,2019-09-01,P001-1\nE2,P001,overall_progression,2019-05-13,", "1 overall_progression")]
    public void Rows_that_a_progression_includes_are_added_and_counted(string inner, string added)
    {
        using TemporaryCohort files = TemporaryCohort.Small().WriteText("followup_events.csv",
            $"event_id,patient_id,event_type,event_date,procedure_id\nE1,P001,{inner}\n");
        Cohort cohort = files.Load();
        Finding finding = Assert.Single(cohort.Findings);
        Assert.Equal(("V01", FindingSeverity.Info), (finding.Rule, finding.Severity));
        Assert.Contains(added, finding.Message);
        Assert.Contains("overall_progression", Enumerable.Range(0, (int)cohort.FollowupEvents.Rows.Count).Select(
            r => cohort.FollowupEvents["event_type"][r]));
    }

    [Fact]
    public void What_follows_from_other_cells_is_not_asked_for()
    {
        using TemporaryCohort files = TemporaryCohort.Small()
            .Write("imaging.csv", "imaging_id,patient_id,imaging_date", "P001-I1,P001,2019-05-02", "P001-I2,P001,2019-08-02",
                "P002-I1,P002,2019-06-10")
            .Write("lesion_measurements.csv", "lesion_id,imaging_id,longest_diameter_mm", "P001-L1,P001-I1,60")
            .Replace("patients.csv", "28,alive,2020-03-01", "28,dead,")
            .Replace("patients.csv", "last_contact_date", "last_contact_date,death_date,death_cause")
            .Replace("patients.csv", "28,dead,", "28,dead,,2020-02-01,disease");
        Cohort cohort = files.Load();
        Assert.Equal(["baseline", "follow_up", "baseline"], cohort.Imaging["timepoint"].Cast<string>());
        Assert.Equal("measured", cohort.LesionMeasurements["status"][0]);
        Assert.Equal(new DateTime(2020, 2, 1), cohort.Patients["last_contact_date"][0]);
        Assert.Equal(["V01", "V01", "V01"], cohort.Findings.Where(f => f.Rule != "S04").Select(f => f.Rule));
    }

    [Fact]
    public void A_cut_off_leaves_out_what_came_later_and_says_so()
    {
        string example = Repository.Path("data-templates", "example");
        Cohort cohort = Cohort.Load(example, cutOff: new DateOnly(2018, 12, 27));
        Assert.True(cohort.IsValid, string.Join("\n", cohort.Findings.Take(12)));
        Assert.All(cohort.Findings.Where(f => f.Severity == FindingSeverity.Info), f => Assert.Equal("V02", f.Rule));
        DateTime day = new(2018, 12, 27);
        Assert.All(cohort.Procedures["procedure_date"].Cast<DateTime>(), d => Assert.True(d <= day));
        Assert.All(cohort.Patients["last_contact_date"].Cast<DateTime>(), d => Assert.True(d <= day));
        Assert.Equal("alive",
            cohort.Patients["vital_status"][Enumerable.Range(0, (int)cohort.Patients.Rows.Count)
                .First(r => (string)cohort.Patients["patient_id"][r] == "P011")]);
        Assert.Contains(cohort.Findings, f => f.File == "patients.csv" && f.Message.Contains("2018-12-27"));
    }

    [Fact]
    public void Nested_progression_on_one_day_is_right()
    {
        using TemporaryCohort files = TemporaryCohort.Small()
            .Write("followup_events.csv", "event_id,patient_id,event_type,event_date,procedure_id",
            "E1,P001,local_progression,2019-09-01,P001-1", "E2,P001,hepatic_progression,2019-09-01,P001-1",
            "E3,P001,overall_progression,2019-08-01,");
        Assert.Empty(files.Load().Findings);
    }

    [Fact]
    public void A_file_without_header_is_an_error_and_keeps_its_columns()
    {
        using TemporaryCohort files = TemporaryCohort.Small().WriteText("labs.csv", "");
        Cohort cohort = files.Load();
        Finding finding = Assert.Single(cohort.Findings);
        Assert.Equal(("S01", "labs.csv"), (finding.Rule, finding.File));
        Assert.Equal(0, cohort.Labs!.Rows.Count);
        Assert.Equal("patient_id", cohort.Labs.Columns[0].Name);
    }

    [Fact]
    public void Semicolons_are_read_with_a_warning()
    {
        using TemporaryCohort files = TemporaryCohort.Small()
            .Write("imaging.csv", "imaging_id;patient_id;imaging_date;timepoint", "P001-I1;P001;2019-05-02;baseline",
                "P002-I1;P002;2019-06-01;baseline");
        Cohort cohort = files.Load();
        Finding finding = Assert.Single(cohort.Findings);
        Assert.Equal(("S03", ";", FindingSeverity.Warning), (finding.Rule, finding.Value, finding.Severity));
        Assert.Equal(new DateTime(2019, 5, 2), cohort.Imaging["imaging_date"][0]);
    }

    [Fact]
    public void Latin_1_is_read_with_a_warning()
    {
        using TemporaryCohort files = TemporaryCohort.Small();
        File.WriteAllBytes(Path.Combine(files.Folder, "adverse_events.csv"), Encoding.Latin1.GetBytes(
            "ae_id,patient_id,ae_term,ae_term_verbatim,onset_date,attribution,outcome\nAE1,P001,other,Fièvre,2019-05-15,possible,"
                + "unknown\n"));
        Cohort cohort = files.Load();
        Assert.Equal("S03", Assert.Single(cohort.Findings).Rule);
        Assert.Equal("Fièvre", cohort.AdverseEvents["ae_term_verbatim"][0]);
    }

    [Fact]
    public void Byte_order_marks_and_quoted_line_breaks_are_read_and_rows_counted_as_a_spreadsheet_does()
    {
        using TemporaryCohort files = TemporaryCohort.Small();
        File.WriteAllText(Path.Combine(files.Folder, "adverse_events.csv"),
            "ae_id,patient_id,ae_term,ae_term_verbatim,onset_date,attribution,outcome\r\nAE1,P001,other,\"two\nlines\",2019-05-15,possible,"
                + "unknown\r\nAE2,P001,other,,15 May,possible,unknown\r\n",
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Cohort cohort = files.Load();
        Finding finding = Assert.Single(cohort.Findings);
        Assert.Equal(("F07", 3, "AE2"), (finding.Rule, finding.Row!.Value, finding.Key));
        Assert.Equal("two\nlines", cohort.AdverseEvents["ae_term_verbatim"][0]);
    }

    [Fact]
    public void Every_rule_of_the_schema_is_tested()
    {
        string[] tested = [.. Spoilt.Select(row => row.Data.Item4), "F06", "X14", "S01", "F10", "V01", "V02", "V03"];
        Assert.Equal(CohortSchema.Current.Rules.Where(r => r[0] != 'D').Order(), tested.Distinct().Order());
    }

    [Fact]
    public void Findings_print_as_a_table_and_as_a_frame()
    {
        using TemporaryCohort files = TemporaryCohort.Small().Replace("patients.csv", "61.4,female", "61.4,<F>")
            .Replace("imaging.csv", "2019-05-02", "42461");
        FindingList findings = files.Load().Findings;
        Assert.Contains("&lt;F&gt;", findings.ToTable().ToHtml());
        Assert.Contains("imaging.csv: 1 error; patients.csv: 1 error.", findings.ToString());
        var frame = findings.ToDataFrame();
        Assert.Equal(2, frame.Rows.Count);
        Assert.Equal("imaging.csv", frame["file"][0]);
        Assert.Equal(2, frame["row"][0]);
        Assert.Null(frame["related_row"][0]);
        Assert.Contains("2016-04-01", (string)frame["how_to_fix"][0]);
    }

    [Fact]
    public void A_long_list_prints_its_beginning_and_counts_the_rest()
    {
        using TemporaryCohort files = TemporaryCohort.Small().WriteText("labs.csv",
            "patient_id,lab_date,test,value,unit\n" + string.Concat(
                Enumerable.Range(1, 25).Select(i => $"P001,2019-05-{i:00},albumin,x,g/L\n")));
        Cohort cohort = files.Load();
        Assert.Equal(25, cohort.Findings.Count);
        Assert.Single(cohort.Findings.ToTable().Rows);
        Assert.Contains("(25 times)", cohort.Findings.ToString());
        Assert.Contains("25 findings in all", cohort.Findings.ToString());
        Assert.Equal(26, cohort.Findings.ToCsv().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var error = Assert.Throws<InvalidCohortException>(() => cohort.ThrowIfInvalid());
        Assert.Contains("The cohort has 25 errors:\nlabs.csv, row 2, column value: 'x' is not a number.", error.Message);
        Assert.EndsWith("+ 15 more, see the cohort's Findings", error.Message);
    }
}
