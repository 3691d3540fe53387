using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Packages;
using NotebookKit.Kernel.Processes;
using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Hosting;

/// <summary>A session in a process of its own: whatever a cell does, this process and its documents live on.</summary>
public sealed class KernelProcess : IKernel
{
    /// <summary>Name of the error of a cell during which the process ended.</summary>
    public const string Died = CellError.KernelEnded;

    private static readonly TimeSpan InterruptPatience = TimeSpan.FromSeconds(5);
    // On a busy machine the last words of a process take their time.
    private static readonly TimeSpan DescriptionPatience = TimeSpan.FromSeconds(15);
    private const int MaxRemembered = 256;

    private readonly Process _process;
    private readonly JsonLines _lines;
    private readonly ConcurrentDictionary<int, Request> _requests = new();
    private readonly ConcurrentQueue<int> _answered = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _errors;
    private int _count;
    private volatile bool _hasEnded;

    private KernelProcess(Process process)
    {
        _process = process;
        _lines = new JsonLines(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        _ = ReceiveAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts the process; it warms up while the caller goes on.</summary>
    /// <param name="command">Program and arguments that serve the protocol.</param>
    public static KernelProcess Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            CreateNoWindow = true,
        };
        // Short-lived and start-up bound: optimised code as it was published, no instrumentation.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new(Process.Start(start)!);
    }

    /// <summary>Bytes of memory that the process has.</summary>
    internal long Memory
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? 0 : _process.WorkingSet64;
        }
    }

    /// <summary>Waits until the process is ready and opens a session in a folder, in the place of the one before it.</summary>
    /// <param name="folder">The notebook's folder.</param>
    /// <param name="maxStreamCharacters">Characters of printed text kept per cell.</param>
    public async Task OpenAsync(string folder, long maxStreamCharacters = 1_000_000)
    {
        await _ready.Task.ConfigureAwait(false);
        var parameters = new JsonObject { ["folder"] = Path.GetFullPath(folder), ["maxStreamCharacters"] = maxStreamCharacters };
        await CallAsync("open", parameters, new Request(null)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<CellResult> ExecuteAsync(string code, string cell, IOutputSink sink, CancellationToken interrupt = default)
    {
        var request = new Request(sink);
        using CancellationTokenRegistration registration = interrupt.Register(() => _ = InterruptAsync(request));
        try
        {
            await CallAsync("execute", new JsonObject { ["code"] = code, ["cell"] = cell }, request).ConfigureAwait(false);
            return new CellResult(request.Error);
        }
        catch (IOException)
        {
            var error = interrupt.IsCancellationRequested
                ? new CellError(CellError.Interrupted, "The cell did not react to the interrupt and was ended together with its kernel.",
                    cell, null, [$"{cell}: ended together with its kernel"])
                : await DescribeAsync(cell).ConfigureAwait(false);
            sink.Write(new ErrorOutput(error));
            return new CellResult(error);
        }
    }

    /// <summary>The packages that cells loaded, with what those depend on; none when the process has ended.</summary>
    public async Task<IReadOnlyList<ResolvedPackage>> PackagesAsync()
    {
        try
        {
            return PackageJson.Read((await CallAsync("packages", [], new Request(null)).ConfigureAwait(false))?["packages"]);
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _lines.Dispose();
        try
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            ChildProcess.End(_process);
        }
        _process.Dispose();
    }

    private async Task<CellError> DescribeAsync(string cell)
    {
        // A program that the cell started may hold the stream open.
        await Task.WhenAny(Task.WhenAll(_process.WaitForExitAsync(), _errors), Task.Delay(DescriptionPatience)).ConfigureAwait(false);
        int? code = _process.HasExited ? _process.ExitCode : null;
        string why = DeathNotice.Reason(_errors.IsCompleted ? await _errors.ConfigureAwait(false) : "", code) is { } reason
            ? $": {reason}"
            : "";
        string exit = code is null ? "" : FormattableString.Invariant($" (exit code {code})");
        string message = $"The cell ended the process it ran in{exit}{why}. Its variables are lost; outputs until then are kept.";
        return new(Died, message, cell, null, [$"{cell}: {message}"]);
    }

    private async Task InterruptAsync(Request request)
    {
        _lines.Send(new JsonObject { ["method"] = "interrupt" });
        await Task.WhenAny(request.Done.Task, Task.Delay(InterruptPatience)).ConfigureAwait(false);
        if (!request.Done.Task.IsCompleted) ChildProcess.End(_process);
    }

    private async Task<JsonNode?> CallAsync(string method, JsonObject parameters, Request request)
    {
        int id = Interlocked.Increment(ref _count);
        _requests[id] = request;
        // Asked after the request was noted: the sweep at the end of the process finds it there, or this sees the end.
        if (_hasEnded) request.Done.TrySetException(new IOException(Died));
        _lines.Send(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters });
        try
        {
            return await request.Done.Task.ConfigureAwait(false);
        }
        finally
        {
            Forget(id, request);
        }
    }

    /// <summary>Forgets what was answered; of cells the last ones are remembered, whose threads may still put out something.</summary>
    private void Forget(int id, Request request)
    {
        if (!request.HasSink) _requests.TryRemove(id, out _);
        else _answered.Enqueue(id);
        while (_answered.Count > MaxRemembered && _answered.TryDequeue(out int old)) _requests.TryRemove(old, out _);
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await _lines.ReceiveAsync().ConfigureAwait(false) is { } message) Take(message);
        }
        catch (IOException)
        {
            // It ended while it wrote.
        }
        finally
        {
            var end = new IOException(Died);
            _hasEnded = true;
            _ready.TrySetException(end);
            foreach (Request request in _requests.Values) request.Done.TrySetException(end);
        }
    }

    private void Take(JsonObject message)
    {
        try
        {
            Handle(message);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or InvalidDataException or NullReferenceException)
        {
            // A child of the cell printed something that only looks like a message.
        }
    }

    private void Handle(JsonObject message)
    {
        switch (message.Text("method"))
        {
            case "ready":
                _ready.TrySetResult();
                break;
            case "output":
                if (_requests.TryGetValue((int)message["params"]!["request"]!, out Request? owner))
                    owner.Write(OutputJson.FromWire(message["params"]!["output"]!));
                break;
            case "input":
                Answer(message);
                break;
            case null when message["id"] is { } id && _requests.TryGetValue((int)id, out Request? request):
                if (message["error"] is { } error) request.Done.TrySetException(new InvalidOperationException((string?)error["message"]));
                else request.Done.TrySetResult(message["result"]);
                break;
        }
    }

    private void Answer(JsonObject message)
    {
        // Nobody sits at a headless run: the cell gets an error instead of waiting for ever.
        _lines.Send(
            new JsonObject { ["id"] = message["id"]!.DeepClone(),
                ["error"] = new JsonObject { ["message"] = "Nobody is there to answer." } });
    }

    private sealed class Request(IOutputSink? sink)
    {
        public bool HasSink => sink is not null;

        public TaskCompletionSource<JsonNode?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CellError? Error { get; private set; }

        public void Write(CellOutput output)
        {
            if (output is ErrorOutput { Error: var error }) Error = error;
            sink?.Write(output);
        }
    }
}
