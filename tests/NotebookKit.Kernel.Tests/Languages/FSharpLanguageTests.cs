using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Tests.Languages;

public class FSharpLanguageTests
{
    [Fact]
    public async Task FSharp_keeps_its_values_and_shows_the_last()
    {
        await using var session = new TestSession();
        Assert.Null(
            (await session.OkAsync(
                "#!fsharp\ntype Arm = { Name: string; Size: int }\nlet twice x = 2 * x\nlet arms = [ { Name = \"A\"; Size = 20 }; { Name = "
                    + "\"B\"; Size = 6 } ]")).Result);
        RecordingSink sink = await session.OkAsync("#!fsharp\nprintfn \"%d arms\" arms.Length\narms |> List.sumBy (fun a -> twice a.Size)");
        Assert.Equal("2 arms\n", sink.StandardOutput);
        Assert.Equal("52", sink.Result);
    }

    [Theory]
    [InlineData("open System.Collections.Generic\nlet list = List<string>()\nlist.Add \"x\"\nlist.Count", "1")]
    [InlineData("let d = System.Collections.Generic.Dictionary<string, int>()\nd.[\"a\"] <- 2\nlet h = "
        + "System.Collections.Generic.HashSet<int>([1; 1])\nd.[\"a\"] + h.Count", "3")]
    [InlineData("let r = System.Text.RegularExpressions.Regex(\"a+\")\nuse c = new System.Net.Http.HttpClient()\nr.Match(\"baa\").Value",
        "aa")]
    [InlineData("let writer = new StringWriter()\nwriter.Write(Math.PI > 3.0)\nStringBuilder(string writer).Length", "4")]
    public async Task The_whole_framework_is_known(string code, string result)
    {
        await using var session = new TestSession();
        Assert.Equal(result, (await session.OkAsync("#!fsharp\n" + code)).Result);
    }

    [Fact]
    public async Task What_cells_call_without_naming_a_class_is_there_too()
    {
        await using var session = new TestSession();
        RecordingSink sink = await session.OkAsync(
            "#!fsharp\ndisplay \"shown\" |> ignore\nHTML \"<b>x</b>\" |> display |> ignore\nFormatter.ListExpansionLimit <- 20");
        MimeBundle[] shown = [.. sink.Outputs.OfType<DisplayOutput>().Select(d => d.Data)];
        Assert.Equal("shown", shown[0].Text(MimeTypes.Plain));
        Assert.Equal(2, shown.Length);
        Assert.Equal("<b>x</b>", shown[1].Text(MimeTypes.Html));
    }

    [Fact]
    public async Task A_package_that_brings_its_own_FSharp_library_before_the_first_FSharp_cell_does_not_keep_it_from_running()
    {
        await using var session = new TestSession();
        await session.OkAsync("#r \"nuget: Plotly.NET, 6.0.0\"\nusing Plotly.NET;");
        Assert.Equal("3", (await session.OkAsync("#!fsharp\nopen Plotly.NET\nlet chart = Chart.Point([1, 2; 3, 4])\n1 + 2")).Result);
    }

    [Fact]
    public async Task A_compilation_error_names_the_line_of_the_cell()
    {
        await using var session = new TestSession();
        CellError error = (await session.RunAsync("\n#!fsharp\nlet a = 1\nlet b = nonsense")).Result.Error!;
        Assert.Equal("Compilation error", error.Name);
        Assert.Equal(4, error.Line);
        Assert.Contains("nonsense", error.Message);
    }

    [Fact]
    public async Task An_exception_is_told_and_what_earlier_cells_set_is_kept()
    {
        await using var session = new TestSession();
        await session.OkAsync("#!fsharp\nlet y = 7");
        CellError error = (await session.RunAsync("#!fsharp\nlet z = 1\n(failwith \"boom\" : int)")).Result.Error!;
        Assert.Equal("boom", error.Message);
        Assert.Equal(("System.Exception", 3), (error.Name, error.Line));
        Assert.Equal(["System.Exception: boom", "   at cell 2, line 3"], error.Trace);
        Assert.Equal("7", (await session.OkAsync("#!fsharp\ny")).Result);
    }

    [Fact]
    public async Task An_error_inside_an_earlier_function_names_both_places_and_nothing_of_the_compiler()
    {
        await using var session = new TestSession();
        await session.OkAsync(
            "#!fsharp\nlet checkAll (values: int list) =\n    values\n    |> List.map (fun v ->\n        if v = 2 then failwithf \"bad "
                + "%d\" v\n        v)");
        CellError error = (await session.RunAsync("#!fsharp\n\ncheckAll [ 1; 2 ]")).Result.Error!;
        Assert.Equal(("System.Exception", "bad 2", 3), (error.Name, error.Message, error.Line));
        Assert.Equal(["System.Exception: bad 2", "   at cell 1, line 5", "   at cell 2, line 3"], error.Trace.Distinct());
    }

    [Fact]
    public async Task A_warning_is_printed_with_its_place()
    {
        await using var session = new TestSession();
        RecordingSink sink = await session.OkAsync("#!fsharp\nlet first x =\n    match x with\n    | Some y -> y");
        Assert.StartsWith("cell 1, line 3, column 11: warning FS0025: Incomplete pattern matches", sink.StandardError);
    }

    [Fact]
    public async Task Values_and_data_frames_go_both_ways_as_copies()
    {
        await using var session = new TestSession();
        await session.OkAsync(TestFrames.Reference
            + "var df = new DataFrame(new DoubleDataFrameColumn(\"x\", new double?[] { 1, null, 3 })); var numbers = new[] { 1, 2, 3 }; "
            + "var text = \"t\";");
        Assert.Equal("4 6 t", (await session.OkAsync(
            "#!fsharp\n#!share --from csharp df\n#!share --from csharp numbers\n#!share --from csharp text\nsprintf \"%g %d %s\" "
                + "(df.[\"x\"].Sum() :?> float) (Array.sum numbers) text")).Result);
        await session.OkAsync(
            "#!fsharp\nnumbers.[0] <- 100\ndf.[0L, 0] <- 50.0\nlet back = df\nlet list = [ 1; 2 ]\nlet pair = struct (1, \"a\")");
        Assert.Equal("1 1", (await session.OkAsync("$\"{numbers[0]} {df[0, 0]}\"")).Result);
        await session.OkAsync("#!share --from fsharp back\n#!share --from fsharp list\n#!share --from fsharp pair");
        Assert.Equal("50 3 a", (await session.OkAsync("$\"{back[0, 0]} {list.Sum()} {pair.Item2}\"")).Result);
    }

    [Fact]
    public async Task FSharp_sees_the_assemblies_of_the_notebook_and_its_values_have_their_formatters()
    {
        await using var session = new TestSession();
        await session.OkAsync(TestFrames.Reference + "1");
        RecordingSink sink = await session.OkAsync(
            "#!fsharp\nopen Microsoft.Data.Analysis\nDataFrame(Int32DataFrameColumn(\"n\", [| 5 |]))");
        Assert.Equal("n\n5\n1 row × 1 column", sink.Result);
    }

    [Fact]
    public async Task A_null_is_shared_too()
    {
        await using var session = new TestSession();
        await session.OkAsync("string nothing = null;");
        Assert.Equal("True", (await session.OkAsync("#!fsharp\n#!share --from csharp nothing\nisNull nothing")).Result);
    }

    [Theory(Timeout = 240_000)]
    [InlineData("let mutable i = 0\nwhile true do i <- i + 1")]
    [InlineData("let mutable s = 0.0\nwhile true do\n    s <- s + List.sum [ for k in 1 .. 9 -> sqrt (float k) ]")]
    [InlineData("let rec fib n = if n < 2 then n else fib (n - 1) + fib (n - 2)\nfib 60")]
    [InlineData("let f () =\n    let rec fib (n: int) : int =\n        if n < 2 then n\n        else fib (n - 1) + fib (n - 2)\n"
        + "    fib 60\nf ()")]
    [InlineData("let rec even (n: int) : bool = if n < 1 then odd 1 else odd (n - 1)\nand odd n = even n\neven 1")]
    [InlineData("for i in Seq.initInfinite id do\n    if i < 0 then printfn \"%d\" i")]
    public async Task An_interrupt_stops_loops_and_recursions_and_keeps_values(string code)
    {
        await using var session = new TestSession();
        await session.OkAsync("#!fsharp\nlet kept = 41");
        using var interrupt = new CancellationTokenSource();
        var sink = new RecordingSink();
        Task<CellResult> cell = session.Session.ExecuteAsync("#!fsharp\nSystem.Console.WriteLine(\"go\")\n" + code, "cell", sink,
            interrupt.Token);
        await sink.UntilAsync(s => s.StandardOutput.Contains("go"));
        await Task.Delay(200);
        Assert.False(cell.IsCompleted);
        await interrupt.CancelAsync();
        CellError error = (await cell).Error!;
        Assert.Equal(CellError.Interrupted, error.Name);
        Assert.DoesNotContain("cannot be stopped", error.Message);
        Assert.Equal("41", (await session.OkAsync("#!fsharp\nkept")).Result);
    }

    [Theory]
    [InlineData("let rec gcd (a, b) = if b = 0 then a else gcd (b, a % b)\ngcd (12, 18)", "6")]
    [InlineData("let rec length = function [] -> 0 | _ :: rest -> 1 + length rest\nlength [ 1; 2; 3 ]", "3")]
    [InlineData("let rec down () = 5\ndown ()", "5")]
    [InlineData("let rec sum (xs: string list) = match xs with\n                                | [] -> 0\n"
        + "                                | x :: rest -> x.Length + sum rest\nsum [ \"ab\"; \"c\" ]", "3")]
    [InlineData("let rec last<'a> (xs: 'a list) : 'a =\n    match xs with\n    | [ x ] -> x\n    | _ -> last (List.tail xs)\n"
        + "last [ 1; 2 ]", "2")]
    [InlineData("let mutable n = 0\nfor KeyValue(k, v) in dict [ (1, 2); (3, 4) ] do n <- n + k * v\nn", "14")]
    [InlineData("let mutable n = 0\nwhile n < 3\n      && n >= 0 do n <- n + 1\nn", "3")]
    [InlineData("let mutable n = 0\nwhile (n < 3) do n <- n + 1; n <- n + 0\nn", "3")]
    [InlineData("let xs = seq { for i in 1 .. 3 do yield i * i }\nSeq.sum xs", "14")]
    [InlineData("(<@ let rec f (n: int) : int = f n in f 1 @>).ToString().Contains(\"Checked\")", "False")]
    public async Task Checks_for_interrupts_change_nothing(string code, string result)
    {
        await using var session = new TestSession();
        Assert.Equal(result, (await session.OkAsync("#!fsharp\n" + code)).Result);
    }

    [Fact]
    public async Task Warnings_after_a_check_keep_their_columns()
    {
        await using var session = new TestSession();
        RecordingSink sink = await session.OkAsync(
            "#!fsharp\nlet rec f n = (if n > 0 then f (n - 1) else 0) + (match Some 1 with Some x -> x)\nf 1");
        Assert.Contains("line 2, column 57: warning FS0025", sink.StandardError);
    }
}
