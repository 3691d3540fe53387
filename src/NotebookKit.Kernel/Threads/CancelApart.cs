namespace NotebookKit.Kernel.Threads;

/// <summary>Cancels on a thread of its own.</summary>
internal static class CancelApartExtension
{
    /// <summary>Cancels without waiting for what that sets off, and without the thread pool, which cells may have used up.</summary>
    public static void CancelApart(this CancellationTokenSource source) => new Thread(() =>
    {
        try
        {
            source.Cancel();
        }
        catch (Exception e) when (e is ObjectDisposedException or AggregateException)
        {
            // What was to be cancelled has ended by itself.
        }
    })
    { IsBackground = true, Name = "interrupt" }.Start();
}
