using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Tumours;
using NotebookKit.Tests.Cohorts;

namespace NotebookKit.Tests.Response.Assessment;

/// <summary>LI-RADS treatment response: the reader's categories, each version with its own; by hand.</summary>
public sealed class LiRadsTests
{
    private static LesionMeasurement Call(LiRadsCategory category, decimal mm = 30) => LesionMeasurement.Of(mm) with { LiRads = category };

    private static TestPatient Treated(string? modality, params (int Day, LiRadsCategory Call)[] scans)
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T", modality: modality).Scan(-5, ("T", 30));
        foreach ((int day, LiRadsCategory call) in scans) patient.Scan(day, ("T", Call(call)));
        return patient;
    }

    private static string Row(LiRadsResponses found, string label) =>
        string.Join(' ', found.ToTable().Rows.Single(r => r.Cells[0].Text == label).Cells.Skip(1).Select(c => c.Text));

    // ACR: equivocal belongs to v2018 and to the non-radiation version of 2024, nonprogressing to the radiation version alone.
    [Theory]
    [InlineData(2018, "tare_glass", "Equivocal", "1/1 (100%)", "")]
    [InlineData(2018, "ctace", "Nonprogressing", null, "R27")]
    [InlineData(2018, null, "Nonevaluable", "1/1 (100%)", "")]
    [InlineData(2024, "tare_glass", "Nonprogressing", "– 1/1 (100%)", "")]
    [InlineData(2024, "tare_resin", "Equivocal", null, "R27")]
    [InlineData(2024, "ctace", "Equivocal", "1/1 (100%) –", "")]
    [InlineData(2024, "ablation_rfa", "Nonprogressing", null, "R27")]
    [InlineData(2024, "tae", "Viable", "1/1 (100%) 0/0", "")]
    [InlineData(2024, "tare_holmium", "Nonviable", "0/0 1/1 (100%)", "")]
    [InlineData(2024, "other", "Nonprogressing", "– 0/0 1/1 (100%)", "")] // which version held is not known
    public void Each_version_has_its_categories(int version, string? modality, string call, string? row, string rule)
    {
        LiRadsCategory category = Enum.Parse<LiRadsCategory>(call);
        LiRadsResponses found = LiRadsResponses.Of(Treated(modality, (30, category)).Data(), version);
        Assert.Equal(rule, string.Join(' ', found.Findings.Select(f => f.Rule)));
        if (row is not null) Assert.Equal(row, Row(found, "LR-TR " + call));
        else Assert.Contains("1/1 (100%)", Row(found, "Category of another version"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13, null)]
    [InlineData(14, 14)]
    [InlineData(60, 60)]
    [InlineData(61, null)]
    public void The_window_is_that_of_the_response(int day, int? found)
    {
        LiRadsResponses responses = LiRadsResponses.Of(Treated("tae", (day, LiRadsCategory.Viable)).Data(), 2018);
        Assert.Equal(found, responses.Lesions[0].Day);
        Assert.Equal(found is null ? "1/1 (100%)" : "0/1 (0%)", Row(responses, "No category in the window")); // it stays in the denominator
    }

    [Fact]
    public void Of_two_equally_near_the_later_and_a_scan_without_a_category_is_passed_by()
    {
        TestPatient patient = Treated("tae", (20, LiRadsCategory.Equivocal), (30, LiRadsCategory.NotRecorded), (40, LiRadsCategory.Viable));
        Assert.Equal((LiRadsCategory.Viable, 40), (LiRadsResponses.Of(patient.Data(), 2018).Lesions[0] is var l ? l.Call : default, l.Day));
    }

    [Fact]
    public void A_retreatment_ends_the_first_and_brings_its_own_version()
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T", modality: "tare_glass")
            .Procedure("B", 35, "T", modality: "ctace").Scan(-5, ("T", 30))
            .Scan(30, ("T", Call(LiRadsCategory.Nonprogressing))).Scan(55, ("T", Call(LiRadsCategory.Equivocal)));
        LiRadsResponses found = LiRadsResponses.Of(patient.Data(), 2024);
        Assert.Empty(found.Findings);
        Assert.Equal([("A", "radiation", LiRadsCategory.Nonprogressing, 30), ("B", "non-radiation", LiRadsCategory.Equivocal, 20)],
            found.Lesions.Select(l => (l.Unit.Id, l.Column, l.Call, l.Day!.Value)));

        // Without the scan of day 30 the first has no category: that of day 55 follows the retreatment.
        LiRadsResponses late = LiRadsResponses.Of(new TestPatient().Lesion("T").Procedure("A", 0, "T", modality: "tare_glass")
            .Procedure("B", 35, "T", modality: "ctace").Scan(-5, ("T", 30)).Scan(55, ("T", Call(LiRadsCategory.Viable))).Data(), 2024);
        Assert.Equal([LiRadsCategory.NotRecorded, LiRadsCategory.Viable], late.Lesions.Select(l => l.Call));
    }

    [Fact]
    public void A_category_before_treatment_or_of_a_lesion_never_treated_is_told_and_not_counted()
    {
        TestPatient patient = new TestPatient().Lesion("T").Lesion("U").Procedure("A", 0, "T", modality: "tae")
            .Scan(-5, ("T", Call(LiRadsCategory.Viable)), ("U", LesionMeasurement.Of(20)))
            .Scan(30, ("T", LesionMeasurement.Of(20)), ("U", Call(LiRadsCategory.Viable)));
        LiRadsResponses found = LiRadsResponses.Of(patient.Data(), 2018);
        Assert.Equal([("R28", "T"), ("R28", "U")], found.Findings.Select(f => (f.Rule, f.Key!)));
        Assert.Equal(LiRadsCategory.NotRecorded, Assert.Single(found.Lesions).Call);
        Assert.Contains("2 findings", string.Join('\n', found.ToTable().Footnotes), StringComparison.Ordinal);
    }

    // Never computed: neither the category from diameters, nor a response from the category.
    [Fact]
    public void Category_and_response_do_not_touch_each_other()
    {
        TestPatient gone = new TestPatient().Lesion("T").Procedure("A", 0, "T", modality: "tae").Scan(-5, ("T", 30))
            .Scan(30, ("T", Call(LiRadsCategory.Viable, 0)));
        Assert.Equal(ResponseCategory.CR, gone.Assess().Units[0].Local.TimePoints[0].Overall);
        Assert.Equal(LiRadsCategory.Viable, LiRadsResponses.Of(gone.Data(), 2018).Lesions[0].Call);
    }

    [Fact]
    public void Two_readings_of_a_day_that_differ_are_no_category()
    {
        TestPatient patient = Treated("tae", (30, LiRadsCategory.Viable)).Scan(30, ("T", Call(LiRadsCategory.Nonviable)));
        LiRadsResponses found = LiRadsResponses.Of(patient.Scan(50, ("T", Call(LiRadsCategory.Equivocal))).Data(), 2018);
        Assert.Equal(["R02"], found.Findings.Select(f => f.Rule));
        Assert.Equal((LiRadsCategory.Equivocal, 50), (found.Lesions[0].Call, found.Lesions[0].Day));
    }

    [Fact]
    public void Refusals_say_what_to_enter()
    {
        Assert.Contains("lirads_response", Assert.Throws<ArgumentException>(
            () => LiRadsResponses.Of(Treated("tae").Data(), 2018)).Message, StringComparison.Ordinal);
        Assert.Contains("expected 2018, or 2024", Assert.Throws<ArgumentException>(
            () => LiRadsResponses.Of(Treated("tae", (30, LiRadsCategory.Viable)).Data(), 2017)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_the_files_to_the_table()
    {
        using TemporaryCohort folder = TemporaryCohort.Small()
            .Write("imaging.csv", "imaging_id,patient_id,imaging_date,timepoint", "P001-I1,P001,2019-05-02,baseline",
                "P002-I1,P002,2019-06-01,baseline", "P001-I2,P001,2019-06-14,follow_up", "P002-I2,P002,2019-07-14,follow_up")
            .Write("lesion_measurements.csv", "lesion_id,imaging_id,longest_diameter_mm,status,lirads_response",
                "P001-L1,P001-I1,60,measured,", "P002-L1,P002-I1,70,measured,", "P001-L1,P001-I2,58,measured,viable",
                "P002-L1,P002-I2,66,measured,LR-TR Viable");
        Cohort cohort = Cohort.Load(folder.Folder);
        Finding wrong = Assert.Single(cohort.Findings, f => f.Column == "lirads_response"); // not as the dictionary writes it
        Assert.Equal(("LR-TR Viable", 5), (wrong.Value, wrong.Row));
        LiRadsResponses found = LiRadsResponses.Of(cohort.Tumours(), 2024);
        Assert.Equal(["1/2 (50%) 0/0", "1/2 (50%) 0/0"], [Row(found, "LR-TR Viable"), Row(found, "No category in the window")]);
        var frame = cohort.LiRadsResponses(2024);
        Assert.Equal(found.ToString(), cohort.LiRadsTable(2024).ToString());
        Assert.Equal(["P001-L1", "P001-1", "P001", "2024 non-radiation", "LR-TR Viable", 31], [.. frame.Rows[0]]);
        Assert.Null(frame.Rows[1][4]);
        Assert.Contains("not validated for other tumours", found.ToString(), StringComparison.Ordinal);
        Assert.Contains("not computed from diameters", found.ToString(), StringComparison.Ordinal);
    }
}
