using System.Globalization;
using NotebookKit.Rendering;

namespace NotebookKit.Tests.Rendering;

public sealed class NumberFormatTests
{
    [Theory]
    [InlineData(0.5, 0, 1)]
    [InlineData(2.5, 0, 3)]
    [InlineData(-2.5, 0, -3)]
    [InlineData(0.15, 1, 0.2)]
    [InlineData(2.675, 2, 2.68)]
    [InlineData(1.005, 2, 1.01)]
    [InlineData(-1.005, 2, -1.01)]
    [InlineData(0.049, 1, 0)]
    [InlineData(1e300, 2, 1e300)]
    [InlineData(double.PositiveInfinity, 2, double.PositiveInfinity)]
    public void Rounds_half_away_from_zero(double value, int decimals, double expected) =>
        Assert.Equal(expected, NumberFormat.Round(value, decimals));

    [Theory]
    [InlineData(0.05, 1, "0.1")]
    [InlineData(-0.04, 1, "0.0")]
    [InlineData(-1.25, 1, "\u22121.3")]
    [InlineData(58, 2, "58.00")]
    [InlineData(1234567.5, 0, "1234568")]
    [InlineData(double.NaN, 1, "NE")]
    [InlineData(double.NegativeInfinity, 1, "\u2212∞")]
    public void Fixed_prints_rounded_digits(double value, int decimals, string expected) =>
        Assert.Equal(expected, NumberFormat.Fixed(value, decimals));

    [Theory]
    [InlineData(0.4, "40%")]
    [InlineData(0.325581, "33%")]
    [InlineData(0.1, "10%")]
    [InlineData(0.0999, "10%")]
    [InlineData(0.05, "5%")]
    [InlineData(0.005, "1%")]
    [InlineData(0.0049, "<1%")]
    [InlineData(0.9951, ">99%")]
    [InlineData(0.0, "0%")]
    [InlineData(1.0, "100%")]
    public void Percent_is_whole_and_never_all_or_nothing_by_rounding(double proportion, string expected) =>
        Assert.Equal(expected, NumberFormat.Percent(proportion));

    [Theory]
    [InlineData(0.1, "10%")]
    [InlineData(0.0999, "10.0%")]
    [InlineData(0.05, "5.0%")]
    [InlineData(0.001, "0.1%")]
    [InlineData(0.0009, "<0.1%")]
    [InlineData(0.0, "0%")]
    [InlineData(1.0, "100%")]
    public void Percent_of_gtsummary_follows_the_size_of_the_number(double proportion, string expected) =>
        Assert.Equal(expected, NumberFormat.Percent(proportion, JournalStyle.Gtsummary));

    [Fact]
    public void Limits_of_a_proportion_have_the_same_decimals()
    {
        Assert.Equal("9–61%", NumberFormat.PercentInterval(0.0909, 0.6143));
        Assert.Equal("0–100%", NumberFormat.PercentInterval(0.001, 0.999));
        Assert.Equal("9.1–61.4%", NumberFormat.PercentInterval(0.0909, 0.6143, new() { PercentDecimals = 1 }));
        Assert.Equal("\u22124 to 55%", NumberFormat.PercentInterval(-0.04, 0.55));
    }

    [Theory]
    [InlineData(0.95, "95%")]
    [InlineData(0.975, "97.5%")]
    [InlineData(0.999, "99.9%")]
    public void A_confidence_level_is_not_rounded(double level, string expected) => Assert.Equal(expected, NumberFormat.Level(level));

    [Fact]
    public void Percent_takes_fixed_decimals_from_the_style()
    {
        JournalStyle style = new() { PercentDecimals = 1 };
        Assert.Equal("32.6%", NumberFormat.Percent(14.0 / 43, style));
        Assert.Equal("18.6%", NumberFormat.Percent(8.0 / 43, style));
        Assert.Equal("14 (32.6%)", NumberFormat.CountPercent(14, 43, style));
        Assert.Equal("0", NumberFormat.CountPercent(0, 0, style));
        Assert.Contains("Found 5 of 3", Assert.Throws<ArgumentException>(() => NumberFormat.CountPercent(5, 3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new JournalStyle { PercentDecimals = -1 });
    }

    [Theory]
    [InlineData(0.9951, ">0.99", ">0.9", ">0·99")]
    [InlineData(0.99, "0.99", ">0.9", "0·99")]
    [InlineData(0.9, "0.90", "0.9", "0·90")]
    [InlineData(0.25, "0.25", "0.3", "0·25")]
    [InlineData(0.149, "0.15", "0.15", "0·15")]
    [InlineData(0.0951, "0.10", "0.10", "0·10")]
    [InlineData(0.0949, "0.095", "0.095", "0·095")]
    [InlineData(0.0456, "0.046", "0.046", "0·046")]
    [InlineData(0.00995, "0.010", "0.010", "0·010")]
    [InlineData(0.00123, "0.001", "0.001", "0·0012")]
    [InlineData(0.001, "0.001", "0.001", "0·0010")]
    [InlineData(0.000999, "<0.001", "<0.001", "0·0010")]
    [InlineData(0.0000999, "<0.001", "<0.001", "<0·0001")]
    [InlineData(0, "<0.001", "<0.001", "<0·0001")]
    [InlineData(1, ">0.99", ">0.9", ">0·99")]
    public void P_values_follow_the_style(double p, string two, string one, string lancet)
    {
        Assert.Equal(two, NumberFormat.PValue(p));
        Assert.Equal(two, NumberFormat.PValue(p, JournalStyle.Default));
        Assert.Equal(one, NumberFormat.PValue(p, JournalStyle.Gtsummary));
        Assert.Equal(lancet, NumberFormat.PValue(p, JournalStyle.Lancet));
    }

    [Fact]
    public void Labels_and_intervals_read_as_in_a_paper()
    {
        Assert.Equal("P = 0.10", NumberFormat.PEquals(0.1027));
        Assert.Equal("P < 0.001", NumberFormat.PEquals(1e-9));
        Assert.Equal("P > 0.99", NumberFormat.PEquals(1));
        Assert.Equal("1.2–3.4", NumberFormat.Interval(1.24, 3.36, 1));
        Assert.Equal("\u22121.2 to 3.4", NumberFormat.Interval(-1.24, 3.36, 1));
        Assert.Equal("1·2 to 3·4", NumberFormat.Interval(1.24, 3.36, 1, JournalStyle.Lancet));
        Assert.Equal("1.2–NE", NumberFormat.Interval(1.24, null, 1));
        Assert.Equal("12–30%", NumberFormat.PercentInterval(0.12, 0.3));
    }

    [Fact]
    public void The_current_culture_is_ignored()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture.NumberFormat.NegativeSign = "minus";
            Assert.Equal("\u22121.50", NumberFormat.Fixed(-1.5, 2));
            Assert.Equal("8 (40%)", NumberFormat.CountPercent(8, 20));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
