using NotebookKit.Response.Assessment;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Tests.Response.Scopes;

/// <summary>Imaging is not one day: visits of several scans, baselines per lesion, scans of the day of treatment.</summary>
public sealed class ImagingVisitTests
{
    private static TestPatient LiverAndLung() =>
        new TestPatient().Lesion("T").Lesion("L", organ: "lung").Lesion("N", LesionRole.New).Procedure("A", 0, "T");

    private static (string, LesionMeasurement)[] Of(string lesion, decimal size) => [(lesion, LesionMeasurement.Of(size))];

    [Fact]
    public void Liver_and_chest_on_different_days_are_one_baseline_and_one_visit()
    {
        ScopeResponse overall = LiverAndLung().Scan(-10, ("T", 50)).Scan(-3, ("L", 30)).Scan(30, ("T", 25)).Scan(33, ("L", 30))
            .Assess().Units[0].Overall;
        Assert.Equal(80m, overall.Baseline);
        TimePointResponse visit = Assert.Single(overall.TimePoints);
        Assert.Equal((33, 55m, PR, 2), (visit.Day, visit.Sum, visit.Overall, visit.ImagingIds.Length)); // 80 → 55: −31%
        Assert.Contains(overall.Options.Describe(),
            l => l.Contains("scans within 14 days that look at different lesions are one", StringComparison.Ordinal));
        ScopeResponse apart = LiverAndLung().Scan(-10, ("T", 50)).Scan(-3, ("L", 30)).Scan(30, ("T", 25)).Scan(45, ("L", 30))
            .Assess().Units[0].Overall;
        Assert.Equal([NE, NE], apart.TimePoints.Select(t => t.Overall)); // 15 days
    }

    [Fact]
    public void A_lesion_or_an_organ_looked_at_again_is_another_visit()
    {
        Assert.Equal([PR, PR], LiverAndLung().Scan(-3, ("T", 50), ("L", 30)).Scan(30, ("T", 25), ("L", 20)).Scan(33, ("T", 26), ("L", 20))
            .Assess().Units[0].Overall.TimePoints.Select(t => t.Overall));
        TestPatient twoOfLiver = new TestPatient().Lesion("T").Lesion("U").Procedure("A", 0, "T").Scan(-3, ("T", 50), ("U", 30))
            .Scan(30, ("T", 25)).Scan(33, ("U", 20));
        Assert.Equal(2, twoOfLiver.Assess().Units[0].Overall.TimePoints.Length);
    }

    [Fact]
    public void Another_modality_joins_lesions_of_one_organ_and_the_same_without_lesions_does_not()
    {
        TestPatient patient(string second) => new TestPatient().Lesion("T").Lesion("U").Procedure("A", 0, "T")
            .Scan(-3, ("T", 50), ("U", 30))
            .Scan(30, s => s with { Modality = "mri" }, Of("T", 25)).Scan(33, s => s with { Modality = second }, Of("U", 20));
        Assert.Single(patient("ct").Assess().Units[0].Overall.TimePoints);
        Assert.Equal(2, patient("mri").Assess().Units[0].Overall.TimePoints.Length);
    }

    // FDA 2018: the sum is dated by the last of its scans, a new lesion by the scan that showed it.
    [Fact]
    public void A_new_lesion_is_dated_by_its_own_scan()
    {
        TestPatient patient = LiverAndLung().Scan(-3, ("T", 50), ("L", 30)).Scan(30, ("T", 50), ("N", 15)).Scan(33, ("L", 30));
        ScopeResponse overall = patient.Assess().Units[0].Overall;
        Assert.Equal((TestPatient.Day(30), "new intrahepatic"), (overall.ProgressionDate!.Value, overall.ProgressionPattern));
        Assert.Equal(33, Assert.Single(overall.TimePoints).Day);
        Assert.Equal((30, 1), (patient.EndPoints(new() { Source = EndPointSource.Measurements }).Overall.Days,
            patient.EndPoints(new() { Source = EndPointSource.Measurements }).Overall.Event));
        ScopeResponse sum = LiverAndLung().Scan(-3, ("T", 50), ("L", 30)).Scan(30, ("T", 80)).Scan(33, ("L", 30)).Assess().Units[0].Overall;
        Assert.Equal((TestPatient.Day(33), "target"), (sum.ProgressionDate!.Value, sum.ProgressionPattern));
    }

    [Fact]
    public void No_visit_reaches_over_a_procedure() =>
        Assert.Equal(2, new TestPatient().Lesion("T").Lesion("L", organ: "lung").Procedure("A", 0, "T").Procedure("B", 31, "T")
        .Scan(-3, ("T", 50), ("L", 30)).Scan(30, ("T", 50)).Scan(33, ("L", 30))
        .Assess(new() { UntilRetreatment = false }).Units[0].Overall.TimePoints.Length);

    [Fact]
    public void The_baseline_of_a_lesion_is_its_last_adequate_scan_before_the_procedure()
    {
        var blurred = new LesionMeasurement { Status = MeasurementStatus.NotEvaluable };
        ScopeResponse local(int first) => new TestPatient().Lesion("T").Lesion("U").Procedure("A", 0, "T").Scan(first, ("T", 50), ("U", 40))
            .Scan(-2, ("T", blurred), ("U", LesionMeasurement.Of(44))).Scan(30, ("T", 30), ("U", 44)).Assess().Units[0].Local;
        Assert.Equal((50m, PR), (local(-20).Baseline!.Value, local(-20).TimePoints[0].Overall));
        Assert.Contains("T: baseline from the scan of 2019-12-12", local(-20).Notes);
        Assert.Equal(NE, local(-29).TimePoints[0].Overall); // older than the window
    }

    // It may have been taken after the embolization.
    [Fact]
    public void A_scan_of_the_day_of_treatment_is_a_baseline_only_when_marked()
    {
        ResponseAssessment found(bool marked) => new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-10, ("T", 50))
            .Scan(0, s => s with { IsBaseline = marked }, Of("T", 20)).Scan(30, ("T", 20)).Assess();
        Assert.Equal((50m, PR), (found(false).Units[0].Local.Baseline!.Value, found(false).Units[0].Local.TimePoints.Single().Overall));
        Assert.Equal((20m, SD), (found(true).Units[0].Local.Baseline!.Value, found(true).Units[0].Local.TimePoints.Single().Overall));
        Assert.Equal("R26", Assert.Single(found(false).Findings).Rule);
        Assert.Empty(found(true).Findings);
    }

    [Fact]
    public void What_the_rules_set_aside_is_a_finding()
    {
        Assert.Contains("R13", Rules(new TestPatient().Lesion("T").Lesion("U").Lesion("V").Procedure("A", 0, "T U V")
            .Scan(-1, ("T", 50), ("U", 40), ("V", 30)).Scan(30, ("T", 50), ("U", 40), ("V", 30))));
        Assert.Contains("R14", Rules(new TestPatient().Lesion("T").Lesion("U").Lesion("V").Procedure("A", 0, "T")
            .Scan(-1, ("T", 50), ("U", 40), ("V", 20)).Scan(30, ("T", 50), ("U", 40), ("V", 39))));
        Assert.Contains("R15", Rules(new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, ("T", 5.2m)).Scan(30, ("T", 4.1m))));
        Assert.Contains("R16", Rules(new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, ("T", LesionMeasurement.Of(50, 55)))
            .Scan(30, ("T", 50))));
        Assert.Contains("R17", Rules(new TestPatient().Lesion("T").Lesion("N", LesionRole.NonTarget).Procedure("A", 0, "T")
            .Scan(-1, ("T", 50), ("N", 20))
            .Scan(30, ("T", LesionMeasurement.Of(50)),
                ("N", new() { Status = MeasurementStatus.Measured, NonTarget = NonTargetStatus.EquivocalProgression }))));
        Assert.Contains("R18", Rules(new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, ("T", 50)).Scan(30, ("T", 50))
            .Death(20)));
        Assert.Contains("R24", Rules(new TestPatient().Lesion("T", organ: "hepar").Procedure("A", 0, "T").Scan(-1, ("T", 50))
            .Scan(30, ("T", 50))));
        Assert.Contains("R25", Rules(new TestPatient().Lesion("T").Lesion("N", LesionRole.New, "lymph_node").Procedure("A", 0, "T")
            .Scan(-1, ("T", 50))
            .Scan(30, ("T", LesionMeasurement.Of(50)), ("N", LesionMeasurement.Of(8) with { New = NewLesionStatus.Unequivocal }))));
        TestPatient searched = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, ("T", 50))
            .Scan(30, s => s with { NewLesionsNotEvaluated = true }, Of("T", 0));
        Assert.Contains("R19", Rules(searched));
        Assert.Contains("new lesions were not looked for; without any it would be CR",
            searched.Assess().Units[0].Overall.TimePoints[0].Notes);

        static IEnumerable<string> Rules(TestPatient patient)
        {
            var findings = patient.Assess().Findings;
            Assert.All(findings, f => Assert.NotEmpty(f.HowToFix));
            return findings.Select(f => f.Rule);
        }
    }

    [Fact]
    public void Pattern_of_progression_names_everything_seen_at_once()
    {
        TestPatient patient = new TestPatient().Lesion("T").Lesion("N", LesionRole.New).Lesion("B", LesionRole.New, "bone")
            .Procedure("A", 0, "T")
            .Scan(-1, ("T", 50)).Scan(30, ("T", 70), ("N", 15), ("B", 12));
        Assert.Equal("target + new intrahepatic + new extrahepatic", patient.Assess().Units[0].Overall.ProgressionPattern);
        Assert.Equal("target + new intrahepatic", patient.Assess().Units[0].Hepatic.ProgressionPattern);
        Assert.Equal("target", patient.Assess().Units[0].Local.ProgressionPattern);
        Assert.Equal("target + new intrahepatic + new extrahepatic", patient.Assess().ToDataFrame()["progression_pattern"][0]);
        Assert.Null(new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, ("T", 50)).Scan(30, ("T", 50))
            .Assess().Units[0].Overall.ProgressionPattern);
    }
}
