using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NotebookKit.Notebooks.Tests;

public sealed class HostTests : IDisposable
{
    private readonly Process _host = Process.Start(new ProcessStartInfo(
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "notebookkit.exe" : "notebookkit"), ["host"])
    {
        RedirectStandardInput = true, RedirectStandardOutput = true,
    })!;

    public void Dispose()
    {
        if (!_host.HasExited) _host.Kill();
        _host.Dispose();
    }

    [Fact]
    public async Task Cells_queries_input_and_interrupts_travel_over_the_pipes()
    {
        Assert.Equal("ready", (string?)(await ReadAsync())["method"]);
        Send(1, "open", new JsonObject { ["folder"] = Path.GetTempPath() });
        Assert.NotNull((await ReadAsync())["result"]);

        Send(2, "execute", new JsonObject { ["code"] = "var lesions = 3; Console.Write(input(\"n? \"));", ["cell"] = "cell 1" });
        JsonObject question = await ReadAsync();
        Assert.Equal("n? ", (string?)question["params"]!["prompt"]);
        await WriteAsync(new JsonObject { ["id"] = question["id"]!.DeepClone(), ["result"] = "five" });
        Assert.Equal("five", (string?)(await ReadAsync())["params"]!["output"]!["text"]);
        Assert.True((bool)(await ReadAsync())["result"]!["succeeded"]!);

        Send(3, "execute", new JsonObject { ["code"] = "while (true) { }", ["cell"] = "cell 2" });
        Send(4, "complete", new JsonObject { ["code"] = "les", ["position"] = 3 });
        Assert.Equal("lesions", (string?)(await ReadAsync())["result"]!["items"]![0]!["text"]);
        Send(5, "interrupt", []);
        Assert.Equal(5, (int)(await ReadAsync())["id"]!);
        Assert.Equal("Interrupted", (string?)(await ReadAsync())["params"]!["output"]!["ename"]);
        Assert.False((bool)(await ReadAsync())["result"]!["succeeded"]!);

        Send(6, "variables", []);
        Assert.Equal("3", (string?)(await ReadAsync())["result"]!["variables"]![0]!["value"]);
        Send(7, "execute", new JsonObject { ["code"] = "System.Diagnostics.Process.Start(\"echo\", \"noise\").WaitForExit(); 1",
            ["cell"] = "cell 3" });
        Assert.Equal("1", (string?)(await ReadAsync())["params"]!["output"]!["data"]!["text/plain"]);
        Assert.True((bool)(await ReadAsync())["result"]!["succeeded"]!);
        Send(8, "nonsense", []);
        Assert.Contains("nonsense", (string?)(await ReadAsync())["error"]!["message"]);

        foreach (string odd in new[] { "{\"method\":5}", "{\"id\":9,\"method\":5}", "{\"id\":1,\"result\":5}",
            "{\"id\":\"x\",\"result\":\"x\"}", "{\"method\":\"nonsense\",\"method\":\"x\"}", "{\"method\":\"execute\"}",
            "{\"id\":10,\"method\":\"open\",\"params\":{\"folder\":3,\"maxStreamCharacters\":\"x\"}}", "[1]",
            "{\"id\":[1],\"method\":\"complete\",\"params\":{\"code\":1,\"position\":\"x\"}}" })
            await _host.StandardInput.WriteLineAsync(odd);
        Send(11, "isComplete", new JsonObject { ["code"] = "1" });
        JsonObject last;
        do last = await ReadAsync(); while (last["id"]?.ToJsonString() != "11");
        Assert.Equal("complete", (string?)last["result"]!["status"]);

        _host.StandardInput.Close();
        await _host.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        Assert.Equal(0, _host.ExitCode);
    }

    /// <remarks>A thousand million draws: hours, were they all made, in a loop of the library, which the engine's checks do not
    /// reach.</remarks>
    [Fact(Timeout = 120_000)]
    public async Task A_long_permutation_of_patients_is_interrupted_and_the_session_lives()
    {
        await OpenAsync();
        Assert.Empty(await ExecuteAsync(1, """
            #r "KIT/NotebookKit.dll"
            #r "KIT/Microsoft.Data.Analysis.dll"
            using Microsoft.Data.Analysis;
            using NotebookKit;
            int[] rows = Enumerable.Range(0, 240).ToArray();
            var set = new DataFrame(
                new StringDataFrameColumn("id", rows.Select(i => "r" + i)), new StringDataFrameColumn("patient", rows.Select(i => "p" + i / 2)),
                new StringDataFrameColumn("arm", rows.Select(i => i / 2 % 2 == 0 ? "a" : "b")), new DoubleDataFrameColumn("months", rows.Select(i => 1.0 + i * 7 % 46)),
                new Int32DataFrameColumn("event", rows.Select(i => i % 3 == 0 ? 0 : 1))).AnalysisSet("scans", "id", "patient", "arm");
            """.Replace("KIT", Repository.Path("artifacts", "kit").Replace('\\', '/'), StringComparison.Ordinal)));
        Send(2, "execute", new JsonObject
        {
            ["code"] = "Console.WriteLine(\"go\"); set.PermutationLogRank(\"months\", \"event\", new() { Draws = 1_000_000_000 })",
            ["cell"] = "cell 2",
        });
        Assert.Contains("go", (string?)(await ReadAsync())["params"]!["output"]!["text"], StringComparison.Ordinal);
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        Send(3, "interrupt", []);
        JsonObject message;
        do message = await ReadAsync(); while (message["id"]?.ToJsonString() != "2");
        Assert.False((bool)message["result"]!["succeeded"]!);
        Assert.Equal("240", (string?)(await ExecuteAsync(4, "set.N")).Single()["data"]!["text/plain"]);
    }

    [Theory]
    [InlineData("var t = new Thread(() => throw new Exception(\"boom\")); t.Start(); t.Join();")]
    [InlineData("ThreadPool.QueueUserWorkItem(_ => throw new Exception(\"boom\")); Thread.Sleep(2000);")]
    [InlineData("new Timer(_ => throw new Exception(\"boom\")).Change(0, -1); Thread.Sleep(2000);")]
    public async Task A_thread_that_throws_fails_its_cell_and_not_the_process(string code)
    {
        await OpenAsync();
        await ExecuteAsync(1, "int kept = 7;");
        JsonObject error = (await ExecuteAsync(2, code)).Single();
        Assert.Equal("boom", (string?)error["evalue"]);
        Assert.Equal(1, (int?)error["line"]);
        Assert.Equal(["System.Exception: boom", "   at cell 2, line 1", "   in work that cell 2 started without waiting for it"],
            error["traceback"]!.AsArray().Select(l => (string?)l));
        Assert.Equal("7", (string?)(await ExecuteAsync(3, "kept")).Single()["data"]!["text/plain"]);
    }

    [Fact]
    public async Task A_thread_that_throws_after_its_cell_is_told_there()
    {
        await OpenAsync();
        await ExecuteAsync(1,
            "var go = new ManualResetEventSlim(); new Thread(() => { go.Wait(); throw new Exception(\"late\"); }).Start();");
        await ExecuteAsync(2, "2");
        Send(3, "execute", new JsonObject { ["code"] = "go.Set();", ["cell"] = "cell 3" });
        List<JsonObject> answers = [await ReadAsync(), await ReadAsync()];
        Assert.True((bool)answers.Single(a => a["id"] is not null)["result"]!["succeeded"]!);
        JsonNode told = answers.Single(a => a["id"] is null)["params"]!;
        Assert.Equal(1, (int)told["request"]!);
        Assert.Equal("stderr", (string?)told["output"]!["name"]);
        Assert.StartsWith("System.Exception: late\n", (string?)told["output"]!["text"]);
    }

    [Fact]
    public async Task An_interrupt_also_ends_the_looping_threads_of_a_cell_and_the_process_lives_on()
    {
        await OpenAsync();
        Send(1, "execute",
            new JsonObject { ["code"] = "var t = new Thread(() => { while (true) { } }); t.Start(); Console.Write(1); while (true) { }",
                ["cell"] = "cell 1" });
        await ReadAsync();
        Send(2, "interrupt", []);
        List<JsonObject> answers = [await ReadAsync(), await ReadAsync(), await ReadAsync()];
        Assert.Contains(answers, a => (string?)a["params"]?["output"]?["ename"] == "Interrupted");
        Assert.Equal("True", (string?)(await ExecuteAsync(3, "t.Join(10_000)")).Single()["data"]!["text/plain"]);
    }

    [Fact]
    public async Task A_blocked_thread_pool_leaves_cells_and_interrupts_working()
    {
        await OpenAsync();
        await ExecuteAsync(1, "for (int i = 0; i < 300; i++) ThreadPool.QueueUserWorkItem(_ => Thread.Sleep(-1)); int kept = 7;");
        Send(2, "execute", new JsonObject { ["code"] = "Console.Write(1); while (true) { }", ["cell"] = "cell 2" });
        await ReadAsync();
        Send(3, "interrupt", []);
        List<JsonObject> answers = [await ReadAsync(), await ReadAsync(), await ReadAsync()];
        Assert.Contains(answers, a => (string?)a["params"]?["output"]?["ename"] == "Interrupted");
        Assert.Equal("7", (string?)(await ExecuteAsync(4, "await Task.Run(() => kept)")).Single()["data"]!["text/plain"]);
    }

    [Fact]
    public async Task Threads_without_end_do_not_keep_the_process_alive()
    {
        await OpenAsync();
        await ExecuteAsync(1, "Thread.CurrentThread.IsBackground = false; new Thread(() => { while (true) Thread.Sleep(1000); }).Start();");
        _host.StandardInput.Close();
        await _host.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        Assert.Equal(0, _host.ExitCode);
    }

    private async Task OpenAsync()
    {
        Assert.Equal("ready", (string?)(await ReadAsync())["method"]);
        Send(0, "open", new JsonObject { ["folder"] = Path.GetTempPath() });
        Assert.NotNull((await ReadAsync())["result"]);
    }

    /// <summary>Runs a cell to its end and gives its outputs.</summary>
    private async Task<List<JsonObject>> ExecuteAsync(int id, string code)
    {
        Send(id, "execute", new JsonObject { ["code"] = code, ["cell"] = $"cell {id}" });
        var outputs = new List<JsonObject>();
        JsonObject message;
        while ((message = await ReadAsync())["id"] is null) outputs.Add(message["params"]!["output"]!.AsObject());
        return outputs;
    }

    private void Send(int id, string method, JsonObject parameters) =>
        WriteAsync(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }).GetAwaiter().GetResult();

    private async Task WriteAsync(JsonObject message)
    {
        await _host.StandardInput.WriteLineAsync(message.ToJsonString());
        await _host.StandardInput.FlushAsync();
    }

    private async Task<JsonObject> ReadAsync()
    {
        // A host that does not answer shall fail the test, not hold it.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await _host.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            if (line.StartsWith('{')) return JsonNode.Parse(line)!.AsObject();
        throw new EndOfStreamException();
    }
}
