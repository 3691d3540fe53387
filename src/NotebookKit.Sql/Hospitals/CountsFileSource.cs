using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Sql.Sources;

namespace NotebookKit.Sql.Hospitals;

/// <summary>
/// Units of which only counts are known: questions about columns that were counted together are answered, others are refused.
/// </summary>
internal sealed class CountsFileSource : IAnalysisSource, ISeparatePart
{
    private readonly CountsFile _file;
    private readonly ImmutableArray<(ImmutableArray<string> Columns, int Coarse, CountedRows Counted)> _tables;
    private readonly bool _isWhole;

    public CountsFileSource(CountsFile file) : this(file, [.. file.Tables.Select(Read)], true) { }

    private CountsFileSource(CountsFile file, ImmutableArray<(ImmutableArray<string>, int, CountedRows)> tables, bool isWhole) =>
        (_file, _tables, _isWhole) = (file, tables, isWhole);

    public string? Origin => $"Rows: counts of {_file}.";

    public bool PrefersCounts => true;

    public long Rows => _isWhole ? _file.Rows : _tables[0].Counted.Rows.Sum();

    public CountedRows Count(CountQuery query) => CountedTables.Add([Table(query.By)], query.By, merge: true);

    public long Distinct(string column)
    {
        if (NamesUnits(column)) return Rows; // each patient has one row, or there would be no file
        return new ColumnReader(Count(new CountQuery(column)).Keys).Categories(column).Levels.Length;
    }

    public bool NamesUnits(string column) => column == _file.Key || column == _file.Patient;

    public DataFrame Fetch(params ImmutableArray<string> columns)
    {
        if (columns.IsDefaultOrEmpty) throw Unknown([]);
        CountedRows counted = Count(new CountQuery(columns));
        DataFrameColumn[] keys = [.. columns.Select(c => counted.Keys.Columns[c])];
        int[] order = [.. Enumerable.Range(0, counted.Rows.Length)];
        Array.Sort(order, (a, b) => keys.Select(k => Compare(k[a], k[b])).FirstOrDefault(c => c != 0));
        var index = new Int64DataFrameColumn("rows", order.SelectMany(i => Enumerable.Repeat((long)i, checked((int)counted.Rows[i]))));
        return new DataFrame(keys.Select(k => k.Clone(index)));
    }

    public DataFrame FetchEach(ImmutableArray<string> shared, ImmutableArray<string> each)
    {
        DataFrame? all = shared.IsEmpty && !each.IsEmpty ? new DataFrame() : Fetch(shared);
        foreach (string column in each)
        {
            DataFrame one = Fetch([.. shared, column]);
            foreach (string name in shared)
                if (!one.Columns[name].Cast<object?>().SequenceEqual(all.Columns[name].Cast<object?>()))
                    throw new InvalidOperationException($"The counts of {_file.Hospital}: '{name}' was made coarser beside '{column}' than "
                        + "elsewhere, so that the two do not fit. Ask for a table in which it is as it was.");
            all.Columns.Add(one.Columns[column]);
        }
        return all;
    }

    public void Require(string unit, string? key, string? patient, string? subject = null)
    {
        if (unit != _file.Unit || key != _file.Key || patient != _file.Patient)
            throw new ArgumentException($"The counts of {_file.Hospital} are of {_file.Unit} (key {_file.Key ?? "none"}, patient "
                + $"{_file.Patient ?? "none"}); asked for {unit} (key {key ?? "none"}, patient {patient ?? "none"}).");
    }

    public void RequireColumn(string column)
    {
        if (!NamesUnits(column) && !_tables.Any(t => t.Columns.Contains(column))) throw Unknown([column]);
    }

    public IEnumerable<(string Column, DateTime First, DateTime Last)> Dates() => [];

    public IAnalysisSource Where(string column, IReadOnlyCollection<string> values)
    {
        _ = FrameShaping.Where(Count(new CountQuery(column)).Keys, column, values); // a value that nobody has is refused
        return Keep([column], keys => new ColumnReader(keys).Texts(column).Select(t => t is not null && values.Contains(t)));
    }

    public IAnalysisSource WithValues(IReadOnlyCollection<string> columns) => Keep(columns, keys =>
    {
        string?[][] texts = [.. columns.Select(new ColumnReader(keys).Texts)];
        return Enumerable.Range(0, (int)keys.Rows.Count).Select(i => texts.All(t => t[i] is not null));
    });

    public IAnalysisSource FirstOf(string column, string first) =>
        throw new InvalidOperationException($"The counts of {_file.Hospital} do not tell which row of '{column}' comes first. Ask the "
            + "hospital to keep one row each before it counts.");

    public IAnalysisSource Rename(string column, IReadOnlyCollection<(string Value, string Name)> names) => new CountsFileSource(_file,
        [.. _tables.Select(t => t.Columns.Contains(column)
            ? (t.Columns, t.Coarse, new CountedRows(FrameShaping.Rename(t.Counted.Keys, column, names), t.Counted.Rows)) : t)], _isWhole);

    private CountsFileSource Keep(IReadOnlyCollection<string> columns, Func<DataFrame, IEnumerable<bool>> isKept)
    {
        _ = Table([.. columns]);
        return new(_file, [.. _tables.Where(t => columns.All(c => t.Columns.Contains(c))).Select(t =>
        {
            int[] kept = [.. isKept(t.Counted.Keys).Index().Where(r => r.Item).Select(r => r.Index)];
            return (t.Columns, t.Coarse,
                new CountedRows(FrameShaping.Rows(t.Counted.Keys, kept), [.. kept.Select(i => t.Counted.Rows[i])]));
        })], false);
    }

    /// <summary>The table that has the columns, the least coarse first, then the smallest.</summary>
    private CountedRows Table(ImmutableArray<string> columns)
    {
        var fitting = _tables.Where(t => columns.All(t.Columns.Contains)).OrderBy(t => t.Coarse).ThenBy(t => t.Columns.Length).ToArray();
        return fitting.Length > 0 ? fitting[0].Counted : throw Unknown(columns);
    }

    private InvalidOperationException Unknown(ImmutableArray<string> columns)
    {
        string counted = string.Join("; ", _tables.Select(t => string.Join(", ", t.Columns)));
        return new($"The rows of {_file.Hospital} do not leave it, and its counts have no table of "
            + $"{(columns.IsEmpty ? "all columns" : string.Join(", ", columns))}; they have: {counted}. "
            + "Ask the hospital to summarise these columns together.");
    }

    private static int Compare(object? a, object? b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (string x, string y) => string.CompareOrdinal(x, y),
        _ => System.Collections.Comparer.DefaultInvariant.Compare(a, b),
    };

    private static (ImmutableArray<string>, int, CountedRows) Read(CountsTable table)
    {
        DataFrame keys = new(table.Columns.Select((column, c) => Column(column, table.Cells.Select(cell => cell[c]))));
        return ([.. table.Columns.Select(c => c.Name)], table.Columns.Count(c => c.Steps > 0),
            new CountedRows(keys, [.. table.Cells.Select(cell => cell[^1]!.Value.GetInt64())]));
    }

    private static DataFrameColumn Column(CountsColumn column, IEnumerable<JsonElement?> values) => column.Type switch
    {
        "number" => new DoubleDataFrameColumn(column.Name, values.Select(v => v?.GetDouble())),
        "text" => new StringDataFrameColumn(column.Name, values.Select(v => v?.GetString())),
        "boolean" => new BooleanDataFrameColumn(column.Name, values.Select(v => v?.GetBoolean())),
        "date" => new DateTimeDataFrameColumn(column.Name, values.Select(v => v is { } day
            ? DateTime.Parse(day.GetString()!, CultureInfo.InvariantCulture) : (DateTime?)null)),
        _ => throw new InvalidDataException($"Column '{column.Name}': found type '{column.Type}'; expected number, text, boolean or date."),
    };
}
