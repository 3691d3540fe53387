namespace NotebookKit.Kernel.Threads;

/// <summary>Gives the thread pool more threads while cells block all it has: messages of the front-end travel on it too.</summary>
internal static class PoolWatch
{
    private const int Spare = 16;
    private const int MostThreads = 4096;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    public static void Start() => new Thread(Watch) { IsBackground = true, Name = "thread pool watch" }.Start();

    private static void Watch()
    {
        ThreadPool.GetMinThreads(out int usual, out int ports);
        int threads = usual;
        (long Items, TimeSpan Time) before = default;
        while (true)
        {
            Thread.Sleep(Period);
            (long Items, TimeSpan Time) now = (ThreadPool.CompletedWorkItemCount, Environment.CpuUsage.TotalTime);
            // A pool that computes for long is busy, not blocked: more threads would not help it.
            bool isBlocked = now.Items == before.Items && now.Time - before.Time < Period * Environment.ProcessorCount / 2;
            if (isBlocked && ThreadPool.PendingWorkItemCount > 0)
                threads = (int)Math.Min(ThreadPool.ThreadCount + ThreadPool.PendingWorkItemCount + Spare, MostThreads);
            else if (threads > usual && Busy() < usual)
                threads = usual;
            ThreadPool.SetMinThreads(threads, ports);
            before = now;
        }
    }

    private static int Busy()
    {
        ThreadPool.GetMaxThreads(out int most, out _);
        ThreadPool.GetAvailableThreads(out int available, out _);
        return most - available;
    }
}
