namespace NotebookKit.Numerics;

/// <summary>
/// How far long computations have come, and whether they are to end. Computations tell and ask it here and know nobody who listens.
/// </summary>
/// <remarks>A notebook engine finds <see cref="Listener"/> and <see cref="Interrupt"/> by their names, as it finds formatters.</remarks>
internal static class LongWork
{
    private static readonly ReportThrottle Throttle = new(static () => Environment.TickCount64);

    /// <summary>Told what is computed and which share of it is done; null where nobody listens.</summary>
    public static Action<string, double>? Listener { get; set; }

    /// <summary>Throws when the computation is to end; null where nobody can end it.</summary>
    public static Action? Interrupt { get; set; }

    /// <summary>Ends the computation if it is to end. Cheap enough for every few microseconds.</summary>
    /// <exception cref="OperationCanceledException">The user has interrupted it.</exception>
    public static void Check() => Interrupt?.Invoke();

    /// <summary>Tells how far a computation has come, and ends it if it is to end. Cheap enough for every few microseconds.</summary>
    /// <param name="what">What is computed, as <c>Permutations</c>.</param>
    /// <param name="done">Share that is done; 0 at the start.</param>
    /// <exception cref="OperationCanceledException">The user has interrupted it.</exception>
    public static void Report(string what, double done)
    {
        Check();
        if (Listener is { } listener && Throttle.IsDue(what, done)) listener(what, done);
    }
}

/// <summary>Lets reports through of what takes a second or longer, at most four a second.</summary>
/// <param name="clock">Milliseconds of some clock.</param>
internal sealed class ReportThrottle(Func<long> clock)
{
    private const long Quick = 1000, Between = 250;

    private readonly Lock _gate = new();
    private string _what = "";
    private double _done;
    private long _began, _told;

    /// <summary>Whether a report is to be told.</summary>
    public bool IsDue(string what, double done)
    {
        lock (_gate)
        {
            long now = clock();
            // Shares of work on several threads come a little out of order; work that begins anew falls back.
            if (what != _what || done <= 0 || done < _done / 2) (_what, _began, _told) = (what, now, now);
            _done = done;
            if (now - _began < Quick || now - _told < Between) return false;
            _told = now;
            return true;
        }
    }
}
