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
        Send(7, "execute", new JsonObject { ["code"] = "System.Diagnostics.Process.Start(\"echo\", \"noise\").WaitForExit(); 1", ["cell"] = "cell 3" });
        Assert.Equal("1", (string?)(await ReadAsync())["params"]!["output"]!["data"]!["text/plain"]);
        Assert.True((bool)(await ReadAsync())["result"]!["succeeded"]!);
        Send(8, "nonsense", []);
        Assert.Contains("nonsense", (string?)(await ReadAsync())["error"]!["message"]);

        _host.StandardInput.Close();
        await _host.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        Assert.Equal(0, _host.ExitCode);
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
        while (await _host.StandardOutput.ReadLineAsync() is { } line)
            if (line.StartsWith('{')) return JsonNode.Parse(line)!.AsObject();
        throw new EndOfStreamException();
    }
}
