using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;

namespace NotebookKit.Sql.Engines;

/// <summary>
/// An engine that is asked questions in one snapshot, read-only. Questions are asked one at a time; a question that fails, is cancelled
/// or takes too long counts nothing.
/// </summary>
public abstract class Database : IDisposable
{
    private readonly Lock _one = new();
    private readonly List<DatabaseQuestion> _asked = [];
    private Task _cancelled = Task.CompletedTask;
    private protected readonly DatabaseOptions Options;

    private protected Database(string name, SqlDialect dialect, DatabaseOptions? options) =>
        (Name, Dialect, Options) = (name, dialect, options ?? new());

    /// <summary>What results call the database, such as its file or server.</summary>
    public string Name { get; }

    /// <summary>How its engine writes.</summary>
    public SqlDialect Dialect { get; }

    /// <summary>Every question answered so far, as it was sent: what left the database can be read here.</summary>
    public ImmutableArray<DatabaseQuestion> Questions
    {
        get { lock (_asked) return [.. _asked]; }
    }

    internal long MaxRows => Options.MaxRows;

    /// <summary>The columns of the answer, of the types double, long, bool, string and DateTime; a missing value is null.</summary>
    private protected abstract DataFrame Answer(string sql, ImmutableArray<object> parameters);

    /// <summary>Ends the question that runs, from another thread.</summary>
    private protected abstract void Cancel();

    /// <summary>Whether the rows can still be those of the snapshot, where the engine does not see to it; a sentence where not.</summary>
    private protected virtual string? Changed() => null;

    /// <summary>Closes the snapshot.</summary>
    public abstract void Dispose();

    /// <summary>Asks; waits no longer than allowed; an interrupt cancels the question.</summary>
    internal DataFrame Ask(string sql, params ImmutableArray<object> parameters)
    {
        lock (_one)
        {
            var clock = Stopwatch.StartNew();
            if (!HasEnded(_cancelled, Options.Timeout)) Refuse("an earlier question was cancelled and has not ended.");
            Refuse(Changed());
            var work = Task.Factory.StartNew(() => Answer(sql, parameters), CancellationToken.None, TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            try
            {
                if (!work.Wait(Options.Timeout))
                {
                    End(work);
                    throw new DatabaseException($"{Name}: no answer within {Options.Timeout.TotalSeconds:0.#} seconds; the question was "
                        + "cancelled and nothing was counted. See whether the server is up and busy, or allow more time (Timeout).");
                }
            }
            catch (ThreadInterruptedException)
            {
                End(work);
                throw;
            }
            catch (AggregateException e)
            {
                Exception cause = e.InnerException!;
                if (cause is DatabaseException) throw cause;
                throw new DatabaseException($"{Name}: {Clause(cause)} Nothing was counted.", cause);
            }
            Refuse(Changed());
            lock (_asked) _asked.Add(new(_asked.Count + 1, sql, work.Result.Rows.Count, clock.Elapsed));
            Options.Progress?.Report(_asked[^1]);
            return work.Result;
        }
    }

    /// <summary>Cancels; a server that does not answer is not waited for, and asked no more until it has.</summary>
    private void End(Task work)
    {
        _cancelled = work;
        Cancel();
        HasEnded(work, TimeSpan.FromSeconds(5));
    }

    private static bool HasEnded(Task work, TimeSpan within)
    {
        try { return work.Wait(within); }
        catch (AggregateException) { return true; } // that it failed was told, or that it was cancelled is what was asked for
    }

    private void Refuse(string? changed)
    {
        if (changed is not null) throw new DatabaseException($"{Name}: {changed} Nothing was counted; open it again.");
    }

    private static string Clause(Exception cause)
    {
        string text = cause.Message.Trim().ReplaceLineEndings(" ");
        return Wording.Capital(text) + (text.EndsWith('.') ? "" : ".");
    }

    internal void RequireFew(long rows, string what)
    {
        if (rows > MaxRows)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{Name}: {what} would bring {rows:#,0} rows into memory; at most {MaxRows:#,0} are allowed. Count fewer columns, or ")
                + "raise MaxRows of DatabaseOptions.");
    }
}
