using System.ComponentModel;
using NotebookKit.Kernel.Cells;

namespace NotebookKit.Kernel.Threads;

/// <summary>
/// How a running cell is stopped: its loops and functions look here whether they are to stop (the engine writes the calls; nobody else
/// need), its waits are woken, and last its thread is aborted where that can be done.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Interruption
{
    private const int GentleTries = 5;
    private const int AllTries = 25;
    private const int TriesWithoutAbort = 10;
    private const int LateThreads = 5000; // milliseconds; a static field with a value would make every check slower

    private static volatile int _pending;

    /// <remarks>
    /// On other systems than Windows the runtime throws the exception of an abort where a function returns, in a frame that no handler
    /// can be found from, and the process ends: seen in one of three aborts of code that calls functions, in nearly all of a recursion.
    /// </remarks>
    private static bool CanAbort => OperatingSystem.IsWindows();

    /// <summary>Ends the running cell if it was interrupted.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public static void Check()
    {
        if (_pending != 0) CheckCell();
    }

    internal static void Add() => Interlocked.Increment(ref _pending);

    private static void CheckCell() => CellContext.Current?.Interrupt.ThrowIfCancellationRequested();

    /// <summary>
    /// Stops what the thread does: loops and functions of the cell look by themselves; then sleeps and waits are woken; last, where
    /// that can be done, the thread is aborted. One in a library or outside of .NET may hear of none of these: the session goes on
    /// without it.
    /// </summary>
    internal static void Stop(Thread thread, CancellationTokenSource abort, CancellationTokenSource left, Func<bool> isFinished)
    {
        for (int i = 0; !isFinished(); i++)
        {
            Thread.Sleep(100);
            if (isFinished()) break;
            if ((thread.ThreadState & ThreadState.WaitSleepJoin) != 0) thread.Interrupt();
            if (i == GentleTries && CanAbort) abort.CancelApart();
            if (i == (CanAbort ? AllTries : TriesWithoutAbort)) left.CancelApart();
        }
        // Threads of the cell that a busy machine has not let run since then still look.
        Thread.Sleep(LateThreads);
        Interlocked.Decrement(ref _pending);
    }

    /// <summary>Takes back an interrupt that came too late.</summary>
    internal static void Clear()
    {
        try
        {
            Thread.Sleep(0);
        }
        catch (ThreadInterruptedException)
        {
        }
    }

    /// <summary>
    /// What .NET 10 makes of an interrupt that comes while a thread waits for the lock of a synchronized method, such as that of
    /// <see cref="Console"/> while another cell prints: it leaves a lock it never took.
    /// </summary>
    internal static bool IsLockNeverTaken(Exception e) => e is ArgumentNullException &&
        new System.Diagnostics.StackTrace(e).GetFrames().Take(3).Any(f => f.GetMethod()?.DeclaringType == typeof(Monitor));
}
