using NotebookKit.Response.Assessment;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Scopes;
using NotebookKit.Tests.Cohorts;

namespace NotebookKit.Tests.Response.Assessment;

/// <summary>The whole path from CSV files to response and end points.</summary>
public sealed class CohortResponseTests
{
    private static TemporaryCohort Followed() => TemporaryCohort.Small()
        .Write("imaging.csv", "imaging_id,patient_id,imaging_date,timepoint", "P001-I1,P001,2019-05-02,baseline",
            "P002-I1,P002,2019-06-01,baseline",
            "P001-I2,P001,2019-06-13,follow_up", "P001-I3,P001,2019-09-10,follow_up", "P002-I2,P002,2019-07-10,follow_up")
        .Write("treated_lesions.csv", "procedure_id,lesion_id,relation", "P001-1,P001-L1,treated", "P002-1,P002-L1,treated")
        .Write("lesion_measurements.csv", "lesion_id,imaging_id,longest_diameter_mm,enhancing_diameter_mm,status",
            "P001-L1,P001-I1,60,14.0,measured", "P001-L1,P001-I2,58,9.8,measured", "P001-L1,P001-I3,58,12,measured",
            "P002-L1,P002-I1,70,70,measured", "P002-L1,P002-I2,70,50,measured")
        .Write("followup_events.csv", "event_id,patient_id,event_type,event_date,procedure_id,imaging_id",
            "E1,P001,local_progression,2019-09-10,P001-1,P001-I3", "E2,P001,hepatic_progression,2019-09-10,,",
            "E3,P001,overall_progression,2019-09-10,,");

    [Fact]
    public void Response_and_end_points_from_files()
    {
        using TemporaryCohort folder = Followed();
        var cohort = folder.Load().ThrowIfInvalid();
        ResponseAssessment response = cohort.AssessResponse();
        Assert.Empty(response.Findings);
        var frame = response.ToDataFrame();
        Assert.Equal(["P001-1", "P002-1"], frame["procedure_id"].Cast<string>());
        Assert.Equal(["PR", "SD"], frame["local_response"].Cast<string>());
        Assert.Equal([-30.0, 100 * -20.0 / 70], frame["local_change_percent"].Cast<double>().Select(x => Math.Round(x, 12)),
            (a, b) => Math.Abs(a - b) < 1e-9);

        ProgressionEndPoints ends = cohort.ProgressionEndPoints();
        Assert.Empty(ends.Findings);
        Assert.Equal([119, 28], ends.ToDataFrame()["local_days"].Cast<int>());
        Assert.Equal([1, 0], ends.ToDataFrame()["local_event"].Cast<int>());
    }

    [Fact]
    public void One_changed_measurement_changes_the_response_and_contradicts_the_event()
    {
        using TemporaryCohort folder = Followed().Replace("lesion_measurements.csv", "P001-L1,P001-I3,58,12,", "P001-L1,P001-I3,58,11.7,");
        var cohort = folder.Load();
        Assert.Null(cohort.AssessResponse().Units[0].Local.Progression);
        Finding(cohort.ProgressionEndPoints(), "R20", "followup_events.csv", 2);

        static void Finding(ProgressionEndPoints ends, string rule, string file, int row)
        {
            var finding = Assert.Single(ends.Findings);
            Assert.Equal((rule, file, (int?)row), (finding.Rule, finding.File, finding.Row));
        }
    }

    [Fact]
    public void Tables_print_units_denominators_and_options()
    {
        using TemporaryCohort folder = Followed();
        string text = folder.Load().AssessResponse().At(1).ToString();
        Assert.Contains("1/2 (50%)", text);
        Assert.Contains("2 procedures in 2 patients", text);
        Assert.Contains("within days 14 to 60", text);
        Assert.Contains("absolute increase for PD not required", text);
    }
}
