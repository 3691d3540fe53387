using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Tests.Response.Criteria;

/// <summary>iRECIST sequences: Seymour 2017, table 2, and the questions and answers of the EORTC.</summary>
public sealed class IRecistTests
{
    private static string Labels(params (int Day, ResponseCategory Target, decimal Sum, int New, decimal NewSum)[] visits) =>
        string.Join(' ',
        IRecist.Classify(
            [.. visits.Select(v => new ImmuneVisit(TestPatient.Day(v.Day), v.Target, NA, v.Sum, v.New, v.NewSum))]).TimePoints.Select(
                t => t.Response));

    private static string Labels(IReadOnlyList<ImmuneVisit> visits, ResponseOptions options) =>
        string.Join(' ', IRecist.Classify(visits, 28, options).TimePoints.Select(t => t.Response));

    [Fact]
    public void Progression_is_confirmed_by_a_further_5_mm()
    {
        Assert.Equal("iUPD iCPD", Labels((30, PD, 120, 0, 0), (60, PD, 125, 0, 0)));
        Assert.Equal("iUPD iUPD", Labels((30, PD, 120, 0, 0), (60, PD, 124.9m, 0, 0)));
    }

    [Fact]
    public void Increases_add_up() => Assert.Equal("iUPD iUPD iCPD", Labels((30, PD, 120, 0, 0), (60, PD, 124, 0, 0), (90, PD, 126, 0, 0)));

    [Fact]
    public void A_response_resets_the_bar()
    {
        Assert.Equal("iUPD iPR iUPD iCPD", Labels((30, PD, 120, 0, 0), (60, PR, 60, 0, 0), (90, PD, 75, 0, 0), (120, PD, 80, 0, 0)));
        Assert.Equal("iUPD iSD", Labels((30, PD, 120, 0, 0), (60, SD, 100, 0, 0)));
    }

    [Fact]
    public void New_lesions()
    {
        Assert.Equal("iUPD iUPD iCPD", Labels((30, SD, 100, 1, 10), (60, SD, 100, 1, 14), (90, SD, 100, 1, 15))); // 4 + 1 mm
        Assert.Equal("iUPD iCPD", Labels((30, SD, 100, 1, 10), (60, SD, 100, 2, 12)));
        Assert.Equal("iUPD iPR", Labels((30, SD, 100, 1, 10), (60, PR, 60, 1, 10))); // a new lesion does not preclude iPR
        Assert.Equal("iUPD iCPD", Labels((30, SD, 100, 1, 10), (60, PD, 120, 1, 10))); // another category progresses
    }

    [Fact]
    public void Too_early_does_not_confirm_and_the_date_is_the_first_unconfirmed()
    {
        ImmuneAssessment a = IRecist.Classify([
            new(TestPatient.Day(30), PD, NA, 120), new(TestPatient.Day(50), PD, NA, 130), new(TestPatient.Day(60), PD, NA, 130),
            new(TestPatient.Day(90), SD, NA, 90)]);
        Assert.Equal("iUPD iUPD iCPD iCPD", string.Join(' ', a.TimePoints.Select(t => t.Response)));
        Assert.Equal(TestPatient.Day(30), a.Progression);
    }

    // EORTC questions and answers, scenarios B and F: after an iUPD by a new lesion iPR needs further shrinkage. Seymour 2017, table 2:
    // stays iUPD.
    [Fact]
    public void While_a_new_lesion_persists_a_response_needs_targets_that_shrank()
    {
        Assert.Equal("iPR iUPD iUPD", Labels((30, PR, 60, 0, 0), (60, PR, 60, 1, 10), (90, PR, 60, 1, 10)));
        Assert.Equal("iPR iUPD iPR", Labels((30, PR, 60, 0, 0), (60, PR, 60, 1, 10), (90, PR, 50, 1, 10)));
        Assert.Equal("iUPD iSD iSD", Labels((30, SD, 100, 1, 10), (60, SD, 90, 1, 10), (90, SD, 90, 1, 10)));
        ImmuneVisit[] shrinking = [new(TestPatient.Day(30), PR, NA, 60), new(TestPatient.Day(60), PR, NA, 60, 1, 10),
            new(TestPatient.Day(90), PR, NA, 50, 1, 10)];
        Assert.Equal("iPR iUPD iUPD", Labels(shrinking, new() { ImmuneShrinkageEndsUnconfirmed = false }));
    }

    // Growth that falls back to stable with a stable new lesion: EORTC scenario D against Seymour 2017, table 2.
    [Fact]
    public void Growth_that_falls_back_to_stable_is_an_option()
    {
        ImmuneVisit[] visits = [new(TestPatient.Day(30), PD, NA, 130, 1, 10), new(TestPatient.Day(60), SD, NA, 100, 1, 10)];
        Assert.Equal("iUPD iSD", Labels(visits, new()));
        Assert.Equal("iUPD iUPD", Labels(visits, new() { ImmuneFallBackEndsUnconfirmed = false }));
        Assert.Equal("iUPD iSD",
            Labels([visits[0] with { NewLesions = 0, NewLesionsPresent = 0 }, visits[1] with { NewLesions = 0, NewLesionsPresent = 0 }],
            new() { ImmuneFallBackEndsUnconfirmed = false })); // no new lesion: the cause is gone
    }

    // EORTC questions and answers, "If iUPD is driven by non-target disease": any increase since the last scan confirms, no change does
    // not.
    [Fact]
    public void Non_target_progression_is_confirmed_by_growth_alone()
    {
        ImmuneVisit first = new(TestPatient.Day(30), SD, PD, 100), same = new(TestPatient.Day(60), SD, PD, 100);
        Assert.Equal("iUPD iUPD", Labels([first, same], new()));
        Assert.Equal("iUPD iCPD", Labels([first, same with { NonTargetIncreased = true }], new()));
        Assert.Equal("iUPD iSD", Labels([first, same with { NonTarget = NonCRNonPD }], new())); // once the cause is gone the targets decide
        Assert.Equal("iUPD iSD iSD iUPD", Labels([first, same with { TargetSum = 90 }, new(TestPatient.Day(90), SD, PD, 90),
            new(TestPatient.Day(120), SD, PD, 90) { NonTargetIncreased = true }], new()));
    }

    [Fact]
    public void A_new_lesion_that_has_disappeared_ends_the_unconfirmed_progression()
    {
        ImmuneVisit first = new(TestPatient.Day(30), SD, NA, 100, 1, 10);
        Assert.Equal("iUPD iSD", Labels([first, new(TestPatient.Day(60), SD, NA, 100, 1) { NewLesionsPresent = 0 }], new()));
        var gone = new LesionMeasurement { Status = MeasurementStatus.Disappeared };
        ScopeResponse overall = new TestPatient().Lesion("T").Lesion("N", LesionRole.New).Procedure("A", 0, "T").Scan(0, ("T", 100))
            .Scan(30, ("T", 100), ("N", 10)).Scan(60, ("T", LesionMeasurement.Of(100)), ("N", gone))
            .Assess(new() { Criterion = ResponseCriterion.Recist11 }).Units[0].Overall;
        Assert.Equal("iUPD iSD", Labels(ImmuneResponses.Visits(overall), new()));
    }

    [Fact]
    public void From_an_assessment()
    {
        ScopeResponse overall = new TestPatient().Lesion("T").Lesion("N", LesionRole.New).Procedure("A", 0, "T")
            .Scan(0, ("T", 100)).Scan(30, ("T", 100), ("N", 10)).Scan(60, ("T", 60), ("N", 10)).Scan(90, ("T", 60), ("N", 20))
            .Assess(new ResponseOptions { Criterion = ResponseCriterion.Recist11 }).Units[0].Overall;
        // the last: the new lesion has doubled, a new iUPD
        Assert.Equal("iUPD iPR iUPD",
            string.Join(' ', IRecist.Classify(ImmuneResponses.Visits(overall)).TimePoints.Select(t => t.Response)));
        Assert.Equal([10m, 10m, 20m], overall.TimePoints.Select(t => t.NewLesionSum));
    }

    [Fact]
    public void Every_treatment_of_a_cohort()
    {
        // 50 → 62 (iUPD) → 68: +6 mm, confirmed, dated at the first; the other shrinks after its iUPD
        TumourRows first = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 50)).Scan(40, ("T", 62))
            .Scan(80, ("T", 68)).Rows();
        TumourRows second = new TestPatient("P2").Lesion("U").Procedure("B", 0, "U").Scan(0, ("U", 50)).Scan(40, ("U", 62))
            .Scan(80, ("U", 20)).Rows();
        ImmuneResponses found = ImmuneResponses.Assess(TumourData.Create(new TumourRows
        {
            Patients = [.. first.Patients, .. second.Patients], Procedures = [.. first.Procedures, .. second.Procedures],
            Lesions = [.. first.Lesions, .. second.Lesions],
            TreatedLesions = [.. first.TreatedLesions, .. second.TreatedLesions], Scans = [.. first.Scans, .. second.Scans],
            Measurements = [.. first.Measurements, .. second.Measurements],
        }));
        Assert.Equal(["iCPD", "iPR"], found.Units.Select(u => IRecist.Label(u.Best)));
        Assert.Equal([TestPatient.Day(40), null], found.Units.Select(u => u.Assessment.Progression));
        Assert.Equal(TestPatient.Day(40).ToDateTime(TimeOnly.MinValue), found.ToDataFrame()["progression_date"][0]);
        Assert.Equal(["iPR", "iCPD"], found.ToTable().Rows.Select(r => r.Cells[0].Text));
        Assert.Contains("1 confirmed", found.ToTable().Footnotes[0]);
    }
}
