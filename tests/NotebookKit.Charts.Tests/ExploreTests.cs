using Microsoft.Data.Analysis;
using NotebookKit.Charts.Descriptions;

namespace NotebookKit.Charts.Tests;

/// <summary>A first look tells types, missing values, distributions and associations.</summary>
public sealed class ExploreTests
{
    [Fact]
    public void Every_column_has_its_type_its_gaps_and_its_partner()
    {
        var df = new DataFrame(
            new DoubleDataFrameColumn("size", [1, 2, 3, 4, 5, 6, null]), new Int32DataFrameColumn("rank", [10, 20, 30, 40, 50, 60, 70]),
            new StringDataFrameColumn("group", ["a", "a", "a", "b", "b", "b", "b"]),
            new BooleanDataFrameColumn("treated", [true, false, true, false, true, false, true]),
            new DateTimeDataFrameColumn("day", Enumerable.Range(1, 7).Select(i => new DateTime(2024, 1, i))));
        var table = df.Explore();
        Assert.Equal("7 rows, 5 columns, 6 without a missing value", table.Title);
        Assert.Equal(["number", "number", "text", "yes/no", "date"], table.Rows.Select(r => r.Cells[1].Text));
        Assert.Equal("1 (14%)", table.Rows[0].Cells[2].Text);
        Assert.Equal("3.5 (2.25–4.75), 1 to 6", table.Rows[0].Cells[5].Text);
        Assert.Equal("b 4 (57%), a 3 (43%)", table.Rows[2].Cells[5].Text);
        Assert.Equal("2024-01-01 to 2024-01-07", table.Rows[4].Cells[5].Text);
        Assert.Equal("rank, 1.00", table.Rows[0].Cells[6].Text);
    }

    [Fact]
    public void Associations_are_those_of_R()
    {
        // R: cor(x, y, method = "spearman"); sqrt(chisq.test(table(x, y), correct = FALSE)$statistic / n); sqrt(summary(lm(rank(y) ~
        // factor(x)))$r.squared)
        Assert.Equal(-0.8, FrameExploration.Correlation(FrameExploration.Ranks([1, 2, 3, 4]), FrameExploration.Ranks([9, 7, 8, 1]))!.Value,
            12);
        Assert.Equal(1 / 3.0, FrameExploration.CramersV([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 1, 0])!.Value, 12);
        Assert.Equal(Math.Sqrt(13.5 / 17.5), FrameExploration.Eta([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1])!.Value, 12);
        Assert.Equal([1.5, 1.5, 3, 4], FrameExploration.Ranks([2, 2, 5, 9]));
    }

    [Fact]
    public void Empty_frames_and_columns_without_a_value_are_told()
    {
        Assert.Empty(new DataFrame().Explore().Rows);
        Assert.Equal("no value", new DataFrame(new DoubleDataFrameColumn("x", [null, null])).Explore().Rows[0].Cells[5].Text);
    }
}
