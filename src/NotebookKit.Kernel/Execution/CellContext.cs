using NotebookKit.Kernel.Formatting;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Execution;

/// <summary>The cell that is running: where its outputs go. Flows into the tasks and threads the cell starts.</summary>
internal sealed class CellContext(NotebookSession session, string cell, OutputPipe output, CancellationToken interrupt)
{
    private static readonly AsyncLocal<CellContext?> s_current = new();
    private static CellContext? s_latest;

    public NotebookSession Session { get; } = session;

    public string Cell { get; } = cell;

    public OutputPipe Output { get; } = output;

    public CancellationToken Interrupt { get; } = interrupt;

    /// <summary>The running cell; work without a cell of its own counts as the latest cell's.</summary>
    public static CellContext? Current => s_current.Value ?? s_latest;

    public static void Enter(CellContext context)
    {
        s_current.Value = context;
        s_latest = context;
    }

    public static CellContext Require() => Current ?? throw new InvalidOperationException("No notebook cell is running.");

    public void Display(object? value, string? displayId, bool isUpdate, params string[] mimeTypes) =>
        Output.Show(new DisplayOutput(ValueFormatter.Format(value, mimeTypes), displayId, isUpdate));
}
