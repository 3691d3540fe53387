using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;
using static NotebookKit.Response.Tumours.FollowupKind;

namespace NotebookKit.Tests.Response.EndPoints;

/// <summary>End points on patients worked out by hand.</summary>
public sealed class EndPointTests
{
    private static readonly EndPointOptions Measured = new() { Source = EndPointSource.Measurements };

    private static TestPatient Followed() => new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 50)).Scan(30, ("T", 50))
        .Scan(90, ("T", 50)).Scan(180, ("T", 50));

    private static (int, int)[] Ends(UnitEndPoints e) =>
        [(e.Local.Days, (int)e.Local.Status), (e.Hepatic.Days, (int)e.Hepatic.Status), (e.Overall.Days, (int)e.Overall.Status)];

    [Fact]
    public void Censored_at_the_last_scan() => Assert.Equal([(180, 0), (180, 0), (180, 0)], Ends(Followed().EndPoints()));

    [Fact]
    public void An_inner_progression_is_an_outer_one()
    {
        Assert.Equal([(90, 1), (90, 1), (90, 1)], Ends(Followed().Event(LocalProgression, 90, "A").EndPoints()));
        Assert.Equal([(180, 0), (90, 1), (90, 1)], Ends(Followed().Event(HepaticProgression, 90).EndPoints()));
        Assert.Equal([(180, 0), (180, 0), (90, 1)], Ends(Followed().Event(ExtrahepaticProgression, 90).EndPoints()));
        Assert.Equal([(180, 1), (90, 1), (30, 1)],
            Ends(Followed().Event(LocalProgression, 180, "A").Event(HepaticProgression, 90).Event(OverallProgression, 30).EndPoints()));
    }

    [Fact]
    public void A_sum_of_the_liver_that_hides_local_growth_does_not_hide_the_event()
    {
        // Local 30 → 36 is PD; the liver 100 → 86 is not.
        TestPatient patient = new TestPatient().Lesion("T").Lesion("U").Procedure("A", 0, "T").Scan(0, ("T", 30), ("U", 70))
            .Scan(30, ("T", 36), ("U", 50));
        Assert.Null(patient.Assess().Units[0].Hepatic.Progression);
        Assert.Equal([(30, 1), (30, 1), (30, 1)], Ends(patient.EndPoints(Measured)));
    }

    [Fact]
    public void An_event_without_procedure_counts_for_every_earlier_procedure_still_under_observation()
    {
        TestPatient patient = new TestPatient().Lesion("T").Lesion("U").Procedure("A", 0, "T").Procedure("B", 60, "U")
            .Procedure("C", 120, "T")
            .Scan(0, ("T", 50), ("U", 50)).Scan(55, ("T", 50), ("U", 50)).Scan(115, ("T", 50), ("U", 50)).Scan(200, ("T", 50), ("U", 50))
            .Event(HepaticProgression, 200);
        var units = EndPointAssessor.Derive(patient.Data()).Units;
        // A ends with the retreatment of T
        Assert.Equal([(115, 0), (140, 1), (80, 1)], units.Select(u => (u.Hepatic.Days, (int)u.Hepatic.Status)));
        units = EndPointAssessor.Derive(patient.Data(), new EndPointOptions { Retreatment = InterveningRule.Ignore }).Units;
        Assert.Equal([(200, 1), (140, 1), (80, 1)], units.Select(u => (u.Hepatic.Days, (int)u.Hepatic.Status)));
        units = EndPointAssessor.Derive(patient.Data(), new EndPointOptions { Retreatment = InterveningRule.Event }).Units;
        Assert.Equal([(120, 1), (140, 1), (80, 1)], units.Select(u => (u.Hepatic.Days, (int)u.Hepatic.Status)));
    }

    [Theory]
    [InlineData(DeathRule.Event, 250, 1)]
    [InlineData(DeathRule.Censor, 180, 0)]
    [InlineData(DeathRule.Competing, 250, 2)]
    public void Death(DeathRule rule, int days, int status) =>
        Assert.Equal([(days, status), (days, status), (days, status)],
            Ends(Followed().Death(250).EndPoints(new EndPointOptions { Death = rule })));

    [Fact]
    public void Death_after_progression_changes_nothing() =>
        Assert.Equal([(250, 1), (90, 1), (90, 1)], Ends(Followed().Event(HepaticProgression, 90).Death(250).EndPoints()));

    [Theory]
    [InlineData(InterveningRule.Ignore, 180, 1)]
    [InlineData(InterveningRule.Censor, 90, 0)]
    [InlineData(InterveningRule.Event, 100, 1)]
    public void New_therapy_before_progression(InterveningRule rule, int days, int status) =>
        Assert.Equal((days, status),
            Ends(Followed().Event(NewTherapy, 100).Event(HepaticProgression, 180).EndPoints(new EndPointOptions { NewTherapy = rule }))[1]);

    // Transplantation, resection, systemic therapy and retreatment, each by its own rule.
    [Theory]
    [InlineData(InterveningRule.Ignore, 180, 1)]
    [InlineData(InterveningRule.Censor, 90, 0)]
    [InlineData(InterveningRule.Event, 100, 1)]
    [InlineData(InterveningRule.Competing, 100, 2)]
    public void Every_intervention_has_a_rule_of_its_own(InterveningRule rule, int days, int status)
    {
        (int, int) Hepatic(TestPatient patient, EndPointOptions options) =>
            Ends(patient.Event(HepaticProgression, 180).EndPoints(options))[1];
        InterveningRule opposite = rule == InterveningRule.Ignore ? InterveningRule.Censor : InterveningRule.Ignore;
        Assert.Equal((days, status),
            Hepatic(Followed().Event(Transplant, 100), new() { NewTherapy = opposite, Resection = opposite, Transplant = rule }));
        Assert.Equal((days, status),
            Hepatic(Followed().Event(Resection, 100), new() { NewTherapy = opposite, Transplant = opposite, Resection = rule }));
        Assert.Equal((days, status),
            Hepatic(Followed().Event(NewTherapy, 100), new() { NewTherapy = rule, Transplant = opposite, Resection = opposite }));
        Assert.Equal((days, status), Hepatic(Followed().Procedure("B", 100, "T"), new() { Retreatment = rule }));
        // without a word the same as new therapy
        Assert.Equal((days, status), Hepatic(Followed().Event(Transplant, 100), new() { NewTherapy = rule }));
    }

    [Fact]
    public void An_intervention_that_ends_observation_is_no_progression_in_the_table()
    {
        string text = EndPointAssessor.Derive(Followed().Event(Transplant, 100).Data(), new() { Transplant = InterveningRule.Competing })
            .ToString();
        Assert.Contains("Intervention", text);
        Assert.Contains("transplantation: competing event (2)", text);
        Assert.Equal("liver transplantation", Followed().Event(Transplant, 100).EndPoints(
            new() { Transplant = InterveningRule.Event }).Local.Reason);
    }

    [Fact]
    public void Progression_as_the_reader_called_it()
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, ("T", 50)).Scan(30, ("T", 50))
            .Scan(90, s => s with { CalledOverall = ResponseCategory.PD, CalledHepatic = ResponseCategory.SD },
                ("T", LesionMeasurement.Of(50)))
            .Scan(180, s => s with { CalledOverall = ResponseCategory.PD, CalledHepatic = ResponseCategory.PD },
                ("T", LesionMeasurement.Of(50)));
        Assert.Equal([(180, 0), (180, 1), (90, 1)], Ends(patient.EndPoints(new() { Source = EndPointSource.ReaderCalls })));
        Assert.Equal([(180, 0), (180, 0), (180, 0)], Ends(patient.EndPoints()));
    }

    [Fact]
    public void Fda_censors_an_event_after_missed_visits_and_ema_does_not()
    {
        TestPatient patient = Followed().Death(400);
        Assert.Equal((400, 1), Ends(patient.EndPoints(EndPointOptions.Ema))[2]);
        Assert.Equal((180, 0), Ends(patient.EndPoints(EndPointOptions.Fda(200)))[2]);
        Assert.Equal((400, 1), Ends(patient.EndPoints(EndPointOptions.Fda(220)))[2]);
    }

    [Fact]
    public void Two_missed_visits_of_90_days_with_a_window_of_14()
    {
        Assert.Equal(194, EndPointOptions.Fda(visitIntervalDays: 90, windowDays: 14).MaxGapDays);
        // last scan on day 180: visits due on days 270 and 360, the second missed after day 374
        Assert.Equal((374, 1), Ends(Followed().Death(374).EndPoints(EndPointOptions.Fda(90, 14)))[2]);
        Assert.Equal((180, 0), Ends(Followed().Death(375).EndPoints(EndPointOptions.Fda(90, 14)))[2]);
        Assert.Throws<ArgumentException>(() => EndPointOptions.Fda(0, 14));
    }

    [Fact]
    public void Duration_of_response_follows_the_censoring_rule()
    {
        // response on day 30, new therapy on day 60, progression on day 120
        TumourData data = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 100)).Scan(30, ("T", 50)).Scan(55, ("T", 50))
            .Scan(120, ("T", 90))
            .Event(FollowupKind.NewTherapy, 60).Data();
        EndPoint Duration(EndPointOptions options) =>
            ResponseDurations.Derive(ResponseAssessor.Assess(data),
                EndPointAssessor.Derive(data, options with { Source = EndPointSource.Measurements }),
                ResponseScope.Local).Responders.Single().Duration;
        Assert.Equal((90, EndPointStatus.Event), (Duration(EndPointOptions.Ema).Days, Duration(EndPointOptions.Ema).Status));
        Assert.Equal((25, EndPointStatus.Censored), (Duration(EndPointOptions.Fda(194)).Days, Duration(EndPointOptions.Fda(194)).Status));
    }

    [Fact]
    public void Nothing_after_treatment_is_censored_at_once()
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 50));
        Assert.Equal([(0, 0), (0, 0), (0, 0)], Ends(patient.EndPoints()));
        Assert.Equal((1, 0), Ends(patient.EndPoints(new EndPointOptions { AddDay = true }))[0]);
    }

    [Fact]
    public void Censoring_only_local_observation_at_retreatment_can_break_the_order_and_is_reported()
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T").Procedure("B", 100, "T")
            .Scan(0, ("T", 50)).Scan(90, ("T", 50)).Scan(180, ("T", 50)).Event(HepaticProgression, 180);
        ProgressionEndPoints result = EndPointAssessor.Derive(patient.Data(), new EndPointOptions { RetreatmentEndsLocalOnly = true });
        Assert.Equal([(90, 0), (180, 1), (180, 1)], Ends(result.Units[0]));
        Assert.Equal("A", Assert.Single(result.Findings, f => f.Rule == "R21").Key);
        Assert.DoesNotContain(EndPointAssessor.Derive(patient.Data()).Findings, f => f.Rule == "R21");
    }

    [Fact]
    public void Recorded_and_derived_progression_that_disagree_are_a_finding()
    {
        TestPatient patient(int day) => new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 50)).Scan(30, ("T", 40))
            .Scan(90, ("T", 48)).Event(LocalProgression, day, "A");
        Assert.Empty(EndPointAssessor.Derive(patient(90).Data()).Findings);
        var finding = Assert.Single(EndPointAssessor.Derive(patient(30).Data()).Findings);
        Assert.Equal("R20", finding.Rule);
        Assert.Contains("local progression is recorded on 2020-01-31", finding.Message);
        Assert.Contains("measurements show it on 2020-03-31 (target sum)", finding.Message);
    }

    [Fact]
    public void A_local_event_without_procedure_counts_for_none_and_is_a_finding()
    {
        ProgressionEndPoints result = EndPointAssessor.Derive(Followed().Event(LocalProgression, 90).Data());
        Assert.Equal([(180, 0), (180, 0), (180, 0)], Ends(result.Units[0]));
        Assert.Equal("R22", Assert.Single(result.Findings).Rule);
    }

    [Fact]
    public void Dates_after_death_count_for_nothing_and_are_findings()
    {
        ProgressionEndPoints result = EndPointAssessor.Derive(
            Followed().Procedure("B", 200).Death(100).Event(HepaticProgression, 150).Data());
        Assert.Equal((100, 1), Ends(result.Units[0])[1]);
        Assert.Equal(["E1", "B"], result.Findings.Where(f => f.Rule == "R23").Select(f => f.Key));
    }

    [Fact]
    public void The_frame_is_ready_for_survival_analysis()
    {
        var frame = EndPointAssessor.Derive(Followed().Event(HepaticProgression, 90).Data()).ToDataFrame();
        Assert.Equal(90 / 30.4375, frame["hepatic_months"][0]);
        Assert.Equal(1, frame["hepatic_event"][0]);
        Assert.Equal(0, frame["local_event"][0]);
        Assert.Equal("P1", frame["patient_id"][0]);
    }
}
