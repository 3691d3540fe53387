using NotebookKit.Rendering;

namespace NotebookKit.Tests.Rendering;

/// <summary>Numbers as the journals want them.</summary>
public sealed class JournalStyleTests
{
    [Theory]
    [InlineData(0.996, ">.99", ">0.99", ">0·99")]
    [InlineData(0.25, ".25", "0.25", "0·25")]
    [InlineData(0.0512, ".05", "0.05", "0·051")]
    [InlineData(0.0496, ".0496", "0.0496", "0·050")]
    [InlineData(0.0454, ".045", "0.045", "0·045")]
    [InlineData(0.0312, ".03", "0.03", "0·031")]
    [InlineData(0.0096, ".01", "0.01", "0·010")]
    [InlineData(0.0042, ".004", "0.004", "0·0042")]
    [InlineData(0.0004, "<.001", "<0.001", "0·0004")]
    public void P_values(double p, string ama, string nejm, string lancet)
    {
        foreach (JournalStyle style in new[] { JournalStyle.Jama, JournalStyle.Radiology, JournalStyle.Jvir })
            Assert.Equal(ama, NumberFormat.PValue(p, style));
        Assert.Equal(nejm, NumberFormat.PValue(p, JournalStyle.Nejm));
        Assert.Equal(lancet, NumberFormat.PValue(p, JournalStyle.Lancet));
    }

    [Theory]
    [InlineData(1234, "1234", "1234", "1234")]
    [InlineData(9999.6, "10\u2009000", "10,000", "10000")]
    [InlineData(-1234567, "\u22121\u2009234\u2009567", "\u22121,234,567", "-1234567")]
    public void Thousands(double value, string jama, string nejm, string plain)
    {
        Assert.Equal(jama, NumberFormat.Fixed(value, 0, JournalStyle.Jama));
        Assert.Equal(nejm, NumberFormat.Fixed(value, 0, JournalStyle.Nejm));
        Assert.Equal(plain, NumberFormat.Fixed(value, 0, JournalStyle.Plain));
    }

    [Fact]
    public void Thousands_and_decimals_do_not_meet()
    {
        Assert.Equal("12.345,68", NumberFormat.Fixed(12345.678, 2, new JournalStyle { DecimalMark = ",", ThousandsSeparator = "." }));
        Assert.Equal("1,234.5", NumberFormat.Fixed(1234.5, 1, new JournalStyle { ThousandsSeparator = ",", ThousandsFrom = 1000 }));
        Assert.Equal("12\u2009345·7", NumberFormat.Fixed(12345.678, 1, JournalStyle.Lancet));
        Assert.Equal("12,345 (10%)", NumberFormat.CountPercent(12_345, 123_450, JournalStyle.Nejm));
        Assert.Equal("1.2, 3.4", NumberFormat.Interval(1.2, 3.4, 1, JournalStyle.Radiology));
    }

    [Fact]
    public void A_table_has_them_everywhere()
    {
        var frame = new Microsoft.Data.Analysis.DataFrame(
            new Microsoft.Data.Analysis.StringDataFrameColumn("sex",
                Enumerable.Range(0, 20_000).Select(i => i % 4 == 0 ? "male" : "female")));
        SummaryTable table = frame.Describe(r => r.Categorical("sex"), unit: "patients", options: new() { Style = JournalStyle.Nejm })
            .ToTable();
        Assert.Equal("N = 20,000 patients", table.Columns[1].Header.Split('\n')[^1]);
        Assert.Equal("15,000 (75%)", table.Rows[1].Cells[1].Text);
    }
}
