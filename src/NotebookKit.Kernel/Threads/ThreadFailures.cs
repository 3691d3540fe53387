using System.Runtime.ExceptionServices;
using NotebookKit.Kernel.Cells;

namespace NotebookKit.Kernel.Threads;

/// <summary>Keeps the process alive when a thread that a cell started ends by an exception: the cell fails instead.</summary>
internal static class ThreadFailures
{
    private static int _installed;

    /// <summary>Takes over the unhandled exceptions of this process. Those of the engine's own threads still end it.</summary>
    public static void Install()
    {
        if (Interlocked.Exchange(ref _installed, 1) == 0) ExceptionHandling.SetUnhandledExceptionHandler(Handle);
    }

    private static bool Handle(Exception exception)
    {
        if (CellContext.OfFailedThread(exception) is not { } cell) return false;
        cell.ThreadFailed(exception);
        return true;
    }
}
