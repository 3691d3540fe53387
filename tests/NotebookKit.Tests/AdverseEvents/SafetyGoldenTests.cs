using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.AdverseEvents;
using NotebookKit.AdverseEvents.Counting;
using NotebookKit.Tables;
using NotebookKit.Tables.Safety;
using NotebookKit.Tests.Tables;

namespace NotebookKit.Tests.AdverseEvents;

/// <summary>
/// Counts of ten synthetic liver-directed patients and of gtreg's counting vignette (tests/NotebookKit.Tests/Tables/golden).
/// </summary>
public sealed class SafetyGoldenTests
{
    public static TheoryData<string, TimeWindow> Windows => new()
    {
        { "all_time", TimeWindow.AllTime },
        { "within30", TimeWindow.Days30 },
        { "within90", TimeWindow.Days90 },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Worst_grades_per_patient_and_procedure(string name, TimeWindow window)
    {
        using JsonDocument golden = CohortDescriptionGoldenTests.Golden(Path.Combine("ldt_small", "expected_ae.json"));
        JsonElement expected = golden.RootElement.GetProperty(name);
        SafetyAssessment safety = Frame("adverse_events")
            .AssessSafety(Frame("patients"), Frame("procedures"), options: new() { Window = window });

        Assert.Empty(safety.Findings);
        Assert.Equal(expected.GetProperty("events").GetInt32(), safety.Events.Length);
        AssertUnit(expected, "patient", safety.ByTerm(CountingUnit.Patient)["Any adverse event"].Overall);
        AssertUnit(expected, "procedure", safety.ByTerm(CountingUnit.Procedure)["Any adverse event"].Overall);
    }

    [Fact]
    public void Terms_and_classes_of_the_gtreg_vignette()
    {
        using JsonDocument golden = CohortDescriptionGoldenTests.Golden("ae_toy_expected.json");
        DataFrame events = GoldenFrames.Read("ae_toy.csv");
        foreach ((string old, string name) in new[] { ("subject", "patient_id"), ("ae", "ae_term"), ("grade", "ctcae_grade") })
            events.Columns[old].SetName(name);
        events.Columns["patient_id"] = new StringDataFrameColumn("patient_id",
            events.Columns["patient_id"].Cast<double>().Select(v => $"{v:000}"));
        DataFrame patients = new(new StringDataFrameColumn("patient_id", ["001", "002", "003"]));

        SafetyAssessment safety = events.AssessSafety(patients, procedures: null);
        AdverseEventTable table = safety.ByTerm(CountingUnit.Patient, new() { BySoc = true, Columns = GradeColumns.WorstGrade });

        AdverseEventRow any = table["Any adverse event"];
        Assert.Equal(golden.RootElement.GetProperty("denominator").GetInt32(), any.Overall.N);
        Assert.Equal(golden.RootElement.GetProperty("events_total").GetInt32(), any.Overall.Events);
        Assert.Equal(golden.RootElement.GetProperty("overall_patients").GetInt32(), any.Overall.Any);
        Assert.Equal("67% (2/3 patients)", table.Inline("Any adverse event"));
        foreach (JsonProperty soc in golden.RootElement.GetProperty("soc_worst").EnumerateObject())
            AssertWorst(soc.Value, table.Rows.Single(r => r.Label == soc.Name).Overall);
        foreach (JsonProperty term in golden.RootElement.GetProperty("pt_worst").EnumerateObject())
            AssertWorst(term.Value, table[term.Name].Overall);
        foreach (JsonProperty soc in golden.RootElement.GetProperty("soc_events").EnumerateObject())
            Assert.Equal(soc.Value.GetInt32(), table.Rows.Single(r => r.Label == soc.Name).Overall.Events);
    }

    private static void AssertUnit(JsonElement expected, string unit, GradeCounts actual)
    {
        Assert.Equal(expected.GetProperty(unit + "s").GetInt32(), actual.Any);
        Assert.Equal(expected.GetProperty(unit + "s_N").GetInt32(), actual.N);
        AssertWorst(expected.GetProperty("worst_grade_per_" + unit), actual);
    }

    private static void AssertWorst(JsonElement expected, GradeCounts actual)
    {
        int[] counts = new int[6];
        foreach (JsonProperty grade in expected.EnumerateObject())
            counts[grade.Name is "unknown" or "Unknown" ? 0 : int.Parse(grade.Name)] = grade.Value.GetInt32();
        Assert.Equal(counts, actual.Worst);
    }

    private static DataFrame Frame(string name) => GoldenFrames.Read("ldt_small", name + ".csv");
}
