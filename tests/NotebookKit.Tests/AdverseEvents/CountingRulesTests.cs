using Microsoft.Data.Analysis;
using NotebookKit.AdverseEvents;
using NotebookKit.AdverseEvents.Counting;
using NotebookKit.Cohorts;
using NotebookKit.Tables;
using NotebookKit.Tables.Safety;

namespace NotebookKit.Tests.AdverseEvents;

/// <summary>The counting rules, one test each, on cohorts small enough to count by hand.</summary>
public sealed class CountingRulesTests
{
    private static readonly DateTime Day0 = new(2020, 1, 1);

    // patient A has procedures on day 0 and 40, B on day 0, C on day 0; D was never treated
    private static DataFrame Patients => new(
        new StringDataFrameColumn("patient_id", ["A", "B", "C", "D"]),
        new StringDataFrameColumn("tumor", ["NET", "NET", "NEC", "NEC"]),
        new DateTimeDataFrameColumn("death_date", [Day0.AddDays(60), null, null, null]),
        new DateTimeDataFrameColumn("last_contact_date", [Day0.AddDays(60), Day0.AddDays(20), Day0.AddDays(400), Day0.AddDays(400)]));

    private static DataFrame Procedures => new(
        new StringDataFrameColumn("procedure_id", ["A-2", "A-1", "B-1", "C-1"]),
        new StringDataFrameColumn("patient_id", ["A", "A", "B", "C"]),
        new DateTimeDataFrameColumn("procedure_date", [Day0.AddDays(40), Day0, Day0, Day0]),
        new StringDataFrameColumn("modality", ["tare", "tae", "tae", "tae"]));

    [Fact]
    public void Rule_1_denominators_hold_those_without_a_row_and_leave_out_the_untreated()
    {
        SafetyAssessment safety = Assess(new Row("A", "nausea", 1, 1));
        Assert.Equal((3, 1), Any(safety, CountingUnit.Patient));
        Assert.Equal((4, 1), Any(safety, CountingUnit.Procedure));
        Assert.Contains(safety.Excluded, e => e == new ExcludedRows("patients without a procedure", 1));
    }

    [Fact]
    public void Rules_2_and_6_a_patient_counts_once_per_row_at_the_worst_grade_in_that_row()
    {
        SafetyAssessment safety = Assess(
            new Row("A", "nausea", 1, 1, Soc: "GI"), new Row("A", "nausea", 2, 2, Soc: "GI"), new Row("A", "ascites", 3, 4, Soc: "GI"),
            new Row("B", "nausea", 1, 3, Soc: "GI"));
        AdverseEventTable table = safety.ByTerm(CountingUnit.Patient, new() { BySoc = true, Columns = GradeColumns.WorstGrade });
        Assert.Equal([0, 0, 0, 1, 1, 0], table.Rows.Single(r => r.Soc == "GI" && r.Term is null).Overall.Worst);
        Assert.Equal([0, 0, 1, 1, 0, 0], table["nausea"].Overall.Worst);
        Assert.Equal(2, table["nausea"].Overall.Any); // not 1 + 2 rows, and the class not 2 + 1
        Assert.Equal(1, table["nausea"].Overall.AtLeast(3));
    }

    [Fact]
    public void Rule_3_per_procedure_the_same_patient_counts_for_each()
    {
        SafetyAssessment safety = Assess(new Row("A", "nausea", 1, 1), new Row("A", "nausea", 41, 1));
        Assert.Equal((4, 2), Any(safety, CountingUnit.Procedure));
        Assert.Equal((3, 1), Any(safety, CountingUnit.Patient));
        Assert.Equal("50% (2/4 procedures)", safety.ByTerm(CountingUnit.Procedure).Inline("nausea"));
        Assert.Equal("33% (1/3 patients)", safety.ByTerm(CountingUnit.Patient).Inline("nausea"));
    }

    [Fact]
    public void Rule_4_every_row_is_an_event_unless_continuing_rows_are_merged()
    {
        Row[] rows = [new("A", "nausea", 1, 1, End: 3), new("A", "nausea", 4, 3, End: 5), new("A", "nausea", 7, 1), new("A", "pain", 5, 1),
            new("B", "nausea", 3, 1)];
        Assert.Equal(5, Assess(rows).Events.Length);
        SafetyAssessment merged = Assess(new() { MergeContinuing = true }, rows);
        Assert.Equal(4, merged.Events.Length); // day 4 continues day 3; day 7 does not continue day 5
        Assert.Equal((3, 2), (merged.Events[0].Rank(GradeScale.Ctcae), merged.Events[0].MergedRows));
        Assert.Contains(merged.Excluded, e => e.Count == 1 && e.Reason.Contains("merged"));
    }

    [Fact]
    public void Rule_5_a_missing_grade_ranks_lowest_and_is_shown()
    {
        AdverseEventTable table = Assess(new Row("A", "nausea", 1, null), new Row("B", "nausea", 1, null), new Row("B", "nausea", 2, 1))
            .ByTerm(CountingUnit.Patient, new() { Columns = GradeColumns.WorstGrade });
        Assert.Equal([1, 1, 0, 0, 0, 0], table["nausea"].Overall.Worst);
        Assert.Contains(table.ToTable().Columns, c => c.Header == "Unknown grade");
    }

    [Theory]
    [InlineData(0, 30, new[] { 0, 30 })]
    [InlineData(0, 90, new[] { 0, 30, 31, 90 })]
    [InlineData(91, null, new[] { 91 })]
    public void Rule_7_windows_include_both_ends_and_earlier_events_are_baseline(int from, int? to, int[] counted)
    {
        Row[] rows = [.. new[] { -1, 0, 30, 31, 90, 91 }.Select(d => new Row("C", "nausea", d, 1))];
        SafetyAssessment safety = Assess(new() { Window = new TimeWindow(from, to) }, rows);
        Assert.Equal(counted, safety.Events.Select(e => e.Day!.Value));
        Assert.Contains(safety.Excluded, e => e.Count == 1 && e.Reason.Contains("baseline"));
    }

    [Fact]
    public void Rule_7_an_event_belongs_to_the_latest_procedure_on_or_before_its_onset()
    {
        SafetyAssessment safety = Assess(new Row("A", "a", 39, 1), new Row("A", "b", 40, 1), new Row("A", "c", 50, 1),
            new Row("A", "d", 50, 1, Procedure: "A-1"));
        Assert.Equal(["A-1", "A-2", "A-2", "A-1"], safety.Events.Select(e => e.ProcedureId));
        Assert.Equal([39, 0, 10, 50], safety.Events.Select(e => e.Day!.Value));
    }

    [Fact]
    public void Rule_8_related_means_possible_to_definite_and_unknown_counts_as_related_by_default()
    {
        Row[] rows = [.. new[] { "unrelated", "unlikely", "possible", "probable", "definite", "unknown", null }.Select(
            (a, i) => new Row("C", $"t{i}", 1, 1, Attribution: a))];
        Assert.Equal(7, Assess(rows).Events.Length);
        Assert.Equal(5, Assess(new() { Attribution = EventAttribution.Related }, rows).Events.Length);
        SafetyAssessment strict = Assess(new() { Attribution = EventAttribution.Related, UnknownAttributionIsRelated = false }, rows);
        Assert.Equal(["possible", "probable", "definite"], strict.Events.Select(e => e.Attribution));
    }

    [Fact]
    public void Rule_9_a_grade_no_worse_than_baseline_does_not_count_and_the_shift_table_shows_all()
    {
        SafetyAssessment safety = Assess(
            new Row("A", "bilirubin_increased", 1, 2, Baseline: 2), new Row("A", "bilirubin_increased", 3, 3, Baseline: 2),
            new Row("B", "bilirubin_increased", 1, 1, Baseline: 1),
            new Row("C", "bilirubin_increased", 1, 1));
        Assert.Equal(2, safety.Events.Length);
        GradeShift shift = safety.Shift(CountingUnit.Patient, "bilirubin_increased");
        Assert.Equal([0, 0, 1, 0, 0, 0], shift.Counts[2]);
        Assert.Equal([1, 0, 0, 0, 0, 0], shift.Counts[1]);
        Assert.Equal([1, 0, 0, 0, 0, 0], shift.Counts[5]);
        Assert.Equal((1, 0), (shift.Worsened, shift.WithoutEvent));
    }

    [Fact]
    public void Rule_10_a_death_counts_once_and_the_lost_have_a_denominator_of_their_own()
    {
        SafetyAssessment safety = Assess(new Row("A", "nausea", 1, 1));
        // A dies 20 days after A-2 (and 60 after A-1); B is lost on day 20; C lives
        Assert.Equal([new EarlyDeaths(3, 1, 1)], safety.EarlyMortality(CountingUnit.Patient).ByGroup);
        Assert.Equal([new EarlyDeaths(4, 1, 1)], safety.EarlyMortality(CountingUnit.Procedure).ByGroup);
        Assert.Equal([new EarlyDeaths(4, 1, 1)], safety.EarlyMortality(CountingUnit.Procedure, days: 90).ByGroup);
        Assert.Equal([new EarlyDeaths(3, 0, 0)], safety.EarlyMortality(CountingUnit.Patient, days: 19).ByGroup);
        Assert.Contains("1/2 (50%", safety.EarlyMortality(CountingUnit.Patient).ToTable().Rows[1].Cells[1].Text);
    }

    [Fact]
    public void Rule_11_every_way_of_saying_fatal_must_agree()
    {
        SafetyAssessment safety = Assess(new Row("A", "sepsis", 50, 5, Outcome: "fatal"),
            new Row("C", "sepsis", 1, 5, Outcome: "resolved"));
        Assert.Equal([true, true], safety.Events.Select(e => e.Fatal));
        Assert.Equal(2, safety.Findings.Count); // outcome against grade, and no date of death of C
        Assert.All(safety.Findings, f => Assert.Equal(("AE-fatal", 3), (f.Rule, f.Row!.Value)));
        Assert.Equal(2, safety.Overview(CountingUnit.Patient)["Fatal"].Overall.Any);
    }

    [Theory, InlineData(true, 4), InlineData(false, 1)]
    public void The_overview_counts_unknown_attribution_as_related_only_where_asked(bool unknownIsRelated, int related)
    {
        Row[] rows =
        [
            new("A", "nausea", 1, 1, Procedure: "A-1", Attribution: "possible"),
            new("A", "nausea", 41, 1, Procedure: "A-2", Attribution: "unknown"),
            new("B", "nausea", 1, 1, Procedure: "B-1", Attribution: "unknown"), new("C", "nausea", 1, 1, Procedure: "C-1"),
            new("C", "ascites", 2, 1, Procedure: "C-1", Attribution: "unlikely"),
        ];
        AdverseEventTable overview = Assess(new SafetyOptions { UnknownAttributionIsRelated = unknownIsRelated }, rows)
            .Overview(CountingUnit.Procedure);
        Assert.Equal((4, 4), (overview["Any adverse event"].Overall.N, overview["Any adverse event"].Overall.Any));
        Assert.Equal(related, overview["Related to the procedure"].Overall.Any);
        Assert.Equal(0, overview["Serious and related"].Overall.Any);
    }

    [Fact]
    public void A_misspelt_or_missing_attribution_is_a_finding_and_counted_in_print()
    {
        Row[] rows =
        [
            new("A", "nausea", 1, 1, Attribution: "possible"), new("B", "nausea", 1, 1, Attribution: "posible"), new("C", "nausea", 1, 1),
            new("A", "fever", 2, 1, Attribution: "Unlikely"), new("B", "fever", 2, 1, Attribution: "unknown"),
        ];
        SafetyAssessment safety = Assess(rows);
        Assert.Equal([("AE-attribution", 3), ("AE-attribution", 4)], safety.Findings.Select(f => (f.Rule, f.Row!.Value)));
        Assert.Contains("Attribution missing, unknown or not a known word, n = 3 events: counted as related.",
            safety.Overview(CountingUnit.Patient).Notes);
        Assert.Equal(3, safety.Overview(CountingUnit.Patient)["Related to the procedure"].Overall.Any);
        SafetyAssessment related = Assess(new SafetyOptions { Attribution = EventAttribution.Related, UnknownAttributionIsRelated = false },
            rows);
        Assert.Equal("A", Assert.Single(related.Events).PatientId);
        Assert.Contains("Attribution missing, unknown or not a known word, n = 3 events: counted as not related.", related.Notes);
    }

    [Fact]
    public void An_event_without_a_grade_is_a_finding_and_counted_in_print()
    {
        SafetyAssessment safety = Assess(new Row("A", "nausea", 1, 3), new Row("B", "nausea", 1, null), new Row("B", "fever", 2, 1));
        Assert.Equal(("AE-grade", 3), (Assert.Single(safety.Findings).Rule, safety.Findings[0].Row!.Value));
        const string note = "Events without a CTCAE grade, n = 1: they count in any grade, in no single grade and not in ≥3.";
        Assert.Contains(note, safety.ByTerm(CountingUnit.Patient).Notes);
        Assert.Contains(note, safety.Overview(CountingUnit.Patient).Notes);
        Assert.DoesNotContain(note, safety.ByTerm(CountingUnit.Patient, new() { Columns = GradeColumns.Any }).Notes);
    }

    [Fact]
    public void Footnotes_name_the_rules_that_applied_and_no_others()
    {
        Row[] rows = [new("A", "nausea", 1, 3, Baseline: 1), new("A", "nausea", 2, 2)];
        SafetyAssessment without = Events(rows).AssessSafety(Patients, null, options: new() { MergeContinuing = true });
        Assert.Contains("Events of any date, of any cause: there are no procedures, so that no window applies.", without.Notes);
        Assert.DoesNotContain(without.Notes, n => n.Contains("after the procedure", StringComparison.Ordinal));
        Assert.Contains(without.Notes, n => n.StartsWith("Rows of the same patient and term that overlap", StringComparison.Ordinal));
        Assert.Contains(without.Notes, n => n.StartsWith("Events with a baseline grade count where", StringComparison.Ordinal));
        Assert.DoesNotContain(Assess(new Row("A", "nausea", 2, 2)).Notes, n => n.Contains("baseline grade", StringComparison.Ordinal));
        Assert.Contains("there are no procedures", Assert.Throws<ArgumentException>(() =>
            Events(rows).AssessSafety(Patients, null, options: new() { Window = TimeWindow.Days30 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CTCAE_versions_are_kept_and_their_pooling_is_said()
    {
        SafetyAssessment safety = Assess(new Row("A", "a", 1, 1, Version: "4.03"), new Row("B", "a", 1, 1, Version: "5.0"));
        Assert.Equal(["4.03", "5.0"], safety.Events.Select(e => e.CtcaeVersion));
        Assert.Contains("Grades of several CTCAE versions are pooled: 4.03, 5.0.", safety.ByTerm(CountingUnit.Patient).Notes);
    }

    [Fact]
    public void Groups_of_procedures_cannot_be_counted_per_patient_where_they_differ()
    {
        SafetyAssessment safety = Assess(null, "modality", new Row("A", "nausea", 1, 1));
        AdverseEventTable table = safety.ByTerm(CountingUnit.Procedure, new() { P = true, Overall = true });
        Assert.Equal([(1, 3), (0, 1)], table["nausea"].ByGroup.Select(g => (g.Any, g.N)));
        Assert.Equal(1, table["nausea"].Comparison!.P!.Value, 1e-12);
        // A, with procedures of both kinds, is the only one with the event
        Assert.StartsWith("Test of proportions by patients. P not computed: all but one cluster",
            table["nausea"].Comparison!.ClusteredTestName);
        Assert.Null(table["nausea"].Comparison!.ClusteredP);
        Assert.Contains("such as A", Assert.Throws<ArgumentException>(() => safety.ByTerm(CountingUnit.Patient)).Message);
        Assert.Equal([(1, 2), (0, 1)], Assess(null, "tumor", new Row("A", "nausea", 1, 1)).ByTerm(
            CountingUnit.Patient)["nausea"].ByGroup.Select(g => (g.Any, g.N)).Reverse());
    }

    [Fact]
    public void Events_per_time_at_risk()
    {
        SafetyAssessment safety = Assess(new Row("A", "nausea", 10, 1), new Row("A", "nausea", 50, 1));
        // A-1 days 0-39, A-2 days 0-20, B 0-20, C 0-400: 40 + 21 + 21 + 401
        EventRate all = safety.Rates().Rows[0].ByGroup[0];
        Assert.Equal((2, 483 / 365.25), (all.Events, all.Years));
        Assert.Equal(100 * 2 / (483 / 365.25), all.Rate.Value!.Value, 1e-9);
        // the first event of A ends the time at risk on day 10: 11 + 0 + 21 + 401
        EventRate first = safety.Rates(firstEventsOnly: true).Rows[0].ByGroup[0];
        Assert.Equal(1, first.Events);
        Assert.Equal(433 / 365.25, first.Years, 1e-12);
    }

    [Fact]
    public void First_events_have_death_as_competing_event()
    {
        DataFrame first = Assess(new Row("C", "nausea", 5, 1)).FirstEvents(CountingUnit.Patient);
        Assert.Equal(["A", "B", "C"], first.Columns["unit_id"].Cast<string>());
        Assert.Equal([60.0, 20, 5], first.Columns["days"].Cast<double>());
        Assert.Equal(["death", "censored", "adverse event"], first.Columns["outcome"].Cast<string>());
        DataFrame procedures = Assess(new Row("C", "nausea", 5, 1)).FirstEvents(CountingUnit.Procedure);
        Assert.Equal([39.0, 20, 20, 5], procedures.Columns["days"].Cast<double>());
        Assert.Equal(["censored", "death", "censored", "adverse event"], procedures.Columns["outcome"].Cast<string>());
    }

    [Fact]
    public void Cumulative_incidence_of_the_first_event_with_death_competing()
    {
        // C has the event on day 5 of 3 at risk, B is censored on day 20, A dies on day 60 alone at risk
        var estimate = Assess(new Row("C", "nausea", 5, 1)).CumulativeIncidence(CountingUnit.Patient);
        Assert.Equal(1.0 / 3, estimate.Curves.Single(c => c.Cause == "adverse event").At(59).Incidence!.Value, 1e-12);
        Assert.Equal(2.0 / 3, estimate.Curves.Single(c => c.Cause == "death").At(60).Incidence!.Value, 1e-12); // not 1 - KM = 1
    }

    [Fact]
    public void Faulty_rows_are_findings_with_row_and_remedy()
    {
        SafetyAssessment safety = Assess(
            new Row("Z", "nausea", 1, 1), new Row("A", "nausea", 1, 1, Procedure: "B-1"), new Row("B", "nausea", 1, 1, Procedure: "X"),
            new Row("D", "nausea", 1, 1),
            new Row("C", "nausea", 1, 9), new Row("B", "nausea", -3, 1, Procedure: "B-1"));
        Assert.Equal(["AE-patient", "AE-procedure", "AE-procedure", "AE-grade", "AE-onset"],
            safety.Findings.OrderBy(f => f.Row).Select(f => f.Rule));
        Assert.Equal([2, 3, 4, 6, 7], safety.Findings.OrderBy(f => f.Row).Select(f => f.Row!.Value));
        Assert.All(safety.Findings, f => Assert.NotEmpty(f.HowToFix));
        Assert.Equal(["A-1", "B-1", "C-1"], safety.Events.Select(e => e.ProcedureId));
        Assert.Contains(safety.Excluded, e => e == new ExcludedRows("events of an unknown patient", 1));
        Assert.Contains(safety.Excluded, e => e == new ExcludedRows("events of patients without a procedure", 1));
        DataFrame twice = new(new StringDataFrameColumn("patient_id", ["A", "A"]));
        Assert.Contains("rows 2 and 3", Assert.Throws<ArgumentException>(
            () => Events(new Row("A", "x", 1, 1)).AssessSafety(twice, null)).Message);
        Assert.Contains("needs the table of procedures",
            Assert.Throws<ArgumentException>(() => Events(new Row("A", "x", 1, 1)).AssessSafety(Patients, null)
                .ByTerm(CountingUnit.Procedure)).Message);
    }

    [Fact]
    public void Scales_are_ordered_by_severity_not_by_alphabet()
    {
        Assert.True(GradeScale.ClavienDindo.Rank("IV") > GradeScale.ClavienDindo.Rank("IIIb"));
        Assert.True(GradeScale.ClavienDindo.Rank("IIIb") > GradeScale.ClavienDindo.Rank("IIIa"));
        Assert.True(GradeScale.ClavienDindo.Rank("V") > GradeScale.ClavienDindo.Rank("IVb"));
        Assert.Equal(GradeScale.ClavienDindo.Rank("II"), GradeScale.ClavienDindo.Rank("IId"));
        Assert.True(GradeScale.Sir.Rank("severe") > GradeScale.Sir.Rank("moderate"));
        Assert.True(GradeScale.Sir.Rank("death") > GradeScale.Sir.Rank("life_threatening"));
        Assert.True(GradeScale.Cirse.Rank("3") > GradeScale.Cirse.Rank("2b"));
        Assert.True(GradeScale.Cirse.Rank("1b") > GradeScale.Cirse.Rank("1a"));
        Assert.Null(GradeScale.Ctcae.Rank("10"));
        Assert.Equal(0, GradeScale.Ctcae.Rank(null));
        Assert.Equal((3, 3), (GradeScale.Ctcae.SevereFrom, GradeScale.Sir.SevereFrom));
        Assert.Equal("≥III", GradeScale.ClavienDindo.SevereLabel);
    }

    [Fact]
    public void Terms_are_ordered_by_frequency_and_can_be_limited_to_common_ones()
    {
        SafetyAssessment safety = Assess(new Row("A", "zoster", 1, 1), new Row("B", "zoster", 1, 1), new Row("A", "ascites", 1, 1),
            new Row("C", "hepatic_infarct", 1, 1), new Row("B", "hepatic_infarct", 1, 1));
        Assert.Equal(["Any adverse event", "Hepatic infarct", "Zoster", "Ascites"],
            safety.ByTerm(CountingUnit.Patient).Rows.Select(r => r.Label));
        Assert.Equal(["Any adverse event", "Hepatic infarct", "Zoster"],
            safety.ByTerm(CountingUnit.Patient, new() { MinimumProportion = 0.5 }).Rows.Select(r => r.Label));
        Assert.Equal(["Any adverse event", "Ascites", "Hepatic infarct", "Zoster"],
            safety.ByTerm(CountingUnit.Patient, new() { Order = TermOrder.Alphabetical }).Rows.Select(r => r.Label));
    }

    private static (int N, int Any) Any(SafetyAssessment safety, CountingUnit per)
    {
        GradeCounts counts = safety.ByTerm(per)["Any adverse event"].Overall;
        return (counts.N, counts.Any);
    }

    private static SafetyAssessment Assess(params Row[] rows) => Assess(null, rows);

    private static SafetyAssessment Assess(SafetyOptions? options, params Row[] rows) => Assess(options, null, rows);

    private static SafetyAssessment Assess(SafetyOptions? options, string? by, params Row[] rows) =>
        Events(rows).AssessSafety(Patients, Procedures, by, options: options);

    private static DataFrame Events(params Row[] rows) => new(
        Text("patient_id", rows, r => r.Patient), Text("procedure_id", rows, r => r.Procedure), Text("ae_term", rows, r => r.Term),
        Text("soc", rows, r => r.Soc),
        new DateTimeDataFrameColumn("onset_date", rows.Select(r => (DateTime?)Day0.AddDays(r.Day))),
        new DateTimeDataFrameColumn("end_date", rows.Select(r => r.End is int d ? Day0.AddDays(d) : (DateTime?)null)),
        new Int32DataFrameColumn("ctcae_grade", rows.Select(r => r.Grade)),
        new Int32DataFrameColumn("baseline_grade", rows.Select(r => r.Baseline)),
        Text("ctcae_version", rows, r => r.Version), Text("attribution", rows, r => r.Attribution), Text("outcome", rows, r => r.Outcome));

    private static StringDataFrameColumn Text(string name, Row[] rows, Func<Row, string?> of) => new(name, rows.Select(of));

    private sealed record Row(
        string Patient, string Term, int Day, int? Grade, string? Procedure = null, int? End = null, string? Soc = null,
        string? Attribution = null, int? Baseline = null,
        string? Version = null, string? Outcome = null);
}
