using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Packages;
using NotebookKit.Kernel.Session;
using NotebookKit.Kernel.Threads;

namespace NotebookKit.Kernel.Hosting;

/// <summary>Serves one session to another process over its standard input and output; <c>protocol.md</c> describes how.</summary>
public sealed class KernelHost
{
    /// <summary>Version of the protocol, sent with <c>ready</c>.</summary>
    public const int ProtocolVersion = 1;

    private readonly JsonLines _lines;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _questions = new();
    private NotebookSession? _session;
    private FrameQueries _frames = new();
    private ProcessState? _before;
    private int _questionCount;

    private KernelHost(JsonLines lines) => _lines = lines;

    /// <summary>Serves until the input ends.</summary>
    public static async Task ServeAsync()
    {
        // What cells print goes to their outputs; the stream itself belongs to the protocol.
        using var lines = new JsonLines(Console.OpenStandardInput(), Console.OpenStandardOutput());
        Console.SetOut(Console.Error);
        Task warm = Task.Run(NotebookSession.WarmUpAsync);
        var host = new KernelHost(lines);
        ThreadFailures.Install();
        PoolWatch.Start();
        await warm.ConfigureAwait(false);
        lines.Send(new JsonObject { ["method"] = "ready",
            ["params"] = new JsonObject { ["protocol"] = ProtocolVersion, ["pid"] = Environment.ProcessId } });
        while (await lines.ReceiveAsync().ConfigureAwait(false) is { } message) host.Take(message);
    }

    /// <summary>Handles a message; one that is not as the protocol describes it is answered with an error.</summary>
    private void Take(JsonObject message)
    {
        try
        {
            Handle(message);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            Reply(message["id"]?.DeepClone(), () => throw new InvalidDataException("The message is not as the protocol describes it.", e));
        }
    }

    private void Handle(JsonObject message)
    {
        JsonNode? id = message["id"]?.DeepClone();
        JsonObject parameters = message["params"] as JsonObject ?? [];
        if (message["method"] is not null && message.Text("method") is null) throw new InvalidOperationException();
        switch (message.Text("method"))
        {
            case "open":
                Reply(id, () => Open(parameters));
                break;
            case "execute":
                _ = ExecuteAsync(id ?? throw new InvalidOperationException(), parameters);
                break;
            case "interrupt":
                foreach (CancellationTokenSource running in _running.Values) running.CancelApart();
                Reply(id, () => []);
                break;
            case "packages":
                Reply(id, () => new JsonObject { ["packages"] = PackageJson.Write(Session.LoadedPackages) });
                break;
            case "complete" or "describe" or "signatures" or "diagnose" or "isComplete" or "variables":
                string query = message.Text("method")!;
                _ = QueryAsync(id, session => EditorQueries.AnswerAsync(session, query, parameters));
                break;
            case "frame.open" or "frame.view" or "frame.page" or "frame.summary" or "frame.export" or "frame.close":
                (string ask, FrameQueries frames) = (message.Text("method")!, _frames);
                _ = QueryAsync(id, session => Task.FromResult(frames.Answer(session.Engine, ask, parameters)));
                break;
            case null when message.Number("id") is { } number && _questions.TryRemove(number, out TaskCompletionSource<string>? question):
                if (message["error"] is { } refusal)
                    question.TrySetException(
                        new InvalidOperationException((refusal as JsonObject)?.Text("message") ?? "The question was not answered."));
                else question.TrySetResult(message.Text("result") ?? "");
                break;
            case var unknown:
                Reply(id, () => throw new InvalidOperationException($"Unknown method '{unknown}'."));
                break;
        }
    }

    private NotebookSession Session => _session ??= new NotebookSession();

    private JsonObject Open(JsonObject parameters)
    {
        string folder = parameters.Text("folder") ?? Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder;
        var options = new SessionOptions { WorkingDirectory = folder };
        if (parameters.Number("maxStreamCharacters") is { } limit) options = options with { MaxStreamCharacters = limit };
        // What ran in other languages ends with its session.
        _ = _session?.DisposeAsync();
        _session = null;
        _frames = new FrameQueries();
        if (_before is null) _before = new ProcessState();
        else _before.Restore();
        _session = new NotebookSession(options);
        return [];
    }

    private async Task QueryAsync(JsonNode? id, Func<NotebookSession, Task<JsonObject>> query)
    {
        JsonObject? answer = null;
        Exception? error = null;
        try
        {
            // Not on the reading thread: an interrupt must be read while an answer is being worked out.
            answer = await Task.Run(() => query(Session)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            error = e;
        }
        Reply(id, () => answer ?? throw error!);
    }

    private async Task ExecuteAsync(JsonNode id, JsonObject parameters)
    {
        string key = id.ToJsonString();
        using var interrupt = new CancellationTokenSource();
        _running[key] = interrupt;
        try
        {
            CellResult result = await Session.ExecuteAsync(
                parameters.Text("code") ?? "", parameters.Text("cell") ?? "cell", new WireSink(this, id),
                interrupt.Token).ConfigureAwait(false);
            Reply(id, () => new JsonObject { ["succeeded"] = result.Succeeded });
        }
        catch (Exception e)
        {
            Reply(id, () => throw e);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    private void Reply(JsonNode? id, Func<JsonObject> result)
    {
        var reply = new JsonObject { ["id"] = id?.DeepClone() };
        try
        {
            reply["result"] = result();
        }
        catch (Exception e)
        {
            reply["error"] = new JsonObject { ["message"] = e.Message };
        }
        if (id is not null) _lines.Send(reply);
    }

    private string Ask(JsonNode request, string prompt, bool isPassword)
    {
        int number = Interlocked.Increment(ref _questionCount);
        var question = new TaskCompletionSource<string>();
        _questions[number] = question;
        _lines.Send(new JsonObject
        {
            ["id"] = number,
            ["method"] = "input",
            ["params"] = new JsonObject { ["request"] = request.DeepClone(), ["prompt"] = prompt, ["password"] = isPassword },
        });
        return question.Task.GetAwaiter().GetResult();
    }

    private sealed class WireSink(KernelHost host, JsonNode request) : IOutputSink
    {
        public void Write(CellOutput output) => host._lines.Send(new JsonObject
        {
            ["method"] = "output",
            ["params"] = new JsonObject { ["request"] = request.DeepClone(), ["output"] = OutputJson.ForWire(output) },
        });

        public string Read(string prompt, bool isPassword) => host.Ask(request, prompt, isPassword);
    }
}
