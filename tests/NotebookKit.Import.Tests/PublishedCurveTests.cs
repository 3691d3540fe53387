using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Import;
using NotebookKit.Import.Published;

namespace NotebookKit.Import.Tests;

public sealed class PublishedCurveTests
{
    private static string Folder => Repository.Path("tests", "NotebookKit.Import.Tests", "golden", "reconstruct");

    public static TheoryData<string, string> Series()
    {
        var data = new TheoryData<string, string>();
        foreach (string set in (string[])["veteran", "lung", "ovarian", "colon", "example_local"])
            foreach (string variant in Read(set + "_rebuilt.csv").Select(r => r["variant"]).Distinct()) data.Add(set, variant);
        return data;
    }

    // R by reconstruct_functions.R: times 1e-9, events and counts exact
    [Theory, MemberData(nameof(Series))]
    public void Golden_series(string set, string variant)
    {
        RebuiltCurves rebuilt = Rebuild(set, variant);
        JsonElement golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, set + ".json"))).RootElement.GetProperty("cases")
            .EnumerateArray()
            .Single(c => c.GetProperty("variant").GetString() == variant);
        Dictionary<string, string>[] rows = [.. Read(set + "_rebuilt.csv").Where(r => r["variant"] == variant)];
        foreach (JsonElement arm in golden.GetProperty("arms").EnumerateArray())
        {
            string name = arm.GetProperty("arm").GetString()!;
            RebuiltArm found = rebuilt.Arms.Single(a => a.Arm == name);
            (double, bool)[] expected = [.. rows.Where(r => r["arm"] == name).Select(r => (Number(r["time"]), r["event"] == "1"))];
            Assert.Equal(expected.Length, found.N);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i].Item1, found.Time[i], 1e-9);
                Assert.Equal(expected[i].Item2, found.IsEvent[i]);
            }
            foreach ((JsonElement interval, RebuiltInterval mine) in arm.GetProperty("intervals").EnumerateArray().Zip(found.Intervals))
                Assert.Equal(
                    (interval.GetProperty("printed").GetInt32(), interval.GetProperty("rebuilt").GetInt32(),
                        interval.GetProperty("events").GetInt32(),
                    interval.GetProperty("censored").GetInt32()), (mine.Printed, mine.Rebuilt, mine.Events, mine.Censored));
            Assert.Equal(arm.GetProperty("rmse").GetDouble(), found.Rmse, 1e-9);
            Assert.Equal(arm.GetProperty("mean_abs").GetDouble(), found.MeanDistance, 1e-9);
            Assert.Equal(arm.GetProperty("max_abs").GetDouble(), found.LargestDistance, 1e-9);
            Assert.Equal(arm.GetProperty("monotone_correction").GetDouble(), found.MonotoneCorrection, 1e-9);
            Assert.Equal(arm.GetProperty("read_as_percent").GetBoolean(), found.IsPercent);
            Assert.Equal(arm.GetProperty("end_censored").GetInt32(), found.EndCensored);
            Assert.Equal(arm.GetProperty("risk_off").GetInt32(), found.LargestRiskDifference);
        }
        foreach (JsonElement ratio in golden.GetProperty("rebuilt").TryGetProperty("hazard_ratio", out JsonElement ratios)
            ? ratios.EnumerateArray().Take(1)
            : [])
        {
            string[] arms = [.. rebuilt.Arms.Select(a => a.Arm)];
            if (arms.Length != 2) continue;
            DataFrame frame = rebuilt.Frame;
            frame["second"] = new Int32DataFrameColumn("second",
                frame["arm"].Cast<string>().Select(a => a == ratio.GetProperty("arm").GetString() ? 1 : 0));
            Assert.Equal(ratio.GetProperty("log_hr").GetDouble(),
                Math.Log(frame.Cox("Surv(time, event) ~ second", unit: "rows").Coefficients[0].HazardRatio!.Value), 1e-8);
        }
    }

    private static RebuiltCurves Rebuild(string set, string variant)
    {
        Dictionary<string, string>[] clicks = [.. Read(set + "_clicks.csv").Where(r => r["variant"] == variant)],
            totals = [.. Read(set + "_totals.csv")];
        bool table = variant is not ("events" or "none"), events = variant is not ("risk" or "none" or "coarse");
        DataFrame? atRisk = table ? Frame(Read(set + "_risk.csv"), "time", "n") : null;
        return PublishedCurve.Of(Frame(clicks, "t", "s")).Reconstruct(
            atRisk, events ? Frame(totals, "n", "events") : Frame(totals, "n"),
            new() { Method = variant == "guyot" ? ReconstructionMethod.Guyot : ReconstructionMethod.Counts });
    }

    public static TheoryData<string> Edges() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "edge.json"))).RootElement.EnumerateArray()
            .Select(e => e.GetProperty("name").GetString()!)];

    // What must be said of each input that people make wrong.
    private static readonly Dictionary<string, string> Said = new()
    {
        ["percent"] = "read as percent", ["not_monotone_gross"] = "The click at 10 lies off the curve",
        ["no_origin"] = "The start (0, 100%) was added", ["curve_below_risk_table"] = "the numbers at risk allow",
        ["risk_times_beyond_clicks"] = "the last value was carried on",
        ["interval_without_clicks"] = "the curve was interpolated",
        ["trailing_zeros"] = "Numbers at risk of 0 after the first (2) were dropped",
        ["n_only"] = "every fall as events", ["n_and_events"] = "censoring is spread evenly over the whole time",
        ["risk_table_rises"] = "rises from 82 to 86 at 12",
        ["curve_rises"] = "1 − y where there are no competing events", ["units"] = "end at 720, the curve at 24",
        ["no_start"] = "must start at time 0; found 6",
        ["too_many_events"] = "120 events in 100 patients",
        ["mixed_scale"] = "the clicks hold percent and proportions: 90 at 4 and 0.84 at 6",
    };

    [Theory, MemberData(nameof(Edges))]
    public void Inputs_as_people_make_them_wrong(string name)
    {
        JsonElement edge = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "edge.json"))).RootElement.EnumerateArray()
            .Single(e => e.GetProperty("name").GetString() == name);
        JsonElement[] clicks = [.. edge.GetProperty("clicks").EnumerateArray()];
        PublishedCurve curve = PublishedCurve.Of([.. clicks.Select(c => c.GetProperty("t").GetDouble())],
            [.. clicks.Select(c => c.GetProperty("s").GetDouble())]);
        (double, int)[] risk = edge.GetProperty("risk").ValueKind == JsonValueKind.Null
            ? [] : [.. edge.GetProperty("risk").EnumerateArray()
                .Select(r => (r.GetProperty("time").GetDouble(), r.GetProperty("n").GetInt32()))];
        RebuiltCurves rebuild() => curve.Reconstruct(risk, Optional("n"), Optional("total_events"));
        if (edge.GetProperty("refused").GetBoolean())
        {
            Assert.Contains(Said[name], Assert.Throws<ArgumentException>(rebuild).Message, StringComparison.Ordinal);
            return;
        }
        RebuiltCurves rebuilt = rebuild();
        if (Said.TryGetValue(name, out string? said)) Assert.Contains(rebuilt.Notes, n => n.Contains(said, StringComparison.Ordinal));
        JsonElement golden = edge.GetProperty("rebuilt");
        JsonElement[] rows = [.. golden.GetProperty("data").EnumerateArray()];
        Assert.Equal(rows.Length, rebuilt.Arms[0].N);
        foreach ((int i, JsonElement row) in rows.Index())
        {
            Assert.Equal(row.GetProperty("time").GetDouble(), rebuilt.Arms[0].Time[i], 1e-9);
            Assert.Equal(row.GetProperty("event").GetInt32() == 1, rebuilt.Arms[0].IsEvent[i]);
        }

        Assert.Equal(golden.GetProperty("monotone_correction").GetDouble(), rebuilt.Arms[0].MonotoneCorrection, 1e-9);
        Assert.Equal(golden.GetProperty("rmse").GetDouble(), rebuilt.Arms[0].Rmse, 1e-9);
        Assert.Equal(golden.GetProperty("events").GetInt32(), rebuilt.Arms[0].Events);

        int? Optional(string key) => edge.GetProperty(key).ValueKind == JsonValueKind.Number ? edge.GetProperty(key).GetInt32() : null;
    }

    [Fact]
    public void By_hand()
    {
        // 100 at risk, 82 at 6 and S(6) = 0.84: c₀ = 2, censored at 2 and 4, events 5, 5 and 6
        RebuiltCurves rebuilt = PublishedCurve.Of([0, 2, 4, 6], [1, 0.95, 0.90, 0.84]).Reconstruct([(0, 100), (6, 82)]);
        Assert.Equal(new RebuiltInterval(0, 100, 100, 16, 2), rebuilt.Arms[0].Intervals[0]);
        Assert.Equal([0.2, 0.6, 1.0, 1.4, 1.8], rebuilt.Arms[0].Time.Take(5), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([2.0, 4.0], rebuilt.Arms[0].Time.Where((_, i) => !rebuilt.Arms[0].IsEvent[i]).Take(2));
        Assert.Contains("not from patients", rebuilt.ToString(), StringComparison.Ordinal);
        Assert.Equal(["arm", "time", "event", "source"], rebuilt.Frame.Columns.Select(c => c.Name));
    }

    [Fact]
    public void Clicks_that_rise_are_evened_out_and_told()
    {
        // 0.90 and 0.92 pool to 0.91: the mean, not the lower of the two
        RebuiltCurves rebuilt = PublishedCurve.Of([0, 2, 4, 6], [1, 0.90, 0.92, 0.80]).Reconstruct([(0, 100)]);
        Assert.Equal(0.01, rebuilt.Arms[0].MonotoneCorrection, 1e-12);
        Assert.Equal(9, rebuilt.Arms[0].Time.Where((t, i) => t <= 2 && rebuilt.Arms[0].IsEvent[i]).Count());
        Assert.Contains(rebuilt.Notes, n => n == "Clicks that rose were evened out, by at most 0.01.");
    }

    [Fact]
    public void Exchanged_tables_are_told()
    {
        DataFrame clicks = Frame([.. Read("lung_clicks.csv").Where(r => r["variant"] == "full")], "t", "s"),
            risk = Frame(Read("lung_risk.csv"), "time", "n");
        for (long i = 0; i < risk.Rows.Count; i++) risk["arm"][i] = (string)risk["arm"][i] == "male" ? "female" : "male";
        Assert.Contains(PublishedCurve.Of(clicks).Reconstruct(risk).Notes,
            n => n.Contains("were the rows exchanged?", StringComparison.Ordinal));
    }

    [Fact]
    public void Input_that_does_not_fit_is_refused_with_the_remedy()
    {
        DataFrame clicks = Frame([.. Read("lung_clicks.csv").Where(r => r["variant"] == "full")], "t", "s"),
            risk = Frame(Read("lung_risk.csv"), "time", "n");
        Assert.Contains("There is no column with the time of a click",
            Message(() => PublishedCurve.Of(new DataFrame(new DoubleDataFrameColumn("s", [1.0])))));
        risk["arm"][0] = "femal";
        Assert.Contains("row 2: found arm 'femal'; the clicks have 'female', 'male'",
            Message(() => PublishedCurve.Of(clicks).Reconstruct(risk)));
        Assert.Contains("neither numbers at risk nor the number of patients", Message(() => PublishedCurve.Of(clicks).Reconstruct()));
        Assert.Contains("90 patients were given, but 100 are at risk",
            Message(() => PublishedCurve.Of([0, 5], [1, 0.5]).Reconstruct([(0, 100)], patients: 90)));
        Assert.Contains("adjusted",
            Message(() => PublishedCurve.Of([0, 5], [1, 0.5]).Reconstruct([(0, 100)], options: new() { IsAdjusted = true })));
        Assert.Contains("no click with numbers", Message(() => PublishedCurve.Of([double.NaN], [1]).Reconstruct([(0, 100)])));
        Assert.Contains("1 are at risk", Message(() => PublishedCurve.Of([0, 5], [1, 0.5]).Reconstruct([(0, 1)], patients: 90)));

        static string Message(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void What_a_paper_prints_is_not_dropped_in_silence()
    {
        PublishedCurve curve = PublishedCurve.Of([0, 5, 10], [1, 0.8, 0.5]);
        DataFrame Risk(params double?[] n) => new(new DoubleDataFrameColumn("time", [0, 5, 10]), new DoubleDataFrameColumn("n", n));
        Assert.Contains("1 row of the numbers at risk without time or number left out.", curve.Reconstruct(Risk(20, null, 5)).Notes);
        var twice = new DataFrame(new Int32DataFrameColumn("n", [20, 20]), new Int32DataFrameColumn("events", [9, 10]));
        Assert.Contains("stands there twice", Assert.Throws<ArgumentException>(() => curve.Reconstruct(Risk(20, 15, 5), twice)).Message);
        Assert.Contains("expected at most 50000",
            Assert.Throws<ArgumentException>(() => curve.Reconstruct([(0, 2_000_000)])).Message);
    }

    [Fact]
    public void Reads_a_file_of_clicks()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".csv");
        try
        {
            File.WriteAllText(path, "Arm;Time;Survival\nTACE;0;100\nTACE;6,5;80\nTAE;0;100\nTAE;6,5;60\n");
            PublishedCurve curve = PublishedCurve.Read(path);
            Assert.Equal(["TACE", "TAE"], curve.Arms);
            Assert.Equal([2, 4], curve.Reconstruct(totals: new DataFrame(
                new StringDataFrameColumn("arm", ["TACE", "TAE"]), new Int32DataFrameColumn("n", [10, 10]))).Arms.Select(a => a.Events));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static DataFrame Frame(IReadOnlyList<Dictionary<string, string>> rows, params string[] numbers) => new(
        [new StringDataFrameColumn("arm", rows.Select(r => r["arm"])),
            .. numbers.Select(n => new DoubleDataFrameColumn(n, rows.Select(r => (double?)Number(r[n]))))]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Dictionary<string, string>[] Read(string file)
    {
        string[][] lines = [.. File.ReadAllLines(Path.Combine(Folder, file)).Where(l => l.Length > 0).Select(l => l.Split(','))];
        return [.. lines.Skip(1).Select(l => lines[0].Zip(l).ToDictionary(p => p.First, p => p.Second))];
    }
}
