using NotebookKit.Kernel.CSharp;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Editing;
using NotebookKit.Kernel.Languages;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Packages;
using NotebookKit.Kernel.Threads;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Session;

/// <summary>One run of one notebook: its variables, types, usings and references.</summary>
public sealed class NotebookSession : IKernel
{
    private readonly SessionOptions _options;
    private readonly CellThread _thread = new();
    private readonly CellRunner _cells;
    private readonly Lazy<LanguageService> _language;
    private int _displays;

    /// <summary>Starts an empty session.</summary>
    /// <param name="options">How it behaves.</param>
    public NotebookSession(SessionOptions? options = null)
    {
        _options = options ?? new SessionOptions();
        Engine = new CSharpEngine(_options.WorkingDirectory, _options.LongestChain);
        Packages = new SessionPackages(Engine, _options.WorkingDirectory, _options.PackageCache);
        Languages = new SessionLanguages(Engine, Packages, _options.WorkingDirectory);
        _cells = new CellRunner(Languages, Packages);
        _language = new Lazy<LanguageService>(() => new LanguageService(Engine));
        ConsoleCapture.Install();
        ProgressReports.Install(Interruption.Check);
    }

    internal CSharpEngine Engine { get; }

    private SessionPackages Packages { get; }

    private SessionLanguages Languages { get; }

    /// <summary>The packages that cells loaded, with what those depend on, in order of their names.</summary>
    public IReadOnlyList<ResolvedPackage> LoadedPackages => Packages.All;

    /// <summary>Completions, types, parameters and errors of code that is being written.</summary>
    public LanguageService Language => _language.Value;

    /// <inheritdoc/>
    public Task<CellResult> ExecuteAsync(string code, string cell, IOutputSink sink, CancellationToken interrupt = default) =>
        _thread.RunAsync(() => Execute(code, cell, sink, interrupt));

    /// <summary>Evaluates an expression; whatever it declares is forgotten.</summary>
    /// <param name="expression">C# without a semicolon.</param>
    /// <param name="interrupt">Stops it.</param>
    public Task<(MimeBundle? Value, CellError? Error)> EvaluateAsync(string expression, CancellationToken interrupt = default) =>
        _thread.RunAsync<(MimeBundle?, CellError?)>(() =>
    {
        const string name = "expression";
        using var output = new OutputPipe(new NoOutput(), 0, interrupt);
        CellContext.Enter(new CellContext(name, output, NextDisplayId, interrupt));
        try
        {
            LoadedPiece piece = Engine.Load(Engine.Compile(expression, name), interrupt);
            return (CellThread.Complete(async () => ValueFormatter.Format(await Engine.RunAsync(piece)), interrupt), null);
        }
        catch (Exception e)
        {
            return (null, ErrorDescription.From(e, name, interrupt.IsCancellationRequested));
        }
    });

    /// <summary>
    /// Compiles and formats once, so that the first cell of the user need not wait for it: first what every cell needs, then what many do.
    /// </summary>
    /// <returns>Ends when the first cell can come.</returns>
    public static async Task WarmUpAsync()
    {
        var session = new NotebookSession();
        await session.ExecuteAsync("1+1", "warm-up", new NoOutput()).ConfigureAwait(false);
        _ = session.ExecuteAsync("var warm = Enumerable.Range(0, 3).Select(i => new { i, Text = $\"{i:F2}\" }).ToList();\nwarm.Count",
            "warm-up", new NoOutput());
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Languages.Dispose();
        return ValueTask.CompletedTask;
    }

    private string NextDisplayId() => FormattableString.Invariant($"display-{Interlocked.Increment(ref _displays)}");

    private CellResult Execute(string code, string cell, IOutputSink sink, CancellationToken interrupt)
    {
        var output = new OutputPipe(sink, _options.MaxStreamCharacters, interrupt);
        var context = new CellContext(cell, output, NextDisplayId, interrupt);
        CellContext.Enter(context);
        try
        {
            // Editors of Windows end lines in their own way; texts of several lines are the same everywhere.
            _cells.Run(code.Replace("\r\n", "\n", StringComparison.Ordinal), context);
            return Ended(context.End() is { } failure ? ErrorDescription.OfThread(failure, cell) : null, output);
        }
        catch (Exception e)
        {
            _ = context.End();
            return Ended(ErrorDescription.From(e, cell, interrupt.IsCancellationRequested), output);
        }
    }

    private static CellResult Ended(CellError? error, OutputPipe output)
    {
        output.ReportLeftOut();
        if (error is not null) output.Write(new ErrorOutput(error));
        return new CellResult(error);
    }

    private sealed class NoOutput : IOutputSink
    {
        public void Write(CellOutput output)
        {
        }
    }
}
