using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tests.Tables;

/// <summary>Dates, identifiers, percentiles, weights, own statistics and tests, headings, and numbers for running text.</summary>
public sealed class DescriptionExtrasTests
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(
            File.ReadAllText(Repository.Path("tests", "NotebookKit.Tests", "Tables", "golden", "extended_expected.json"))).RootElement;

    private static readonly string[] Groups = ["Drug A", "Drug B"];

    private static DataFrame Trial
    {
        get
        {
            DataFrame trial = GoldenFrames.Read("trial.csv");
            long n = trial.Rows.Count;
            trial.Columns.Add(new DoubleDataFrameColumn("w", Enumerable.Range(1, (int)n).Select(i => 0.5 + i % 7 / 4.0)));
            trial.Columns.Add(
                new DateTimeDataFrameColumn("visit", ((DoubleDataFrameColumn)trial["age"]).Select(
                    a => a is double d ? new DateTime(2020, 1, 1).AddDays(d) : (DateTime?)null)));
            return trial;
        }
    }

    private static double Value(CohortDescription table, string variable, string statistic, string column, string? level = null) =>
        table.ToDataFrame().Rows.Where(r => (string?)r["variable"] == variable && (string?)r["statistic"] == statistic
            && (string?)r["column"] == column && (string?)r["level"] == level)
            .Select(r => (double)r["value"]).Single();

    [Fact]
    public void Percentiles_and_the_interquartile_range_are_those_of_R()
    {
        CohortDescription table = Trial.Describe(r => r.Continuous("age", "Age", "{p10}, {p90}", "{p97.5}; {iqr}"), by: "trt",
            unit: "patients");
        foreach (string g in Groups)
            foreach (string s in new[] { "p10", "p90", "p97.5", "iqr" })
                Assert.Equal(Golden.GetProperty("plain").GetProperty(g).GetProperty(s).GetDouble(), Value(table, "age", s, g), 1e-12);
        string text = table.ToString();
        Assert.Contains("P10, P90, P97.5: percentiles of type 2 (as in SAS and gtsummary).", text, StringComparison.Ordinal);
        Assert.Contains("IQR, interquartile range (Q3 \u2212 Q1).", text, StringComparison.Ordinal);
        Assert.Contains("unknown field 'p0'", Assert.Throws<FormatException>(
            () => Trial.Describe(r => r.Continuous("age", "Age", "{p0}"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_percentile_between_two_whole_numbers_prints_its_half()
    {
        var frame = new DataFrame(
            new Int32DataFrameColumn("x", Enumerable.Range(1, 20).Append(40).Append(41).Select(i => (int?)i).Take(20)));
        Assert.Equal("2.5", frame.Describe(r => r.Continuous("x", null, "{p10}")).ToTable().Rows[0].Cells[1].Text); // between 2 and 3
    }

    [Fact]
    public void Dates_are_described_as_dates()
    {
        CohortDescription table = Trial.Describe(r => r.MedianRange("visit", "First visit").Continuous("visit", "Visit", "{mean} ({sd})"),
            by: "trt", unit: "patients", options: new() { P = true });
        foreach (string g in Groups)
        {
            JsonElement r = Golden.GetProperty("plain").GetProperty(g);
            int column = g == "Drug A" ? 1 : 2;
            Assert.Equal(
                $"{r.GetProperty("date_median").GetString()} ({r.GetProperty("date_min").GetString()}–"
                    + $"{r.GetProperty("date_max").GetString()})", table.ToTable().Rows[0].Cells[column].Text);
            Assert.Equal(r.GetProperty("date_median_days").GetDouble(), Value(table, "visit", "median", g), 1e-12);
            Assert.Equal(r.GetProperty("date_mean_days").GetDouble(), Value(table, "visit", "mean", g), 1e-6);
        }
        Assert.Equal(Golden.GetProperty("dates_p").GetDouble(), table.ToTable().Rows[0].Cells[3].Value!.Value, 1e-9);
        Assert.Equal("median (range) 2020-02-16 (2020-01-07–2020-03-19), 91 patients",
            Trial.Describe(r => r.MedianRange("visit"), by: "trt", unit: "patients").Inline("visit", group: "Drug A"));
        Assert.Contains("Of dates, SD and IQR are in days.", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Identifiers_running_numbers_dates_and_empty_columns_are_listed_as_left_out()
    {
        int[] rows = [.. Enumerable.Range(0, 12)];
        var frame = new DataFrame(
            new StringDataFrameColumn("patient_id", rows.Select(i => $"P{i / 2}")),
            new Int32DataFrameColumn("studyID", rows.Select(i => (int?)(i / 2))),
            new Int32DataFrameColumn("nr", rows.Select(i => (int?)(101 + i))),
            new DateTimeDataFrameColumn("visit", rows.Select(i => (DateTime?)new DateTime(2020, 1, 1 + i))),
            new DoubleDataFrameColumn("lactate", rows.Select(_ => (double?)null)),
            new Int32DataFrameColumn("age", rows.Select(i => (int?)(40 + 3 * i))),
            new StringDataFrameColumn("paid", rows.Select(i => i % 3 == 0 ? "yes" : "no")));
        string text = frame.Describe(cluster: "patient_id", unit: "procedures").ToString();
        Assert.Contains(
            "Columns not described: patient_id (identifier), studyID (identifier), nr (running number), visit (dates), lactate (empty).",
            text, StringComparison.Ordinal);
        Assert.Contains("age, median", text, StringComparison.Ordinal);
        Assert.Contains("paid", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Weighted_rows_give_the_values_of_survey()
    {
        CohortDescription table = Trial.Describe(
            r => r.Continuous("age", "Age", "{mean} ({sd})", "{p10} {q1} {median} {q3} {p90}").Categorical("grade", "Grade"), by: "trt",
            unit: "patients", options: new() { Weights = "w", Smd = true });
        foreach (string g in Groups)
        {
            JsonElement r = Golden.GetProperty("weighted").GetProperty(g);
            Assert.Equal(r.GetProperty("mean").GetDouble(), Value(table, "age", "mean", g), 1e-11);
            Assert.Equal(r.GetProperty("sd").GetDouble(), Value(table, "age", "sd", g), 1e-11);
            string[] names = ["p10", "q1", "median", "q3", "p90"];
            for (int i = 0; i < names.Length; i++)
                Assert.Equal(r.GetProperty("quantiles")[i].GetDouble(), Value(table, "age", names[i], g), 1e-12);
            foreach (JsonProperty level in r.GetProperty("grade").EnumerateObject())
            {
                Assert.Equal(level.Value.GetDouble(), Value(table, "grade", "weighted n", g, level.Name), 1e-11);
                Assert.Equal(level.Value.GetDouble() / r.GetProperty("total").GetDouble(),
                    Value(table, "grade", "proportion", g, level.Name), 1e-12);
            }
        }
        Assert.Equal(Golden.GetProperty("smd").GetDouble(), table.ToTable().Rows[0].Cells[3].Value!.Value, 1e-12);
        Assert.Equal(Golden.GetProperty("smd_grade").GetDouble(),
            table.ToTable().Rows.First(r => r.Variable == "grade").Cells[3].Value!.Value, 1e-11);
        Assert.Equal("Drug A\nN = 98 patients\nweighted 119.5", table.ToTable().Columns[1].Header);
        Assert.Equal("33% (39.8/119.5 weighted patients)", table.Inline("grade", "I", "Drug A"));
        Assert.Contains("Rows are weighted by w", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_one_are_no_weights()
    {
        DataFrame trial = Trial;
        trial.Columns.Add(new DoubleDataFrameColumn("one", Enumerable.Repeat(1.0, (int)trial.Rows.Count)));
        Func<DescriptionRows, DescriptionRows> rows = r =>
            r.Continuous("marker", "Marker", "{mean:9} {sd:9} {q1:9} {median:9} {q3:9} {p5:9}").Level("response", "1")
            .CheckAll("All", ("response", "Response"), ("death", "Death"));
        SummaryTable plain = trial.Describe(rows, by: "trt", options: new() { Smd = true }).ToTable(),
            weighted = trial.Describe(rows, by: "trt", options: new() { Smd = true, Weights = "one" }).ToTable();
        Assert.Equal(plain.Rows[0].Cells[1].Text, weighted.Rows[0].Cells[1].Text);
        for (int r = 0; r < plain.Rows.Length; r++)
            for (int c = 1; c < 4; c++)
                if (plain.Rows[r].Cells[c].Value is double v) Assert.Equal(v, weighted.Rows[r].Cells[c].Value!.Value, 1e-12);
    }

    [Fact]
    public void What_weighted_rows_do_not_have_is_refused()
    {
        void Fails(string part, DescriptionOptions options) =>
            Assert.Contains(part, Assert.Throws<ArgumentException>(
                () => Trial.Describe(r => r.MeanSd("age"), by: "trt", options: options)).Message, StringComparison.Ordinal);
        Fails("compare the groups by Smd", new() { Weights = "w", P = true });
        Fails("are of type 2", new() { Weights = "w", Quartiles = QuantileType.Type7 });
        Fails("expected a weight of 0 or more", new() { Weights = "age" });
    }

    [Fact]
    public void Statistics_and_tests_of_ones_own()
    {
        CohortDescription table = Trial.Describe(
            r => r.Define("gm", v => Math.Exp(v.Average(x => Math.Log(x))), "geometric mean").Continuous("age", "Age", "{gm} ({n})")
                .TestedBy("My test", groups => 0.25 / groups.Length)
                .Categorical("grade").CountsTestedBy("Of counts", c => c.Length == 6 ? 0.5 : null),
            by: "trt", options: new() { P = true });
        Assert.StartsWith("Age, geometric mean (n)", table.ToTable().Rows[0].Cells[0].Text, StringComparison.Ordinal);
        Assert.Equal(44.21634, Value(table, "age", "gm", "Drug A"), 1e-5); // exp(mean(log(age))) in R
        Assert.Equal("0.13", table.ToTable().Rows[0].Cells[3].Text);
        Assert.Equal("My test.", table.ToTable().Rows[0].Cells[3].Note);
        Assert.Equal("0.50", table.ToTable().Rows.First(r => r.Variable == "grade").Cells[3].Text);
        Assert.Throws<ArgumentException>(() => new DescriptionRows().Define("mean", v => 0));
        Assert.Contains("expected a P from 0 to 1", Assert.Throws<ArgumentException>(() =>
            Trial.Describe(r => r.MeanSd("age").TestedBy("Odd", _ => 2), by: "trt", options: new() { P = true })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_group_rows()
    {
        SummaryTable table = Trial.Describe(r => r.Heading("Patient").MedianQuartiles("age", "Age").Heading("Tumour")
            .Categorical("grade", "Grade").Heading("").Level("death", "1", "Died")).ToTable();
        Assert.Equal(["Patient", "Age, median (Q1, Q3)", "Unknown", "Tumour", "Grade, n (%)", "I", "II", "III", "Died, n (%)"],
            table.Rows.Select(r => r.Cells[0].Text));
        Assert.Equal([0, 1, 2, 0, 1, 2, 2, 2, 0], table.Rows.Select(r => r.Indent));
        Assert.Equal([true, false, false, true, false, false, false, false, false], table.Rows.Select(r => r.IsHeading));
    }

    [Fact]
    public void Running_text_by_pattern()
    {
        CohortDescription table = Trial.Describe(r => r.MeanSd("age").Level("response", "1").Categorical("grade"), by: "trt",
            unit: "patients", options: new() { P = true, Difference = true, Smd = true });
        Assert.Equal("28 of 95 (29.5%)", table.Inline("response", group: "Drug A", pattern: "{n} of {N} ({percent:1})"));
        Assert.Equal("\u22124 percentage points (\u221218 to 10), P = 0.53, Pearson chi-square test", table.Inline("response",
            pattern: "{difference} percentage points ({difference_lower} to {difference_upper}), P = {p}, {test}")
                .Replace(" without continuity correction", ""));
        Assert.Equal("47.0 (38.0 to 57.0), SMD 0.03", table.Inline("age", pattern: "{median:1} ({q1:1} to {q3:1}), SMD {smd}"));
        foreach (JsonElement e in Golden.GetProperty("exact").EnumerateArray())
        {
            (int x, int n) = (e[0].GetInt32(), e[1].GetInt32());
            var frame = new DataFrame(
                new StringDataFrameColumn("r", Enumerable.Range(0, n).Select(i => i < x ? "yes" : "no").Append("yes").Take(n)));
            if (x == 0) continue;
            Assert.Equal($"{NumberFormat.Fixed(100 * e[2].GetDouble(), 4)}–{NumberFormat.Fixed(100 * e[3].GetDouble(), 4)}",
                frame.Describe(r => r.Level("r", "yes")).Inline("r", pattern: "{lower:4}–{upper:4}"));
        }
        Assert.Contains("unknown field 'pct'", Assert.Throws<FormatException>(() => table.Inline("response", pattern: "{pct}")).Message,
            StringComparison.Ordinal);
        Assert.Contains("set AdjustP", Assert.Throws<FormatException>(() => table.Inline("response", pattern: "{adjusted_p}")).Message,
            StringComparison.Ordinal);
        Assert.Contains("set Difference", Assert.Throws<FormatException>(() => table.Inline("grade", "I", pattern: "{difference}")).Message,
            StringComparison.Ordinal);
    }
}
