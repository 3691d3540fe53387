using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Cells;

/// <summary>The cell that is running: where its outputs go. Flows into the tasks and threads the cell starts.</summary>
internal sealed class CellContext(string cell, OutputPipe output, Func<string> nextDisplayId, CancellationToken interrupt)
{
    private static readonly AsyncLocal<CellContext?> Ambient = new(Left);
    private static CellContext? _latest;

    // A thread has left its cell by the time its exception counts as unhandled.
    [ThreadStatic]
    private static CellContext? _left;

    private readonly Lock _gate = new();
    private Exception? _failure;
    private bool _hasEnded;
    private (string What, long Began, double From)? _work;

    public string Cell { get; } = cell;

    public OutputPipe Output { get; } = output;

    public CancellationToken Interrupt { get; } = interrupt;

    /// <summary>The running cell; work without a cell of its own counts as the latest cell's.</summary>
    public static CellContext? Current => Ambient.Value ?? _latest;

    /// <summary>The cell that started the calling thread, which ends by an exception; null when it is none of a cell.</summary>
    public static CellContext? OfFailedThread(Exception exception) =>
        Ambient.Value ?? _left ?? (ErrorDescription.ComesFromCell(exception) ? _latest : null);

    public static void Enter(CellContext context)
    {
        Ambient.Value = context;
        _latest = context;
    }

    public static CellContext Require() => Current ?? throw new InvalidOperationException("No notebook cell is running.");

    /// <summary>Runs further code, in a language, as part of this cell.</summary>
    public Action<string, string> RunCode { get; set; } = (_, _) => throw new InvalidOperationException("This cannot run code.");

    /// <summary>A name for a display that no other of the session has.</summary>
    public string NextDisplayId() => nextDisplayId();

    public void Display(object? value, string? displayId, bool isUpdate, params string[] mimeTypes) =>
        Output.Show(new DisplayOutput(ValueFormatter.Format(value, mimeTypes), displayId, isUpdate));

    /// <summary>Takes an exception that ended work of this cell elsewhere: the cell fails by the first, the others are told.</summary>
    public void ThreadFailed(Exception exception)
    {
        if (exception is OperationCanceledException or ThreadInterruptedException && Interrupt.IsCancellationRequested) return;
        lock (_gate)
            if (!_hasEnded && _failure is null)
            {
                _failure = exception;
                return;
            }
        Output.Write(new StreamOutput("stderr", string.Join('\n', ErrorDescription.OfThread(exception, Cell).Trace) + "\n"));
    }

    /// <summary>Shows how far a long computation has come.</summary>
    public void Report(string what, double share)
    {
        string left = "";
        lock (_gate)
        {
            if (_hasEnded) return;
            long now = Environment.TickCount64;
            if (_work is not { } work || work.What != what || share < work.From) _work = work = (what, now, share);
            double seconds = (now - work.Began) / 1000.0 * (1 - share) / (share - work.From);
            if (now - work.Began >= 1000 && double.IsFinite(seconds)) left = $", about {Duration(seconds)} left";
            // Before the cell can end: what is said of its end must come last.
            Output.Write(new ProgressOutput(FormattableString.Invariant($"{what}: {100 * share:F0} % done{left}"), share, IsOver: false));
        }
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 100 => FormattableString.Invariant($"{Math.Ceiling(seconds)} s"),
        < 100 * 60 => FormattableString.Invariant($"{Math.Ceiling(seconds / 60)} min"),
        _ => FormattableString.Invariant($"{Math.Ceiling(seconds / 3600)} h"),
    };

    /// <summary>Ends the cell; what its threads do from now on is told, but cannot fail it any more.</summary>
    /// <returns>The exception by which a thread of the cell ended, or null.</returns>
    public Exception? End()
    {
        (string What, long Began, double From)? work;
        lock (_gate)
        {
            if (_hasEnded) return _failure;
            (work, _hasEnded) = (_work, true);
        }
        if (work is { } over) Output.Write(new ProgressOutput(over.What + ": done", 1, IsOver: true));
        return _failure;
    }

    private static void Left(AsyncLocalValueChangedArgs<CellContext?> change)
    {
        if (change is { ThreadContextChanged: true, PreviousValue: { } cell, CurrentValue: null }) _left = cell;
    }
}
