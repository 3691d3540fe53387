using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Tests;

/// <summary>Keeps the outputs of cells in order.</summary>
internal sealed class RecordingSink : IOutputSink
{
    private readonly List<CellOutput> _outputs = [];

    public string? Answer { get; init; }

    public IReadOnlyList<CellOutput> Outputs
    {
        get
        {
            lock (_outputs) return [.. _outputs];
        }
    }

    public string StandardOutput => string.Concat(Outputs.OfType<StreamOutput>().Where(s => s.Name == "stdout").Select(s => s.Text));

    public string StandardError => string.Concat(Outputs.OfType<StreamOutput>().Where(s => s.Name == "stderr").Select(s => s.Text));

    public string? Result => Outputs.OfType<ResultOutput>().LastOrDefault()?.Data.Text(MimeTypes.Plain);

    public void Write(CellOutput output)
    {
        lock (_outputs) _outputs.Add(output);
    }

    /// <summary>Waits for what comes after the end of the cell.</summary>
    public async Task UntilAsync(Func<RecordingSink, bool> condition)
    {
        for (int i = 0; i < 1500 && !condition(this); i++) await Task.Delay(20);
        Assert.True(condition(this), $"stdout: {StandardOutput} stderr: {StandardError}");
    }

    public string Read(string prompt, bool isPassword) => Answer ?? throw new InvalidOperationException("Nobody is there to answer.");
}

/// <summary>A session for tests: runs cells and keeps what they put out.</summary>
internal sealed class TestSession : IAsyncDisposable
{
    private readonly NotebookSession _session;
    private int _cell;

    public TestSession(string? folder = null, long maxStream = 20_000_000, string? packageCache = null, int? longestChain = null) =>
        _session = new(new SessionOptions
        {
            WorkingDirectory = folder ?? Repository.Path("tests", "notebooks"),
            MaxStreamCharacters = maxStream,
            PackageCache = packageCache ?? Repository.Path("artifacts", "test-packages"),
            LongestChain = longestChain ?? 48,
        });

    public NotebookSession Session => _session;

    public async Task<(CellResult Result, RecordingSink Sink)> RunAsync(string code, CancellationToken interrupt = default,
        string? answer = null)
    {
        var sink = new RecordingSink { Answer = answer };
        CellResult result = await _session.ExecuteAsync(code, $"cell {++_cell}", sink, interrupt);
        return (result, sink);
    }

    /// <summary>Runs a cell that must succeed.</summary>
    public async Task<RecordingSink> OkAsync(string code)
    {
        (CellResult result, RecordingSink sink) = await RunAsync(code);
        Assert.True(result.Succeeded, result.Error is { } e ? string.Join('\n', e.Trace) : "");
        return sink;
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
