using System.ComponentModel;

namespace NotebookKit.Kernel.Cells;

/// <summary>Where the loops of cells look whether they are to stop. The engine writes the calls; nobody else need.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Interruption
{
    private static volatile int _pending;

    /// <summary>Ends the running cell if it was interrupted.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public static void Check()
    {
        if (_pending != 0) CheckCell();
    }

    internal static void Add() => Interlocked.Increment(ref _pending);

    internal static void Remove() => Interlocked.Decrement(ref _pending);

    private static void CheckCell() => CellContext.Current?.Interrupt.ThrowIfCancellationRequested();
}
