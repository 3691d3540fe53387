using System.Diagnostics;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Languages;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Tests.Languages;

public class RLanguageTests
{
    [Fact]
    public async Task R_keeps_its_variables_and_prints_as_it_runs()
    {
        await using TestSession session = Start();
        await session.OkAsync("#!r\nx <- c(1, 2, 4)\ninvisible(3)");
        RecordingSink sink = await session.OkAsync("#!r\nmean(x) * 3\nmessage('to the other stream')");
        Assert.Equal("[1] 7\n", sink.StandardOutput);
        Assert.Equal("to the other stream\n", sink.StandardError);
    }

    [Fact]
    public async Task An_error_names_the_line_and_what_was_set_before_is_kept()
    {
        await using TestSession session = Start();
        CellError error = (await session.RunAsync("#!r\ny <- 2\nf <- function() stop('boom')\nf()")).Result.Error!;
        Assert.Equal("Error in R", error.Name);
        Assert.Equal("in f(): boom", error.Message);
        Assert.Equal(4, error.Line);
        Assert.Equal("[1] 2\n", (await session.OkAsync("#!r\ny")).StandardOutput);
        CellError syntax = (await session.RunAsync("\n#!r\nx <- (1,\n")).Result.Error!;
        Assert.Equal(3, syntax.Line);
    }

    [Fact]
    public async Task A_figure_is_shown_as_an_image()
    {
        await using TestSession session = Start();
        RecordingSink sink = await session.OkAsync("#!r\nplot(1:3)\nplot(3:1)");
        MimeBundle[] figures = [.. sink.Outputs.OfType<DisplayOutput>().Select(o => o.Data)];
        Assert.Equal(2, figures.Length);
        Assert.All(figures, f => Assert.StartsWith("<img alt=\"Figure drawn by R\" src=\"data:image/svg+xml;base64,",
            f.Text(MimeTypes.Html)));
    }

    [Fact]
    public async Task A_data_frame_goes_to_R_and_comes_back_with_every_digit_and_every_gap()
    {
        await using TestSession session = Start();
        await session.OkAsync(TestFrames.Reference + """
            var df = new DataFrame(
                new DoubleDataFrameColumn("number", new double?[] { 0.1 + 0.2, null, double.PositiveInfinity, -1e-300 }),
                new Int32DataFrameColumn("whole", new int?[] { 1, null, -3, int.MaxValue }),
                new BooleanDataFrameColumn("flag", new bool?[] { true, null, false, true }),
                new DateTimeDataFrameColumn("day", new DateTime?[] { new(2024, 2, 29), null, new(1970, 1, 1), new(1899, 12, 31) }),
                new StringDataFrameColumn("a text, \"quoted\"", new string[] { "a,\"b\"\nc", null, "", "<missing>" }));
            """);
        RecordingSink types = await session.OkAsync(
            "#!r\n#!share --from csharp df\ncat(sapply(df, class), '\\n'); cat(colSums(is.na(df)), '\\n'); cat(df$number[1] == 0.1 + 0.2, "
                + "nrow(df))");
        Assert.Equal("numeric integer logical Date character \n1 1 1 1 1 \nTRUE 4", types.StandardOutput);
        await session.OkAsync("#!share --from r df --as back");
        Assert.Equal("True", (await session.OkAsync("""
            Enumerable.Range(0, 5).All(c => Enumerable.Range(0, 4).All(r => object.Equals(df.Columns[c][r], back.Columns[c][r]) && df.Columns[c].Name == back.Columns[c].Name && df.Columns[c].GetType() == back.Columns[c].GetType()))
            """)).Result);
    }

    [Fact]
    public async Task Values_and_lists_go_both_ways()
    {
        await using TestSession session = Start();
        await session.OkAsync(
            "var numbers = new[] { 1.5, double.NaN, -2 }; var text = \"a \\\"b\\\" \\\\ \\n é\"; var yes = true; var day = new "
                + "DateTime(2024, 5, 1);");
        RecordingSink sink = await session.OkAsync(
            "#!r\n#!share --from csharp numbers\n#!share --from csharp text --as t\n#!share --from csharp yes\n#!share --from csharp "
                + "day\n#!set --name n --value 3\ncat(numbers, nchar(t), yes, format(day), n * 2L, '\\n')\ncounts <- c(1L, NA, 3L); one <- "
                + "0.1; words <- c('a', 'b')");
        Assert.Equal("1.5 NaN -2 11 TRUE 2024-05-01 6 \n", sink.StandardOutput);
        await session.OkAsync("#!share --from r counts\n#!share --from r one\n#!share --from r words\n#!share --from r t");
        Assert.Equal("True",
            (await session.OkAsync("counts[1] is null && counts[2] == 3 && one == 0.1 && words[1] == \"b\" && t == text")).Result);
    }

    [Theory]
    [InlineData("stop('boom')", "boom")]
    [InlineData("stop('boom', call. = FALSE)", "boom")]
    [InlineData("f <- function(n) stop('boom'); f(1)", "in f(1): boom")]
    public async Task An_error_names_the_function_of_the_cell_that_found_it(string code, string message)
    {
        await using TestSession session = Start();
        CellError error = (await session.RunAsync("#!r\n\n" + code)).Result.Error!;
        Assert.Equal((message, 3), (error.Message, error.Line));
    }

    [Fact]
    public async Task An_interrupt_stops_R_and_keeps_its_variables()
    {
        await using TestSession session = Start();
        await session.OkAsync("#!r\nkept <- 41");
        using var interrupt = new CancellationTokenSource();
        Task<(CellResult Result, RecordingSink)> cell = session.RunAsync("#!r\nwhile (TRUE) {}", interrupt.Token);
        await Task.Delay(500);
        var clock = Stopwatch.StartNew();
        await interrupt.CancelAsync();
        Assert.Equal(CellError.Interrupted, (await cell).Result.Error!.Name);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
        Assert.Equal("[1] 41\n", (await session.OkAsync("#!r\nkept")).StandardOutput);
    }

    [Fact]
    public async Task An_R_that_ends_is_told_and_started_anew()
    {
        await using TestSession session = Start();
        CellError error = (await session.RunAsync("#!r\nquit(save = 'no')")).Result.Error!;
        Assert.Contains("R ended", error.Message);
        Assert.Equal("[1] 1\n", (await session.OkAsync("#!r\n1")).StandardOutput);
    }

    [Fact]
    public async Task An_R_that_does_not_obey_is_ended_and_the_loss_of_its_variables_is_told()
    {
        await using TestSession session = Start();
        await session.OkAsync("#!r\nlost <- 41");
        using var interrupt = new CancellationTokenSource();
        var sink = new RecordingSink();
        Task<CellResult> cell = session.Session.ExecuteAsync(
            "#!r\ncat('started\\n')\nrepeat tryCatch(Sys.sleep(60), interrupt = function(e) 0)", "cell 2", sink, interrupt.Token);
        await sink.UntilAsync(s => s.StandardOutput == "started\n");
        await interrupt.CancelAsync();
        Assert.Equal(CellError.Interrupted, (await cell).Error!.Name);
        await sink.UntilAsync(s => s.StandardError.Contains("its variables are lost", StringComparison.Ordinal));
        Assert.Contains("'lost' not found", (await session.RunAsync("#!r\nlost")).Result.Error!.Message);
    }

    [Fact]
    public void A_missing_R_says_how_to_get_it()
    {
        using var language = new RLanguage(Repository.Root, "no-such-Rscript");
        var error = Assert.Throws<LanguageException>(() => language.Set("x", 1));
        Assert.Contains("'no-such-Rscript'", error.Message);
        Assert.Contains("Install R", error.Message);
    }

    private static TestSession Start()
    {
        bool isInstalled = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "Rscript")));
        Assert.SkipUnless(isInstalled, "R is not installed (Debian: r-base-core).");
        return new TestSession();
    }
}
