using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Tests.Cohorts;

public sealed class ColumnReaderTests
{
    private static readonly ColumnReader Reader = new(new DataFrame(
        new DoubleDataFrameColumn("double", [1.5, null, double.NaN]), new Int32DataFrameColumn("int", [10, 9, null]),
        new StringDataFrameColumn("text", ["b", "", "a"]), new DateTimeDataFrameColumn("date", [new DateTime(2024, 1, 8), null, null]),
        new BooleanDataFrameColumn("flag", [true, null, false]), new DoubleDataFrameColumn("full", [1, 2, 3])));

    [Fact]
    public void Missing_values_are_null()
    {
        Assert.Equal([1.5, null, null], Reader.Numbers("double"));
        Assert.Equal([10.0, 9, null], Reader.Numbers("int"));
        Assert.Equal([1.0, 2, 3], Reader.Numbers("full"));
        Assert.Equal(["b", null, "a"], Reader.Texts("text"));
        Assert.Equal([new DateTime(2024, 1, 8), null, null], Reader.Dates("date"));
        Assert.Equal(["2024-01-08", null, null], Reader.Texts("date"));
        Assert.Equal([true, null, false], Reader.Booleans("flag"));
    }

    [Fact]
    public void Numbers_sort_as_numbers_texts_ordinally_and_an_order_given_holds()
    {
        Assert.Equal(["9", "10"], Reader.Categories("int").Levels);
        Assert.Equal([1, 0, -1], Reader.Categories("int").Codes);
        Assert.Equal(["a", "b"], Reader.Categories("text").Levels);
        Assert.Equal(["b", "a"], Reader.Categories("text", ["c", "b", "a"]).Levels);
        Assert.Contains("row 4: found 'a'", Assert.Throws<ArgumentException>(() => Reader.Categories("text", ["b"])).Message);
    }

    [Fact]
    public void Wrong_types_are_errors()
    {
        Assert.Contains("holds text", Assert.Throws<ArgumentException>(() => Reader.Numbers("text")).Message);
        Assert.Contains("holds numbers", Assert.Throws<ArgumentException>(() => Reader.Dates("int")).Message);
        Assert.Contains("row 2: found 10", Assert.Throws<ArgumentException>(() => Reader.Booleans("int")).Message);
        Assert.Contains("nearest name is 'text'", Assert.Throws<ArgumentException>(() => Reader.Texts("texts")).Message);
    }
}
