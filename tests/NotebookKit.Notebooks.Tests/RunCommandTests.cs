using System.Text.Json.Nodes;

namespace NotebookKit.Notebooks.Tests;

public sealed class RunCommandTests : IDisposable
{
    private readonly string _output = Directory.CreateTempSubdirectory("notebookkit").FullName;

    public void Dispose() => Directory.Delete(_output, recursive: true);

    [Fact]
    public async Task A_notebook_runs_into_an_executed_copy_and_a_report()
    {
        string source = Notebook("succeed");
        string before = await File.ReadAllTextAsync(source);
        (int code, string output, string errors) = await RunAsync(source);
        Assert.True(code == 0, output + errors);
        Assert.Equal(before, await File.ReadAllTextAsync(source));
        string report = await File.ReadAllTextAsync(Path.Combine(_output, "succeed.html"));
        Assert.Contains("3 rows", report);
        Assert.DoesNotContain("<img src=x", report);
        Assert.Single(Directory.GetFiles(_output, "plotly-*.js"));
        JsonArray cells = Executed("succeed")["cells"]!.AsArray();
        Assert.IsType<JsonObject>(cells[7]!["outputs"]![0]!["data"]!["application/vnd.plotly.v1+json"]);
        Assert.Contains("succeed.html", await File.ReadAllTextAsync(Path.Combine(_output, "index.html")));
    }

    [Fact]
    public async Task A_failing_cell_stops_its_notebook_but_not_the_next()
    {
        (int code, string output, string errors) = await RunAsync(Notebook("fail"), Notebook("missing-file"), Notebook("flood"));
        Assert.Equal(1, code);
        Assert.Contains("fail.ipynb, cell 2, line 2: System.InvalidOperationException: on purpose", errors);
        Assert.Contains("missing-file.ipynb, cell 1, line 1", errors);
        Assert.Contains("no-such-cohort/patients.csv", errors);
        Assert.Contains("flood.ipynb  2 cells", output);
        JsonArray cells = Executed("fail")["cells"]!.AsArray();
        Assert.Equal("before\n", (string?)cells[1]!["outputs"]![0]!["text"]![0]);
        Assert.Equal("error", (string?)cells[2]!["outputs"]![0]!["output_type"]);
        Assert.Empty(cells[3]!["outputs"]!.AsArray());
        Assert.True(new FileInfo(Path.Combine(_output, "flood.ipynb")).Length < 2_000_000, "100 MB of text was kept");
    }

    [Fact]
    public async Task A_cell_that_exits_loses_nothing_and_stops_only_its_notebook()
    {
        (int code, _, string errors) = await RunAsync(Notebook("exit"));
        Assert.Equal(1, code);
        Assert.Contains("exit.ipynb, cell 2", errors);
        Assert.Equal("kept\n", (string?)Executed("exit")["cells"]![0]!["outputs"]![0]!["text"]![0]);
    }

    [Theory]
    [InlineData("int Deeper(int n) => 1 + Deeper(n + 1); Deeper(0)", "the stack overflowed: 'Deeper(Int32)' calls itself without end")]
    [InlineData("Environment.FailFast(\"no more\");", "Environment.FailFast was called: no more")]
    public async Task A_cell_that_kills_its_process_is_told_by_its_reason_and_the_next_notebook_runs(string code, string reason)
    {
        string[] paths = [Path.Combine(_output, "a.ipynb"), Path.Combine(_output, "b.ipynb")];
        await File.WriteAllTextAsync(paths[0], $"{{\"cells\":[{Cell("Console.WriteLine(\"kept\");")},{Cell(code)},{Cell("3")}]}}");
        await File.WriteAllTextAsync(paths[1], $"{{\"cells\":[{Cell("6*7")}]}}");
        (int exit, string output, string errors) = await RunAsync([.. paths, "-o", Path.Combine(_output, "out")]);
        Assert.Equal(1, exit);
        Assert.Contains("a.ipynb, cell 2: The kernel ended:", errors);
        Assert.Contains(reason, errors);
        Assert.Contains("b.ipynb  1 cells", output);
        Assert.Equal("kept\n", (string?)Executed(Path.Combine("out", "a"))["cells"]![0]!["outputs"]![0]!["text"]![0]);
    }

    [Fact]
    public async Task A_notebook_finds_nothing_of_the_one_before_it_though_one_process_runs_both()
    {
        string file = Path.Combine(_output, "left-open.txt").Replace('\\', '/');
        string[] codes =
        [
            "Environment.SetEnvironmentVariable(\"NOTEBOOKKIT_LEFT\", \"1\"); Environment.SetEnvironmentVariable(\"PATH\", \"\"); "
            + "Formatter.Register<Version>((v, w) => w.Write(\"mine\"), \"text/plain\");"
                + $"System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture; "
                + $"Console.SetOut(TextWriter.Null); new FileStream(\"{file}\", FileMode.Create); var left = 1; using System.Net;",
            $"File.WriteAllText(\"{file}\", \"free\"); "
            + $"Console.WriteLine($\"{{Environment.GetEnvironmentVariable(\"NOTEBOOKKIT_LEFT\")}}"
                + $"{{Environment.GetEnvironmentVariable(\"PATH\")!.Length > 0}}\"); display(new Version(1, 2));"
                + " Console.WriteLine(Environment.ProcessId);",
            "Console.WriteLine(Environment.ProcessId); left",
            "AppDomain.CurrentDomain.SetData(\"used\", true);",
            "if (AppDomain.CurrentDomain.GetData(\"used\") is not null) throw new Exception(\"not alone\");",
        ];
        string[] paths = [.. codes.Select((_, i) => Path.Combine(_output, $"{i}.ipynb"))];
        for (int i = 0; i < codes.Length; i++) await File.WriteAllTextAsync(paths[i], $"{{\"cells\":[{Cell(codes[i])}]}}");
        (int exit, string output, string errors) = await RunAsync([.. paths, "-o", Path.Combine(_output, "out")]);
        Assert.Equal(1, exit);
        string second = Executed(Path.Combine("out", "1"))["cells"]![0]!["outputs"]!.ToJsonString();
        Assert.Contains("\"True\\n\"", second);
        Assert.Contains("1.2", second);
        Assert.DoesNotContain("mine", second);
        // A name of the notebook before is an error of this one, which is not run again for it.
        Assert.Contains("2.ipynb, cell 1, line 1: Compilation error: CS0103: The name 'left'", errors);
        Assert.DoesNotContain("2.ipynb  runs again", output);
        Assert.Contains("4.ipynb  runs again", output);
        Assert.Contains("4.ipynb  1 cells", output);
    }

    private static string Cell(string code) => new JsonObject { ["cell_type"] = "code", ["source"] = code }.ToJsonString();

    [Fact]
    public async Task An_endless_loop_ends_at_the_time_limit_and_what_it_printed_is_kept()
    {
        (int code, _, string errors) = await RunAsync(Notebook("loop"), "--timeout", "5");
        Assert.Equal(1, code);
        Assert.Contains("loop.ipynb, cell 1", errors);
        Assert.Equal("started\n", (string?)Executed("loop")["cells"]![0]!["outputs"]![0]!["text"]![0]);
    }

    [Fact]
    public async Task The_notebook_itself_is_written_only_when_asked_and_only_after_success()
    {
        string good = Path.Combine(_output, "good.ipynb"), bad = Path.Combine(_output, "bad.ipynb");
        await File.WriteAllTextAsync(good, "{\"cells\":[{\"cell_type\":\"code\",\"source\":\"6*7\",\"x\":1}]}");
        File.Copy(Notebook("fail"), bad);
        string before = await File.ReadAllTextAsync(bad);
        await RunAsync(good, bad, "--in-place", "-o", Path.Combine(_output, "out"));
        Assert.Contains("\"42\"", await File.ReadAllTextAsync(good));
        Assert.Equal(before, await File.ReadAllTextAsync(bad));
    }

    [Fact]
    public async Task No_notebook_is_overwritten_by_a_run_and_no_report_by_another()
    {
        string link = Path.Combine(_output, "link"), same = Path.Combine(_output, "same.ipynb"),
            index = Path.Combine(_output, "index.ipynb"), text = Path.Combine(_output, "same.dib");
        await File.WriteAllTextAsync(same, $"{{\"cells\":[{Cell("throw new Exception();")}]}}");
        await File.WriteAllTextAsync(index, $"{{\"cells\":[{Cell("1")}]}}");
        await File.WriteAllTextAsync(text, "#!csharp\n\n2");
        Directory.CreateSymbolicLink(link, _output);
        string[] before = [await File.ReadAllTextAsync(same), await File.ReadAllTextAsync(index)];
        (int code, string output, string errors) = await RunAsync(same, index, text, "-o", link);
        Assert.Equal(1, code);
        string[] after = [await File.ReadAllTextAsync(same), await File.ReadAllTextAsync(index)];
        Assert.Equal(before, after);
        Assert.Contains("same.ipynb  is written as same-executed.ipynb", output);
        foreach (string stem in new[] { "same-executed", "index-ipynb", "same-dib" })
        {
            Assert.True(File.Exists(Path.Combine(_output, stem + ".html")), stem + output + errors);
            Assert.Contains($"href=\"{stem}.html\"", await File.ReadAllTextAsync(Path.Combine(_output, "index.html")));
        }
    }

    [Fact]
    public async Task A_broken_notebook_or_a_full_disk_gets_a_sentence_and_the_others_run()
    {
        string broken = Path.Combine(_output, "broken.ipynb"), good = Path.Combine(_output, "good.ipynb"),
            folder = Path.Combine(_output, "out");
        await File.WriteAllTextAsync(broken, "{\"cells\":[{\"cell_type\":\"code\",\"metadata\":[]}]}");
        await File.WriteAllTextAsync(good, $"{{\"cells\":[{Cell("6*7")}]}}");
        // A folder where the executed copy is to be stands for a disk that refuses it.
        Directory.CreateDirectory(Path.Combine(folder, "unwritable.ipynb"));
        File.Copy(good, Path.Combine(_output, "unwritable.ipynb"));
        (int code, string output, string errors) = await RunAsync(broken, Path.Combine(_output, "unwritable.ipynb"), good, "-o", folder);
        Assert.Equal(2, code);
        Assert.Contains("broken.ipynb: not a notebook of format 4: \"metadata\" of cell 1", errors);
        Assert.Contains("unwritable.ipynb", errors);
        Assert.DoesNotContain("   at ", errors);
        Assert.Contains("good.ipynb  1 cells", output);
    }

    [Fact]
    public async Task Paths_that_lead_nowhere_are_named()
    {
        (int code, _, string errors) = await RunAsync("no-such-folder");
        Assert.Equal(2, code);
        Assert.Contains("'no-such-folder' does not exist", errors);
    }

    private static string Notebook(string name) => Repository.Path("tests", "notebooks", name + ".ipynb");

    private JsonNode Executed(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(_output, name + ".ipynb")))!;

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        if (!arguments.Contains("-o")) arguments = [.. arguments, "-o", _output];
        return await CommandLine.RunAsync(["run", .. arguments]);
    }
}
