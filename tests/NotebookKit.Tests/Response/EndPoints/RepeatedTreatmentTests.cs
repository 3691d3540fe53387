using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Tumours;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Tests.Response.EndPoints;

/// <summary>Untreatable progression, and response after the first, second and third treatment.</summary>
public sealed class RepeatedTreatmentTests
{
    private static readonly EndPointOptions Measured = new() { Source = EndPointSource.Measurements };

    // Progression on day 60 is treated on day 80; the next, on day 200, is not.
    private static TestPatient Twice() => new TestPatient().Lesion("T").Procedure("A", 0, "T").Procedure("B", 80, "T")
        .Scan(-1, ("T", 50)).Scan(60, ("T", 65)).Scan(120, ("T", 40)).Scan(200, ("T", 60));

    private static PatientUntreatable Derive(TestPatient patient, int within = 90, EndPointOptions? options = null) =>
        Assert.Single(UntreatableProgression.Derive(patient.Data(), within, ResponseScope.Overall, options ?? Measured).Patients);

    [Fact]
    public void A_progression_that_is_treated_again_does_not_end_it()
    {
        PatientUntreatable found = Derive(Twice().Scan(300, ("T", 70)));
        Assert.Equal((200, 1, 1, 2), (found.End.Days, found.End.Event, found.Treated, found.Procedures));
        // treated 20 days on
        Assert.Equal((60, 1, 0), (Derive(Twice().Scan(300, ("T", 70)), within: 19).End.Days, 1, Derive(Twice(), within: 19).Treated));
        Assert.Equal(200, Derive(Twice().Scan(300, ("T", 70)), within: 20).End.Days);
    }

    [Fact]
    public void What_is_not_followed_long_enough_is_not_known()
    {
        PatientUntreatable found = Derive(Twice()); // the last day seen is that of the progression
        Assert.Equal((200, 0, true), (found.End.Days, found.End.Event, found.IsUnknown));
        Assert.Contains("followed for less than 90 days", found.End.Reason);
        Assert.Contains("1 patient censored at a progression followed for less than 90 days",
            UntreatableProgression.Derive(Twice().Data(), 90, ResponseScope.Overall, Measured).ToString());
        Assert.Equal((200, 1), (Derive(Twice().Scan(290, ("T", 60))).End.Days, Derive(Twice().Scan(290, ("T", 60))).End.Event));
        Assert.Equal((200, 0), (Derive(Twice().Scan(289, ("T", 60))).End.Days, Derive(Twice().Scan(289, ("T", 60))).End.Event));
        // death or other therapy decide it
        Assert.Equal((200, 1, false), (Derive(Twice().Death(230)).End.Days, Derive(Twice().Death(230)).End.Event,
            Derive(Twice().Death(230)).IsUnknown));
        Assert.Equal(1, Derive(Twice().Event(FollowupKind.NewTherapy, 210)).End.Event);
    }

    [Fact]
    public void Death_without_untreatable_progression_follows_its_rule()
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, ("T", 50)).Scan(60, ("T", 45)).Death(100);
        Assert.Equal((100, 1, true), (Derive(patient).End.Days, Derive(patient).End.Event, Derive(patient).End.IsDeath));
        Assert.Equal((60, 0), (Derive(patient, options: Measured with { Death = DeathRule.Censor }).End.Days,
            Derive(patient, options: Measured with { Death = DeathRule.Censor }).End.Event));
        Assert.Equal(2, Derive(patient, options: Measured with { Death = DeathRule.Competing }).End.Event);
    }

    [Fact]
    public void A_procedure_on_the_day_of_the_scan_treats_what_it_shows() =>
        Assert.Equal(1, Derive(new TestPatient().Lesion("T").Procedure("A", 0, "T").Procedure("B", 60, "T").Scan(-1, ("T", 50))
            .Scan(60, ("T", 65)).Scan(120, ("T", 30))).Treated);

    [Fact]
    public void The_example_gives_one_row_per_patient_and_no_more_events_than_progressions()
    {
        Cohort example = Cohort.Load(Repository.Path("data-templates", "example"));
        UntreatableProgression found = example.UntreatableProgression(90);
        Assert.Equal(26, (int)found.ToDataFrame().Rows.Count);
        ProgressionEndPoints first = example.ProgressionEndPoints(
            new() { Response = new() { Unit = AnalysisUnit.Patient }, Retreatment = InterveningRule.Ignore });
        Assert.All(found.Patients.Zip(first.Units),
            p => Assert.True(p.First.IsUnknown || p.First.End.Days >= p.Second.Overall.Days, p.First.PatientId));
        Assert.Contains("retreatment of the same lesion: ignored", found.ToString());
        Assert.Throws<ArgumentException>(() => example.UntreatableProgression(0));
    }

    // P1: no response, then PR, then PR. P2: PR, then SD. P3: SD only.
    [Fact]
    public void Response_after_repeated_treatment_by_hand()
    {
        TestPatient one = new TestPatient("P1").Lesion("T").Procedure("A", 0, "T").Procedure("B", 100, "T").Procedure("C", 200, "T")
            .Scan(-1, ("T", 100)).Scan(30, ("T", 90)).Scan(130, ("T", 50)).Scan(230, ("T", 30));
        TestPatient two = new TestPatient("P2").Lesion("U").Procedure("D", 0, "U").Procedure("E", 100, "U").Scan(-1, ("U", 100))
            .Scan(30, ("U", 50)).Scan(130, ("U", 48));
        TestPatient three = new TestPatient("P3").Lesion("V").Procedure("F", 0, "V").Scan(-1, ("V", 100)).Scan(30, ("V", 95));
        TumourRows[] rows = [one.Rows(), two.Rows(), three.Rows()];
        TumourData data = TumourData.Create(new TumourRows
        {
            Patients = [.. rows.SelectMany(r => r.Patients)], Procedures = [.. rows.SelectMany(r => r.Procedures)],
            Lesions = [.. rows.SelectMany(r => r.Lesions)],
            TreatedLesions = [.. rows.SelectMany(r => r.TreatedLesions)], Scans = [.. rows.SelectMany(r => r.Scans)],
            Measurements = [.. rows.SelectMany(r => r.Measurements)],
        });
        RepeatedResponses found = ResponseAssessor.Assess(data).Repeated();
        Assert.Equal([[SD, PR, PR], [PR, SD], [SD]], found.Patients.Select(p => p.Responses.ToArray()));
        Assert.Equal(
            [["1", "3", "1/3 (33%)", "", "", "1/3 (33%)"], ["2", "2", "1/2 (50%)", "0/1 (0%)", "1/1 (100%)", "2/3 (67%)"],
                ["3", "1", "1/1 (100%)", "1/1 (100%)", "", "2/3 (67%)"]],
            found.ToTable().Rows.Select(r => r.Cells.Select(c => c.Text).ToArray()));
        DataFrame frame = found.ToDataFrame();
        Assert.Equal([0, 0, 1, 0, 1, 0], frame["responded_before"].Cast<int>());
        Assert.Contains("the rows are no rates of one population", found.ToString());
        Assert.Equal(3, ResponseAssessor.Assess(data).Repeated(best: true).Patients.Length);
    }
}
