using NotebookKit.Kernel.Formatting;
using NotebookKit.Kernel.Language;
using NotebookKit.Kernel.Languages;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Packages;

namespace NotebookKit.Kernel.Execution;

/// <summary>One run of one notebook: its variables, types, usings and references.</summary>
public sealed class NotebookSession : IKernel
{
    private readonly SessionOptions _options;
    private readonly CellThread _thread = new();
    private readonly Magics _magics;
    private readonly Lazy<LanguageService> _language;
    private int _displays;

    /// <summary>Starts an empty session.</summary>
    /// <param name="options">How it behaves.</param>
    public NotebookSession(SessionOptions? options = null)
    {
        _options = options ?? new SessionOptions();
        Engine = new CSharpEngine(_options.WorkingDirectory);
        Packages = new SessionPackages(Engine, _options.WorkingDirectory, _options.PackageCache);
        Languages = new SessionLanguages(this);
        _magics = new Magics(this);
        _language = new Lazy<LanguageService>(() => new LanguageService(Engine));
        ConsoleCapture.Install();
    }

    internal CSharpEngine Engine { get; }

    internal SessionPackages Packages { get; }

    internal SessionLanguages Languages { get; }

    /// <summary>The packages that cells loaded, with what those depend on, in order of their names.</summary>
    public IReadOnlyList<ResolvedPackage> LoadedPackages => Packages.All;

    /// <summary>Completions, types, parameters and errors of code that is being written.</summary>
    public LanguageService Language => _language.Value;

    internal string WorkingDirectory => _options.WorkingDirectory;

    /// <inheritdoc/>
    public Task<CellResult> ExecuteAsync(string code, string cell, IOutputSink sink, CancellationToken interrupt = default) =>
        _thread.RunAsync(() => Execute(code, cell, sink, interrupt));

    /// <summary>Evaluates an expression; whatever it declares is forgotten.</summary>
    /// <param name="expression">C# without a semicolon.</param>
    /// <param name="interrupt">Stops it.</param>
    public Task<(MimeBundle? Value, CellError? Error)> EvaluateAsync(string expression, CancellationToken interrupt = default) => _thread.RunAsync<(MimeBundle?, CellError?)>(() =>
    {
        const string name = "expression";
        using var output = new OutputPipe(new NoOutput(), 0, interrupt);
        CellContext.Enter(new CellContext(this, name, output, interrupt));
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

    /// <summary>Compiles and formats once, so that the first cell of the user need not wait for it.</summary>
    public static async Task WarmUpAsync()
    {
        await using var session = new NotebookSession();
        await session.ExecuteAsync(
            "var warm = Enumerable.Range(0, 3).Select(i => new { i, Text = $\"{i:F2}\" }).ToList();\nwarm.Count", "warm-up", new NoOutput()).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Languages.Dispose();
        return ValueTask.CompletedTask;
    }

    internal string NextDisplayId() => FormattableString.Invariant($"display-{Interlocked.Increment(ref _displays)}");

    /// <summary>Carries out the parts of a cell in order; the value of the last one is the result of the cell.</summary>
    internal void RunParts(string code, string cell, CellContext context, CancellationToken interrupt, bool isWholeCell)
    {
        try
        {
            RunEach(code, cell, context, interrupt, isWholeCell);
        }
        catch (PlacedException e)
        {
            e.Place ??= cell;
            throw;
        }
    }

    private void RunEach(string code, string cell, CellContext context, CancellationToken interrupt, bool isWholeCell)
    {
        IReadOnlyList<CellPart> parts = CellParser.Parse(code);
        for (int i = 0; i < parts.Count; i++)
        {
            interrupt.ThrowIfCancellationRequested();
            bool isLast = isWholeCell && i == parts.Count - 1;
            if (parts[i] is CodePart) _magics.GetPackages(context, interrupt);
            switch (parts[i])
            {
                case MagicPart magic:
                    _magics.Run(magic, context, interrupt);
                    break;
                case CodePart part when SessionLanguages.IsProgramming(part.Language):
                    if (Languages.Get(part.Language, interrupt).Run(part, cell, context, interrupt) is { } result)
                        context.Output.Write(isLast ? new ResultOutput(result) : new DisplayOutput(result));
                    break;
                case CodePart part:
                    context.Output.Write(new DisplayOutput(TextLanguages.Format(part)));
                    break;
            }
        }
        _magics.GetPackages(context, interrupt);
    }

    private CellResult Execute(string code, string cell, IOutputSink sink, CancellationToken interrupt)
    {
        var output = new OutputPipe(sink, _options.MaxStreamCharacters, interrupt);
        var context = new CellContext(this, cell, output, interrupt);
        CellContext.Enter(context);
        try
        {
            RunParts(code, cell, context, interrupt, isWholeCell: true);
            _magics.EndOfCell(context);
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
