using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Tests.Response.Assessment;

/// <summary>Bad input becomes a finding with place and remedy, or NE; never an exception, never a silent response.</summary>
public sealed class BadInputTests
{
    private static TestPatient OneLesion() => new TestPatient().Lesion("T").Procedure("A", 0, "T");

    private static (Finding Finding, ResponseAssessment Assessment) Only(TestPatient patient)
    {
        ResponseAssessment a = patient.Assess();
        Finding finding = Assert.Single(a.Findings);
        Assert.NotEmpty(finding.HowToFix);
        Assert.NotEmpty(finding.Expected);
        return (finding, a);
    }

    private static ResponseCategory Local(ResponseAssessment a) => a.At(1).Response(a.Units[0], ResponseScope.Local);

    [Fact]
    public void A_treated_lesion_without_baseline()
    {
        (Finding f, ResponseAssessment a) = Only(new TestPatient().Lesion("T").Lesion("U").Procedure("A", 0, "T U").Scan(0, ("T", 50))
            .Scan(30, ("T", 10), ("U", 10)));
        Assert.Equal(("R08", "lesions.csv", "U"), (f.Rule, f.File, f.Key));
        Assert.Equal(ResponseCategory.NE, Local(a));
    }

    [Fact]
    public void A_treated_lesion_measured_twice_at_baseline()
    {
        ResponseAssessment a = new TestPatient().Lesion("T").Lesion("U").Procedure("A", 0, "T U").Scan(0, ("T", 50), ("U", 30), ("U", 40))
            .Scan(30, ("T", 10), ("U", 10)).Assess();
        Assert.Equal(["R02", "R08"], a.Findings.Select(f => f.Rule));
        Assert.Equal(ResponseCategory.NE, Local(a));
    }

    [Fact]
    public void Two_different_measurements_of_one_lesion_on_one_scan()
    {
        (Finding f, ResponseAssessment a) = Only(OneLesion().Scan(0, ("T", 50)).Scan(30, ("T", 10), ("T", 60)));
        Assert.Equal(("R02", "lesion_measurements.csv"), (f.Rule, f.File));
        Assert.Equal(ResponseCategory.NE, Local(a));
    }

    [Fact]
    public void The_same_measurement_twice_is_one() =>
        Assert.Empty(OneLesion().Scan(0, ("T", 50)).Scan(30, ("T", 10), ("T", 10)).Assess().Findings);

    [Fact]
    public void A_negative_size()
    {
        (Finding f, ResponseAssessment a) = Only(
            OneLesion().Scan(0, ("T", 50))
                .Scan(30, ("T", new LesionMeasurement { Status = MeasurementStatus.Measured, Longest = 20, Enhancing = -20 })));
        Assert.Equal(("R03", "enhancing_diameter_mm", "-20"), (f.Rule, f.Column, f.Value));
        Assert.Equal(ResponseCategory.NE, Local(a));
    }

    [Fact]
    public void A_size_in_centimetres()
    {
        (Finding f, _) = Only(OneLesion().Scan(0, ("T", 50)).Scan(30, ("T", 5)).Scan(60, ("T", 52)));
        Assert.Equal(("R10", "5"), (f.Rule, f.Value));
        Assert.Contains("multiply by 10", f.HowToFix);
    }

    [Fact]
    public void No_baseline_scan()
    {
        (Finding f, ResponseAssessment a) = Only(OneLesion().Scan(1, ("T", 50)).Scan(30, ("T", 10)));
        Assert.Equal(("R04", "procedures.csv", "A"), (f.Rule, f.File, f.Key));
        Assert.Equal(ResponseCategory.NE, Local(a));
        Assert.Equal(ResponseCategory.NE, a.Units[0].Local.Best.Response);
    }

    [Fact]
    public void No_scan_after_treatment()
    {
        (Finding f, ResponseAssessment a) = Only(OneLesion().Scan(0, ("T", 50)));
        Assert.Equal("R06", f.Rule);
        Assert.Equal(ResponseCategory.NE, Local(a));
    }

    [Fact]
    public void No_treated_lesion()
    {
        (Finding f, ResponseAssessment a) = Only(new TestPatient().Lesion("T").Procedure("A", 0).Scan(0, ("T", 50)).Scan(30, ("T", 10)));
        Assert.Equal("R07", f.Rule);
        Assert.Equal(ResponseCategory.NE, Local(a));
        Assert.Equal(ResponseCategory.PR, a.At(1).Response(a.Units[0], ResponseScope.Hepatic));
    }

    [Fact]
    public void A_viable_diameter_left_blank_is_not_replaced_by_the_longest()
    {
        (Finding f, ResponseAssessment a) = Only(OneLesion().Scan(0, ("T", LesionMeasurement.Of(50)))
            .Scan(30, ("T", new LesionMeasurement { Status = MeasurementStatus.Measured, Longest = 20 })));
        Assert.Equal(("R09", "enhancing_diameter_mm"), (f.Rule, f.Column));
        Assert.Equal(ResponseCategory.NE, Local(a));
    }

    [Fact]
    public void A_follow_up_scan_before_the_first_procedure()
    {
        (Finding f, _) = Only(OneLesion().Scan(-3, s => s with { IsBaseline = false }, ("T", LesionMeasurement.Of(50)))
            .Scan(30, ("T", 40)));
        Assert.Equal(("R11", "timepoint"), (f.Rule, f.Column));
    }

    [Fact]
    public void A_call_of_the_reader_that_the_measurements_contradict()
    {
        (Finding f, ResponseAssessment a) = Only(
            OneLesion().Scan(0, ("T", 50)).Scan(30, s => s with { CalledOverall = ResponseCategory.SD, Criteria = "mrecist" },
                ("T", LesionMeasurement.Of(30))));
        Assert.Equal(("R12", "overall_response", "SD"), (f.Rule, f.Column, f.Value));
        Assert.Equal(ResponseCategory.PR, Local(a));
        Assert.Empty(OneLesion().Scan(0, ("T", 50))
            .Scan(30, s => s with { CalledOverall = ResponseCategory.SD, Criteria = "recist11" }, ("T", LesionMeasurement.Of(30)))
            .Assess().Findings);
    }

    [Fact]
    public void A_measurement_of_an_unknown_lesion()
    {
        (Finding f, ResponseAssessment a) = Only(OneLesion().Scan(0, ("T", 50)).Scan(30, ("T", 30), ("X", 10)));
        Assert.Equal("R01", f.Rule);
        Assert.Equal(ResponseCategory.PR, Local(a));
    }

    [Fact]
    public void Nothing_at_all() => Assert.Empty(ResponseAssessor.Assess(TumourData.Create(new TumourRows())).Units);

    [Fact]
    public void Options_that_make_no_sense_say_which() =>
        Assert.Contains("LandmarkDay", Assert.Throws<ArgumentException>(
            () => OneLesion().Assess(new ResponseOptions { LandmarkDay = 90 })).Message);
}
