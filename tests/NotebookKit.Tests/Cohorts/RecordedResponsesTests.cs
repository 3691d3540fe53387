using Microsoft.Data.Analysis;

namespace NotebookKit.Tests.Cohorts;

/// <summary>Responses that were recorded where nothing was measured.</summary>
public sealed class RecordedResponsesTests
{
    [Fact]
    public void A_scan_belongs_to_the_last_procedure_before_it_and_nothing_is_lost()
    {
        using TemporaryCohort files = TemporaryCohort.Small()
            .Write("procedures.csv", "procedure_id,patient_id,procedure_number,index_procedure,procedure_date,modality",
                "P001-1,P001,1,yes,2019-05-14,tae", "P001-2,P001,2,no,2019-09-01,tae", "P002-1,P002,1,yes,2019-06-12,ctace")
            .Write("imaging.csv", "imaging_id,patient_id,imaging_date,timepoint,overall_response",
                "P001-I0,P001,2019-05-14,,SD", "P001-I1,P001,2019-07-14,,PR", "P001-I2,P001,2019-09-01,,SD", "P001-I3,P001,2019-12-01,,PD",
                "P001-I4,P001,2020-01-01,,NA")
            .Write("lesion_measurements.csv", "lesion_id,imaging_id,longest_diameter_mm,status");
        Cohort cohort = files.Load();
        Assert.DoesNotContain(cohort.Findings, f => f.Rule is "D63" or "D64");
        NotebookKit.Response.Criteria.BestResponses best = cohort.RecordedResponses();
        Assert.Equal([("P001-1", "PR"), ("P001-2", "PD"), ("P002-1", "NE")],
            best.ToDataFrame()["subject"].Cast<string>().Zip(best.ToDataFrame()["best_response"].Cast<string>()));
        string printed = best.ToString();
        Assert.Contains("as recorded", printed, StringComparison.Ordinal);
        Assert.Contains("1 procedure without any response counts as not evaluable and stays in the denominator.", printed,
            StringComparison.Ordinal);
        Assert.Contains("1 recorded response", printed, StringComparison.Ordinal); // on the day of the procedure
        Assert.Contains("A scan counts for the last procedure before its day.", printed, StringComparison.Ordinal);
        Assert.Contains("1 recorded response dated on the day of a later procedure counts for the procedure before it", printed,
            StringComparison.Ordinal);
        string refused = Assert.Throws<ArgumentException>(
            () => best.ToDataFrame().TabulateResponse("best_response", unit: "patients")).Message;
        Assert.Contains("3 rows hold 2 patients", refused, StringComparison.Ordinal);
        DataFrame ends = cohort.RecordedAssessments()
            .RecordedEndPoints("procedure_id", "imaging_date", "response", "procedure_date", death: "death_date").ToDataFrame();
        Assert.Equal(3, ends.Rows.Count);
    }

    [Fact]
    public void Tumours_that_the_templates_do_not_have_are_named_and_kept_and_misspelt_ones_are_errors()
    {
        using TemporaryCohort files = TemporaryCohort.Small().Write("patients.csv",
            "patient_id,age_at_index_years,sex,primary_site,ki67_percent,vital_status,last_contact_date",
            "P001,60,male,hcc,,alive,2022-01-01", "P002,61,female,pancraes,,alive,2022-01-01");
        NotebookKit.Cohorts.Finding[] found = [.. files.Load().Findings.Where(f => f.Rule == "F03")];
        Assert.Equal([("pancraes", NotebookKit.Cohorts.FindingSeverity.Error), ("hcc", NotebookKit.Cohorts.FindingSeverity.Warning)],
            found.OrderBy(f => f.Row == 2).Select(f => (f.Value!, f.Severity)));
    }

    [Fact]
    public void A_limit_that_cannot_be_estimated_is_NE_in_the_table_as_in_the_figure()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("months", [2, 4, 6, 8, 10, 12]),
            new Int32DataFrameColumn("event", [0, 1, 0, 1, 0, 1]));
        string text = frame.KaplanMeier("months", "event").ToString();
        Assert.Contains("–NE)", text, StringComparison.Ordinal);
        Assert.Contains("NE, not estimable", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NR", text, StringComparison.Ordinal);
        string never = new DataFrame(new DoubleDataFrameColumn("months", [2, 4, 6]), new Int32DataFrameColumn("event", [0, 0, 0]))
            .KaplanMeier("months", "event").ToString();
        Assert.Contains("NR, not reached", never, StringComparison.Ordinal);
        Assert.DoesNotContain("NE", never, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_calls_of_one_day_name_the_rows_of_the_file()
    {
        using TemporaryCohort files = TemporaryCohort.Small()
            .Write("imaging.csv", "imaging_id,patient_id,imaging_date,timepoint,overall_response",
            "P002-I1,P002,2019-08-01,,SD", "P001-I1,P001,2019-07-14,,PR", "P001-I2,P001,2019-07-14,,PD");
        Assert.Contains(files.Load().RecordedResponses().Notes, n => n.Contains("PR (row 3) and PD (row 4)", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_recorded_response_the_way_is_named()
    {
        using TemporaryCohort files = TemporaryCohort.Small();
        Assert.Contains("AssessResponse()", Assert.Throws<ArgumentException>(() => files.Load().RecordedResponses()).Message,
            StringComparison.Ordinal);
    }
}
