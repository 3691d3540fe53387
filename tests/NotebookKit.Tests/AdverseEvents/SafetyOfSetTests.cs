using Microsoft.Data.Analysis;
using NotebookKit.AdverseEvents;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Tests.AdverseEvents;

/// <summary>Adverse events of an analysis set: its groups, footnotes and choice of rows.</summary>
public sealed class SafetyOfSetTests
{
    private static readonly DateTime Day0 = new(2020, 1, 1);

    private static readonly DataFrame Patients = new(
        new StringDataFrameColumn("patient_id", ["A", "B", "C"]), new DateTimeDataFrameColumn("death_date", [null, null, null]),
        new DateTimeDataFrameColumn("last_contact_date", [Day0.AddDays(100), Day0.AddDays(100), Day0.AddDays(100)]));

    // A was treated twice; nausea followed the first procedure, pain (without a procedure_id) the second
    private static readonly DataFrame Procedures = new(
        new StringDataFrameColumn("procedure_id", ["A-1", "A-2", "B-1", "C-1"]),
        new StringDataFrameColumn("patient_id", ["A", "A", "B", "C"]),
        new DateTimeDataFrameColumn("procedure_date", [Day0, Day0.AddDays(40), Day0, Day0]),
        new StringDataFrameColumn("tumor", ["NET", "NET", "NEC", "NEC"]));

    private static readonly DataFrame Events = new(
        new StringDataFrameColumn("patient_id", ["A", "A", "B"]), new StringDataFrameColumn("procedure_id", ["A-1", null, "B-1"]),
        new StringDataFrameColumn("ae_term", ["nausea", "pain", "fever"]),
        new DateTimeDataFrameColumn("onset_date", [Day0.AddDays(2), Day0.AddDays(41), Day0.AddDays(3)]),
        new StringDataFrameColumn("ctcae_grade", ["1", "2", "3"]));

    private static readonly AnalysisSet Set = Procedures.AnalysisSet("procedures", "procedure_id", "patient_id", "tumor", ["NET", "NEC"])
        .Abbreviate(("NEC", "neuroendocrine carcinoma")).Footnote("Invented data.");

    [Fact]
    public void Groups_and_words_of_the_set_stand_in_every_table_and_curve()
    {
        SafetyAssessment safety = Set.AssessSafety(Events, Patients);
        Assert.Equal(["NET", "NEC"], safety.Groups);
        Assert.Equal(["NET", "NEC"], safety.CumulativeIncidence(CountingUnit.Procedure).Curves.Select(c => c.Group).Distinct());
        foreach (ITableResult table in new ITableResult[]
        {
            safety, safety.ByTerm("procedures"), safety.Overview("patients"), safety.Rates(), safety.EarlyMortality(CountingUnit.Patient),
            safety.Shift(CountingUnit.Patient, "nausea"), safety.CumulativeIncidence(CountingUnit.Patient),
        })
            Assert.True(table.ToString()!.Contains("Invented data.", StringComparison.Ordinal)
                && table.ToString()!.Contains("NEC, neuroendocrine carcinoma.", StringComparison.Ordinal), table.ToString());
        string frame = Events.AssessSafety(Patients, Procedures, "tumor", ["NET", "NEC"]).ByTerm("procedures").ToString();
        Assert.StartsWith(frame, safety.ByTerm("procedures").ToString());
    }

    [Fact]
    public void Events_are_assigned_among_all_procedures_before_a_choice_is_made()
    {
        SafetyAssessment safety = Set.OneRowPer("patient_id", first: "procedure_date", unit: "patients").AssessSafety(Events, Patients);
        Assert.Equal((3, 3), (safety.Procedures, safety.Patients));
        Assert.Equal(["nausea", "fever"], safety.Events.Select(e => e.Term)); // pain belongs to the second procedure, which was left out
        Assert.Contains(new ExcludedRows("events of procedures outside the set, or of none", 1), safety.Excluded);
        Assert.Empty(safety.Findings);
        Assert.Contains("some of patient A were left out", Assert.Throws<ArgumentException>(() => safety.Rates()).Message);
        Assert.Contains("every procedure", Assert.Throws<ArgumentException>(() => safety.FirstEvents(CountingUnit.Procedure)).Message);
        SafetyAssessment nec = Set.Where("tumor", "NEC").LabelLevels("tumor", ("NEC", "Carcinoma")).AssessSafety(Events, Patients);
        Assert.Equal((2, 2), (nec.Procedures, nec.Patients));
        Assert.Equal(["Carcinoma"], nec.Groups);
        Assert.Contains("fever", nec.Rates().ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_set_of_something_else_is_refused()
    {
        Assert.Contains("pass the table of patients", Assert.Throws<ArgumentException>(() => Set.AssessSafety(Events)).Message);
        AnalysisSet scans = new DataFrame(new StringDataFrameColumn("scan", ["1"])).AnalysisSet("scans", "scan");
        Assert.Contains("no column 'procedure_id'", Assert.Throws<ArgumentException>(() => scans.AssessSafety(Events, Patients)).Message);
        Assert.Equal(3, Patients.AnalysisSet("patients", "patient_id").AssessSafety(
            new DataFrame(Events.Columns.Where(c => c.Name != "procedure_id"))).Patients);
    }
}
