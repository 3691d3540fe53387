using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.AdverseEvents;
using NotebookKit.AdverseEvents.Counting;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Tables.Safety;

namespace NotebookKit.Tests.AdverseEvents;

/// <summary>Adverse events of a trial with CDISC names, a treatment that lasts and AESEV: by hand; differences and ratios: R.</summary>
public sealed class OtherTrialsTests
{
    private static readonly DateTime Start = new(2024, 1, 1);

    private static readonly ImmutableDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["patient_id"] = "USUBJID", ["ae_term"] = "AEDECOD", ["soc"] = "AEBODSYS", ["severity"] = "AESEV", ["onset_date"] = "ASTDT",
        ["end_date"] = "AENDT", ["attribution"] = "AEREL",
        ["serious"] = "AESER", ["outcome"] = "AEOUT", ["treatment_start_date"] = "TRTSDT", ["treatment_end_date"] = "TRTEDT",
        ["last_contact_date"] = "LSTALVDT", ["death_date"] = "DTHDT",
    }.ToImmutableDictionary();

    // 1 and 2 on drug, treated for 100 days; 3 on drug, still treated; 4 to 6 on placebo
    private static DataFrame Subjects => new(
        Text("USUBJID", "1", "2", "3", "4", "5", "6"), Text("TRT01A", "Drug", "Drug", "Drug", "Placebo", "Placebo", "Placebo"),
        Dates("TRTSDT", 0, 0, 0, 0, 0, 0),
        Dates("TRTEDT", 100, 100, null, 100, 100, 50), Dates("LSTALVDT", 300, 300, 200, 300, 300, 60),
        Dates("DTHDT", null, null, null, null, null, 60));

    private static DataFrame Events => new(
        Text("USUBJID", "1", "1", "1", "2", "2", "3", "4", "5", "6", "1"),
        Text("AEDECOD", "Nausea", "Nausea", "Rash", "Vomiting", "Headache", "Nausea", "Headache", "Nausea", "Rash", "Headache"),
        Text("AEBODSYS", "Gastrointestinal", "Gastrointestinal", "Skin", "Gastrointestinal", "Nervous", "Gastrointestinal", "Nervous",
            "Gastrointestinal", "Skin", "Nervous"),
        Text("AESEV", "MILD", "SEVERE", "MODERATE", "Mild", "MILD", null, "MODERATE", "MILD", "SEVERE", "MILD"),
        Dates("ASTDT", 10, 20, 131, 130, -3, 150, null, 5, 55, null), Dates("AENDT", 12, 25, 140, 131, 4, 151, null, 6, 60, -2),
        Text("AEREL", "RELATED", "POSSIBLY RELATED", "NOT RELATED", "Y", "N", "odd", null, "NO", "RELATED", "N"),
        Text("AESER", "N", "Y", "N", "N", "N", "N", "N", "N", "Y", "N"),
        Text("AEOUT", null, null, null, null, null, null, null, null, "FATAL", null));

    private static SafetyAssessment Assess(SafetyOptions? options = null) =>
        Events.AssessSafety(Subjects, null, "TRT01A",
            options: (options ?? new SafetyOptions { TreatmentEmergentDays = 30 }) with { Columns = Names });

    [Fact]
    public void Treatment_emergent_events_of_a_trial_with_its_own_names()
    {
        SafetyAssessment safety = Assess();
        // left out: day -3 (before), day 131 (31 days after the end), no onset but ended before the treatment
        Assert.Equal(7, safety.Events.Length);
        Assert.Equal(["events that began before the treatment (baseline) 2",
            "events that began more than 30 days after the end of treatment 1"], safety.Excluded.Select(e => $"{e.Reason} {e.Count}"));
        string text = safety.ByTerm(CountingUnit.Patient).ToString();
        Assert.Contains("Treatment-emergent: begun from the start of treatment to 30 days after its end, or while it goes on.", text,
            StringComparison.Ordinal);
        Assert.Contains("Onset or start of treatment unknown, n = 1 events: counted as treatment-emergent.", text,
            StringComparison.Ordinal);
        Assert.Contains("Grades are those of Severity: no event has a CTCAE grade.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("procedure", text, StringComparison.Ordinal);
        Finding odd = Assert.Single(safety.Findings, f => f.Rule == "AE-attribution" && f.Value == "odd");
        Assert.Equal("AEREL", odd.Column);
        Assert.Contains("related, not related", odd.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Terms_stand_below_their_class_by_frequency_with_severity_in_groups()
    {
        SummaryTable table = Assess()
            .ByTerm(CountingUnit.Patient, new() { BySoc = true, Columns = GradeColumns.GradeGroups, Scale = GradeScale.Severity })
            .ToTable();
        Assert.Equal(["Adverse event", "Any grade", "mild–moderate", "severe", "Unknown grade", "Any grade", "mild–moderate", "severe",
            "Unknown grade"], table.Columns.Select(c => c.Header));
        Assert.Equal("Drug, N = 3 patients", table.Columns[1].Spanner);
        Assert.Equal(["Any adverse event", "Gastrointestinal", "Nausea", "Vomiting", "Nervous", "Headache", "Skin", "Rash"],
            table.Rows.Select(r => r.Cells[0].Text));
        Assert.Equal([0, 0, 1, 1, 0, 1, 0, 1], table.Rows.Select(r => r.Indent));
        Assert.Equal(["3 (100%)", "1 (33%)", "1 (33%)", "1 (33%)", "1 (33%)", "1 (33%)", "0", "0"],
            table.Rows[1].Cells.Skip(1).Select(c => c.Text));
    }

    [Theory]
    [InlineData("CTCAE grade", "Grades 1–2|Grades 3–4|Grade 5")]
    [InlineData("SIR severity", "mild–moderate|severe–life-threatening|death")]
    [InlineData("CIRSE grade", "1–2|3–5|6")]
    [InlineData("Clavien-Dindo grade", "I–II|III–IV|V")]
    [InlineData("Severity", "mild–moderate|severe")]
    public void Grade_groups_are_below_severe_severe_and_death(string scale, string groups) =>
        Assert.Equal(groups.Split('|'), GradeScale.All.Single(s => s.Name == scale).Groups.Select(g => g.Label));

    [Fact]
    public void A_scale_of_ones_own_is_read_from_its_column()
    {
        GradeScale who = GradeScale.Of("WHO grade", "who", ["0", "1", "2", "3", "4"], "3");
        var events = new DataFrame(Text("patient_id", "1", "2", "2"), Text("ae_term", "Nausea", "Nausea", "Rash"),
            Text("who", "grade 4", "2", "7"));
        SafetyAssessment safety = events.AssessSafety(new DataFrame(Text("patient_id", "1", "2", "3")), null,
            options: new() { Scales = [who] });
        AdverseEventTable table = safety.ByTerm(CountingUnit.Patient, new() { Scale = who });
        Assert.Equal(["2 (67%)", "1 (33%)"], table.ToTable().Rows[1].Cells.Skip(1).Select(c => c.Text));
        Assert.Equal("WHO grade ≥3", table.ToTable().Columns[2].Header);
        Assert.Contains(safety.Findings, f => f.Value == "7" && f.Column == "who");
        Assert.Contains("was not read", Assert.Throws<ArgumentException>(
            () => events.AssessSafety(new DataFrame(Text("patient_id", "1", "2", "3")), null)
                .ByTerm(CountingUnit.Patient, new() { Scale = who })).Message);
        Assert.Throws<ArgumentException>(() => GradeScale.Of("x", "x", ["1", "2"], "3"));
    }

    [Fact]
    public void Rates_from_the_start_of_treatment_end_with_the_first_event()
    {
        EventRateTable rates = Assess().Rates(firstEventsOnly: true);
        EventRateRow any = rates.Rows[0];
        // drug: day 10, day 130 and day 150, both ends counted; placebo: all 131 days (onset unknown), day 5, and day 55
        Assert.Equal((3, (11 + 131 + 151) / 365.25), (any.ByGroup[0].Events, any.ByGroup[0].Years));
        Assert.Equal((3, (131 + 6 + 56) / 365.25), (any.ByGroup[1].Events, any.ByGroup[1].Years));
        Assert.Contains("Day unknown, n = 1 events: they count, but do not end the time at risk.", rates.Notes);
        EventRateRow rash = rates.Rows.Single(r => r.Label == "Rash");
        // 100 + 30 days; still treated on day 200
        Assert.Equal((0, (131 + 131 + 201) / 365.25), (rash.ByGroup[0].Events, rash.ByGroup[0].Years));
        Assert.Equal((1, (131 + 131 + 56) / 365.25), (rash.ByGroup[1].Events, rash.ByGroup[1].Years));
        DataFrame first = Assess().FirstEvents(CountingUnit.Patient, "Nausea");
        Assert.Equal(["10 adverse event", "130 censored", "150 adverse event", "130 censored", "5 adverse event", "60 death"],
            first.Rows.Select(r => $"{r["days"]} {r["outcome"]}"));
    }

    [Fact]
    public void Differences_and_ratios_are_those_of_R()
    {
        foreach (JsonElement r in JsonDocument.Parse(
            File.ReadAllText(
                Repository.Path("tests", "NotebookKit.Tests", "Tables", "golden", "extended_expected.json"))).RootElement.GetProperty(
                    "comparisons").EnumerateArray())
        {
            double[] k = [.. r.GetProperty("events").EnumerateArray().Select(v => v.GetDouble())];
            (int x1, int n1, int x2, int n2) = ((int)k[0], (int)k[1], (int)k[2], (int)k[3]);
            string[] ids = [.. Enumerable.Range(0, n1 + n2).Select(i => $"P{i}")];
            var patients = new DataFrame(new StringDataFrameColumn("patient_id", ids),
                new StringDataFrameColumn("arm", ids.Select((_, i) => i < n1 ? "A" : "B")),
                new DoubleDataFrameColumn("exposure", ids.Select((_, i) => (double?)(365.25 * (i < n1 ? k[4] / n1 : k[5] / n2)))));
            string[] ill = [.. ids.Take(x1), .. ids.Skip(n1).Take(x2)];
            var events = new DataFrame(new StringDataFrameColumn("patient_id", ill),
                new StringDataFrameColumn("ae_term", ill.Select(_ => "Rash")));
            AdverseEventTable table = events.AssessSafety(patients, null, "arm",
                options: new() { Columns = ImmutableDictionary<string, string>.Empty.Add("time_at_risk_days", "exposure") })
                .ByTerm(CountingUnit.Patient,
                    new() { RiskDifference = true, RiskRatio = true, RateRatio = true, Columns = GradeColumns.Any });
            TableCell[] cells = [.. table.ToTable().Rows[1].Cells.Skip(3)];
            Same(r, cells[0], "difference", 1e-12);
            Same(r, cells[1], "ratio", 1e-12);
            if (x1 == 0) Assert.Equal("0.00 (NE)", cells[1].Text);
            const string pattern = "{risk_difference} ({risk_difference_lower} to {risk_difference_upper})";
            Assert.Equal(cells[0].Text, table.Inline("Rash", pattern: pattern)
                .Replace(" to ", cells[0].Text.Contains(" to ", StringComparison.Ordinal) ? " to " : "–", StringComparison.Ordinal));
            Assert.Equal($"{x1}/{n1}", table.Inline("Rash", "A", pattern: "{n}/{N}"));
            Same(r, cells[2], "rate", 1e-9, "rate_ratio");
            Assert.Equal(["Risk difference, pp\n(95% CI)", "Risk ratio\n(95% CI)", "Rate ratio\n(95% CI)"],
                table.ToTable().Columns.Skip(3).Select(c => c.Header));
        }

        static void Same(JsonElement r, TableCell cell, string name, double tolerance, string? value = null)
        {
            double?[] expected = [Number(r, value ?? name), Number(r, name + "_lower"), Number(r, name + "_upper")];
            for (int i = 0; i < 3; i++)
            {
                if (expected[i] is double e) Assert.Equal(e, cell.Values[i].Value!.Value, tolerance * Math.Max(1, Math.Abs(e)));
                else Assert.Null(cell.Values[i].Value);
            }
        }

        static double? Number(JsonElement r, string name) =>
            r.TryGetProperty(name, out JsonElement v) && v.ValueKind == JsonValueKind.Number ? v.GetDouble() : null;
    }

    [Fact]
    public void Three_groups_are_compared_with_the_reference()
    {
        var patients = new DataFrame(Text("patient_id", "1", "2", "3", "4", "5", "6"), Text("arm", "A", "A", "B", "B", "C", "C"));
        var events = new DataFrame(Text("patient_id", "1", "3", "4"), Text("ae_term", "Rash", "Rash", "Rash"));
        SummaryTable table = events.AssessSafety(patients, null, "arm")
            .ByTerm(CountingUnit.Patient, new() { RiskDifference = true, Reference = "A" }).ToTable();
        Assert.Equal(["B vs A", "C vs A"], table.Columns.TakeLast(2).Select(c => c.Spanner));
        Assert.StartsWith("50 (", table.Rows[1].Cells[^2].Text, StringComparison.Ordinal);
        Assert.StartsWith("\u221250 (", table.Rows[1].Cells[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_counted_is_refused()
    {
        void Fails(string part, Action action) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
        Fails("there is no 'aeterm' to be named",
            () => Events.AssessSafety(Subjects, null, options: new() { Columns = Names.Add("aeterm", "AEDECOD") }));
        Fails("'TERM', named for ae_term, is in none of the tables",
            () => Events.AssessSafety(Subjects, null, options: new() { Columns = Names.SetItem("ae_term", "TERM") }));
        Fails("TreatmentEmergentDays needs treatment_start_date",
            () => Events.AssessSafety(Subjects, null,
                options: new() { Columns = Names.Remove("treatment_start_date"), TreatmentEmergentDays = 30 }));
        Fails("Time at risk begins with",
            () => Events.AssessSafety(Subjects, null, options: new() { Columns = Names.Remove("treatment_start_date") }).Rates());
        Fails("there is no group 'X'", () => Assess().ByTerm(CountingUnit.Patient, new() { RiskRatio = true, Reference = "X" }));
    }

    private static StringDataFrameColumn Text(string name, params string?[] values) => new(name, values);

    private static DateTimeDataFrameColumn Dates(string name, params int?[] days) =>
        new(name, days.Select(d => d is int n ? Start.AddDays(n) : (DateTime?)null));
}
