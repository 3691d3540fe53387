using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.CompetingRisks;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;
using NotebookKit.Tables;
using NotebookKit.Tables.Description;

namespace NotebookKit.Tests.AnalysisSets;

/// <summary>The unit of analysis is a thing, not a label.</summary>
public sealed class AnalysisSetTests
{
    // three patients, five procedures; p2 has no group
    private static DataFrame Frame => new(
        new StringDataFrameColumn("procedure_id", ["a1", "a2", "b1", "b2", "c1"]),
        new StringDataFrameColumn("patient_id", ["a", "a", "b", "b", "c"]),
        new StringDataFrameColumn("tumor", ["NET", "NET", "NEC", "NEC", "NEC"]),
        new StringDataFrameColumn("technique", ["tae", "ctace", "tae", "tae", "ctace"]),
        new DateTimeDataFrameColumn("procedure_date", [Day(3), Day(1), Day(2), Day(5), Day(4)]),
        new DoubleDataFrameColumn("size", [10, 20, 30, 40, 50]),
        new DoubleDataFrameColumn("months", [1, 2, 3, 4, 5]),
        new Int32DataFrameColumn("event", [1, 0, 1, 1, 0]));

    private static AnalysisSet Procedures =>
        Frame.AnalysisSet("procedures", key: "procedure_id", patient: "patient_id", by: "tumor", groups: ["NET", "NEC"]);

    private static DateTime Day(int day) => new(2020, 1, day);

    [Fact]
    public void A_set_prints_its_units_patients_groups_and_dates()
    {
        string text = Procedures.ToString();
        foreach (string part in new[] { "Analysis set: procedures", "NET", "NEC", "One row per procedure_id",
            "standard errors and tests count patients", "2020-01-01 to 2020-01-05" })
            Assert.Contains(part, text);
        Assert.Equal((5, 3), (Procedures.N, Procedures.Patients));
        Assert.Equal(["NET", "NEC"], Procedures.Groups);
    }

    [Fact]
    public void A_repeated_key_is_refused_with_rows_and_remedy()
    {
        string message = Assert.Throws<ArgumentException>(() => Frame.AnalysisSet("patients", key: "patient_id")).Message;
        foreach (string part in new[] { "'a' in rows 2, 3", "'b' in rows 4, 5", "5 rows have 3 different values",
            "OneRowPer(\"patient_id\"" }) Assert.Contains(part, message);
    }

    [Fact]
    public void A_missing_key_or_patient_is_refused_with_its_row()
    {
        DataFrame frame = Frame;
        frame["procedure_id"][2] = null;
        Assert.Contains("Column 'procedure_id', row 4: found no value",
            Assert.Throws<ArgumentException>(() => frame.AnalysisSet("procedures", "procedure_id")).Message);
        DataFrame other = Frame;
        other["patient_id"][0] = "";
        Assert.Contains("Column 'patient_id', row 2: found no value",
            Assert.Throws<ArgumentException>(() => other.AnalysisSet("procedures", "procedure_id", "patient_id")).Message);
    }

    [Theory]
    [InlineData("patients")]
    [InlineData("Subjects")]
    [InlineData("treated patients")]
    public void A_word_for_persons_is_refused_where_persons_repeat(string unit)
    {
        string message = Assert.Throws<ArgumentException>(() => Frame.AnalysisSet(unit, "procedure_id", "patient_id")).Message;
        Assert.Contains("5 rows hold 3", message);
        Assert.Contains("'a' stands in rows 2 and 3", message);
        Assert.Contains("OneRowPer", message);
    }

    [Theory]
    [InlineData("patient_id")]
    [InlineData("USUBJID")]
    [InlineData("subject_id")]
    [InlineData("record_id")]
    public void The_doors_of_free_frames_refuse_it_too(string name)
    {
        DataFrame frame = Frame;
        frame.Columns["patient_id"].SetName(name);
        Action[] doors =
        [
            () => frame.Describe(unit: "patients"), () => frame.KaplanMeier("months", "event", unit: "patients"),
            () => frame.LogRank("months", "event", "tumor", unit: "patients"),
            () => frame.Cox("Surv(months, event) ~ size", "patients"), () => frame.CumulativeIncidence("months", "event", unit: "patients"),
        ];
        foreach (Action door in doors) Assert.Contains($"column '{name}'", Assert.Throws<ArgumentException>(door).Message);
        Assert.Equal("procedures", frame.KaplanMeier("months", "event", unit: "procedures").Unit);
    }

    [Fact]
    public void Repeated_patients_are_clusters_by_themselves_and_can_be_switched_off()
    {
        KaplanMeierEstimate clustered = Procedures.KaplanMeier("months", "event"),
            by = Frame.KaplanMeier("months", "event", "tumor", "patient_id", "procedures", new() { GroupOrder = ["NET", "NEC"] });
        Assert.Equal(by.Curves.Select(c => c.Group), clustered.Curves.Select(c => c.Group));
        Assert.Equal(by.ToString(), clustered.ToString());
        KaplanMeierEstimate off = Procedures.Independent().KaplanMeier("months", "event");
        Assert.Contains(off.Notes, n => n.Contains("treated as independent", StringComparison.Ordinal));
        Assert.Contains("on request", Procedures.Independent().ToString());
        CoxFit cox = Procedures.Cox("Surv(months, event) ~ size");
        Assert.Equal(Frame.Cox("Surv(months, event) ~ size + cluster(patient_id)", "procedures").ToString(), cox.ToString());
    }

    [Fact]
    public void One_row_per_patient_keeps_the_first_in_time_and_remembers_where_it_comes_from()
    {
        AnalysisSet patients = Procedures.OneRowPer("patient_id", first: "procedure_date", unit: "patients");
        Assert.Equal(["a2", "b1", "c1"], new ColumnReader(patients.Frame).Texts("procedure_id"));
        Assert.False(patients.IsClustered);
        Assert.Equal(5, patients.Parent!.N);
        Assert.Contains("5 procedures of 3 patients → 3 patients: first procedure by procedure date of each patient (2 rows left out)",
            patients.ToString());
        DataFrame twice = Frame;
        twice["procedure_date"][0] = Day(1);
        Assert.Contains("rows 2 and 3", Assert.Throws<ArgumentException>(() =>
            twice.AnalysisSet("procedures", "procedure_id", "patient_id").OneRowPer("patient_id", "procedure_date", "patients")).Message);
    }

    [Fact]
    public void Rows_can_be_chosen_and_a_value_that_nobody_has_is_named()
    {
        AnalysisSet nec = Procedures.Where("tumor", "NEC");
        Assert.Equal((3, "tumor is NEC"), (nec.N, nec.Reason));
        Assert.Equal(["NEC"], nec.Groups);
        Assert.Contains("found 'NEC', 'NET'", Assert.Throws<ArgumentException>(() => Procedures.Where("tumor", "nec")).Message);
        DataFrame missing = Frame;
        missing["size"][4] = null;
        Assert.Equal(4, missing.AnalysisSet("procedures", "procedure_id").WithValues("size").N);
    }

    [Fact]
    public void Labels_abbreviations_and_footnotes_of_the_set_stand_in_its_tables()
    {
        AnalysisSet named = Procedures.Label(("size", "Largest tumour, cm")).LabelLevels("technique", ("tae", "TAE"), ("ctace", "TACE"))
            .LabelLevels("tumor", ("NET", "G3 NET")).Abbreviate(("TAE", "transarterial embolization"), ("NEC", "neuroendocrine carcinoma"))
            .Footnote("Invented data.");
        Assert.Equal(["G3 NET", "NEC"], named.Groups);
        string table = named.Describe(r => r.MeanSd("size").Categorical("technique")).ToString();
        foreach (string part in new[] { "Largest tumour, cm", "TACE", "G3 NET",
            "NEC, neuroendocrine carcinoma; TAE, transarterial embolization.", "Invented data." }) Assert.Contains(part, table);
        Assert.Contains("Invented data.", named.KaplanMeier("months", "event").ToString());
        Assert.DoesNotContain("Invented data.", Procedures.KaplanMeier("months", "event").ToString());
    }

    [Fact]
    public void A_comparison_without_groups_names_the_remedy()
    {
        AnalysisSet one = Frame.AnalysisSet("procedures", "procedure_id", "patient_id");
        Assert.Contains("CompareBy", Assert.Throws<ArgumentException>(() => one.LogRank("months", "event")).Message);
        Assert.Equal(["NEC", "NET"], one.CompareBy("tumor").Groups);
        Assert.Contains("expected one of: NET", Assert.Throws<ArgumentException>(() => one.CompareBy("tumor", ["NET"])).Message);
    }

    [Fact]
    public void Tables_of_a_set_are_those_of_the_free_frame()
    {
        CohortDescription free = Frame.Describe(r => r.MeanSd("size"), "tumor", "patient_id", "procedures",
            new() { GroupOrder = ["NET", "NEC"], P = true });
        Assert.Equal(free.ToString(), Procedures.Describe(r => r.MeanSd("size"), new() { P = true }).ToString());
    }

    [Fact]
    public void Rows_that_are_joined_by_their_subject_are_patients()
    {
        var split = new DataFrame(
            new StringDataFrameColumn("patient_id", ["a", "a", "b"]), new DoubleDataFrameColumn("start", [0, 5, 0]),
            new DoubleDataFrameColumn("stop", [5, 10, 7]), new Int32DataFrameColumn("event", [0, 1, 1]));
        Assert.Contains("3 rows hold 2", Assert.Throws<ArgumentException>(() =>
            split.KaplanMeier("stop", "event", unit: "patients", options: new() { Entry = "start" })).Message);
        Assert.Equal("patients",
            split.KaplanMeier("stop", "event", unit: "patients", options: new() { Entry = "start", Id = "patient_id" }).Unit);
    }

    [Fact]
    public void Incidence_and_models_take_order_labels_and_footnotes_of_the_set()
    {
        AnalysisSet named = Procedures.Label(("months", "Time to failure"), ("size", "Largest tumour, cm"), ("tumor", "Tumour"))
            .Footnote("Invented data.");
        CumulativeIncidenceEstimate incidence = named.CumulativeIncidence("months", "event");
        Assert.Equal(["NET", "NEC"], incidence.Curves.Select(c => c.Group).Distinct());
        foreach (string text in new[]
        {
            incidence.ToString(), named.KaplanMeier("months", "event").ToString(), named.LogRank("months", "event").ToString(),
            named.NelsonAalen("months", "event").ToString(),
            named.PermutationLogRank("months", "event").ToString(), named.KaplanMeier("months", "event").AtTimes(1).ToString(),
        })
            Assert.True(text.Contains("Time to failure", StringComparison.Ordinal) && text.Contains("Invented data.",
                StringComparison.Ordinal), text);
        Assert.Contains("Largest tumour, cm", named.Cox("Surv(months, event) ~ size").ToString());
        Assert.Contains("Tumour: NEC vs NET", named.Independent().Cox("Surv(months, event) ~ tumor").ToString());
        Assert.Contains("Tumor: NET vs NEC", Frame.Cox("Surv(months, event) ~ tumor").ToString()); // a free frame has no order
        Assert.Contains("Tumour: NET vs NEC", named.Independent().Cox("Surv(months, event) ~ factor(tumor, 'NEC')").ToString());
    }

    [Fact]
    public void Independence_on_request_is_said_whatever_the_column_of_patients_is_called()
    {
        DataFrame frame = Frame;
        frame.Columns["patient_id"].SetName("person");
        AnalysisSet set = frame.AnalysisSet("procedures", "procedure_id", "person", "tumor").Independent();
        foreach (string text in new[] { set.KaplanMeier("months", "event").ToString(), set.LogRank("months", "event").ToString(),
            set.Cox("Surv(months, event) ~ size").ToString() })
            Assert.Contains("5 procedures of 3 patients are treated as independent", text);
        Assert.DoesNotContain("Pass cluster", set.LogRank("months", "event").ToString());
    }

    [Fact]
    public void Every_table_of_a_set_prints_its_footnotes()
    {
        AnalysisSet set = new DataFrame([.. Frame.Columns,
            new StringDataFrameColumn("response", ["CR", "PD", "PR", "SD", "NE"]),
            new StringDataFrameColumn("second", ["CR", "PD", "SD", "SD", "PR"])])
            .AnalysisSet("procedures", "procedure_id", "patient_id", "tumor").Footnote("Invented data.").Label(("tumor", "Kind of tumour"));
        foreach (ITableResult result in new ITableResult[]
        {
            set, set.Describe(r => r.MeanSd("size")), set.TabulateResponse("response"), set.CompareResponse("response"),
            set.ReaderAgreement(["response", "second"]),
            set.CompareSurvival(("A", "months", "event")),
        })
            Assert.Contains("Invented data.", result.ToString());
        Assert.Contains("by Kind of tumour", set.CompareResponse("response").ToString());
    }

    [Fact]
    public void Printed_percentages_are_counted_in_the_units_and_patients_of_the_set()
    {
        string text = Procedures.CheckPercents(("A", "20", 1), ("B", "33.3", null), ("C", "50", null)).ToString();
        foreach (string part in new[] { "1/5 procedures", "1/3 patients", "impossible" }) Assert.Contains(part, text);
        Assert.DoesNotContain("patients", Frame.AnalysisSet("procedures", "procedure_id").CheckPercents(("A", "20", 1)).ToString());
    }

    [Fact]
    public void Rows_of_one_level_are_labelled_too()
    {
        AnalysisSet named = Procedures.Label(("technique", "Technique"));
        Assert.Contains("Technique: tae", named.Describe(r => r.Level("technique", "tae")).ToString());
        Assert.Contains("Embolized", named.Describe(r => r.Level("technique", "tae", "Embolized")).ToString());
    }
}
