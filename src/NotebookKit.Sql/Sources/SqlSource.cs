using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Sql.Engines;

namespace NotebookKit.Sql.Sources;

/// <summary>Rows of a table in a database: counted there, fetched only where a method needs them.</summary>
/// <remarks>
/// No text of a caller becomes SQL: columns are names that the table has, quoted; values are parameters. Every answer must hold as many
/// rows as the first count said, or it is refused.
/// </remarks>
internal sealed class SqlSource : IAnalysisSource
{
    private readonly Database _database;
    private readonly string _table, _from;
    private readonly string? _key;
    private readonly ImmutableArray<object> _values;
    private readonly DataFrame _schema;
    private readonly Lazy<long> _rows;
    private (string? Key, string? Patient) _checked;

    /// <summary>All rows of a table.</summary>
    /// <param name="database">Where it lies.</param>
    /// <param name="table">Its name, quoted, and that of its schema.</param>
    /// <param name="key">Column by which rows are put in order; null for all columns.</param>
    public SqlSource(Database database, string table, string? key) : this(database, table, table, [], key) { }

    private SqlSource(Database database, string table, string from, ImmutableArray<object> values, string? key)
    {
        (_database, _table, _from, _values, _key) = (database, table, from, values, key);
        _schema = database.Ask($"SELECT * FROM {from} q LIMIT 0", values);
        if (key is not null) RequireColumn(key);
        _rows = new(() => Number("COUNT(*)"));
    }

    public string? Origin => $"Rows: table {_table} of {_database.Name} ({_database.Dialect.Engine}; {_database.Dialect.Snapshot}); "
        + "counted there, fetched only where the method needs rows.";

    public bool PrefersCounts => true;

    public long Rows => _rows.Value;

    /// <summary>The columns, without rows.</summary>
    public DataFrame Schema => _schema;

    private SqlDialect Dialect => _database.Dialect;

    public CountedRows Count(CountQuery query)
    {
        string columns = Names(query.By);
        DataFrame answer = Ask($"SELECT {columns}, COUNT(*) FROM {_from} q GROUP BY {columns}");
        var counts = (PrimitiveDataFrameColumn<long>)answer.Columns[^1];
        ImmutableArray<long> rows = [.. counts.Select(c => c!.Value)];
        RefuseChanged(rows.Sum());
        return CountedTables.Add([new CountedRows(new DataFrame(answer.Columns.Take(query.By.Length)), rows)], query.By);
    }

    public long Distinct(string column) => Number($"COUNT(DISTINCT {Name(column)})", Present(column));

    public DataFrame Fetch(params ImmutableArray<string> columns)
    {
        if (columns.IsDefaultOrEmpty) columns = [.. _schema.Columns.Select(c => c.Name)];
        string names = Names(columns);
        _database.RequireFew(Rows, $"fetching {columns.Length} columns of table {_table}");
        string order = _key is null ? Names(_schema.Columns.Select(c => c.Name)) : Name(_key); // the same whichever columns are asked for
        DataFrame rows = Ask($"SELECT {names} FROM {_from} q ORDER BY {order}");
        RefuseChanged(rows.Rows.Count);
        return rows;
    }

    public void Require(string unit, string? key, string? patient, string? subject = null)
    {
        if (Rows == 0) throw new ArgumentException($"Table {_table} has no rows: there are no {unit} to analyse.");
        if (key is not null && _checked != (key, patient))
        {
            RefuseMissing(key, $"Every row of a set of {unit} needs its key: fill it in, or name another column as key.");
            if (Distinct(key) is var different && different < Rows)
                throw new ArgumentException(FormattableString.Invariant(
                    $"Column '{key}' is the key of the {unit}, but {Rows} rows have {different} different values: {Repeated(key)}. Name ")
                    + "the column that is different in every row as key, or keep one row of each with OneRowPer.");
            _checked = (key, patient);
        }
        if (patient is not null)
            RefuseMissing(patient, $"Every one of the {unit} belongs to a patient: fill it in, or leave those rows out first.");
        if (UnitCheck.PersonColumn(_schema, unit, patient, subject) is { } person && person != key
            && Distinct(person) is var persons && persons < Number("COUNT(*)", Present(person)))
            throw new ArgumentException(FormattableString.Invariant(
                $"The rows are not {unit}: {Rows} rows hold {persons} (column '{person}'): {Repeated(person)}. Say what a row is, such ")
                + $"as unit: \"procedures\", or keep one row of each with OneRowPer(\"{person}\", …).");
    }

    public void RequireColumn(string column) => new ColumnReader(_schema).Column(column);

    public IEnumerable<(string Column, DateTime First, DateTime Last)> Dates()
    {
        foreach (DateTimeDataFrameColumn column in _schema.Columns.OfType<DateTimeDataFrameColumn>())
        {
            DataFrame ends = Ask($"SELECT MIN({Name(column.Name)}), MAX({Name(column.Name)}) FROM {_from} q");
            if (ends[0, 0] is DateTime first) yield return (column.Name, first, (DateTime)ends[0, 1]);
        }
    }

    public IAnalysisSource Where(string column, IReadOnlyCollection<string> values)
    {
        DataFrame kept = FrameShaping.Where(Count(new CountQuery(column)).Keys, column, values);
        var added = new Values(Dialect, _values);
        string places = string.Join(", ", kept.Columns[column].Cast<object>().Select(added.Place));
        return Derive($"(SELECT * FROM {_from} q WHERE {Name(column)} IN ({places}))", added.All, _key);
    }

    public IAnalysisSource WithValues(IReadOnlyCollection<string> columns) =>
        Derive($"(SELECT * FROM {_from} q WHERE {string.Join(" AND ", columns.Select(Present))})", _values, _key);

    public IAnalysisSource FirstOf(string column, string first)
    {
        RefuseMissing(column, "Which row comes first cannot be told. Fill it in, or leave the row out first.");
        RefuseMissing(first, "Which row comes first cannot be told. Fill it in, or leave the row out first.");
        (string c, string f) = (Name(column), Name(first));
        string least = $"SELECT {c}, MIN({f}) FROM {_from} q GROUP BY {c}";
        SqlSource rows = Derive($"(SELECT * FROM {_from} q WHERE ({c}, {f}) {Dialect.In} ({least}))", _values, column);
        if (rows.Distinct(column) < rows.Rows)
            throw new ArgumentException($"Column '{first}': the same first value stands twice in {rows.Repeated(column)}; expected one "
                + "first row. Name a column that tells which came first, such as the number of the procedure.");
        return rows;
    }

    public IAnalysisSource Rename(string column, IReadOnlyCollection<(string Value, string Name)> names)
    {
        DataFrame levels = Count(new CountQuery(column)).Keys;
        string?[] found = new ColumnReader(levels).Texts(column);
        string?[] named = new ColumnReader(FrameShaping.Rename(levels, column, names)).Texts(column);
        (var added, string before) = (new Values(Dialect, _values), Dialect.Quote(column + " before"));
        string cases = string.Concat(Enumerable.Range(0, found.Length).Where(i => found[i] is not null)
            .Select(i => $" WHEN {before} = {added.Place(levels.Columns[column][i])} THEN {added.Place(named[i]!)}"));
        string Columns(string own) => string.Join(", ", _schema.Columns.Select(x => x.Name == column ? own : Dialect.Quote(x.Name)));
        // two steps: an engine may take a name in an expression for the expression that has the name
        return Derive($"(SELECT {Columns($"CASE{cases} END AS {Name(column)}")} FROM "
            + $"(SELECT {Columns($"{Name(column)} AS {before}")} FROM {_from} q) q)", added.All, _key);
    }

    private SqlSource Derive(string from, ImmutableArray<object> values, string? key) =>
        new(_database, _table, from, values, key) { _checked = key == _key ? _checked : default };

    private DataFrame Ask(string sql) => _database.Ask(sql, _values);

    private long Number(string what, string? where = null) =>
        (long)Ask($"SELECT {what} FROM {_from} q{(where is null ? "" : $" WHERE {where}")}")[0, 0];

    private string Name(string column)
    {
        RequireColumn(column);
        return Dialect.Quote(column);
    }

    private string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(Name));

    /// <summary>Whether a column has a value: not NULL, not NaN, not an empty text.</summary>
    private string Present(string column) => Name(column) + " IS NOT NULL" + _schema.Columns[column] switch
    {
        StringDataFrameColumn => $" AND {Name(column)} <> ''",
        PrimitiveDataFrameColumn<double> or PrimitiveDataFrameColumn<float> => $" AND NOT ({Dialect.IsNaN(Name(column))})",
        _ => "",
    };

    private void RefuseMissing(string column, string remedy)
    {
        if (Number("COUNT(*)", $"NOT ({Present(column)})") is > 0 and var missing)
            throw new ArgumentException($"Column '{column}' of table {_table}: {Rendering.Wording.Count(missing, "rows")} without a value. "
                + remedy);
    }

    private string Repeated(string column)
    {
        DataFrame most = Ask($"SELECT {Name(column)}, COUNT(*) FROM {_from} q WHERE {Present(column)} GROUP BY {Name(column)} "
            + $"HAVING COUNT(*) > 1 ORDER BY COUNT(*) DESC, {Name(column)} LIMIT 5");
        string?[] values = new ColumnReader(most).Texts(most.Columns[0].Name);
        return string.Join("; ", values.Select((v, i) => $"'{v}' in {most[i, 1]} rows"));
    }

    private void RefuseChanged(long rows)
    {
        if (rows != Rows)
            throw new DatabaseException(FormattableString.Invariant(
                $"{_database.Name}: table {_table} held {Rows} rows at the first question and {rows} now; it was changed between the two. ")
                + "Nothing was counted. Declare the set again when nobody writes.");
    }

    /// <summary>Values added to a question, as parameters where the engine has them.</summary>
    private sealed class Values(SqlDialect dialect, ImmutableArray<object> before)
    {
        public ImmutableArray<object> All { get; private set; } = before;

        public string Place(object value)
        {
            if (dialect.Literal(value) is { } text) return text;
            All = All.Add(value);
            return dialect.Parameter(All.Length);
        }
    }
}
