using Microsoft.Data.Analysis;
using NotebookKit.Response.Criteria;

namespace NotebookKit.Tests.Response.Criteria;

/// <summary>Response of tumour markers by thresholds that have to be given.</summary>
public sealed class MarkerResponseTests
{
    private static readonly MarkerResponseOptions Half = new() { Marker = "chromogranin A", ResponsePercent = 50, ProgressionPercent = 25,
        Source = "protocol X", UpperLimit = 100, LeastBaseline = 200 };

    [Theory]
    [InlineData(800, 800, 400, "PR")] // exactly half
    [InlineData(800, 800, 400.1, "SD")]
    [InlineData(800, 800, 1000, "PD")] // exactly a quarter more
    [InlineData(800, 800, 999.9, "SD")]
    [InlineData(800, 200, 250, "PD")] // over the smallest, though far below baseline
    [InlineData(800, 200, 249, "PR")]
    [InlineData(800, 200, 100, "CR")] // at the upper limit of normal
    [InlineData(800, 60, 90, "CR")] // rises within normal
    [InlineData(200, 200, 120, "SD")] // least baseline
    [InlineData(199.9, 199.9, 50, "NE")]
    [InlineData(0.3, 0.3, 0.15, "NE")]
    public void Boundary_cases_by_hand(double baseline, double nadir, double value, string expected) =>
        Assert.Equal(expected, NotebookKit.Response.ResponseCategoryNames.Label(
            MarkerResponses.Classify((decimal)baseline, (decimal)nadir, (decimal)value, Half)));

    [Fact]
    public void Without_a_limit_nothing_is_complete_and_decimals_are_exact()
    {
        MarkerResponseOptions open = Half with { UpperLimit = null, LeastBaseline = null, ResponsePercent = 30, ProgressionPercent = 20 };
        // −29.999999999999993% as doubles
        Assert.Equal(NotebookKit.Response.ResponseCategory.PR, MarkerResponses.Classify(14.0m, 14.0m, 9.8m, open));
        Assert.Equal(NotebookKit.Response.ResponseCategory.PR, MarkerResponses.Classify(14, 14, 0, open));
        Assert.Equal(NotebookKit.Response.ResponseCategory.PD, MarkerResponses.Classify(14, 0, 0.1m, open));
        Assert.Equal(NotebookKit.Response.ResponseCategory.NE, MarkerResponses.Classify(0, 0, 5, open));
    }

    private static DataFrame Values()
    {
        (string Id, int Day, double? Value)[] rows = [("a", -40, 2000), ("a", -5, 800), ("a", 30, 390), ("a", 60, 380), ("a", 120, 600),
            ("b", -20, 500), ("b", 50, 450), ("c", 30, 300), ("d", -3, 900), ("d", 20, null)];
        static DateTime date(int day) => TestPatient.Day(day).ToDateTime(TimeOnly.MinValue);
        return new DataFrame(new StringDataFrameColumn("id", rows.Select(r => r.Id)),
            new DateTimeDataFrameColumn("when", rows.Select(r => (DateTime?)date(r.Day))),
            new DoubleDataFrameColumn("cga", rows.Select(r => r.Value)),
            new DateTimeDataFrameColumn("start", rows.Select(_ => (DateTime?)date(0))));
    }

    [Fact]
    public void Four_subjects_by_hand()
    {
        MarkerResponses found = Values().MarkerResponses("id", "when", "cga", "start", Half);
        Assert.Equal(["PR", "PR", "PD", "SD", "NE"], found.ToDataFrame()["response"].Cast<string>());
        Assert.Equal(["PR", "SD", "NE", "NE"], found.Subjects.Select(
            s => NotebookKit.Response.ResponseCategoryNames.Label(s.Best.Response)));
        Assert.Equal(-51.25, found.ToDataFrame()["change_percent"][0]);
        Assert.Contains("Subject 'c' has no baseline value; not evaluable.", found.Notes);
        Assert.Equal(1, Assert.Single(found.Excluded).Count);
        string text = found.ToString();
        Assert.Contains("Thresholds: protocol X", text);
        Assert.Contains("not a response of the tumour by imaging", text);
        MarkerResponses confirmed = Values()
            .MarkerResponses("id", "when", "cga", "start", Half with { Best = new() { ConfirmationDays = 28 } });
        Assert.Equal("confirmed", confirmed.Subjects[0].Best.Reason);
        Assert.Null(Values().MarkerResponses("id", "when", "cga", "start", Half with { BaselineWindowDays = 14 }).Subjects[1].Baseline);
    }

    [Fact]
    public void Odd_values_and_options_are_refused_or_told()
    {
        DataFrame twice = Values();
        twice["when"][1] = twice["when"][0];
        Assert.Contains("Subject 'a' has two values on 2019-11-22: 2000 (row 2) and 800 (row 3); the larger one counts.",
            twice.MarkerResponses("id", "when", "cga", "start", Half).Notes);
        DataFrame negative = Values();
        negative["cga"][0] = -1.0;
        Assert.Contains("row 2: found chromogranin A -1; expected 0 or more",
            Assert.Throws<ArgumentException>(() => negative.MarkerResponses("id", "when", "cga", "start", Half)).Message);
        Assert.Contains("ResponsePercent", Assert.Throws<ArgumentException>(
            () => Values().MarkerResponses("id", "when", "cga", "start", Half with { ResponsePercent = 0 })).Message);
        Assert.Contains("where the thresholds come from",
            Assert.Throws<ArgumentException>(() => Values()
                .MarkerResponses("id", "when", "cga", "start", Half with { Source = " " })).Message);
    }
}
