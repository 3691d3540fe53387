using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Tests.Cohorts;

public sealed class SurvivalCohortTests
{
    private static DataFrame Frame() => new(
        new DoubleDataFrameColumn("months", [3, null, 5, 7, 2, 9]),
        new Int32DataFrameColumn("event", [1, 1, 0, null, 1, 0]),
        new StringDataFrameColumn("tumor", ["NET", "NET", null, "NEC", "NEC", "NET"]),
        new StringDataFrameColumn("patient_id", ["P1", "P1", "P2", "P2", "P3", "P1"]),
        new DoubleDataFrameColumn("start", [0, 0, 0, 0, 2, 1]));

    [Fact]
    public void Rows_left_out_are_counted_once_under_their_first_reason()
    {
        SurvivalCohort cohort = SurvivalCohort.Read(Frame(), new("months", "event") { By = "tumor", Entry = "start" });
        Assert.Equal(2, cohort.N);
        Assert.Equal(
            [
                new ExcludedRows("missing time (column 'months')", 1), new ExcludedRows("missing status (column 'event')", 1),
                new ExcludedRows("entry not before exit (columns 'start', 'months')", 1),
                new ExcludedRows("missing group (column 'tumor')", 1),
            ], cohort.Excluded);
        Assert.Equal(["NET"], cohort.Groups);
        Assert.Equal([3.0, 9], cohort.Time.ToArray());
    }

    [Fact]
    public void Repeated_patients_without_a_cluster_raise_a_note_that_names_the_option()
    {
        SurvivalCohort naive = SurvivalCohort.Read(Frame(), new("months", "event") { Unit = "procedures" });
        Assert.Contains(naive.Notes, n => n.StartsWith("4 procedures of 3 patients are treated as independent", StringComparison.Ordinal)
            && n.Contains("cluster: \"patient_id\"", StringComparison.Ordinal));
        Assert.Empty(SurvivalCohort.Read(Frame(), new("months", "event") { Cluster = "patient_id" }).Notes);
        Assert.Equal(3, SurvivalCohort.Read(Frame(), new("months", "event") { Cluster = "patient_id" }).Clusters);
    }

    [Fact]
    public void The_note_reaches_every_result()
    {
        DataFrame df = Frame();
        const string option = "Pass cluster: \"patient_id\"";
        Assert.Contains(option, df.KaplanMeier("months", "event").ToString());
        Assert.Contains(option, df.LogRank("months", "event", "tumor").ToString());
        Assert.Contains(option, df.LogRankTrend("months", "event", "tumor").ToString());
        Assert.Contains(option, df.PairwiseLogRank("months", "event", "tumor").ToString());
        Assert.Contains(option, df.PermutationLogRank("months", "event", "tumor").ToString());
        Assert.Contains(option, df.NelsonAalen("months", "event").ToString());
        Assert.Contains(option, df.KaplanMeier("months", "event").RestrictedMean(3).ToString());
        Assert.Contains(option, df.KaplanMeier("months", "event").AtTimes(2).ToString());
    }

    [Theory]
    [InlineData("1/2", "Column 's12', row 3: found 2; expected 1 = event, 0 = censored")]
    [InlineData("text", "Column 'txt', row 2: found dead; expected 1 = event, 0 = censored")]
    public void An_unknown_status_names_its_row_and_the_codings(string kind, string expected)
    {
        var df = new DataFrame(
            new DoubleDataFrameColumn("t", [1, 2]), new Int32DataFrameColumn("s12", [1, 2]),
            new StringDataFrameColumn("txt", ["dead", "alive"]));
        string column = kind == "text" ? "txt" : "s12";
        string message = Assert.Throws<InvalidDataException>(() => SurvivalCohort.Read(df, new("t", column))).Message;
        Assert.StartsWith(expected, message);
        Assert.Contains("OneTwo", message);
    }

    [Fact]
    public void Codings_are_never_guessed()
    {
        var df = new DataFrame(
            new DoubleDataFrameColumn("t", [1, 2, 3]), new Int32DataFrameColumn("s12", [1, 2, 1]),
            new Int32DataFrameColumn("only1", [1, 1, 1]),
            new StringDataFrameColumn("txt", ["alive", "dead", "alive"]), new BooleanDataFrameColumn("flag", [false, true, false]));
        byte[] Read(string column, EventCoding coding) =>
            SurvivalCohort.Read(df, new("t", column) { EventCoding = coding }).Status.ToArray();
        Assert.Equal([0, 1, 0], Read("s12", EventCoding.OneTwo));
        Assert.Equal([0, 0, 0], Read("only1", EventCoding.OneTwo)); // R's Surv() would make these events
        Assert.Equal([0, 1, 0], Read("txt", EventCoding.Of("dead", "alive")));
        Assert.Equal([0, 1, 0], Read("flag", EventCoding.Boolean));
        Assert.Equal([0, 1, 0], Read("flag", EventCoding.ZeroOne));
        Assert.Throws<ArgumentException>(() => EventCoding.Of(1, 1.0));
    }

    [Fact]
    public void Unknown_columns_name_the_nearest_one()
    {
        string message = Assert.Throws<ArgumentException>(() => SurvivalCohort.Read(Frame(), new("month", "event"))).Message;
        Assert.Contains("nearest name is 'months'", message);
        Assert.Contains("holds text; expected numbers",
            Assert.Throws<ArgumentException>(() => SurvivalCohort.Read(Frame(), new("tumor", "event"))).Message);
    }

    [Fact]
    public void Impossible_cells_and_empty_frames_are_errors()
    {
        var infinite = new DataFrame(new DoubleDataFrameColumn("t", [1, double.PositiveInfinity]), new Int32DataFrameColumn("s", [1, 1]));
        Assert.Contains("row 3", Assert.Throws<InvalidDataException>(() => SurvivalCohort.Read(infinite, new("t", "s"))).Message);
        var negative = new DataFrame(new DoubleDataFrameColumn("t", [1.0]), new Int32DataFrameColumn("s", [1]),
            new DoubleDataFrameColumn("w", [-1.0]));
        Assert.Contains("a number ≥ 0", Assert.Throws<InvalidDataException>(
            () => SurvivalCohort.Read(negative, new("t", "s") { Weights = "w" })).Message);
        var empty = new DataFrame(new DoubleDataFrameColumn("t", Array.Empty<double>()), new Int32DataFrameColumn("s", Array.Empty<int>()));
        Assert.Contains("0 rows", Assert.Throws<InvalidDataException>(() => SurvivalCohort.Read(empty, new("t", "s"))).Message);
    }

    [Fact]
    public void Negative_times_are_counted_as_given_and_noted()
    {
        var df = new DataFrame(new DoubleDataFrameColumn("t", [4, -2, 3]), new Int32DataFrameColumn("s", [1, 1, 0]));
        SurvivalCohort cohort = SurvivalCohort.Read(df, new("t", "s"));
        Assert.Equal(3, cohort.N);
        Assert.Contains(cohort.Notes, n => n.Contains("first in row 3: -2", StringComparison.Ordinal));
    }

    [Fact]
    public void The_frame_is_not_changed()
    {
        DataFrame df = Frame();
        string before = df.ToString();
        df.KaplanMeier("months", "event", "tumor");
        df.LogRank("months", "event", "tumor", cluster: "patient_id");
        Assert.Equal(before, df.ToString());
    }
}
