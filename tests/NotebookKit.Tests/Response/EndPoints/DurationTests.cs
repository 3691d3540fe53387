using Microsoft.Data.Analysis;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Tests.Response.EndPoints;

/// <summary>Duration of response, overall survival, lesions by themselves, best response of a frame.</summary>
public sealed class DurationTests
{
    private static TestPatient Responder() => new TestPatient().Lesion("T1").Lesion("T2").Procedure("A", 0, "T1 T2")
        .Scan(0, ("T1", 60), ("T2", 40)).Scan(30, ("T1", 30), ("T2", 38)).Scan(90, ("T1", 30), ("T2", 30))
        .Scan(180, ("T1", 50), ("T2", 30));

    [Fact]
    public void From_first_response_to_progression()
    {
        var options = new EndPointOptions { Source = EndPointSource.Measurements };
        TumourData data = Responder().Data(); // 100, 68 (PR), 60 (PR), 80 (+33%: PD)
        ResponseDurations d = ResponseDurations.Derive(ResponseAssessor.Assess(data), EndPointAssessor.Derive(data, options),
            ResponseScope.Local);
        ResponseDuration only = Assert.Single(d.Responders);
        Assert.Equal((30, 150, EndPointStatus.Event), (only.DaysToResponse, only.Duration.Days, only.Duration.Status));
        Assert.Equal(150 / 30.4375, d.ToDataFrame()["dor_months"][0]);
    }

    [Fact]
    public void A_response_after_recorded_progression_does_not_count()
    {
        TumourData data = Responder().Event(FollowupKind.LocalProgression, 20, "A").Data();
        Assert.Empty(
            ResponseDurations.Derive(ResponseAssessor.Assess(data), EndPointAssessor.Derive(data), ResponseScope.Local).Responders);
    }

    [Fact]
    public void Confirmation_moves_no_date_but_drops_the_unconfirmed()
    {
        TumourData data = Responder().Data();
        ResponseAssessment confirmed = ResponseAssessor.Assess(data, new ResponseOptions { Best = new() { ConfirmationDays = 28 } });
        Assert.Equal(TestPatient.Day(30), Assert.Single(
            ResponseDurations.Derive(confirmed, EndPointAssessor.Derive(data), ResponseScope.Local).Responders).ResponseDate);
        confirmed = ResponseAssessor.Assess(data, new ResponseOptions { Best = new() { ConfirmationDays = 61 } });
        Assert.Empty(ResponseDurations.Derive(confirmed, EndPointAssessor.Derive(data), ResponseScope.Local).Responders);
    }

    [Fact]
    public void Depth_stops_at_progression()
    {
        ScopeResponse local = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 100)).Scan(30, ("T", 80))
            .Scan(60, ("T", 96)).Scan(90, ("T", 10)).Assess().Units[0].Local;
        Assert.Equal(-20, local.BestChange);
        Assert.Null(new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 100)).Assess().Units[0].Local.BestChange);
        Assert.Equal(10, new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 100)).Scan(30, ("T", 110)).Scan(60, ("T", 115))
            .Assess().Units[0].Local.BestChange);
    }

    [Fact]
    public void Survival_counts_every_patient_once()
    {
        TumourRows rows = new TestPatient().Procedure("A", 0).Procedure("B", 60).Death(100).Rows();
        rows = rows with { Patients = rows.Patients.AddRange(new PatientRow("P2", null, TestPatient.Day(50)), new PatientRow("P3"),
            new PatientRow("P4")),
            Procedures = rows.Procedures.AddRange(new ProcedureRow("C", "P2", TestPatient.Day(10)),
                new ProcedureRow("D", "P3", TestPatient.Day(10))) };
        OverallSurvival os = OverallSurvival.Derive(TumourData.Create(rows));
        Assert.Equal([("P1", 100, 1), ("P2", 40, 0)], os.Patients.Select(p => (p.PatientId, p.End.Days, (int)p.End.Status)));
        Assert.Equal(["P3"], os.LeftOut);
    }

    [Fact]
    public void Every_treated_lesion_by_itself()
    {
        DataFrame frame = LesionResponses.Assess(Responder().Data()).ToDataFrame();
        Assert.Equal(["T1", "T2"], frame["lesion_id"].Cast<string>());
        Assert.Equal(["PR", "SD"], frame["response"].Cast<string>()); // −50%, −5%
        Assert.Equal([-50.0, -25.0], frame["best_change_percent"].Cast<double>());
    }

    [Fact]
    public void Best_response_of_a_frame()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("id", ["a", "a", "b", "b", "b"]),
            new DateTimeDataFrameColumn("when", [Date(50), Date(90), Date(20), Date(60), null]),
            new StringDataFrameColumn("call", ["PR", "CR", "SD", "PD", "CR"]),
            new DateTimeDataFrameColumn("start", [Date(0), Date(0), Date(0), Date(0), Date(0)]));
        BestResponses best = frame.BestResponses("id", "when", "call", "start");
        Assert.Equal([("a", ResponseCategory.CR), ("b", ResponseCategory.PD)], best.Subjects.Select(s => (s.Subject, s.Best.Response)));
        Assert.Equal(1, Assert.Single(best.Excluded).Count);
        frame["call"][2] = "stable";
        Assert.Contains("row 4: found response 'stable'",
            Assert.Throws<ArgumentException>(() => frame.BestResponses("id", "when", "call", "start")).Message);

        static DateTime? Date(int day) => TestPatient.Day(day).ToDateTime(TimeOnly.MinValue);
    }

    [Fact]
    public void Two_readings_of_one_day_are_told_and_a_subject_without_any_stays()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("id", ["a", "a", "a", "b"]),
            new DateTimeDataFrameColumn("when", [new(2020, 2, 1), new(2020, 2, 1), new(2020, 4, 1), new(2020, 2, 1)]),
            new StringDataFrameColumn("call", ["Partial Response", "Stable disease", "SD", null]),
            new DateTimeDataFrameColumn("start", [new(2020, 1, 1), new(2020, 1, 1), new(2020, 1, 1), new(2020, 1, 1)]));
        BestResponses best = frame.BestResponses("id", "when", "call", "start");
        Assert.Contains("Subject 'a' has two responses on 2020-02-01: PR (row 2) and SD (row 3)", best.Notes[0]);
        Assert.Equal(["SD", "NE"], best.Subjects.Select(s => s.Best.Response.Label()));
        Assert.Contains("1 subject without any response counts as not evaluable", best.ToString());
    }
}
