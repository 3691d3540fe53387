using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Survival;
using NotebookKit.Survival.CompetingRisks;
using NotebookKit.Survival.MultiState;
using static NotebookKit.Tests.Survival.CompetingRisks.ExtendedCompetingRisksTests;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.MultiState;

/// <summary>Illness-death histories: generate.R beside the values.</summary>
public sealed class MultiStateTests
{
    private const double Printed = 1e-11; // the R values carry 15 digits

    private static readonly JsonElement R = Load("multi-state", "values.json");

    private static readonly double[] Times = [3, 6, 12, 24];

    private static DataFrame Rows(string name) =>
        Read(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "multi-state", name + ".csv"));

    [Theory, InlineData("plain", "histories", false, false), InlineData("weights", "histories", true, false),
        InlineData("clusters", "histories", true, true), InlineData("mixed", "mixed", false, false),
     InlineData("staggered", "staggered", false, false)]
    public void Probabilities_standard_errors_and_time_in_state(string kind, string file, bool weights, bool clusters)
    {
        MultiStateEstimate estimate = Rows(file)
            .MultiState("entry", "exit", "state", "id", from: "from", by: "g", cluster: clusters ? "center" : null,
                options: new() { Weights = weights ? "w" : null });
        string[] states = [.. R.GetProperty("states").EnumerateArray().Select(s => s.GetString()!)];
        Assert.Equal(states.Order(), estimate.States.Order());
        DataFrame curve = estimate.ToDataFrame(), time = estimate.RestrictedTime(20).ToDataFrame();
        foreach (JsonElement group in R.GetProperty(kind).EnumerateArray())
            for (int s = 0; s < states.Length; s++)
            {
                string name = group.GetProperty("group").GetString()!;
                int[] own = [.. Enumerable.Range(0, (int)curve.Rows.Count)
                    .Where(i => (string)curve["group"][i] == name && (string)curve["state"][i] == states[s])];
                for (int t = 0; t < Times.Length; t++)
                {
                    int at = own.Last(i => (double)curve["time"][i] <= Times[t]);
                    Near(group.GetProperty("est")[t][s].GetDouble(), (double)curve["probability"][at], "probability", Printed);
                    Near(group.GetProperty("se")[t][s].GetDouble(), (double)curve["se"][at], "se", Printed);
                    if (!weights) Assert.Equal(group.GetProperty("at_risk")[t][s].GetDouble(), (double)curve["at_risk"][at]);
                }
                int row = Enumerable.Range(0, (int)time.Rows.Count)
                    .Single(i => time["compared_with"][i] is null && (string)time["group"][i] == name
                        && (string)time["state"][i] == states[s]);
                Near(group.GetProperty("time_in")[s].GetDouble(), (double)time["estimate"][row], "time in state", Printed);
                Near(group.GetProperty("time_in_se")[s].GetDouble(), (double)time["std_err"][row], "se of time in state", Printed);
            }
        if (kind == "plain")
            Assert.Contains("well → progressed 77; well → dead 32; progressed → well 14; progressed → dead 43", Ordered(estimate),
                StringComparison.Ordinal);
    }

    /// <summary>The moves as R prints them, whatever the order of the states here.</summary>
    private static string Ordered(MultiStateEstimate estimate)
    {
        string line = estimate.ToString().Split('\n').Single(l => l.StartsWith("Moves:", StringComparison.Ordinal));
        string[] parts = line["Moves: ".Length..].TrimEnd('.', ' ', '\r').Split("; ");
        return string.Join("; ", ((string[])["well → progressed", "well → dead", "progressed → well", "progressed → dead"]).Select(
            m => parts.Single(p => p.StartsWith(m, StringComparison.Ordinal))));
    }

    [Fact]
    public void Illness_and_death_by_hand()
    {
        // at 2 one of three falls ill, at 4 one of two who are well dies, at 5 the ill one dies
        MultiStateEstimate estimate = Histories(("a", 0, 2, "ill"), ("a", 2, 5, "dead"), ("b", 0, 4, "dead"), ("c", 0, 6, "0"))
            .MultiState("entry", "exit", "state", "id", initial: "well");
        Assert.Equal(["well", "dead", "ill"], estimate.States);
        DataFrame curve = estimate.ToDataFrame();
        Assert.Equal([2.0 / 3, 1.0 / 3, 1.0 / 3, 1.0 / 3], Column(curve, "well"), Close);
        Assert.Equal([1.0 / 3, 1.0 / 3, 0, 0], Column(curve, "ill"), Close);
        Assert.Equal([0, 1.0 / 3, 2.0 / 3, 2.0 / 3], Column(curve, "dead"), Close);
        // time well up to 6: 2 + 2·2/3 + 2·1/3
        Assert.Equal(4.0, (double)estimate.RestrictedTime(6).ToDataFrame()["estimate"][0], 12);
        Assert.Null(estimate.RestrictedTime(7).ToDataFrame()["estimate"][0]);
        Assert.Contains("NE", estimate.AtTimes(3, 7).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_subjects_enter_at_different_times_the_start_is_that_of_the_first_move()
    {
        // three of the five under observation at 5, when the first moves, are in w: survfit(Surv(entry, exit, state) ~ 1, id = id, istate =
        // from)
        DataFrame rows = Histories(("1", 0, 5, "x"), ("2", 0, 4, "0"), ("3", 2, 8, "d"), ("4", 1, 6, "d"), ("5", 3, 9, "0"),
            ("6", 0, 7, "d"));
        rows.Columns.Add(new StringDataFrameColumn("from", ["w", "w", "x", "w", "x", "w"]));
        MultiStateEstimate estimate = rows.MultiState("entry", "exit", "state", "id", from: "from");
        DataFrame curve = estimate.ToDataFrame();
        Assert.Equal([0.6, 0.4, 0.2, 0, 0, 0], Column(curve, "w"), Close);
        Assert.Equal([0.4, 0.6, 0.6, 0.6, 0.3, 0.3], Column(curve, "x"), Close);
        double[] se = [.. Enumerable.Range(0, (int)curve.Rows.Count).Where(i => (string)curve["state"][i] == "x")
            .Select(i => (double)curve["se"][i])];
        Assert.Equal([0, 0.16329931618554522, 0.16329931618554522, 0.16329931618554522, 0.2273030282830976, 0.2273030282830976], se,
            (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Contains("taken as known", estimate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Competing_risks_are_a_model_of_several_states()
    {
        DataFrame rows = Read(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "competing-risks", "late_entry.csv"));
        rows.Columns.Add(new StringDataFrameColumn("row", Enumerable.Range(0, (int)rows.Rows.Count).Select(i => $"r{i}")));
        CumulativeIncidenceEstimate incidence = rows.CumulativeIncidence("time", "cause", by: "g",
            options: new() { Entry = "entry", Robust = true });
        DataFrame states = rows.MultiState("entry", "time", "cause", "row", by: "g").ToDataFrame();
        foreach (CumulativeIncidenceCurve curve in incidence.Curves)
        {
            int[] own = [.. Enumerable.Range(0, (int)states.Rows.Count)
                .Where(i => (string)states["group"][i] == curve.Group && (string)states["state"][i] == curve.Cause)];
            Near(curve.Incidence.Nullable(), [.. own.Select(i => (double?)states["probability"][i])], "incidence", 1e-12);
            Near([.. curve.StdErr], [.. own.Select(i => (double?)states["se"][i])], "se", 1e-10, 1e-3);
        }
    }

    [Fact]
    public void Histories_are_checked()
    {
        string Fault(params (string, double, double, string)[] rows) =>
            Assert.ThrowsAny<Exception>(() => Histories(rows).MultiState("entry", "exit", "state", "id")).Message;
        Assert.Contains("rows of one subject may touch but not overlap", Fault(("a", 0, 4, "ill"), ("a", 3, 5, "dead"), ("b", 0, 6, "0")),
            StringComparison.Ordinal);
        Assert.Contains("holds no event", Fault(("a", 0, 4, "0"), ("b", 3, 5, "0")), StringComparison.Ordinal);
        Assert.Contains("needs at least two subjects", Fault(("a", 0, 4, "ill"), ("a", 4, 5, "0")), StringComparison.Ordinal);
        Assert.Contains("'ill' is a state that subjects enter", Assert.Throws<ArgumentException>(() =>
            Histories(("a", 0, 4, "ill"), ("b", 0, 5, "0")).MultiState("entry", "exit", "state", "id", initial: "ill")).Message,
            StringComparison.Ordinal);
        string gap = Histories(("a", 0, 2, "ill"), ("a", 3, 5, "dead"), ("b", 0, 6, "0")).MultiState("entry", "exit", "state", "id")
            .ToString();
        Assert.Contains("Gaps within subjects, in which they are not under observation: 1 (first: row 3)", gap, StringComparison.Ordinal);
        Assert.Contains("not a move: 1", Histories(("a", 0, 2, "ill"), ("a", 2, 5, "ill"), ("b", 0, 6, "0")).MultiState("entry", "exit",
            "state", "id").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_declared_state_must_be_that_which_the_row_before_left()
    {
        DataFrame rows = Histories(("a", 0, 2, "ill"), ("a", 2, 5, "dead"), ("b", 0, 6, "0"));
        rows.Columns.Add(new StringDataFrameColumn("from", ["well", "well", "well"]));
        Assert.Contains("Row 3, subject 'a': is said to be in well, but its row 2 left it in ill", Assert.Throws<InvalidDataException>(() =>
            rows.MultiState("entry", "exit", "state", "id", from: "from")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_counts_its_patients()
    {
        DataFrame rows = Rows("histories");
        MultiStateEstimate frame = rows.MultiState("entry", "exit", "state", "id", from: "from", by: "g", cluster: "center");
        MultiStateEstimate set = AnalysisSet.OfRows(rows, "g", "center", "stretches")
            .MultiState("entry", "exit", "state", "id", from: "from");
        Assert.Equal((40, "stretches"), (set.Clusters, set.Unit));
        Assert.Equal((double)frame.ToDataFrame()["se"][5], (double)set.ToDataFrame()["se"][5]);
        RestrictedTimeEstimate time = set.RestrictedTime(20);
        Assert.Contains("b vs a", time.ToString(), StringComparison.Ordinal);
        Assert.Equal(40, time.Clusters);
    }

    private static DataFrame Histories(params (string Id, double Entry, double Exit, string State)[] rows) => new(
        new StringDataFrameColumn("id", rows.Select(r => r.Id)), new DoubleDataFrameColumn("entry", rows.Select(r => r.Entry)),
        new DoubleDataFrameColumn("exit", rows.Select(r => r.Exit)), new StringDataFrameColumn("state", rows.Select(r => r.State)));

    private static double[] Column(DataFrame curve, string state) =>
        [.. Enumerable.Range(0, (int)curve.Rows.Count).Where(i => (string)curve["state"][i] == state)
            .Select(i => (double)curve["probability"][i])];

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-14;
}
