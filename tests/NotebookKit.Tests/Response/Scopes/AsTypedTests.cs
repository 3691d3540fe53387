using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Scopes;
using NotebookKit.Response.Tumours;
using NotebookKit.Tests.Cohorts;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Tests.Response.Scopes;

/// <summary>What a radiologist types, and its neighbours: each a rule or a finding that says what was done.</summary>
public sealed class AsTypedTests
{
    private static TestPatient OneLesion() =>
        new TestPatient().Lesion("T").Lesion("N", LesionRole.New).Procedure("A", 0, "T").Scan(-1, ("T", 50));

    private static (string, LesionMeasurement)[] Of(string lesion, decimal size) => [(lesion, LesionMeasurement.Of(size))];

    private static ScanRow NotSearched(ScanRow scan) => scan with { NewLesionsNotEvaluated = true };

    private static Finding? Found(TestPatient patient, string rule, ResponseOptions? options = null) =>
        patient.Assess(options).Findings.FirstOrDefault(f => f.Rule == rule);

    // Eisenhauer 2009, tables 1 and 2: CR, PR, SD and Non-CR/Non-PD all ask for "new lesions: no"; EORTC: a missing assessment that could
    // change the response is NE.
    [Theory]
    [InlineData(0, "NE", "CR")]
    [InlineData(30, "NE", "PR")]
    [InlineData(50, "NE", "SD")]
    [InlineData(60, "PD", "PD")] // known lesions prove it
    public void New_lesions_not_looked_for(int size, string expected, string known)
    {
        TestPatient patient = OneLesion().Scan(30, NotSearched, Of("T", size));
        UnitResponse unit = patient.Assess().Units[0];
        Assert.Equal((known, expected, expected),
            (unit.Local.TimePoints[0].Overall.Label(), unit.Hepatic.TimePoints[0].Overall.Label(),
                unit.Overall.TimePoints[0].Overall.Label()));
        string note = expected == "NE"
            ? $"new lesions were not looked for; without any it would be {known}"
            : "new lesions were not looked for; PD holds for the known lesions";
        Assert.Contains(note, unit.Overall.TimePoints[0].Notes);
        Assert.Contains("unless known lesions progress, the response of the liver and overall is not evaluable",
            Found(patient, "R19")!.Message);
        var lenient = new ResponseOptions { NeedsNewLesionSearch = false };
        Assert.Equal(known, patient.Assess(lenient).Units[0].Overall.TimePoints[0].Overall.Label());
        Assert.Contains("its response holds for the known lesions", Found(patient, "R19", lenient)!.Message);
        Assert.Contains(lenient.Describe(), l => l.Contains("not looked for: judged by the known lesions", StringComparison.Ordinal));
    }

    [Fact]
    public void New_lesions_not_looked_for_and_its_neighbours()
    {
        // a new lesion entered on the same scan counts; a first baseline cannot have any; another scan of the visit was searched
        Assert.Equal(PD, OneLesion().Scan(30, NotSearched, [.. Of("T", 50), .. Of("N", 15)])
            .Assess().Units[0].Overall.TimePoints[0].Overall);
        Assert.Null(
            Found(new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, NotSearched, Of("T", 50)).Scan(30, ("T", 50)), "R19"));
        TestPatient twoScans = OneLesion().Lesion("L", organ: "lung").Scan(-3, ("L", 20)).Scan(30, Of("T", 50))
            .Scan(33, NotSearched, Of("L", 20));
        Assert.Equal(SD, Assert.Single(twoScans.Assess().Units[0].Overall.TimePoints).Overall);
        Assert.Contains("another scan of the visit", Found(twoScans, "R19")!.Message);
        // no targets; nothing left; not an adequate assessment of the end point; iRECIST
        TestPatient onlyNonTarget = new TestPatient().Lesion("N", LesionRole.NonTarget).Procedure("A", 0).Scan(-1, ("N", 20))
            .Scan(30, NotSearched, Of("N", 20));
        Assert.Equal(NE, onlyNonTarget.Assess().Units[0].Overall.TimePoints[0].Overall);
        TestPatient followed = OneLesion().Scan(30, ("T", 50)).Scan(60, NotSearched, Of("T", 50));
        // the treated lesion was assessed: one set of days for all scopes
        Assert.Equal(60, followed.EndPoints(new() { Source = EndPointSource.Measurements }).Overall.Days);
        Assert.Equal([ImmuneResponse.iSD, ImmuneResponse.NE],
            ImmuneResponses.Assess(followed.Data()).Units[0].Assessment.TimePoints.Select(t => t.Response));
        Assert.Contains(new ResponseOptions().Describe(),
            l => l.Contains("not looked for: NE unless known lesions progress (not locally)", StringComparison.Ordinal));
        Assert.Contains("new lesions were not looked for; every response asks that there are none", ResponseCriterion.Recist11.ToString());
    }

    // V is beyond two per organ, W a non-target that was measured all the same.
    [Theory]
    [InlineData(20, 39, NonTargetStatus.NotRecorded, true)]
    [InlineData(20, 24, NonTargetStatus.NotRecorded, false)] // 20%, but 4 mm
    [InlineData(20, 39, NonTargetStatus.Present, false)] // the reader's word
    [InlineData(20, 39, NonTargetStatus.UnequivocalProgression, false)]
    [InlineData(0, 12, NonTargetStatus.NotRecorded, true)] // nothing was left
    public void A_lesion_that_is_no_target_and_grows(int before, int after, object call, bool told)
    {
        LesionMeasurement size(int mm) => LesionMeasurement.Of(mm) with { NonTarget = (NonTargetStatus)call };
        TestPatient beyond = new TestPatient().Lesion("T").Lesion("U").Lesion("V").Procedure("A", 0, "T")
            .Scan(-1, ("T", 50), ("U", 40), ("V", 20))
            .Scan(30, ("T", LesionMeasurement.Of(50)), ("U", LesionMeasurement.Of(40)), ("V", LesionMeasurement.Of(before)))
            .Scan(60, ("T", LesionMeasurement.Of(50)), ("U", LesionMeasurement.Of(40)), ("V", size(after)));
        TestPatient nonTarget = new TestPatient().Lesion("T").Lesion("W", LesionRole.NonTarget).Procedure("A", 0, "T")
            .Scan(-1, ("T", 50), ("W", 20)).Scan(30, ("T", 50), ("W", before))
            .Scan(60, ("T", LesionMeasurement.Of(50)), ("W", size(after)));
        foreach (TestPatient patient in new[] { beyond, nonTarget })
        {
            Assert.Equal(told, Found(patient, "R14") is not null);
            Assert.Equal((NonTargetStatus)call == NonTargetStatus.UnequivocalProgression ? PD : SD,
                patient.Assess().Units[0].Overall.TimePoints[^1].Overall);
        }
    }

    [Fact]
    public void The_viable_part_of_a_lesion_beyond_the_caps_grows_in_a_lesion_that_does_not()
    {
        TestPatient patient = new TestPatient().Lesion("T").Lesion("U").Lesion("V").Procedure("A", 0, "T")
            .Scan(-1, ("T", LesionMeasurement.Of(50)), ("U", LesionMeasurement.Of(40)), ("V", LesionMeasurement.Of(30, 15)))
            .Scan(30, ("T", LesionMeasurement.Of(50)), ("U", LesionMeasurement.Of(40)), ("V", LesionMeasurement.Of(30, 28)));
        Assert.Contains("grew from 15 mm to 28 mm", Found(patient, "R14")!.Message);
        Assert.Null(Found(patient, "R14", new() { Criterion = ResponseCriterion.Recist11 }));
    }

    [Fact]
    public void A_target_of_the_local_response_alone_is_told_apart()
    {
        TestPatient patient = new TestPatient().Lesion("T").Lesion("U").Lesion("V").Procedure("A", 0, "V")
            .Scan(-1, ("T", 50), ("U", 40), ("V", 20)).Scan(30, ("T", 50), ("U", 40), ("V", 39));
        Assert.Equal((PD, SD),
            (patient.Assess().Units[0].Local.TimePoints[0].Overall, patient.Assess().Units[0].Overall.TimePoints[0].Overall));
        Assert.Contains("not progression of all disease, only of the treated", Found(patient, "R14")!.Message);
    }

    [Fact]
    public void Treated_but_not_chosen_says_why()
    {
        TestPatient patient(Func<Lesion, Lesion>? with = null, decimal size = 30) =>
            new TestPatient().Lesion("T").Lesion("U").Lesion("V", with: with).Procedure("A", 0, "T U V")
            .Scan(-1, ("T", 50), ("U", 40), ("V", size)).Scan(30, ("T", 50), ("U", 40), ("V", size));
        Assert.Contains("(beyond the most targets allowed; followed as non-target)", Found(patient(), "R13")!.Message);
        Assert.Contains("(8 mm at baseline, below 10 mm; followed as non-target)", Found(patient(size: 8), "R13")!.Message);
        Assert.Contains("(thrombus lesions are not measurable; followed as non-target)",
            Found(patient(l => l with { Character = LesionCharacter.Thrombus }), "R13")!.Message);
        Assert.Null(Found(patient(), "R13", new() { MaxLocalTargets = 3 }));
    }

    // Eisenhauer 2009, special notes on response assessment.
    [Fact]
    public void Equivocal_progression_that_the_next_scan_confirms_is_dated_as_chosen()
    {
        static LesionMeasurement call(NonTargetStatus status) => new() { Status = MeasurementStatus.Measured, NonTarget = status };
        TestPatient patient(params NonTargetStatus[] calls) =>
            calls.Index().Aggregate(new TestPatient().Lesion("T").Lesion("W", LesionRole.NonTarget).Procedure("A", 0, "T")
            .Scan(-1, ("T", LesionMeasurement.Of(50)), ("W", call(NonTargetStatus.Present))),
            (p, c) => p.Scan(30 + 30 * c.Index, ("T", LesionMeasurement.Of(50)), ("W", call(c.Item))));
        var backDated = new ResponseOptions { BackDateEquivocalProgression = true };
        TestPatient confirmed = patient(NonTargetStatus.EquivocalProgression, NonTargetStatus.UnequivocalProgression);
        Assert.Equal((60, 30), (Day(confirmed), Day(confirmed, backDated)));
        Assert.Contains(confirmed.Assess().Units[0].Overall.TimePoints[0].Notes,
            n => n.Contains("dated when first suspected it would be PD here", StringComparison.Ordinal));
        Assert.Equal(30,
            Day(patient(NonTargetStatus.EquivocalProgression, NonTargetStatus.NotEvaluable, NonTargetStatus.UnequivocalProgression),
                backDated));
        // not the next
        Assert.Equal(90, Day(patient(NonTargetStatus.EquivocalProgression, NonTargetStatus.Present, NonTargetStatus.UnequivocalProgression),
            backDated));
        Assert.Null(patient(NonTargetStatus.EquivocalProgression, NonTargetStatus.Present)
            .Assess(backDated).Units[0].Overall.ProgressionDate);

        static int Day(TestPatient patient, ResponseOptions? options = null) =>
            patient.Assess(options).Units[0].Overall.ProgressionDate!.Value.DayNumber - TestPatient.Day0.DayNumber;
    }

    [Fact]
    public void A_whole_patient_in_centimetres()
    {
        TestPatient patient(params decimal[] sizes) => new TestPatient().Lesion("T").Lesion("U").Lesion("V").Procedure("A", 0, "T")
            .Scan(-1, ("T", sizes[0]), ("U", sizes[1]), ("V", sizes[2])).Scan(30, ("T", sizes[0]), ("U", sizes[1]), ("V", sizes[2]));
        Assert.Contains("Every target of P1 measured below 10 mm at first, and none is larger than 5.2 mm",
            Found(patient(5.2m, 4.1m, 2), "R15")!.Message);
        Assert.Contains("2 of 3 targets of P1", Found(patient(12.4m, 4.1m, 2), "R15")!.Message); // one lesion of 12.4 cm
        Assert.Null(Found(patient(52, 41, 8), "R15")); // a small one among others
        Assert.Null(Found(patient(22, 14, 11), "R15"));
        // a good response
        Assert.Null(
            Found(new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, ("T", 14)).Scan(30, ("T", 6)).Scan(60, ("T", 4)), "R15"));
    }

    [Fact]
    public void A_scan_after_death_and_on_the_day()
    {
        TestPatient patient(int death) => OneLesion().Scan(30, ("T", 20)).Death(death);
        Assert.Contains("The scan ends no time, and its response is kept", Found(patient(29), "R18")!.Message);
        Assert.Equal(PR, patient(29).Assess().Units[0].Overall.TimePoints[0].Overall);
        Assert.Equal((29, 1), (patient(29).EndPoints().Overall.Days, patient(29).EndPoints().Overall.Event));
        Assert.Null(Found(patient(30), "R18"));
    }

    [Fact]
    public void A_viable_diameter_larger_than_the_whole_is_told_on_every_scan()
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, ("T", LesionMeasurement.Of(50, 55)))
            .Scan(30, ("T", LesionMeasurement.Of(20, 20.1m)));
        Assert.Equal(2, patient.Assess().Findings.Count(f => f.Rule == "R16"));
        Assert.Equal(55m, patient.Assess().Units[0].Local.Baseline); // used as entered
        Assert.Null(
            Found(new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, ("T", LesionMeasurement.Of(50, 50))).Scan(30, ("T", 50)),
                "R16"));
    }

    // The words of the template however they are written; a word that cannot be read is a finding of the cohort and never good news.
    [Theory]
    [InlineData("liver", "target", "no", "PR PR PR")]
    [InlineData("Liver", "Target", "No", "PR PR PR")]
    [InlineData("LIVER", "target", "Not evaluated", "PR NE NE")]
    [InlineData("liver", "target", "not-evaluated", "PR NE NE")]
    [InlineData("liver", "target", "n/a", "PR NE NE")]
    [InlineData("liver", "target", "Yes", "PR PR PD")] // which one is not said: overall
    [InlineData("hepar", "target", "no", "SD - SD")] // R24: taken to lie outside the liver, measured whole
    [InlineData("", "target", "no", "SD - SD")]
    public void Words_as_typed(string organ, string role, string newLesions, string expected)
    {
        using TemporaryCohort folder = TemporaryCohort.Small()
            .Write("lesions.csv", "lesion_id,patient_id,lesion_role,organ", $"P001-L1,P001,{role},{organ}")
            .Write("imaging.csv", "imaging_id,patient_id,imaging_date,timepoint,new_lesions", "P001-I1,P001,2019-05-02,baseline,",
                $"P001-I2,P001,2019-06-13,follow_up,{newLesions}")
            .Write("treated_lesions.csv", "procedure_id,lesion_id,relation", "P001-1,P001-L1,treated")
            .Write("lesion_measurements.csv", "lesion_id,imaging_id,longest_diameter_mm,enhancing_diameter_mm,status",
                "P001-L1,P001-I1,60,14.0,measured", "P001-L1,P001-I2,58,9.8,measured");
        Cohort cohort = folder.Load();
        ResponseAssessment found = cohort.AssessResponse();
        UnitResponse unit = found["P001-1"];
        Assert.Equal(expected,
            string.Join(' ', new[] { unit.Local, unit.Hepatic, unit.Overall }.Select(
                s => s.TimePoints.IsEmpty ? "-" : s.TimePoints[0].Overall.Label())));
        Assert.Equal(organ.Equals("liver", StringComparison.OrdinalIgnoreCase), !found.Findings.Any(f => f.Rule == "R24"));
        bool asTheTemplate = organ == "liver" && role == "target" && newLesions == "no";
        Assert.Equal(asTheTemplate, !cohort.Findings.Any(f => f.File is "lesions.csv" or "imaging.csv" && f.Rule is "F01" or "F03"));
    }
}

/// <summary>Sizes in eight bytes are the sizes that were typed.</summary>
public sealed class ShortDecimalTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("14.0")]
    [InlineData("-200")]
    [InlineData("0.001")]
    [InlineData("399.9999999999999")]
    [InlineData("9999999999999999")]
    public void A_size_comes_back_as_it_was(string text)
    {
        decimal value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(value, ShortDecimal.Of(value).Value);
        Assert.Equal(ShortDecimal.Of(value), ShortDecimal.Of(value + 0.00m)); // 14 and 14.00 are one
    }

    [Fact]
    public void None_is_none_and_the_seventeenth_digit_is_rounded()
    {
        Assert.Null(ShortDecimal.Of(null).Value);
        Assert.Equal(ShortDecimal.Of(null), default);
        Assert.Equal(0.333333333333333m, ShortDecimal.Of(1m / 3).Value);
        Assert.Equal(123456.7890123457m, ShortDecimal.Of(123456.78901234567m).Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => ShortDecimal.Of(1e17m));
    }

    [Fact]
    public void Names_are_found_in_blocks_and_one_by_one()
    {
        var index = new NameIndex(2); // grows
        string[] names = [.. Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"L{i % 150}"))];
        Assert.Equal(150, names.Count(index.TryAdd));
        var found = new int[201];
        index.Find([.. names, "other"], found);
        Assert.Equal([.. names.Select(index.Find), -1], found);
        Assert.Equal((7, 7, -1), (index.Find("L7"), found[157], index.Find("L150")));
    }

    // The change in percent is the exact quotient, rounded once.
    [Theory]
    [InlineData(14.0, 9.8, -30)]
    [InlineData(27, 32.4, 20)]
    [InlineData(30, 20, -100.0 / 3)]
    [InlineData(0.00001, 0.00002, 100)] // more places than whole numbers are used for
    public void Changes_are_exact(double before, double after, double expected)
    {
        TestPatient patient = new TestPatient().Lesion("T").Procedure("A", 0, "T").Scan(-1, ("T", (decimal)before))
            .Scan(30, ("T", (decimal)after));
        Assert.Equal(expected, patient.Assess(new() { MinTargetMm = 0 }).Units[0].Local.TimePoints[0].ChangeFromBaseline);
    }
}
