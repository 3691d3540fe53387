using Microsoft.Data.Analysis;

namespace NotebookKit.Tests.Cohorts;

/// <summary>Small frames that people reported against other tools, with the values they should give.</summary>
public sealed class HandOverFrameTests
{
    [Fact]
    // survminer #361, #37; R: summary(survfit(Surv(start, stop, event) ~ 1, id = id), times = c(0, 3, 6))
    public void Start_stop_rows_are_at_risk_from_their_entry()
    {
        var frame = new DataFrame(
            new DoubleDataFrameColumn("start", [0, 3, 0, 2, 5, 0]), new DoubleDataFrameColumn("stop", [3, 8, 2, 5, 9, 7]),
            new Int32DataFrameColumn("event", [0, 1, 0, 1, 0, 1]),
            new Int32DataFrameColumn("id", [1, 1, 2, 2, 2, 3]));
        Assert.Equal([3, 3, 3], frame.KaplanMeier("stop", "event", cluster: "id", options: new() { Entry = "start" }).AtRiskTable(0, 3, 6)
            .ToDataFrame()["n_risk"].Cast<object>().Select(Convert.ToDouble));
    }

    [Fact]
    public void Variable_missing_for_all_is_named() // gtsummary #889, #977, #1973
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("group", ["a", "a", "b", "b"]), new DoubleDataFrameColumn("size_mm", [null, null, null, null]),
            new StringDataFrameColumn("grade", [null, null, null, null]), new DoubleDataFrameColumn("age", [50.5, 60, 55, 70]));
        string table = frame.Describe(by: "group", unit: "patients").ToString();
        Assert.Contains("size_mm", table, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("grade", table, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Frame_of_dates_alone_says_so()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("group", ["a", "a", "b", "b"]),
            new DateTimeDataFrameColumn("diagnosis",
                [new DateTime(2020, 1, 1), new DateTime(2020, 3, 1), new DateTime(2021, 1, 1), new DateTime(2021, 5, 1)]));
        string said = Record.Exception(() => frame.Describe(by: "group", unit: "patients").ToString())?.Message
            ?? frame.Describe(by: "group", unit: "patients").ToString();
        Assert.Contains("diagnosis", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Level_without_a_described_row_has_no_row() // gtsummary PR 346
    {
        var frame = new DataFrame(new StringDataFrameColumn("group", ["a", null!, "b", "a", "b"]),
            new StringDataFrameColumn("x", ["u", "ghost", "v", "u", "u"]));
        Assert.DoesNotContain("ghost", frame.Describe(by: "group", unit: "patients").ToString(), StringComparison.Ordinal);
        Assert.Contains("'a', 'b'", Assert.Throws<ArgumentException>(() => frame.Where("group", "A")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Responses_may_be_spelled_out() // cBioPortal, GDC
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("response", ["Complete Response", "Partial Response", "Stable Disease", "Progressive Disease"]));
        string table = frame.TabulateResponse("response").ToString();
        Assert.Contains("50", table, StringComparison.Ordinal); // 2 of 4 respond
    }

    [Fact]
    public void Results_print_their_tables_and_not_their_fields()
    {
        var frame = new DataFrame(
            new DoubleDataFrameColumn("t", [1, 2, 3, 4, 5, 6, 7, 8]), new Int32DataFrameColumn("e", [1, 0, 1, 1, 0, 1, 1, 0]),
            new Int32DataFrameColumn("c", [1, 0, 2, 1, 0, 2, 1, 0]),
            new DoubleDataFrameColumn("x", [1, 0, 1, 1, 0, 0, 1, 0]));
        foreach (object result in new object[]
        {
            frame.Cox("Surv(t, e) ~ x"), frame.CumulativeIncidence("t", "c"), frame.FineGray("Surv(t, c) ~ x", "1"),
            frame.KaplanMeier("t", "e"),
        })
        {
            Assert.DoesNotContain("ImmutableArray", $"{result}", StringComparison.Ordinal);
            Assert.DoesNotContain(" { ", $"{result}", StringComparison.Ordinal);
        }
    }
}
