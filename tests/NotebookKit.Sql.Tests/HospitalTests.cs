using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Sql.Hospitals;

namespace NotebookKit.Sql.Tests;

/// <summary>Three hospitals that give away counts.</summary>
public sealed class HospitalTests
{
    private static readonly string[][] Tables =
        [["days", "event", "arm"], ["days", "cause", "arm"], ["days", "event", "arm", "ecog", "sex"], ["arm", "age"], ["arm", "sex"],
            ["arm", "ecog"], ["arm", "viral"], ["arm", "response"], ["response", "sex", "ecog"]];

    private static AnalysisSet Rows(Func<int, bool>? take = null)
    {
        int[] rows = [.. Enumerable.Range(0, Trial.Rows).Where(i => take?.Invoke(i) != false)];
        var index = new Int64DataFrameColumn("rows", rows.Select(r => (long)r));
        return new DataFrame(Trial.Frame.Columns.Where(c => c.Name != "patient").Select(c => c.Clone(index)))
            .AnalysisSet("patients", key: "id", by: "arm", groups: Trial.Arms);
    }

    private static readonly Func<int, bool>[] Hospitals = [i => i < 300, i => i is >= 300 and < 850, i => i >= 850];

    private static AnalysisSet Complete(AnalysisSet set) => set.WithValues("days", "arm");

    private static CountsFile[] Files(int minimum, params string[][] tables) =>
        [.. Hospitals.Select((h, i) => Again(Rows(h).Summarise($"Hospital {i + 1}", tables, minimum)))];

    /// <summary>The file as the other side reads it.</summary>
    private static CountsFile Again(CountsFile file)
    {
        string path = Path.GetTempFileName();
        try
        {
            file.Save(path);
            return CountsFile.Read(path);
        }
        finally { File.Delete(path); }
    }

    [Fact]
    public void Counts_of_three_hospitals_give_what_their_rows_give()
    {
        AnalysisSet all = Files(1, Tables).AnalysisSet(by: "arm", groups: Trial.Arms);
        Conformance.Same(Rows(), all,
            ("Kaplan-Meier", s => s.KaplanMeier("days", "event").ToDataFrame(), 0),
            ("Log-rank", s => s.LogRank("days", "event").ToDataFrame(), 0),
            ("Trend", s => s.LogRankTrend("days", "event").ToDataFrame(), 0),
            ("Nelson-Aalen", s => s.NelsonAalen("days", "event").ToDataFrame(), 0),
            ("Restricted mean", s => s.KaplanMeier("days", "event").RestrictedMean(200).ToDataFrame(), 0),
            ("Incidence", s => s.CumulativeIncidence("days", "cause").ToDataFrame(), 1e-12),
            ("Cox", s => s.Cox("Surv(days, event) ~ arm + factor(ecog) + sex").ToDataFrame(), 1e-9),
            ("Cox, strata", s => s.Cox("Surv(days, event) ~ arm + factor(ecog) + strata(sex)").ToDataFrame(), 1e-9),
            ("Logistic", s => s.Logistic("response ~ sex + factor(ecog)", ["CR", "PR"]).ToDataFrame(), 1e-9),
            ("Table 1", s => s.Describe(r => r.MedianQuartiles("age").MeanSd("age").Categorical("sex").Categorical("ecog")
                .Level("viral", "True"), new() { P = true }).ToTable().ToString(), 0),
            ("Response", s => s.TabulateResponse("response", new() { P = true }).ToTable().ToString(), 0),
            ("One arm", s => s.Where("arm", "TAE").KaplanMeier("days", "event").ToDataFrame(), 0),
            ("Named", s => s.LabelLevels("arm", ("TAE", "bland")).WithValues("days").LogRank("days", "event").ToDataFrame(), 0));
        Assert.Contains("Part 2: Rows: counts of Hospital 2, 550 patients, combinations of at least 1 patients.",
            all.LogRank("days", "event").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_combination_is_smaller_than_promised_and_the_steps_are_said()
    {
        CountsFile[] files = [.. Hospitals.Select((h, i) => Again(Complete(Rows(h)).Summarise($"Hospital {i + 1}",
            [["days", "event", "arm"], ["arm", "sex"]])))];
        Assert.Contains("Left out: 7 patients (a value in days, arm was asked for)", files[0].Description, StringComparison.Ordinal);
        foreach (CountsFile file in files)
            foreach (CountsTable table in file.Tables)
            {
                Assert.True(table.Cells.Min(c => c[^1]!.Value.GetInt32()) >= 5);
                Assert.Equal(file.Rows, table.Cells.Sum(c => c[^1]!.Value.GetInt32())); // nobody is dropped
            }
        AnalysisSet all = files.AnalysisSet(by: "arm", groups: Trial.Arms);
        string printed = all.LogRank("days", "event").ToString();
        Assert.Contains("; days beside event, arm joined to ", printed, StringComparison.Ordinal);
        Assert.Equal(Complete(Rows()).LogRank("days", "event").Groups.Select(g => (g.Name, g.N, g.Events)),
            all.LogRank("days", "event").Groups.Select(g => (g.Name, g.N, g.Events)));
        Conformance.Same(Complete(Rows()), all, ("Table 1", s => s.Describe(r => r.Categorical("sex")).ToTable().ToString(), 0));
    }

    [Fact]
    public void What_identifies_is_refused()
    {
        AnalysisSet set = Rows();
        Assert.Contains("Column 'id' names patients; it does not leave", Refused(() => set.Summarise("A", [["arm", "id"]])),
            StringComparison.Ordinal);
        Assert.Contains("fewer than 5 are not given away", Refused(() => Rows(i => i is 1 or 2 or 3).Summarise("A", [["arm"]])),
            StringComparison.Ordinal);
        Assert.Contains("some combination has fewer than 40 patients, however coarse its numbers are made",
            Refused(() => set.Summarise("A", [["arm", "sex", "ecog", "response"]], 40)), StringComparison.Ordinal);
        Assert.Contains("Patients have several of the procedures (column 'patient')",
            Refused(() => Trial.Set(clustered: true).Summarise("A", [["arm"]])), StringComparison.Ordinal);
        CountsFile file = set.Summarise("A", [["days", "event", "arm"]], 1);
        Assert.DoesNotContain("r0001", file.ToJson(), StringComparison.Ordinal);
        Assert.Contains("not anonymous", file.ToJson(), StringComparison.Ordinal);

        static string Refused(Func<object> ask) => Assert.Throws<ArgumentException>(ask).Message;
    }

    [Fact]
    public void What_was_not_counted_together_is_refused()
    {
        AnalysisSet all = Files(1, ["days", "event", "arm"], ["arm", "age"]).AnalysisSet(by: "arm");
        Assert.Contains("its counts have no table of days, event, age; they have: days, event, arm; arm, age.",
            Assert.Throws<InvalidOperationException>(() => all.Cox("Surv(days, event) ~ age")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => all.PermutationLogRank("days", "event", new() { Strata = "age" }));
        Assert.Throws<ArgumentException>(() => Files(1, ["arm"]).Concat(Files(1, ["arm"])).AnalysisSet());
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "found version 2; this NotebookKit reads version 1")]
    [InlineData("NotebookKit counts", "counts", "found format 'counts'")]
    [InlineData("\"rows\": 300", "\"rows\": 299", "the counts add up to 300; the file says 299 patients")]
    [InlineData("\"minimum_cell_count\": 1", "\"minimum_cell_count\": 200", "the file promises at least 200")]
    [InlineData("{", "[", "is no counts file")]
    public void A_file_that_is_not_what_it_says_is_refused(string from, string to, string said)
    {
        string path = Path.GetTempFileName();
        try
        {
            string text = Rows(Hospitals[0]).Summarise("A", [["arm"]], 1).ToJson();
            Assert.Contains(from, text, StringComparison.Ordinal);
            File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
            Assert.Contains(said, Assert.Throws<InvalidDataException>(() => CountsFile.Read(path)).Message, StringComparison.Ordinal);
        }
        finally { File.Delete(path); }
    }
}
