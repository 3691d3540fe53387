using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Tests.Response.Scopes;

/// <summary>Sums, scopes and new lesions on patients worked out by hand.</summary>
public sealed class ScopeTests
{
    private static TestPatient TwoLobes() => new TestPatient()
        .Lesion("R1").Lesion("L1").Procedure("A", 0, "R1").Procedure("B", 40, "L1")
        .Scan(-5, ("R1", 30), ("L1", 50))
        .Scan(30, ("R1", 20), ("L1", 50))
        .Scan(70, ("R1", 25), ("L1", 30));

    private static ResponseCategory[] Local(ResponseAssessment a, int unit = 0) =>
        [.. a.Units[unit].Local.TimePoints.Select(t => t.Overall)];

    [Fact]
    public void Every_procedure_has_a_baseline_of_its_own()
    {
        ResponseAssessment a = TwoLobes().Assess();
        Assert.Equal(["A", "B"], a.Units.Select(u => u.Unit.Id));
        Assert.Equal([30m, 50m], a.Units.Select(u => u.Local.Baseline!.Value));
        Assert.Equal([80m, 70m], a.Units.Select(u => u.Hepatic.Baseline!.Value));
        Assert.Equal(TestPatient.Day(30), a.Units[1].Local.BaselineDate);
        // A: 30 → 20 (−33%) → 25 (+25% from nadir). B: 50 → 30 (−40%); liver 70 → 55 (−21%).
        Assert.Equal([PR, PD], Local(a));
        Assert.Equal([PR], Local(a, 1));
        Assert.Equal([SD], a.Units[1].Hepatic.TimePoints.Select(t => t.Overall));
        Assert.Equal(["PR", "PR"], a.At(1).ToDataFrame()["local_response"].Cast<string>());
    }

    [Fact]
    public void One_month_is_the_nearest_scan_in_the_window()
    {
        ResponseAssessment a = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 100)).Scan(20, ("T", 60))
            .Scan(40, ("T", 90)).Scan(90, ("T", 100)).Assess();
        Assert.Equal(40, a.At(1).TimePoint(a.Units[0], ResponseScope.Local)!.Day); // 20 and 40 are equally near: the later
        Assert.Equal(PD, a.At(1).Response(a.Units[0], ResponseScope.Local)); // 60 → 90
        Assert.Equal(PR, a.AtDay(25, 14, 60).Response(a.Units[0], ResponseScope.Local));
        Assert.Equal(NE, a.AtDay(60, 50, 70).Response(a.Units[0], ResponseScope.Local));
        Assert.Equal(90, a.At(3).TimePoint(a.Units[0], ResponseScope.Local)!.Day);
    }

    [Fact]
    public void A_missing_target_is_not_evaluable_unless_the_rest_proves_progression()
    {
        ResponseAssessment a = new TestPatient().Lesion("T1").Lesion("T2").Procedure("A", 0, "T1 T2")
            .Scan(-1, ("T1", 30), ("T2", 40)).Scan(30, ("T1", 10)).Scan(60, ("T1", 84)).Assess();
        Assert.Equal([NE, PD], Local(a));
        Assert.Null(a.Units[0].Local.TimePoints[0].ChangeFromBaseline);
        Assert.Equal(70m, a.Units[0].Local.TimePoints[1].Nadir); // the incomplete sum of 10 is not a nadir
    }

    [Fact]
    public void Viable_zero_is_complete_response_and_regrowth_is_progression()
    {
        ResponseAssessment a = new TestPatient().Lesion("T").Procedure("A", 0, "T")
            .Scan(0, ("T", LesionMeasurement.Of(40, 35))).Scan(30, ("T", LesionMeasurement.Of(38, 0)))
            .Scan(90, ("T", LesionMeasurement.Of(38, 4))).Assess();
        Assert.Equal([CR, PD], Local(a));
        Assert.Equal([SD, SD], a.Units[0].Local.TimePoints.Zip(Assess(ResponseCriterion.Recist11), (_, r) => r));

        IEnumerable<ResponseCategory> Assess(ResponseCriterion criterion) => ScopeAssessor.Assess(
            Patient(), a.Units[0].Unit, ResponseScope.Local, new ResponseOptions { Criterion = criterion }).TimePoints.Select(
                t => t.Overall);
        PatientImaging Patient() => new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", LesionMeasurement.Of(40, 35)))
            .Scan(30, ("T", LesionMeasurement.Of(38, 0))).Scan(90, ("T", LesionMeasurement.Of(38, 4))).Data().Patients[0].Imaging;
    }

    [Fact]
    public void The_largest_two_of_the_liver_are_targets_the_rest_non_targets()
    {
        ScopeResponse hepatic = new TestPatient().Lesion("T1").Lesion("T2").Lesion("T3").Lesion("T4").Procedure("A", 0, "T1")
            .Scan(0, ("T1", 20), ("T2", 60), ("T3", 50), ("T4", 9)).Scan(30, ("T1", 20), ("T2", 0), ("T3", 0), ("T4", 9))
            .Assess().Units[0].Hepatic;
        Assert.Equal(["T2", "T3"], hepatic.Targets.Select(t => t.LesionId));
        Assert.Equal(["T1", "T4"], hepatic.NonTargets.Order());
        Assert.Equal(CR, hepatic.TimePoints[0].Target);
        Assert.Equal(PR, hepatic.TimePoints[0].Overall); // non-targets persist
        Assert.Contains(hepatic.Notes, n => n.StartsWith("T4: 9 mm at baseline, below 10 mm", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("liver", 12.0, 5.0, true)]
    [InlineData("liver", 12.0, 7.0, false)] // below twice the slice thickness
    [InlineData("lymph_node", 15.0, 5.0, true)]
    [InlineData("lymph_node", 14.0, 5.0, false)]
    [InlineData("porta_hepatis_node", 19.0, 5.0, false)]
    [InlineData("porta_hepatis_node", 20.0, 5.0, true)]
    public void Eligibility(string organ, double size, double slice, bool target)
    {
        ScopeResponse overall = new TestPatient().Lesion("T", organ: organ).Procedure("A", 0)
            .Scan(0, s => s with { SliceThickness = (decimal)slice }, ("T", LesionMeasurement.Of((decimal)size))).Assess().Units[0].Overall;
        Assert.Equal(target, overall.Targets.Length == 1);
    }

    [Fact]
    public void A_hilar_node_below_20_mm_never_counts()
    {
        ScopeResponse overall = new TestPatient().Lesion("T").Lesion("N", organ: "porta_hepatis_node").Procedure("A", 0, "T")
            .Scan(0, ("T", 30), ("N", 16)).Scan(30, ("T", 0), ("N", 19)).Scan(60, ("T", 0), ("N", 20)).Assess().Units[0].Overall;
        Assert.Empty(overall.NonTargets);
        Assert.Equal([CR, PD], overall.TimePoints.Select(t => t.Overall));
    }

    [Fact]
    public void Infiltrative_and_thrombus_are_non_target()
    {
        ScopeResponse local = new TestPatient().Lesion("I", with: l => l with { Character = LesionCharacter.Infiltrative })
            .Lesion("V", with: l => l with { Character = LesionCharacter.Thrombus }).Procedure("A", 0, "I V")
            .Scan(0, ("I", 80), ("V", 30)).Scan(30, ("I", 20), ("V", 30)).Assess().Units[0].Local;
        Assert.Empty(local.Targets);
        Assert.Equal(NA, local.TimePoints[0].Target);
        Assert.Equal(NonCRNonPD, local.TimePoints[0].Overall);
    }

    [Fact]
    public void Too_small_split_and_merged()
    {
        var tooSmall = new LesionMeasurement { Status = MeasurementStatus.TooSmall };
        var merged = new LesionMeasurement { Status = MeasurementStatus.Merged };
        var split = new LesionMeasurement { Status = MeasurementStatus.Split };
        ScopeResponse local = new TestPatient().Lesion("T1").Lesion("T2").Lesion("F1", with: l => l with { PartOf = "T1" })
            .Lesion("F2", with: l => l with { PartOf = "T1" })
            .Procedure("A", 0, "T1 T2").Scan(0, ("T1", 30), ("T2", 20))
            .Scan(30, ("T1", tooSmall), ("T2", LesionMeasurement.Of(3)))
            .Scan(60, ("T1", LesionMeasurement.Of(44)), ("T2", merged))
            .Scan(90, ("T1", split), ("F1", LesionMeasurement.Of(12)), ("F2", LesionMeasurement.Of(9)), ("T2", LesionMeasurement.Of(10)))
            .Scan(120, ("T1", split), ("F1", LesionMeasurement.Of(12)), ("T2", LesionMeasurement.Of(10))).Assess().Units[0].Local;
        Assert.Equal([8m, 44m, 31m], local.TimePoints.Take(3).Select(t => t.Sum));
        Assert.Equal((1, 10m), (local.TimePoints[3].Evaluated, local.TimePoints[3].Sum)); // a fragment is missing, so T1 is not evaluable
    }

    [Fact]
    public void Lesions_too_small_are_not_evaluable_when_the_default_size_is_off()
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 30))
            .Scan(30, ("T", new LesionMeasurement { Status = MeasurementStatus.TooSmall }));
        Assert.Equal([PR], Local(patient.Assess()));
        Assert.Contains("without a size for lesions too small to measure the targets would be NE",
            patient.Assess().Units[0].Local.TimePoints[0].Notes);
        Assert.Equal([NE], Local(patient.Assess(new ResponseOptions { TooSmallMm = null })));
    }

    [Fact]
    public void A_new_liver_lesion_is_hepatic_progression_and_local_only_in_the_territory()
    {
        TestPatient patient(string territory) =>
            new TestPatient().Lesion("T").Lesion("N", LesionRole.New).Procedure("A", 0, "T", newInTerritory: territory)
            .Scan(0, ("T", 50)).Scan(30, ("T", 30)).Scan(90, ("T", 30), ("N", 12));
        UnitResponse outside = patient("").Assess().Units[0], inside = patient("N").Assess().Units[0];
        Assert.Null(outside.Local.Progression);
        Assert.Equal((TestPatient.Day(90), "new lesion N", "new intrahepatic"),
            (outside.Hepatic.ProgressionDate!.Value, outside.Hepatic.ProgressionReason, outside.Hepatic.ProgressionPattern));
        Assert.Equal((TestPatient.Day(90), "new lesion N"), (inside.Local.ProgressionDate!.Value, inside.Local.ProgressionReason));
        Assert.Equal([PR, PD], outside.Overall.TimePoints.Select(t => t.Overall));
    }

    [Fact]
    public void An_equivocal_lesion_counts_from_the_scan_that_first_showed_it_once_it_has_grown_by_10_mm()
    {
        static LesionMeasurement Equivocal(decimal size) => LesionMeasurement.Of(size) with { New = NewLesionStatus.Equivocal };
        TestPatient patient(decimal last) => new TestPatient().Lesion("T").Lesion("N", LesionRole.New).Procedure("A", 0, "T")
            .Scan(0, ("T", LesionMeasurement.Of(50))).Scan(30, ("T", LesionMeasurement.Of(50)), ("N", Equivocal(6)))
            .Scan(60, ("T", LesionMeasurement.Of(50)), ("N", Equivocal(12)))
            .Scan(90, ("T", LesionMeasurement.Of(50)), ("N", Equivocal(last)));
        DateOnly? date(decimal last, ResponseOptions? options = null) => patient(last).Assess(options).Units[0].Hepatic.Progression?.Date;
        Assert.Null(date(15.9m));
        Assert.Contains("new lesion N not counted: equivocal; called unequivocal it would be PD",
            patient(15.9m).Assess().Units[0].Hepatic.TimePoints[0].Notes);
        Assert.Equal(TestPatient.Day(30), date(16));
        Assert.Equal(TestPatient.Day(90), date(16, new ResponseOptions { BackDateNewLesions = false }));
        Assert.Equal(TestPatient.Day(60), date(15.9m, new ResponseOptions { BackDateNewLesions = false, EquivocalCountsAtTenMm = true }));
        Assert.Null(date(16, new ResponseOptions { Criterion = ResponseCriterion.Recist11 })); // RECIST waits for an unequivocal call
    }

    [Fact]
    public void A_new_liver_lesion_below_10_mm_waits_under_mRecist_and_counts_under_Recist()
    {
        TestPatient patient = new TestPatient().Lesion("T").Lesion("N", LesionRole.New).Procedure("A", 0, "T")
            .Scan(0, ("T", 50)).Scan(30, ("T", 50), ("N", 8)).Scan(60, ("T", 50), ("N", 11));
        Assert.Equal(TestPatient.Day(30), patient.Assess().Units[0].Hepatic.Progression!.Date);
        Assert.Equal(TestPatient.Day(60), patient.Assess(
            new ResponseOptions { BackDateNewLesions = false }).Units[0].Hepatic.Progression!.Date);
        Assert.Equal(TestPatient.Day(30), patient.Assess(
            new ResponseOptions { BackDateNewLesions = false, Criterion = ResponseCriterion.Recist11 }).Units[0].Hepatic.Progression!.Date);
    }

    [Fact]
    public void An_effusion_needs_cytology()
    {
        var worse = new LesionMeasurement { Status = MeasurementStatus.Measured, NonTarget = NonTargetStatus.UnequivocalProgression };
        var present = worse with { NonTarget = NonTargetStatus.Present };
        TestPatient patient = new TestPatient().Lesion("T")
            .Lesion("E", LesionRole.NonTarget, "peritoneum", l => l with { Character = LesionCharacter.Effusion })
            .Procedure("A", 0, "T").Scan(0, ("T", LesionMeasurement.Of(50)), ("E", present))
            .Scan(30, ("T", LesionMeasurement.Of(50)), ("E", worse));
        Assert.Equal(SD, patient.Assess().Units[0].Overall.TimePoints[0].Overall);
        Assert.Equal(PD, patient.Assess(new ResponseOptions { CytologyProven = ["E"] }).Units[0].Overall.TimePoints[0].Overall);
        Assert.Equal(PD,
            patient.Assess(new ResponseOptions { Criterion = ResponseCriterion.Recist11 }).Units[0].Overall.TimePoints[0].Overall);
    }

    [Fact]
    public void A_change_of_option_that_would_change_the_class_is_noted()
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 100)).Scan(30, ("T", 20))
            .Scan(60, ("T", 24)).Scan(90, ("T", 22));
        ScopeResponse local = patient.Assess().Units[0].Local;
        Assert.Empty(local.TimePoints[0].Notes);
        Assert.Equal(["with the 5 mm absolute increase the targets would be PR"], local.TimePoints[1].Notes);

        ScopeResponse sticky = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 100)).Scan(30, ("T", 65))
            .Scan(60, ("T", 75)).Assess().Units[0].Local;
        Assert.Equal([PR, SD], sticky.TimePoints.Select(t => t.Overall));
        Assert.Equal(["with a partial response lasting until progression the targets would be PR"], sticky.TimePoints[1].Notes);
    }

    [Fact]
    public void Nodes_below_10_mm_are_a_complete_response_though_the_sum_is_not_zero()
    {
        ScopeResponse overall = new TestPatient().Lesion("N", organ: "lymph_node").Lesion("T", organ: "lung").Procedure("A", 0)
            .Scan(0, ("N", 20), ("T", 20)).Scan(30, ("N", 8), ("T", 0)).Scan(60, ("N", 8), ("T", 3))
            .Assess(new ResponseOptions { Criterion = ResponseCriterion.Recist11 }).Units[0].Overall;
        Assert.Equal([CR, PD], overall.TimePoints.Select(t => t.Overall)); // a lesion that comes back after CR is PD without 5 mm
    }

    [Fact]
    public void A_staged_course_is_one_unit_when_asked()
    {
        ResponseAssessment a = TwoLobes().Assess(new ResponseOptions { Unit = AnalysisUnit.Course });
        Assert.Equal(80m, Assert.Single(a.Units).Local.Baseline);
        Assert.Equal(2, TwoLobes().Assess(new ResponseOptions { Unit = AnalysisUnit.Course, CourseGapDays = 39 }).Units.Length);
        Assert.Equal("A", Assert.Single(TwoLobes().Assess(new ResponseOptions { Unit = AnalysisUnit.Patient }).Units).Unit.Id);
    }

    [Fact]
    public void Scans_after_retreatment_of_the_same_lesion_are_left_out()
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T").Procedure("B", 60, "T").Scan(0, ("T", 50))
            .Scan(30, ("T", 50)).Scan(90, ("T", 20));
        Assert.Equal([SD], Local(patient.Assess()));
        Assert.Equal([SD, PR], Local(patient.Assess(new ResponseOptions { UntilRetreatment = false })));
    }
}
