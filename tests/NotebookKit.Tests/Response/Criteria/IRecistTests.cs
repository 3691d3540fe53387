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
    private static string Labels(params (int Day, ResponseCategory Target, decimal Sum, int New, decimal NewSum)[] visits) => string.Join(' ',
        IRecist.Classify([.. visits.Select(v => new ImmuneVisit(TestPatient.Day(v.Day), v.Target, NA, v.Sum, v.New, v.NewSum))]).TimePoints.Select(t => t.Response));

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
            new(TestPatient.Day(30), PD, NA, 120), new(TestPatient.Day(50), PD, NA, 130), new(TestPatient.Day(60), PD, NA, 130), new(TestPatient.Day(90), SD, NA, 90)]);
        Assert.Equal("iUPD iUPD iCPD iCPD", string.Join(' ', a.TimePoints.Select(t => t.Response)));
        Assert.Equal(TestPatient.Day(30), a.Progression);
    }

    [Fact]
    public void From_an_assessment()
    {
        ScopeResponse overall = new TestPatient().Lesion("T").Lesion("N", LesionRole.New).Procedure("A", 0, "T")
            .Scan(0, ("T", 100)).Scan(30, ("T", 100), ("N", 10)).Scan(60, ("T", 60), ("N", 10)).Scan(90, ("T", 60), ("N", 20))
            .Assess(new ResponseOptions { Criterion = ResponseCriterion.Recist11 }).Units[0].Overall;
        Assert.Equal("iUPD iPR iPR", string.Join(' ', IRecist.Classify(ImmuneResponses.Visits(overall)).TimePoints.Select(t => t.Response)));
        Assert.Equal([10m, 10m, 20m], overall.TimePoints.Select(t => t.NewLesionSum));
    }

    [Fact]
    public void Every_treatment_of_a_cohort()
    {
        // 50 → 62 (iUPD) → 68: +6 mm, confirmed, dated at the first; the other shrinks after its iUPD
        TumourRows first = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 50)).Scan(40, ("T", 62)).Scan(80, ("T", 68)).Rows();
        TumourRows second = new TestPatient("P2").Lesion("U").Procedure("B", 0, "U").Scan(0, ("U", 50)).Scan(40, ("U", 62)).Scan(80, ("U", 20)).Rows();
        ImmuneResponses found = ImmuneResponses.Assess(TumourData.Create(new TumourRows
        {
            Patients = [.. first.Patients, .. second.Patients], Procedures = [.. first.Procedures, .. second.Procedures], Lesions = [.. first.Lesions, .. second.Lesions],
            TreatedLesions = [.. first.TreatedLesions, .. second.TreatedLesions], Scans = [.. first.Scans, .. second.Scans], Measurements = [.. first.Measurements, .. second.Measurements],
        }));
        Assert.Equal(["iCPD", "iPR"], found.Units.Select(u => IRecist.Label(u.Best)));
        Assert.Equal([TestPatient.Day(40), null], found.Units.Select(u => u.Assessment.Progression));
        Assert.Equal(TestPatient.Day(40).ToDateTime(TimeOnly.MinValue), found.ToDataFrame()["progression_date"][0]);
        Assert.Equal(["iPR", "iCPD"], found.ToTable().Rows.Select(r => r.Cells[0].Text));
        Assert.Contains("1 confirmed", found.ToTable().Footnotes[0]);
    }
}
