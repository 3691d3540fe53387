using System.Collections.Immutable;
using CsCheck;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Survival;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Curves;

namespace NotebookKit.Tests.AnalysisSets;

/// <summary>A set counts its rows once, wherever they live.</summary>
public sealed class SetCountingTests
{
    private static readonly DataFrame Frame = Rows(
        [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], [1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1],
        ["b", "a", "b", "a", "b", "a", "b", "a", "b", "a", "b", "a"], ["x", "x", "y", "y", "x", "x", "y", "y", "x", "x", "y", "y"]);

    private static DataFrame Rows(double?[] time, int?[] status, string?[] group, string?[] site) => new(
        new StringDataFrameColumn("id", Enumerable.Range(1, time.Length).Select(i => $"r{i}")), new DoubleDataFrameColumn("months", time),
        new Int32DataFrameColumn("event", status), new StringDataFrameColumn("arm", group), new StringDataFrameColumn("site", site),
        new DoubleDataFrameColumn("entry", time.Select(t => t - 1)));

    /// <summary>Rows that are counted where they live and never leave.</summary>
    private sealed class CountingSource(DataFrame frame) : IAnalysisSource
    {
        private readonly FrameSource _rows = new(frame);

        public List<string> Asked { get; } = [];

        public string? Origin => "Rows are counted where they live.";

        public bool PrefersCounts => true;

        public long Rows => _rows.Rows;

        public CountedRows Count(CountQuery query)
        {
            Asked.Add(string.Join(", ", query.By));
            return _rows.Count(query);
        }

        public long Distinct(string column) => _rows.Distinct(column);

        public DataFrame Fetch(params ImmutableArray<string> columns) => throw new InvalidOperationException("The rows do not leave.");

        public void RequireColumn(string column) => _rows.RequireColumn(column);

        public void Require(string unit, string? key, string? patient, string? subject = null) =>
            _rows.Require(unit, key, patient, subject);

        public IEnumerable<(string Column, DateTime First, DateTime Last)> Dates() => _rows.Dates();

        public IAnalysisSource Where(string column, IReadOnlyCollection<string> values) => _rows.Where(column, values);

        public IAnalysisSource WithValues(IReadOnlyCollection<string> columns) => _rows.WithValues(columns);

        public IAnalysisSource FirstOf(string column, string first) => _rows.FirstOf(column, first);

        public IAnalysisSource Rename(string column, IReadOnlyCollection<(string Value, string Name)> names) => _rows.Rename(column, names);
    }

    private static AnalysisSet Set(DataFrame frame) => frame.AnalysisSet("rows", key: "id", by: "arm", groups: ["b", "a"]);

    private static AnalysisSet Counted(CountingSource source) => AnalysisSet.Declare(source, "rows", "id", null, "arm", ["b", "a"]);

    [Fact]
    public void Curve_and_tests_of_the_same_columns_share_one_count()
    {
        AnalysisSet set = Set(Frame);
        KaplanMeierEstimate curves = set.KaplanMeier("months", "event");
        Assert.Equal(2, set.Counts.Made); // the columns read, and the table of events
        set.LogRank("months", "event");
        set.LogRankTrend("months", "event");
        set.PairwiseLogRank("months", "event");
        CumulativeHazardEstimate hazards = set.NelsonAalen("months", "event");
        set.KaplanMeier("months", "event", new() { Title = "Again", ConfidenceLevel = 0.9 });
        set.LogRank("months", "event", new() { GroupOrder = ["b", "a"] });
        Assert.Equal(2, set.Counts.Made);
        Assert.True(curves.Curves[0].Time == hazards.Curves[0].Time); // the same array
        set.Label(("months", "Follow-up")).Footnote("Invented.").LogRank("months", "event");
        Assert.Equal(2, set.Counts.Made);
        set.FollowUp("months", "event");
        Assert.Equal(3, set.Counts.Made); // events and censorings change places: another table of the same columns
        set.LogRank("months", "event", new() { Strata = "site" });
        Assert.Equal(5, set.Counts.Made);
    }

    [Fact]
    public void Clustered_curve_test_and_permutation_share_one_count_too()
    {
        AnalysisSet set = Frame.AnalysisSet("rows", key: "id", patient: "site").CompareBy("arm");
        Assert.True(set.IsClustered);
        set.KaplanMeier("months", "event");
        set.LogRank("months", "event");
        Assert.Throws<InvalidDataException>(() => set.PermutationLogRank("months", "event")); // a site lies in both arms
        Assert.Equal(2, set.Counts.Made);
    }

    [Fact]
    public void A_set_is_about_the_rows_as_they_were_declared()
    {
        DataFrame frame = Frame.Clone();
        AnalysisSet set = Set(frame);
        string before = set.KaplanMeier("months", "event").ToString();
        frame["months"][0] = 100.0;
        Assert.Equal(before, set.KaplanMeier("months", "event").ToString());
        Assert.Equal(before, set.KaplanMeier("months", "event", new() { EventCoding = NotebookKit.Cohorts.EventCoding.Of(1, 0) })
            .ToString());
    }

    [Fact]
    public void Rows_that_stay_where_they_live_are_asked_once_for_counts()
    {
        var source = new CountingSource(Frame);
        AnalysisSet set = Counted(source);
        source.Asked.Clear();
        set.KaplanMeier("months", "event");
        set.LogRank("months", "event");
        set.NelsonAalen("months", "event");
        set.PairwiseLogRank("months", "event");
        Assert.Equal(["months, event, arm"], source.Asked);
        Assert.Contains("Rows are counted where they live.", set.LogRank("months", "event").ToString());
        Assert.Contains("needs the rows", Assert.Throws<InvalidOperationException>(() =>
            EventTable.Build(set.Count("months", "event", new KaplanMeierOptions()).Cohort, keepRows: true)).Message);
        Assert.Equal("The rows do not leave.", Assert.Throws<InvalidOperationException>(
            () => set.PermutationLogRank("months", "event")).Message);
    }

    private static readonly Gen<(double? Time, int? Status, string? Arm, string? Site)[]> Cohorts =
        Gen.Select(Gen.Int[0, 12], Gen.Int[0, 11], Gen.Int[0, 6], Gen.Int[0, 2]).Select(x =>
        {
            (int time, int status, int arm, int site) = x;
            return (time == 0 ? (double?)null : time / 2.0, status == 11 ? (int?)null : status % 2,
                arm == 6 ? null : arm % 2 == 0 ? "a" : "b", (string?)$"s{site}");
        }).Array[4, 60];

    [Fact]
    public void Counted_and_read_rows_give_the_same_results()
    {
        Cohorts.Where(Usable).Sample(rows =>
        {
            DataFrame frame = Rows([.. rows.Select(r => r.Time)], [.. rows.Select(r => r.Status)], [.. rows.Select(r => r.Arm)],
                [.. rows.Select(r => r.Site)]);
            AnalysisSet read = Set(frame), counted = Counted(new CountingSource(frame));
            Assert.Equal(read.Groups, counted.Groups);
            foreach (SurvivalOptions options in new SurvivalOptions[] { new KaplanMeierOptions(),
                new KaplanMeierOptions { Strata = "site" }, new KaplanMeierOptions { Entry = "entry" } })
                foreach (Func<AnalysisSet, KaplanMeierOptions, SurvivalResult> ask
                    in new Func<AnalysisSet, KaplanMeierOptions, SurvivalResult>[]
                {
                    (s, o) => s.KaplanMeier("months", "event", o), (s, o) => s.FollowUp("months", "event", o),
                    (s, o) => s.NelsonAalen("months", "event", o),
                    (s, o) => s.LogRank("months", "event", new() { Strata = o.Strata, Entry = o.Entry }),
                    (s, o) => s.LogRankTrend("months", "event", null, new() { Strata = o.Strata, Entry = o.Entry }),
                })
                    Same(ask(read, (KaplanMeierOptions)options), ask(counted, (KaplanMeierOptions)options));
        }, iter: 200);

        static bool Usable((double? Time, int? Status, string? Arm, string? Site)[] rows) =>
            new[] { "a", "b" }.All(arm => rows.Any(r => r.Arm == arm && r.Time is not null && r.Status == 1));
    }

    private static void Same(SurvivalResult read, SurvivalResult counted)
    {
        Assert.Equal(read.ToString(), counted.ToString().Replace("\nRows are counted where they live.", "", StringComparison.Ordinal));
        DataFrame a = read.ToDataFrame(), b = counted.ToDataFrame();
        foreach (DataFrameColumn column in a.Columns) Assert.Equal(column.Cast<object>(), b[column.Name].Cast<object>());
    }
}
