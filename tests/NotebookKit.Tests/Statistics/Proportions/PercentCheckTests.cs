using NotebookKit.Statistics.Proportions;

namespace NotebookKit.Tests.Statistics.Proportions;

/// <summary>The percentages of Endocrine Abstracts (2024) 108 C28.</summary>
public sealed class PercentCheckTests
{
    private static readonly (string, int)[] Net = [("patients", 20), ("procedures", 30)];
    private static readonly (string, int)[] Nec = [("patients", 6), ("procedures", 13)];
    private static readonly (string, int)[] All = [("patients", 26), ("procedures", 43)];

    [Theory]
    [InlineData("40", "net", "undetermined: patients or procedures")] // 8/20, 12/30
    [InlineData("67", "nec", "counted in patients")] // 4/6
    [InlineData("35", "net", "counted in patients")] // 7/20
    [InlineData("93", "net", "counted in procedures")] // 28/30
    [InlineData("90", "net", "undetermined: patients or procedures")]
    [InlineData("31", "nec", "counted in procedures")] // 4/13
    [InlineData("32.6", "all", "counted in procedures")] // 14/43
    [InlineData("27.9", "all", "counted in procedures")] // 12/43
    [InlineData("18.6", "all", "counted in procedures")] // 8/43
    public void Unit_of_a_percentage(string percent, string group, string verdict)
    {
        (string, int)[] denominators = group == "net" ? Net : group == "nec" ? Nec : All;
        Assert.Equal(verdict, PercentCheck.Check(percent, [.. denominators]).Verdicts[0].Verdict);
    }

    [Fact]
    public void Counts_that_fit()
    {
        PercentVerdict v = PercentCheck.Check("60", ("patients", 20), ("procedures", 30)).Verdicts[0];
        Assert.Equal([12], v.Fits[0].Counts);
        Assert.Equal([18], v.Fits[1].Counts);
    }

    [Fact]
    public void The_carcinoid_crisis_cannot_be_2_point_4_percent()
    {
        PercentCheck result = PercentCheck.Check(new PercentClaim("carcinoid crisis", "2.4", [.. All]) { Count = 1 });
        PercentVerdict v = result.Verdicts[0];
        Assert.False(v.IsPossible);
        Assert.Equal([41, 42], v.PossibleDenominators);
        Assert.Equal("impossible: nearest 1/26 patients = 3.8%, 1/43 procedures = 2.3%; 1 is 2.4% of 41 or 42", v.Verdict);
        Assert.Contains("impossible", result.ToString());
    }

    [Fact]
    public void Mixed_denominators_are_named()
    {
        PercentCheck result = PercentCheck.Check(new PercentClaim("pancreatic", "35", [.. Net]),
            new PercentClaim("bilobar", "93", [.. Net]), new PercentClaim("male", "40", [.. Net]));
        Assert.Equal("Mixed denominators: only patients fit pancreatic; only procedures fit bilobar.", result.Mixed);
        Assert.Null(PercentCheck.Check(new PercentClaim("bilobar", "93", [.. Net]), new PercentClaim("male", "40", [.. Net])).Mixed);
    }

    [Fact]
    public void Halves_may_be_rounded_either_way()
    {
        Assert.Equal([1], PercentCheck.Check("12", ("patients", 8)).Verdicts[0].Fits[0].Counts); // 12.5
        Assert.Equal([1], PercentCheck.Check("13", ("patients", 8)).Verdicts[0].Fits[0].Counts);
        Assert.Equal([1], PercentCheck.Check("12.5", ("patients", 8)).Verdicts[0].Fits[0].Counts);
    }

    [Theory]
    [InlineData("12 %")]
    [InlineData("101")]
    [InlineData("1,5")]
    public void A_percentage_that_is_no_number_says_so(string percent) =>
        Assert.Contains(percent, Assert.Throws<ArgumentException>(() => PercentCheck.Check(percent, ("patients", 8))).Message);
}
