using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Comparisons;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Tests.Response.Comparisons;

/// <summary>New therapy, clinical benefit, one response per patient, and what another choice of an option would change.</summary>
public sealed class SensitivityTests
{
    private static readonly Cohort Example = Cohort.Load(Repository.Path("data-templates", "example"));

    private static TestPatient Treated(params (int Day, decimal Size)[] scans) =>
        scans.Aggregate(new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 100)), (p, s) => p.Scan(s.Day, ("T", s.Size)));

    [Fact]
    public void Best_response_depth_and_benefit_end_with_new_therapy()
    {
        TestPatient patient = Treated((50, 90), (100, 40)).Event(FollowupKind.NewTherapy, 60);
        ScopeResponse local = patient.Assess().Units[0].Local;
        Assert.Equal((SD, -10.0, TestPatient.Day(50)), (local.Best.Response, local.BestChange, local.ClinicalBenefit));
        ScopeResponse on = patient.Assess(new() { Best = new() { UntilNewTherapy = false } }).Units[0].Local;
        Assert.Equal((PR, -60.0), (on.Best.Response, on.BestChange));
        // the scan of that day counts
        Assert.Equal(PR, Treated((50, 90), (100, 40)).Event(FollowupKind.NewTherapy, 100).Assess().Units[0].Local.Best.Response);
        Assert.Contains("New therapy from 2020-03-01.", local.ToTable().Footnotes);
        Assert.Contains(local.ToTable().Footnotes, n => n.Contains("until first PD or new therapy", StringComparison.Ordinal));
        // and with it the response of which the duration would be taken
        TumourData data = patient.Data();
        Assert.Empty(
            ResponseDurations.Derive(ResponseAssessor.Assess(data), EndPointAssessor.Derive(data), ResponseScope.Local).Responders);
    }

    [Fact]
    public void Therapy_before_the_treatment_ends_nothing() =>
        Assert.Equal(PR, Treated((100, 40)).Event(FollowupKind.NewTherapy, -5).Assess().Units[0].Local.Best.Response);

    [Fact]
    public void Clinical_benefit_needs_a_response_or_lasting_stable_disease()
    {
        Assert.Null(Treated((30, 90)).Assess().Units[0].Local.ClinicalBenefit);
        Assert.Equal(TestPatient.Day(42), Treated((30, 90), (42, 95)).Assess().Units[0].Local.ClinicalBenefit);
        Assert.Equal(TestPatient.Day(20), Treated((20, 60)).Assess().Units[0].Local.ClinicalBenefit);
        Assert.Null(Treated((30, 130), (60, 60)).Assess().Units[0].Local.ClinicalBenefit);
        Assert.Equal([0, 1], new[] { Treated((30, 90)), Treated((42, 90)) }.Select(
            p => (int)p.Assess().ToDataFrame()["local_clinical_benefit"][0]));
    }

    [Theory]
    [InlineData(PatientRule.First, "NE")]
    [InlineData(PatientRule.Best, "PR")]
    [InlineData(PatientRule.Worst, "PD")]
    public void One_response_per_patient(PatientRule rule, string expected)
    {
        TestPatient patient = new TestPatient().Lesion("T").Lesion("U").Lesion("V").Procedure("A", 0, "T").Procedure("B", 100, "U")
            .Procedure("C", 200, "V")
            .Scan(0, ("T", 50), ("U", 50), ("V", 50)).Scan(100, ("T", 50), ("U", 50), ("V", 50)).Scan(130, ("U", 20))
            .Scan(200, ("T", 50), ("U", 20), ("V", 50)).Scan(230, ("V", 70));
        DataFrame frame = patient.Assess().At(1).ByPatient(rule);
        Assert.Equal((1, 3, expected), ((int)frame.Rows.Count, (int)frame["units"][0], (string)frame["local_response"][0]));
        Assert.Equal(expected == "PR" ? 1 : 0, frame["local_responder"][0]);
    }

    [Fact]
    public void A_new_liver_lesion_without_a_call_waits_for_it_when_asked()
    {
        var size = LesionMeasurement.Of(15);
        TestPatient Patient(NewLesionStatus call) => new TestPatient().Lesion("T").Lesion("N", LesionRole.New).Procedure("A", 0, "T")
            .Scan(0, ("T", 50)).Scan(30, ("T", LesionMeasurement.Of(50)), ("N", size))
            .Scan(60, ("T", LesionMeasurement.Of(50)), ("N", size with { New = call }));
        var needed = new ResponseOptions { NewLesionsNeedCall = true };
        Assert.Equal([PD, PD], Overall(Patient(NewLesionStatus.NotRecorded).Assess()));
        Assert.Equal([SD, SD], Overall(Patient(NewLesionStatus.NotRecorded).Assess(needed)));
        Assert.Equal([PD, PD], Overall(Patient(NewLesionStatus.Unequivocal).Assess(needed))); // back-dated
        Assert.Contains(needed.Describe(), l => l.Contains("equivocal without a reader's call", StringComparison.Ordinal));

        static IEnumerable<ResponseCategory> Overall(ResponseAssessment a) => a.Units[0].Overall.TimePoints.Select(t => t.Overall);
    }

    [Fact]
    public void A_lesion_treated_before_and_measured_whole_is_a_target_with_a_note()
    {
        TestPatient patient = new TestPatient().Lesion("T", with: l => l with { PriorLocalTherapy = true }).Procedure("A", 0, "T")
            .Scan(0, ("T", 50)).Scan(30, ("T", 50));
        Assert.Empty(patient.Assess().Units[0].Local.Notes);
        Assert.Equal(["T: treated before; a target only if it has progressed since"],
            patient.Assess(new() { Criterion = ResponseCriterion.Recist11 }).Units[0].Local.Notes);
    }

    [Fact]
    public void Every_option_changed_by_itself_names_the_units_it_moves()
    {
        // 100 → 20 → 24 mm: +20% of nadir, +4 mm; whole diameters unchanged
        static LesionMeasurement Size(decimal viable) => LesionMeasurement.Of(100, viable);
        TumourData data = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", Size(100))).Scan(10, ("T", Size(20)))
            .Scan(30, ("T", Size(24))).Data();
        ResponseSensitivity found = ResponseSensitivity.Of(data);
        Assert.Equal([0, 0, 0], found.Responders);
        OptionChange increase = found.Changes.Single(c => c.Option == "AbsoluteIncreaseMm");
        Assert.Equal(("0 mm", "5 mm"), (increase.Chosen, increase.Instead));
        Assert.All(increase.Changes, scope => Assert.Equal([new ClassChange("A", PD, PR)], scope));
        Assert.Equal([1, 1, 1], increase.Responders);
        Assert.Equal([new ClassChange("A", PD, SD)], found.Changes.Single(c => c.Option == "Criterion").Changes[0]);
        Assert.All(found.Changes.Where(c => c.Option is not ("AbsoluteIncreaseMm" or "Criterion")),
            c => Assert.All(c.Changes, s => Assert.Empty(s)));
        Assert.Equal(6, found.ToDataFrame().Rows.Count);
        Assert.Contains(found.ToTable().Rows.Single(r => r.Variable == "AbsoluteIncreaseMm").Cells[3].Note!, "A PD → PR");
        // the options it was given are changed back
        Assert.Equal("0 mm", ResponseSensitivity.Of(data, new() { AbsoluteIncreaseMm = 5 }).Changes.Single(
            c => c.Option == "AbsoluteIncreaseMm").Instead);
    }

    [Fact]
    public void Best_response_knows_confirmation_duration_and_new_therapy()
    {
        TumourData data = Treated((30, 60), (100, 95)).Event(FollowupKind.NewTherapy, 40).Data();
        ResponseSensitivity found = ResponseSensitivity.Of(data, best: true);
        Assert.Equal([new ClassChange("A", PR, NE)], found.Changes.Single(c => c.Option == "ConfirmationDays").Changes[0]);
        Assert.DoesNotContain(ResponseSensitivity.Of(data).Changes, c => c.Option is "ConfirmationDays" or "UntilNewTherapy");
        Assert.Contains(found.Changes, c => c.Option == "UntilNewTherapy");
    }

    [Fact]
    public void The_example_cohort_says_how_firm_its_18_of_30_and_4_of_13_are()
    {
        ResponseSensitivity found = Example.ResponseSensitivity();
        Assert.Equal((22, 43), (found.Responders[0], found.Units));
        OptionChange recist = found.Changes.Single(c => c.Option == "Criterion");
        Assert.True(recist.Responders[0] < 22); // whole diameters hardly shrink at one month
        Assert.Equal(found.Changes.Length + 1, found.ToTable().Rows.Length);
    }
}
