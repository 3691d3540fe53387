using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Tables.Description;

namespace NotebookKit.Tests.Rendering;

/// <summary>Tables beside and below each other, headings, listings and pages: by hand.</summary>
public sealed class TableJoinTests
{
    private static DataFrame Frame(params string[] sexes) => new(
        new StringDataFrameColumn("sex", sexes),
        new DoubleDataFrameColumn("age", Enumerable.Range(0, sexes.Length).Select(i => (double?)(50 + i))),
        new StringDataFrameColumn("arm", sexes.Select((_, i) => i % 2 == 0 ? "A" : "B")));

    private static CohortDescription Table(DataFrame frame, Func<DescriptionRows, DescriptionRows> rows, string title = "") =>
        frame.Describe(rows, by: "arm", unit: "patients", options: new() { Title = title });

    [Fact]
    public void Merged_tables_line_up_by_variable_level_and_label()
    {
        SummaryTable merged = Table(Frame("f", "m", "f", "m"), r => r.Categorical("sex", "Sex").MeanSd("age", "Age"), "Table 1").Merge(
            Table(Frame("f", "f", "x", "f"), r => r.MedianRange("age", "Age").Categorical("sex", "Sex")), "NET", "NEC");
        Assert.Equal("Table 1", merged.Title);
        Assert.Equal(["NET", "NET", "NEC", "NEC"], merged.Columns.Skip(1).Select(c => c.Spanner));
        Assert.Equal(["Age, median (range)", "Sex, n (%)", "f", "x", "m", "Age, mean (SD)"], merged.Rows.Select(r => r.Cells[0].Text));
        Assert.Equal(["2 (100%)", "0 (0%)", "1 (50%)", "2 (100%)"], merged.Rows[2].Cells.Skip(1).Select(c => c.Text));
        Assert.Equal(["", "", "1 (50%)", "0 (0%)"], merged.Rows[3].Cells.Skip(1).Select(c => c.Text));
        Assert.Contains("NET: SD, standard deviation.", merged.Footnotes);
        Assert.All(merged.Rows, r => Assert.Equal(5, r.Cells.Length));
        Assert.Contains("NEC / A", merged.ToDataFrame().Rows.Select(r => (string)r["column"]));
    }

    [Fact]
    public void Merging_a_table_with_itself_doubles_its_columns_alone()
    {
        SummaryTable one = SampleTables.Publishable, twice = one.Merge(one, "left", "right");
        Assert.Equal(one.Rows.Length, twice.Rows.Length);
        Assert.Equal(2 * one.Columns.Length - 1, twice.Columns.Length);
        for (int r = 0; r < one.Rows.Length; r++)
            Assert.Equal(one.Rows[r].Cells.Skip(1).Concat(one.Rows[r].Cells.Skip(1)), twice.Rows[r].Cells.Skip(1));
        Assert.Equal("left: NET, 30 procedures", twice.Columns[1].Spanner);
        Assert.Equal(one.Footnotes, twice.Footnotes);
    }

    [Fact]
    public void Stacked_tables_have_headings_with_what_their_heads_do_not_share()
    {
        SummaryTable stacked = Table(Frame("f", "m", "f"), r => r.Categorical("sex", "Sex"))
            .Stack(Table(Frame("f", "f", "m", "m", "m", "m"), r => r.Categorical("sex", "Sex")), "NET", "NEC");
        Assert.Equal(["A", "B"], stacked.Columns.Skip(1).Select(c => c.Header));
        Assert.Equal(["NET", "N = 2 patients", "N = 1 patient"], stacked.Rows[0].Cells.Select(c => c.Text));
        Assert.Equal(["NEC", "N = 3 patients", "N = 3 patients"], stacked.Rows[4].Cells.Select(c => c.Text));
        Assert.Equal([0, 1, 2, 2, 0, 1, 2, 2], stacked.Rows.Select(r => r.Indent));
        Assert.Contains("give both parts a heading", Assert.Throws<ArgumentException>(() =>
            Table(Frame("f", "m", "f"), r => r.Categorical("sex")).Stack(Table(Frame("f", "m"), r => r.Categorical("sex")))).Message,
            StringComparison.Ordinal);
        Assert.Contains("The columns differ", Assert.Throws<ArgumentException>(
            () => Table(Frame("f", "m"), r => r.Categorical("sex"))
                .Stack(Frame("f").Describe(r => r.Categorical("sex"), unit: "patients"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Spanners_and_group_labels()
    {
        SummaryTable table = Table(Frame("f", "m", "f", "m"), r => r.Categorical("sex", "Sex").MeanSd("age", "Age"))
            .Spanner("Treatment", "A", "B").GroupRows("Demographics", "sex", "age");
        Assert.Equal(["Treatment", "Treatment"], table.Columns.Skip(1).Select(c => c.Spanner));
        Assert.Equal(["Demographics", "Sex, n (%)", "f", "m", "Age, mean (SD)"], table.Rows.Select(r => r.Cells[0].Text));
        Assert.Equal([0, 1, 2, 2, 1], table.Rows.Select(r => r.Indent));
        Assert.Contains("no column 'C'", Assert.Throws<ArgumentException>(() => table.Spanner("x", "C")).Message, StringComparison.Ordinal);
        Assert.Contains("no variable 'weight'", Assert.Throws<ArgumentException>(() => table.GroupRows("x", "weight")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_listing_leaves_repeated_keys_blank_and_writes_them_out_on_the_next_page()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("ae_term", ["nausea", "rash", null, "pain", "nausea"]),
            new StringDataFrameColumn("patient_id", ["P1", "P1", "P1", "P2", "P2"]),
            new DateTimeDataFrameColumn("onset_date", [new DateTime(2024, 3, 1), null, null, null, null]),
            new DoubleDataFrameColumn("size_mm", [1.5, -2, double.NaN, 12, null]));
        SummaryTable listing = frame.Listing(keys: ["patient_id"], labels: new Dictionary<string, string> { ["ae_term"] = "Event" },
            title: "Listing 1");
        Assert.Equal(["Patient id", "Event", "Onset date", "Size, mm"], listing.Columns.Select(c => c.Header));
        Assert.Equal(["P1", "", "", "P2", ""], listing.Rows.Select(r => r.Cells[0].Text));
        Assert.Equal(["P1", "nausea", "2024-03-01", "1.5"], listing.Rows[0].Cells.Select(c => c.Text));
        Assert.Equal(["", "rash", "", "\u22122"], listing.Rows[1].Cells.Select(c => c.Text));
        ImmutableArray<SummaryTable> pages = listing.Pages(2);
        Assert.Equal(["Listing 1 (page 1 of 3)", "Listing 1 (page 2 of 3)", "Listing 1 (page 3 of 3)"], pages.Select(p => p.Title));
        Assert.Equal([["P1", ""], ["P1", "P2"], ["P2"]], pages.Select(p => p.Rows.Select(r => r.Cells[0].Text)));
        Assert.Contains("no column 'x'", Assert.Throws<ArgumentException>(() => frame.Listing(["x"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_repeats_the_heading_above_its_first_row()
    {
        ImmutableArray<SummaryTable> pages = Table(Frame("f", "m", "f", "m"), r => r.Categorical("sex", "Sex").MeanSd("age", "Age"))
            .Pages(2);
        Assert.Equal(["Sex, n (%) (continued)", "m", "Age, mean (SD)"], pages[1].Rows.Select(r => r.Cells[0].Text));
    }
}
