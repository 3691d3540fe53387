using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Survival.Curves;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Curves;

/// <summary>Subjects whose follow-up is split over rows (entry, exit]: counts are those of subjects (R's <c>id</c>).</summary>
public sealed class SubjectHistoryTests
{
    private static readonly KaplanMeierOptions ById = new() { Entry = "tstart", Id = "subject" };

    private static DataFrame Rows(params (string Id, double Entry, double Exit, double Event)[] rows) => new(
        new StringDataFrameColumn("subject", rows.Select(r => r.Id)), new DoubleDataFrameColumn("tstart", rows.Select(r => r.Entry)),
        new DoubleDataFrameColumn("time", rows.Select(r => r.Exit)), new DoubleDataFrameColumn("event", rows.Select(r => r.Event)));

    [Fact]
    public void Split_rows_give_the_curve_of_whole_rows_and_of_R()
    {
        KaplanMeierEstimate whole = Data("lung").KaplanMeier("time", "event", "sex"), split = Data("lung_split")
            .KaplanMeier("time", "event", "sex", options: ById);
        for (int g = 0; g < 2; g++)
        {
            Assert.Equal((whole.Curves[g].N, whole.Curves[g].EventTotal), (split.Curves[g].N, split.Curves[g].EventTotal));
            Assert.Equal(whole.Curves[g].Time, split.Curves[g].Time);
            Assert.Equal(whole.Curves[g].Censored, split.Curves[g].Censored);
            Near(whole.Curves[g].Survival.Nullable(), split.Curves[g].Survival.Nullable(), "S");
        }
        double[][] golden = [.. File.ReadLines(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "histories.csv")).Skip(1)
            .Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
        SurvivalAtTime[] at = [.. split.AtTimes(0, 100, 250, 500).Rows];
        for (int i = 0; i < golden.Length; i++)
        {
            Assert.Equal(golden[i][2], at[i].AtRisk);
            Near(golden[i][3], at[i].Survival, "S");
            Near(golden[i][4], at[i].StdErr, "se");
            Near(golden[i][6], split.Curves[i / 4].Median.Estimate, "median");
        }
        KaplanMeierEstimate followUp = Data("lung").FollowUp("time", "event"), splitFollowUp = Data("lung_split")
            .FollowUp("time", "event", options: ById);
        Near(followUp.Curves[0].Median.Estimate, splitFollowUp.Curves[0].Median.Estimate, "follow-up");
        Assert.Contains(split.Notes, n => n.Contains("228 subjects (column 'subject') make 228 histories", StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_of_row_is_no_censoring()
    {
        KaplanMeierCurve curve = Rows(("a", 0, 5, 0), ("a", 5, 10, 1), ("b", 0, 7, 0), ("c", 0, 4, 0), ("c", 4, 9, 1))
            .KaplanMeier("time", "event", options: ById).Curves[0];
        Assert.Equal([7.0, 9, 10], curve.Time);
        Assert.Equal([3.0, 2, 1], curve.AtRisk);
        Assert.Equal([1.0, 0, 0], curve.Censored);
        Assert.Equal(3, curve.AtRiskAt(0));
    }

    [Fact]
    public void Gaps_events_before_the_end_and_overlaps_are_told()
    {
        KaplanMeierEstimate estimate = Rows(("a", 0, 5, 0), ("a", 6, 10, 1), ("b", 0, 4, 1), ("b", 4, 9, 0))
            .KaplanMeier("time", "event", options: ById);
        Assert.Contains(estimate.Notes, n => n.StartsWith("Gaps within subjects: 1 (first before row 3)", StringComparison.Ordinal));
        Assert.Contains(estimate.Notes, n => n.StartsWith("Rows after an event of the same subject: 1 (first: row 5)",
            StringComparison.Ordinal));
        Assert.Equal([4.0, 5, 9, 10], estimate.Curves[0].Time);
        Assert.Equal([0.0, 1, 1, 0], estimate.Curves[0].Censored); // the gap censors at 5
        Assert.Contains("subject 'a' enters at 4, before its row 2 ends at 5",
            Assert.Throws<InvalidDataException>(() => Rows(("a", 0, 5, 0), ("a", 4, 10, 1))
                .KaplanMeier("time", "event", options: ById)).Message, StringComparison.Ordinal);
        Assert.Contains("name the column of the entry",
            Assert.Throws<ArgumentException>(() => Rows(("a", 0, 5, 0))
                .KaplanMeier("time", "event", options: new() { Id = "subject" })).Message, StringComparison.Ordinal);
    }
}
