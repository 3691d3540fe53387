using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Tests.Plots;

public sealed class TextMetricsTests
{
    [Fact]
    public void Widths_are_those_of_helvetica()
    {
        // H 722, e 556, l 222, l 222, o 556 thousandths of the size, and 4% slack.
        Assert.Equal((722 + 556 + 222 + 222 + 556) * 0.01 * 1.04, TextMetrics.Width("Hello", 10), 9);
        Assert.Equal(TextMetrics.Width("é", 10), TextMetrics.Width("e\u0301", 10), 0.5);
    }

    [Theory]
    [InlineData("short", 5)]
    [InlineData("a name of many words that has to be broken somewhere", 60)]
    [InlineData("Donaudampfschifffahrtsgesellschaftskapitänswitwe", 60)]
    [InlineData("👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️", 30)]
    public void Wrapped_lines_fit_and_lose_nothing(string text, double width)
    {
        List<string> lines = TextMetrics.Wrap(text, 10, width);
        Assert.Equal(text.Replace(" ", ""), string.Concat(lines).Replace(" ", ""));
        Assert.All(lines,
            l => Assert.True(TextMetrics.Width(l, 10) <= width || new System.Globalization.StringInfo(l).LengthInTextElements == 1));
    }

    [Fact]
    public void Shortened_text_ends_at_a_space_and_stays_distinct()
    {
        string text = TextMetrics.Shorten("Transarterial chemoembolization with drug-eluting beads", 10, 120);
        Assert.Equal("Transarterial …", text);
        Assert.Equal(["One long name …", "One other"], TextMetrics.ShortenAll(["One long name of many words", "One other"], 10, 90));
        Assert.Equal(["… left lobe", "… right lobe"],
            TextMetrics.ShortenAll(["Transarterial embolization of the left lobe", "Transarterial embolization of the right lobe"], 10,
                90));
        Assert.True(TextMetrics.Width(text, 10) <= 120);
    }

    [Fact]
    public void Too_many_lines_end_in_an_ellipsis() =>
        Assert.Contains("…", TextMetrics.Wrap("one two three four five six seven eight", 10, 40, maxLines: 2)[1]);
}
