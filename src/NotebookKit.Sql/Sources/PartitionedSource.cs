using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Sql.Engines;

namespace NotebookKit.Sql.Sources;

/// <summary>Rows that lie in several places (shards, engines, hospitals), asked side by side; their counts are added here.</summary>
/// <remarks>If one part does not answer, nothing is counted. Each part has a snapshot of its own.</remarks>
internal sealed class PartitionedSource(ImmutableArray<IAnalysisSource> parts) : IAnalysisSource
{
    public string? Origin => $"Rows: {Wording.Count(parts.Length, "parts")}, whose counts were added. "
        + string.Join(" ", parts.Select((p, i) => FormattableString.Invariant($"Part {i + 1}: {p.Origin}")).Distinct());

    public bool PrefersCounts => true;

    public long Rows => All(p => p.Rows).Sum();

    public CountedRows Count(CountQuery query) => CountedTables.Add(All(p => p.Count(query)), query.By);

    /// <remarks>A value may lie in several parts, so that the values themselves are brought together, where they may leave.</remarks>
    public long Distinct(string column)
    {
        if (parts.Any(p => p is ISeparatePart part && part.NamesUnits(column))) return All(p => p.Distinct(column)).Sum();
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (CountedRows counted in All(p => p.Count(new CountQuery(column))))
            values.UnionWith(new ColumnReader(counted.Keys).Texts(column).OfType<string>());
        return values.Count;
    }

    public DataFrame Fetch(params ImmutableArray<string> columns)
    {
        DataFrame[] rows = All(p => p.Fetch(columns));
        return CountedTables.Append(rows, columns.IsDefaultOrEmpty ? rows[0].Columns.Select(c => c.Name) : columns);
    }

    public DataFrame FetchEach(ImmutableArray<string> shared, ImmutableArray<string> each) =>
        CountedTables.Append(All(p => p.FetchEach(shared, each)), [.. shared, .. each]);

    public void Require(string unit, string? key, string? patient, string? subject = null)
    {
        All(p =>
        {
            p.Require(unit, key, patient, subject);
            return true;
        });
        if (parts.Any(p => p is ISeparatePart)) return;
        if (key is not null) RefuseSpread(key, Rows, $"the key of the {unit}");
        if (parts.OfType<SqlSource>().FirstOrDefault() is { } part
            && UnitCheck.PersonColumn(part.Schema, unit, patient, subject) is { } person && person != key)
            RefuseSpread(person, All(p => p.Distinct(person)).Sum(), $"the person of each of the {unit}");
    }

    private void RefuseSpread(string column, long expected, string what)
    {
        if (Distinct(column) is var different && different < expected)
            throw new ArgumentException(FormattableString.Invariant(
                $"Column '{column}' is {what}, but the parts hold {different} different values and not {expected}: some stand in two ")
                + "parts. Number them so that they differ, or look whether a row was stored twice.");
    }

    public void RequireColumn(string column)
    {
        foreach (IAnalysisSource part in parts) part.RequireColumn(column);
    }

    public IEnumerable<(string Column, DateTime First, DateTime Last)> Dates() =>
        All(p => p.Dates().ToArray()).SelectMany(d => d).GroupBy(d => d.Column)
            .Select(g => (g.Key, g.Min(d => d.First), g.Max(d => d.Last)));

    public IAnalysisSource Where(string column, IReadOnlyCollection<string> values)
    {
        _ = FrameShaping.Where(Count(new CountQuery(column)).Keys, column, values); // a value that nobody has is refused
        return Derive(column, values, (p, held) => p.Where(column, held));
    }

    public IAnalysisSource WithValues(IReadOnlyCollection<string> columns) =>
        new PartitionedSource([.. All(p => p.WithValues(columns))]);

    public IAnalysisSource FirstOf(string column, string first)
    {
        RefuseSpread(column, All(p => p.Distinct(column)).Sum(), "what one row is kept of");
        return new PartitionedSource([.. All(p => p.FirstOf(column, first))]);
    }

    public IAnalysisSource Rename(string column, IReadOnlyCollection<(string Value, string Name)> names)
    {
        _ = FrameShaping.Rename(Count(new CountQuery(column)).Keys, column, names);
        return new PartitionedSource([.. All(p =>
        {
            HashSet<string> held = Held(p, column);
            return p.Rename(column, [.. names.Where(n => held.Contains(n.Value))]);
        })]);
    }

    /// <summary>The parts that hold one of the values, each asked for those that it holds.</summary>
    private PartitionedSource Derive(string column, IReadOnlyCollection<string> values,
        Func<IAnalysisSource, IReadOnlyCollection<string>, IAnalysisSource> take) =>
        new([.. All(p =>
        {
            string[] here = [.. values.Where(Held(p, column).Contains)];
            return here.Length == 0 ? null : take(p, here);
        }).OfType<IAnalysisSource>()]);

    private static HashSet<string> Held(IAnalysisSource part, string column) =>
        [.. new ColumnReader(part.Count(new CountQuery(column)).Keys).Texts(column).OfType<string>()];

    /// <summary>Asks every part on a thread of its own; an interrupt is handed on, and the first that fails is told.</summary>
    private T[] All<T>(Func<IAnalysisSource, T> ask)
    {
        var (answers, errors) = (new T[parts.Length], new Exception?[parts.Length]);
        Thread[] threads = [.. parts.Select((part, i) => new Thread(() =>
        {
            try { answers[i] = ask(part); }
            catch (Exception e) when (e is not OutOfMemoryException) { errors[i] = e; }
        }) { IsBackground = true })];
        foreach (Thread thread in threads) thread.Start();
        try
        {
            foreach (Thread thread in threads) thread.Join();
        }
        catch (ThreadInterruptedException)
        {
            foreach (Thread thread in threads) thread.Interrupt();
            foreach (Thread thread in threads) thread.Join(TimeSpan.FromSeconds(10));
            throw;
        }
        if (errors.FirstOrDefault(e => e is not null) is { } first) ExceptionDispatchInfo.Throw(first);
        return answers;
    }
}
