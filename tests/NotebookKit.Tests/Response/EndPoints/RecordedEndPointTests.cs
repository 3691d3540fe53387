using Microsoft.Data.Analysis;
using NotebookKit.Response.EndPoints;

namespace NotebookKit.Tests.Response.EndPoints;

/// <summary>End points from time points judged elsewhere.</summary>
public sealed class RecordedEndPointTests
{
    // a: PR day 40, PD day 100. b: SD, dies on day 90. c: SD, then nothing. d: no response. e: PR and CR, dies on day 200. f: PD first.
    private static DataFrame Calls(bool dates)
    {
        (string Id, int? Day, string? Call, int? Death, int? Therapy)[] rows =
        [
            ("a", 40, "PR", null, null), ("a", 70, "NE", null, null), ("a", 100, "PD", null, null), ("b", 50, "SD", 90, null),
            ("c", 30, "SD", null, 60), ("c", 120, "Stable disease", null, 60),
            ("d", null, null, null, null), ("e", 45, "PR", 200, null), ("e", 80, "CR", 200, null), ("f", 28, "PD", null, null),
            ("f", 60, "PR", null, null),
        ];
        DataFrameColumn days(string name, Func<(string Id, int? Day, string? Call, int? Death, int? Therapy), int?> of) => dates
            ? new DateTimeDataFrameColumn(name, rows.Select(r => of(r) is { } d
                ? TestPatient.Day(d).ToDateTime(TimeOnly.MinValue)
                : (DateTime?)null))
            : new Int32DataFrameColumn(name, rows.Select(of));
        return new DataFrame(new StringDataFrameColumn("id", rows.Select(r => r.Id)), days("when", r => r.Day),
            new StringDataFrameColumn("call", rows.Select(r => r.Call)!),
            days("start", _ => 0), days("died", r => r.Death), days("therapy", r => r.Therapy));
    }

    private static RecordedEndPoints Derive(bool dates, EndPointOptions? options = null) =>
        Calls(dates).RecordedEndPoints("id", "when", "call", dates ? "start" : null, "died", "therapy", options);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Six_subjects_by_hand(bool dates)
    {
        RecordedEndPoints found = Derive(dates);
        DataFrame frame = found.ToDataFrame();
        // c: SD of day 30 is early, that of day 120 after new therapy
        Assert.Equal(["PR", "SD", "NE", "NE", "CR", "PD"], frame["best_response"].Cast<string>());
        Assert.Equal([100, 90, 120, 0, 200, 28], frame["pfs_days"].Cast<int>());
        Assert.Equal([1, 1, 0, 0, 1, 1], frame["pfs_event"].Cast<int>());
        Assert.Equal([100, 50, 120, 0, 80, 28], frame["ttp_days"].Cast<int>());
        Assert.Equal([1, 0, 0, 0, 0, 1], frame["ttp_event"].Cast<int>());
        Assert.Equal([40, null, null, null, 45, null], frame["ttr_days"].Cast<int?>());
        Assert.Equal([60, null, null, null, 155, null], frame["dor_days"].Cast<int?>());
        Assert.Equal([1, null, null, null, 1, null], frame["dor_event"].Cast<int?>());
        Assert.Equal([1, 1, 0, 0, 1, 0], frame["disease_control"].Cast<int>());
        Assert.Equal("progression: as recorded", frame["pfs_reason"][0]);
        Assert.Equal(100 / 30.4375, frame["pfs_months"][0]);
        string text = found.ToString();
        Assert.Contains("responses as recorded", text);
        Assert.Contains("nothing was judged again", text);
        Assert.Contains("1 subject without any response counts as not evaluable", text);
    }

    [Fact]
    public void Options_change_what_they_say()
    {
        Assert.Equal([1, 2, 0, 0, 2, 1], Derive(true, new() { Death = DeathRule.Competing }).ToDataFrame()["ttp_event"].Cast<int>());
        Assert.Equal([100, 90, 30, 0, 200, 28], Derive(true, new() { NewTherapy = InterveningRule.Censor }).ToDataFrame()["pfs_days"]
            .Cast<int>());
        DataFrame therapy = Derive(true, new() { NewTherapy = InterveningRule.Event }).ToDataFrame();
        Assert.Equal((60, 1), (therapy["pfs_days"][2], therapy["pfs_event"][2]));
        DataFrame gap = Derive(true, new() { MaxGapDays = 100 }).ToDataFrame(); // e dies 120 days after the last assessment
        Assert.Equal((80, 0), (gap["pfs_days"][4], gap["pfs_event"][4]));
        Assert.Equal(101, Derive(true, new() { AddDay = true }).ToDataFrame()["pfs_days"][0]);
        DataFrame confirmed = Derive(true, new() { Response = new() { Best = new() { ConfirmationDays = 28 } } }).ToDataFrame();
        Assert.Equal([null, null, null, null, 45, null], confirmed["ttr_days"].Cast<int?>()); // PR then PD; PR then CR 35 days on
    }

    [Fact]
    public void Options_that_cannot_reach_the_result_are_errors()
    {
        Assert.Contains("only Death, NewTherapy",
            Assert.Throws<ArgumentException>(() => Derive(true, new() { Source = EndPointSource.Measurements })).Message);
        Assert.Contains("name the column", Assert.Throws<ArgumentException>(() =>
            Calls(true).RecordedEndPoints("id", "when", "call", "start", options: new() { NewTherapy = InterveningRule.Censor })).Message);
        Assert.Contains("name the column of time zero",
            Assert.Throws<ArgumentException>(() => Calls(true).RecordedEndPoints("id", "when", "call")).Message);
        Assert.Contains("leave the reference out",
            Assert.Throws<ArgumentException>(() => Calls(false).RecordedEndPoints("id", "when", "call", "start")).Message);
    }

    [Fact]
    public void Odd_rows_are_told()
    {
        var frame = new DataFrame(
            new StringDataFrameColumn("id", ["a", "a", "b", "b", "c"]), new Int32DataFrameColumn("day", [0, 60, 30, 90, 30]),
            new StringDataFrameColumn("call", ["PD", "SD", "SD", "PD", "SD"]), new Int32DataFrameColumn("died", [null, null, 60, 60, -5]));
        RecordedEndPoints found = frame.RecordedEndPoints("id", "day", "call", death: "died");
        Assert.Contains("Subject 'a': the progression on day 0 is not after time zero and counts for nothing.", found.Notes);
        Assert.Contains("Subject 'b': the assessment on day 90 is after death and counts for nothing.", found.Notes);
        Assert.Contains("Subject 'c': death on day -5 is before time zero and is not used.", found.Notes);
        Assert.Equal([(60, 0), (60, 1), (30, 0)], found.Subjects.Select(s => (s.ProgressionFree.Days, s.ProgressionFree.Event)));
        frame["died"][2] = 61;
        Assert.Contains("row 5: subject 'b' has a second day of death, day 60; expected day 61",
            Assert.Throws<ArgumentException>(() => frame.RecordedEndPoints("id", "day", "call", death: "died")).Message);
        var halves = new DataFrame(new StringDataFrameColumn("id", ["a"]), new DoubleDataFrameColumn("day", [1.5]),
            new StringDataFrameColumn("call", ["SD"]));
        Assert.Contains("row 2: found 1.5; expected whole days",
            Assert.Throws<ArgumentException>(() => halves.RecordedEndPoints("id", "day", "call")).Message);
    }

    // The reference cases of the best response give the same here.
    [Fact]
    public void Best_responses_are_those_of_the_other_door()
    {
        DataFrame calls = Calls(true);
        Assert.Equal(calls.BestResponses("id", "when", "call", "start", new() { UntilNewTherapy = false }).Subjects.Select(
            s => s.Best.Response),
            calls.RecordedEndPoints("id", "when", "call", "start").Subjects.Select(s => s.Best.Response));
    }
}
