using NotebookKit.Charts.Models;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

public sealed class AdverseEventTests
{
    private static readonly AdverseEventCount[] Counts =
    [
        new("Hepatic infarct", 3, 6), new("Post-embolization syndrome", 1, 7), new("Hepatic infarct", 2, 2),
        new("Post-embolization syndrome", 2, 5), new("Carcinoid crisis", 4, 1),
    ];

    [Fact]
    public void Terms_fall_by_frequency_and_bars_stack_by_grade()
    {
        var model = AdverseEventModel.Of([.. Counts], 43, new());
        Assert.Equal([("Post-embolization syndrome", 12), ("Hepatic infarct", 8), ("Carcinoid crisis", 1)],
            model.Terms.Select(t => (t.Term, t.Total)));
        Assert.Equal([1, 2, 3, 4], model.Grades);
        Assert.Equal(2, model.Terms[1].Below(3));
        Assert.Equal(
            "Adverse events by worst grade, procedures n = 43: Post-embolization syndrome 12 (28%), Hepatic infarct 8 (19%), Carcinoid "
                + "crisis 1 (2%).", model.Text);
    }

    [Fact]
    public void Bars_are_percent_of_the_denominator()
    {
        var grade3 = PlotlyOf(AdverseEventFigure.Draw(Counts, 43)).GetProperty("data").EnumerateArray()
            .Single(t => t.GetProperty("name").GetString() == "Grade 3");
        Assert.Equal(100.0 * 2 / 43, Numbers(grade3.GetProperty("base"))[0], 12);
        Assert.Equal(100.0 * 6 / 43, Numbers(grade3.GetProperty("x"))[0], 12);
    }

    [Fact]
    public void Wrong_counts_are_refused_with_the_reason()
    {
        Assert.Contains("count each unit once per term",
            Assert.Throws<ArgumentException>(() => AdverseEventFigure.Draw([new("A", 1, 3), new("A", 2, 3)], 5)).Message);
        Assert.Contains("'A' must be 1 to 5", Assert.Throws<ArgumentOutOfRangeException>(
            () => AdverseEventFigure.Draw([new("A", 6, 1)], 5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => AdverseEventFigure.Draw([], 0));
    }

    [Fact]
    public void No_event_says_so() => Assert.Contains(Texts(Svg(AdverseEventFigure.Draw([], 43))), t => t.Value == "No adverse event");

    [Fact]
    public void Drawing_is_the_verified_one() =>
        Snapshot.Matches(AdverseEventFigure.Draw(Counts, 43, new() { Grading = "CTCAE 5.0" }).ToSvg(), "adverse-events");
}
