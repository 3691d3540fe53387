using NotebookKit.Kernel.Cells;

namespace NotebookKit.Kernel.Threads;

/// <summary>Runs the cells of a session one at a time, their code on threads of its own, so that it can be interrupted.</summary>
/// <remarks>
/// A thread for each piece of code because a thread that was aborted once cannot be aborted again, and because one that cannot be
/// stopped at all must be left behind.
/// Awaits in a cell come back to its thread, so that a loop after an await can be stopped too. A cell that blocks on its
/// own asynchronous work (<c>task.Result</c>) would then wait for itself; its continuations run on the pool instead.
/// </remarks>
internal sealed class CellThread
{
    private const int StackSize = 16 * 1024 * 1024;
    private static readonly TimeSpan HelpAfter = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Runs a job when the jobs before it are done.</summary>
    public async Task<T> RunAsync<T>(Func<T> job)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            var thread = new Thread(() => Run(job, done), StackSize) { IsBackground = true, Name = "notebook cell" };
            thread.Start();
            return await done.Task.ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs asynchronous code to its end on a thread of its own and waits for it.</summary>
    /// <exception cref="OperationCanceledException">The code was interrupted.</exception>
    /// <exception cref="StuckException">The code was interrupted, but waits where nothing can end it; it was left behind.</exception>
    public static T Complete<T>(Func<Task<T>> code, CancellationToken interrupt)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var left = new CancellationTokenSource();
        var thread = new Thread(() => Run(() => CompleteHere(code, interrupt, left), done), StackSize) { IsBackground = true,
            Name = "notebook code" };
        thread.Start();
        try
        {
            // A cell waits here for its own code alone, so that what cannot be stopped keeps nobody else.
            done.Task.Wait(left.Token);
        }
        catch (OperationCanceledException) when (!done.Task.IsCompleted)
        {
            throw new StuckException();
        }
        catch (AggregateException)
        {
            // It is thrown below as it was.
        }
        return done.Task.GetAwaiter().GetResult();
    }

    private static T CompleteHere<T>(Func<Task<T>> code, CancellationToken interrupt, CancellationTokenSource left)
    {
        var context = new PumpContext(Thread.CurrentThread);
        Task<T>? task = null;
        Thread thread = Thread.CurrentThread;
        using var abort = new CancellationTokenSource();
        bool isFinished = false;
        using CancellationTokenRegistration registration = interrupt.Register(() =>
        {
            Interruption.Add();
            context.Wake();
            // Not on the pool, which the cell may have used up.
            new Thread(() => Interruption.Stop(thread, abort, left, () => Volatile.Read(ref isFinished))) { IsBackground = true,
                Name = "interrupt" }.Start();
        });
        try
        {
            SynchronizationContext.SetSynchronizationContext(context);
#pragma warning disable SYSLIB0046 // made for interactive loops like this one
            System.Runtime.ControlledExecution.Run(
                () =>
                {
                    task = code();
                    task.ContinueWith(_ => context.Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
                        TaskScheduler.Default);
                    context.Pump(() => task.IsCompleted, interrupt);
                },
                abort.Token);
#pragma warning restore SYSLIB0046
            return task!.GetAwaiter().GetResult();
        }
        catch (Exception e) when (interrupt.IsCancellationRequested
            && (e is ThreadInterruptedException || Interruption.IsLockNeverTaken(e)))
        {
            throw new OperationCanceledException(interrupt);
        }
        finally
        {
            Volatile.Write(ref isFinished, true);
            context.Abandon(interrupt);
            Interruption.Clear();
        }
    }

    private static void Run<T>(Func<T> job, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(job());
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private sealed class PumpContext(Thread thread) : SynchronizationContext
    {
        private readonly object _gate = new();
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
        private CancellationToken? _abandoned;
        private bool _helping;
        private bool _isIdle;

        public override void Post(SendOrPostCallback d, object? state)
        {
            lock (_gate)
            {
                if (_abandoned is { } interrupt)
                {
                    // What the cell left behind goes on without it, unless the cell was told to stop.
                    if (!interrupt.IsCancellationRequested) ThreadPool.QueueUserWorkItem(_ => Call(d, state));
                    return;
                }
                _queue.Enqueue((d, state));
                Monitor.PulseAll(_gate);
                if (_helping) return;
                _helping = true;
            }
            _ = HelpAsync();
        }

        public override void Send(SendOrPostCallback d, object? state)
        {
            if (Thread.CurrentThread == thread) d(state);
            else base.Send(d, state);
        }

        public override SynchronizationContext CreateCopy() => this;

        public void Wake()
        {
            lock (_gate) Monitor.PulseAll(_gate);
        }

        public void Abandon(CancellationToken interrupt)
        {
            lock (_gate)
            {
                _abandoned = interrupt;
                while (_queue.TryDequeue(out (SendOrPostCallback Callback, object? State) item)) Post(item.Callback, item.State);
            }
        }

        public void Pump(Func<bool> isDone, CancellationToken interrupt)
        {
            while (!isDone())
            {
                interrupt.ThrowIfCancellationRequested();
                (SendOrPostCallback Callback, object? State) item;
                lock (_gate)
                {
                    if (!_queue.TryDequeue(out item))
                    {
                        _isIdle = true;
                        if (!isDone() && !interrupt.IsCancellationRequested) Monitor.Wait(_gate, 1000);
                        _isIdle = false;
                        continue;
                    }
                }
                Call(item.Callback, item.State);
            }
        }

        /// <summary>Runs what is queued elsewhere while the cell blocks its own thread.</summary>
        private async Task HelpAsync()
        {
            while (true)
            {
                await Task.Delay(HelpAfter).ConfigureAwait(false);
                (SendOrPostCallback Callback, object? State) item;
                lock (_gate)
                {
                    if (_queue.Count == 0)
                    {
                        _helping = false;
                        return;
                    }
                    if (_isIdle || (thread.ThreadState & ThreadState.WaitSleepJoin) == 0) continue;
                    item = _queue.Dequeue();
                }
                Call(item.Callback, item.State);
            }
        }

        /// <summary>
        /// Runs a callback. Only what nobody awaits can throw here, such as an <c>async void</c>: the cell goes on and fails at its end.
        /// </summary>
        private static void Call(SendOrPostCallback callback, object? state)
        {
            try
            {
                callback(state);
            }
            catch (Exception e) when (e is not ThreadAbortException && CellContext.Current is { } cell)
            {
                cell.ThreadFailed(e);
            }
        }
    }
}
