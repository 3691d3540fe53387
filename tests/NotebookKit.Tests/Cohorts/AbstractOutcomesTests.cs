using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Response.EndPoints;

namespace NotebookKit.Tests.Cohorts;

/// <summary>
/// Response and progression-free survival of Endocrine Abstracts (2024) 108 C28 come out of the measurements and dated events of the
/// example cohort, and follow when one of them changes.
/// </summary>
public sealed class AbstractOutcomesTests
{
    private static readonly Cohort Example = Cohort.Load(Repository.Path("data-templates", "example"));

    [Fact]
    public void Local_response_at_one_month() => Assert.Equal(("18/30", "4/13"), Responders(Example));

    [Theory]
    [InlineData(EndPointSource.Events)]
    [InlineData(EndPointSource.Measurements)]
    public void Progression_free_survival(EndPointSource source)
    {
        ProgressionEndPoints ends = Example.ProgressionEndPoints(new EndPointOptions { Source = source });
        Assert.Empty(ends.Findings);
        Assert.Equal("local: 6.7, 2.9, P 0.25", Survival(Example, ends, "local"));
        Assert.Equal("hepatic: 4.8, 1.5, P 0.21", Survival(Example, ends, "hepatic"));
        Assert.Equal("overall: 3.2, 1.5, P 0.33", Survival(Example, ends, "overall"));
    }

    [Fact]
    public void Every_procedure_progresses_overall_before_hepatic_before_local()
    {
        DataFrame ends = Example.ProgressionEndPoints().ToDataFrame();
        Assert.Equal(43, ends.Rows.Count);
        for (long i = 0; i < ends.Rows.Count; i++)
            Assert.True((int)ends["overall_days"][i] <= (int)ends["hepatic_days"][i]
                && (int)ends["hepatic_days"][i] <= (int)ends["local_days"][i], (string)ends["procedure_id"][i]);
    }

    [Fact]
    public void One_changed_measurement_changes_the_printed_response()
    {
        using TemporaryCohort copy = TemporaryCohort.OfExample()
            .Replace("lesion_measurements.csv", "P005-L1,P005-I2,82,33,", "P005-L1,P005-I2,82,56,");
        Assert.Equal(("17/30", "4/13"), Responders(copy.Load()));
    }

    [Fact]
    public void One_changed_date_changes_the_printed_median_and_P_and_is_reported()
    {
        using TemporaryCohort copy = TemporaryCohort.OfExample()
            .Replace("followup_events.csv", "local_progression,2023-10-24,P025-3", "local_progression,2024-03-23,P025-3");
        Cohort changed = copy.Load();
        ProgressionEndPoints ends = changed.ProgressionEndPoints();
        string survival = Survival(changed, ends, "local");
        Assert.DoesNotContain("6.7,", survival);
        Assert.DoesNotContain("P 0.25", survival);
        Assert.Equal("overall: 3.2, 1.5, P 0.33", Survival(changed, ends, "overall"));
        Finding finding = Assert.Single(ends.Findings);
        Assert.Equal(("followup_events.csv", "2024-03-23"), (finding.File, finding.Value));
        Assert.Contains("2023-10-24", finding.Message);
        Assert.Equal("local: 6.7, 2.9, P 0.25",
            Survival(changed, changed.ProgressionEndPoints(new() { Source = EndPointSource.Measurements }), "local"));
    }

    [Fact]
    public void A_progression_that_the_measurements_show_earlier_is_reported_in_every_scope()
    {
        using TemporaryCohort copy = TemporaryCohort.OfExample()
            .Replace("lesion_measurements.csv", "P005-L1,P005-I3,81,35,", "P005-L1,P005-I3,81,40,");
        FindingList findings = copy.Load().ProgressionEndPoints().Findings;
        Assert.Equal(["overall_progression", "hepatic_progression", "local_progression"], findings.Select(f => EventType(f.Row!.Value)));
        Assert.All(findings, f => Assert.Contains("measurements show it on 2016-11-02", f.Message));
    }

    private static string EventType(int row) => (string)Example.FollowupEvents["event_type"][row - 2];

    private static (string Net, string Nec) Responders(Cohort cohort)
    {
        DataFrame response = cohort.AssessResponse().At(1).ToDataFrame().AddColumnsFrom(cohort.Patients, "patient_id", "who_grade");
        string Of(string grade)
        {
            DataFrame group = response.Where("who_grade", grade);
            return FormattableString.Invariant($"{group["local_responder"].Sum()}/{group.Rows.Count}");
        }
        return (Of("G3"), Of("NEC"));
    }

    private static string Survival(Cohort cohort, ProgressionEndPoints ends, string scope)
    {
        DataFrame frame = ends.ToDataFrame().AddColumnsFrom(cohort.Patients, "patient_id", "who_grade");
        var curves = frame.KaplanMeier(scope + "_months", scope + "_event", by: "who_grade", unit: "procedures").Curves;
        double? p = frame.LogRank(scope + "_months", scope + "_event", "who_grade").P;
        Assert.Equal(["G3", "NEC"], curves.Select(c => c.Group));
        return $"{scope}: {NumberFormat.Fixed(curves[0].Median.Estimate, 1)}, {NumberFormat.Fixed(curves[1].Median.Estimate, 1)}, P "
            + $"{NumberFormat.Fixed(p, 2)}";
    }
}
