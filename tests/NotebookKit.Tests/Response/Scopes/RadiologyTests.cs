using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Tests.Response.Scopes;

/// <summary>What radiology really writes down, each case by hand with its source.</summary>
public sealed class RadiologyTests
{
    private static readonly ResponseOptions Recist = new() { Criterion = ResponseCriterion.Recist11 };

    private static LesionMeasurement Call(NonTargetStatus status) => new() { Status = MeasurementStatus.Measured, NonTarget = status };

    private static LesionMeasurement Size(decimal mm) => LesionMeasurement.Of(mm);

    private static IEnumerable<ResponseCategory> Overall(TestPatient patient, ResponseOptions? options = null) =>
        patient.Assess(options).Units[0].Overall.TimePoints.Select(t => t.Overall);

    // EORTC RECIST questions and answers, "Does a new lesion always result in PD?": after CR overall any lesion that reappears is PD.
    [Fact]
    public void A_non_target_lesion_that_returns_after_complete_response_is_progression()
    {
        TestPatient patient(NonTargetStatus first) => new TestPatient().Lesion("T").Lesion("N", LesionRole.NonTarget).Procedure("A", 0, "T")
            .Scan(0, ("T", Size(50)), ("N", Call(NonTargetStatus.Present))).Scan(30, ("T", Size(0)), ("N", Call(first)))
            .Scan(90, ("T", Size(0)), ("N", Call(NonTargetStatus.Present)));
        foreach (ResponseOptions options in new[] { new ResponseOptions(), Recist })
        {
            Assert.Equal([CR, PD], Overall(patient(NonTargetStatus.Absent), options));
            Assert.Equal([PR, PR], Overall(patient(NonTargetStatus.Present), options)); // it was never gone
        }
        Assert.Equal(TestPatient.Day(90), patient(NonTargetStatus.Absent).Assess().Units[0].Overall.ProgressionDate);
    }

    // The same answer for a target node: normal below 10 mm, and PD from 10 mm once all disease was gone.
    [Fact]
    public void A_target_node_that_returns_after_complete_response_is_progression()
    {
        TestPatient patient(decimal last) => new TestPatient().Lesion("N", organ: "lymph_node").Procedure("A", 0).Scan(0, ("N", 20))
            .Scan(30, ("N", 9)).Scan(60, ("N", last));
        Assert.Equal([CR, PD], Overall(patient(10), Recist)); // 9 → 10 mm: neither 20% nor 5 mm
        Assert.Equal([CR, CR], Overall(patient(9.9m), Recist));
    }

    // Lencioni & Llovet 2010: an effusion needs cytology, a known one and a new one alike.
    [Fact]
    public void A_new_effusion_without_cytology_is_no_new_lesion()
    {
        TestPatient patient(LesionCharacter character) =>
            new TestPatient().Lesion("T").Lesion("E", LesionRole.New, "peritoneum", l => l with { Character = character })
            .Procedure("A", 0, "T").Scan(0, ("T", Size(50))).Scan(30, ("T", Size(50)), ("E", Call(NonTargetStatus.Present)));
        Assert.Equal([SD], Overall(patient(LesionCharacter.Effusion)));
        Assert.Contains("new effusion E not counted without cytology; with proof it would be PD",
            patient(LesionCharacter.Effusion).Assess().Units[0].Overall.TimePoints[0].Notes);
        Assert.Equal([PD], Overall(patient(LesionCharacter.MalignantEffusion)));
        Assert.Equal([PD], Overall(patient(LesionCharacter.Effusion), new() { CytologyProven = ["E"] }));
        Assert.Equal([PD], Overall(patient(LesionCharacter.Effusion), Recist));
    }

    // Lencioni & Llovet 2010: a new nodule without the typical pattern counts after growth by at least 10 mm, dated when first seen.
    [Fact]
    public void A_new_liver_nodule_without_enhancement_is_equivocal()
    {
        LesionMeasurement nodule(decimal longest, NewLesionStatus call = default) => LesionMeasurement.Of(longest, 0) with { New = call };
        TestPatient patient(decimal last, NewLesionStatus call = default) =>
            new TestPatient().Lesion("T").Lesion("N", LesionRole.New).Procedure("A", 0, "T")
            .Scan(0, ("T", Size(50))).Scan(30, ("T", Size(50)), ("N", nodule(14))).Scan(90, ("T", Size(50)), ("N", nodule(last, call)));
        Assert.Equal([SD, SD], Overall(patient(23.9m)));
        Assert.Contains("new lesion N not counted: equivocal, without arterial enhancement; called unequivocal it would be PD",
            patient(20).Assess().Units[0].Hepatic.TimePoints[0].Notes);
        Assert.Equal([PD, PD], Overall(patient(24)));
        Assert.Equal([PD, PD], Overall(patient(14, NewLesionStatus.Unequivocal))); // the reader's call
        Assert.Equal([PD, PD], Overall(patient(14), Recist)); // RECIST measures the whole
    }

    [Fact]
    public void Outside_the_liver_a_new_lesion_follows_Recist() =>
        Assert.Equal([PD], Overall(new TestPatient().Lesion("T").Lesion("N", LesionRole.New, "lung")
        .Procedure("A", 0, "T").Scan(0, ("T", Size(50))).Scan(30, ("T", Size(50)), ("N", LesionMeasurement.Of(6, 0)))));

    // Eisenhauer 2009: nodes from 10 mm are pathological; Lencioni & Llovet 2010: hilar ones from 20 mm.
    [Theory]
    [InlineData("lymph_node", 12, NewLesionStatus.Unequivocal, "PD")]
    [InlineData("lymph_node", 12, NewLesionStatus.NotRecorded, "SD")]
    [InlineData("lymph_node", 9, NewLesionStatus.Unequivocal, "SD")]
    [InlineData("porta_hepatis_node", 19, NewLesionStatus.Unequivocal, "SD")]
    public void An_unequivocal_small_new_node_is_kept_or_reported(string organ, int axis, object call, string expected)
    {
        TestPatient patient = new TestPatient().Lesion("T").Lesion("N", LesionRole.New, organ).Procedure("A", 0, "T")
            .Scan(0, ("T", Size(50))).Scan(30, ("T", Size(50)), ("N", Size(axis) with { New = (NewLesionStatus)call }));
        TimePointResponse point = patient.Assess().Units[0].Overall.TimePoints[0];
        Assert.Equal(expected, point.Overall.Label());
        bool overruled = (NewLesionStatus)call == NewLesionStatus.Unequivocal && expected != "PD";
        Assert.Equal(overruled, point.Notes.Any(n => n.Contains("by the call it would be PD", StringComparison.Ordinal)));
    }

    // A split lesion is the sum of its fragments (RECIST questions and answers); a later procedure treats one of them.
    [Fact]
    public void A_procedure_that_treats_a_fragment_finds_its_target()
    {
        LesionMeasurement split = new() { Status = MeasurementStatus.Split };
        foreach (bool entered in new[] { true, false }) // with and without a row of the whole once it has split
        {
            (string, LesionMeasurement)[] at(decimal a, decimal b) =>
                entered ? [("T", split), ("Ta", Size(a)), ("Tb", Size(b))] : [("Ta", Size(a)), ("Tb", Size(b))];
            ResponseAssessment found = new TestPatient().Lesion("T").Lesion("Ta", with: l => l with { PartOf = "T" })
                .Lesion("Tb", with: l => l with { PartOf = "T" })
                .Procedure("A", 0, "T").Procedure("B", 100, "Ta").Scan(-1, ("T", Size(60))).Scan(30, at(30, 20)).Scan(90, at(30, 20))
                .Scan(130, at(20, 30)).Assess();
            Assert.Equal([50m, 50m], found.Units[0].Local.TimePoints.Select(t => t.Sum));
            Assert.Equal((30m, 20m), (found.Units[1].Local.Baseline!.Value, found.Units[1].Local.TimePoints[0].Sum));
            Assert.Equal(PR, found.Units[1].Local.TimePoints[0].Overall);
            Assert.Equal((50m, 50m), (found.Units[1].Hepatic.Baseline!.Value, found.Units[1].Hepatic.TimePoints[0].Sum));
            Assert.Equal(SD, found.Units[1].Hepatic.TimePoints[0].Overall);
            Assert.Equal(TestPatient.Day(100), found.Units[0].Unit.Retreatment); // the fragment is the lesion treated before
        }
    }

    [Fact]
    public void A_fragment_treated_before_it_was_seen_apart_is_its_whole()
    {
        ScopeResponse local = new TestPatient().Lesion("T").Lesion("Ta", with: l => l with { PartOf = "T" })
            .Lesion("Tb", with: l => l with { PartOf = "T" })
            .Procedure("A", 0, "Ta").Scan(0, ("T", 60)).Scan(30, ("Ta", 20), ("Tb", 20)).Assess().Units[0].Local;
        Assert.Equal(["T"], local.Targets.Select(t => t.LesionId));
        Assert.Equal((60m, 40m), (local.Baseline!.Value, local.TimePoints[0].Sum));
        Assert.Contains("Ta: part of T, which was whole at baseline and stands for it", local.Notes);
    }

    // Of merged lesions the whole counts once (RECIST questions and answers): never 0 because the other is not a target.
    [Fact]
    public void A_treated_lesion_that_merges_with_an_untreated_one_is_not_gone()
    {
        LesionMeasurement merged = new() { Status = MeasurementStatus.Merged };
        TestPatient patient = new TestPatient().Lesion("T").Lesion("U").Procedure("A", 0, "T").Scan(0, ("T", 30), ("U", 40))
            .Scan(60, ("T", merged), ("U", Size(65)));
        UnitResponse unit = patient.Assess().Units[0];
        Assert.Equal((65m, PD), (unit.Local.TimePoints[0].Sum, unit.Local.TimePoints[0].Overall));
        Assert.Contains("T has merged with U, which is not a target and stands for it", unit.Local.TimePoints[0].Notes);
        Assert.Equal((65m, SD), (unit.Hepatic.TimePoints[0].Sum, unit.Hepatic.TimePoints[0].Overall)); // 70 → 65
        Assert.Equal((60, 1), (patient.EndPoints(new() { Source = EndPointSource.Measurements }).Local.Days,
            patient.EndPoints(new() { Source = EndPointSource.Measurements }).Local.Event));
        TestPatient alone = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 30)).Scan(60, ("T", merged));
        Assert.Equal(NE, alone.Assess().Units[0].Local.TimePoints[0].Overall);
    }

    [Fact]
    public void Equivocal_non_target_progression_is_a_note_and_unchanged_progression_stays_progression()
    {
        TestPatient patient = new TestPatient().Lesion("T").Lesion("N", LesionRole.NonTarget).Procedure("A", 0, "T")
            .Scan(0, ("T", Size(50)), ("N", Call(NonTargetStatus.Present)))
            .Scan(30, ("T", Size(50)), ("N", Call(NonTargetStatus.EquivocalProgression)))
            .Scan(60, ("T", Size(50)), ("N", Call(NonTargetStatus.UnequivocalProgression)))
            .Scan(90, ("T", Size(50)), ("N", Call(NonTargetStatus.UnchangedSinceLast)));
        Assert.Equal([SD, PD, PD], Overall(patient));
        Assert.Contains(patient.Assess().Units[0].Overall.TimePoints[0].Notes,
            n => n.Contains("equivocal progression", StringComparison.Ordinal));
    }

    [Fact]
    public void A_criterion_that_cannot_reach_the_end_points_is_an_error()
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(0, ("T", 50)).Scan(30, ("T", 50));
        string message = Assert.Throws<ArgumentException>(() => patient.EndPoints(new() { Response = Recist })).Message;
        Assert.Contains("Response.Criterion = RECIST 1.1 cannot change end points taken from recorded events", message);
        Assert.Contains("Source = EndPointSource.Measurements", message);
        Assert.Throws<ArgumentException>(() => patient.EndPoints(new() { Response = new() { AbsoluteIncreaseMm = 5 } }));
        Assert.Equal(30, patient.EndPoints(new() { Response = Recist, Source = EndPointSource.Measurements }).Local.Days);
        // units are used with events too
        Assert.Equal(30, patient.EndPoints(new() { Response = new() { Unit = AnalysisUnit.Patient } }).Local.Days);
    }
}
