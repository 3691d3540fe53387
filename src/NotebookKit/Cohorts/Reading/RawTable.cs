using System.Collections.Immutable;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Cohorts.Reading;

/// <summary>One file as text: what every check works on, before anything is typed.</summary>
internal sealed class RawTable
{
    private readonly Dictionary<string, int> _position;

    public RawTable(TableSchema schema, ImmutableArray<string> absentColumns, ImmutableArray<string> extraColumns,
        ImmutableArray<RawRow> rows)
    {
        (Schema, AbsentColumns, ExtraColumns, Rows) = (schema, absentColumns, extraColumns, rows);
        _position = schema.Fields.Select(f => f.Name).Concat(extraColumns).Select((name, i) => (name, i))
            .ToDictionary(c => c.name, c => c.i);
    }

    public TableSchema Schema { get; }

    /// <summary>Columns of the schema that the file does not have; their cells are blank.</summary>
    public ImmutableArray<string> AbsentColumns { get; }

    /// <summary>Columns that are not in the schema; their cells follow those of the schema.</summary>
    public ImmutableArray<string> ExtraColumns { get; }

    public ImmutableArray<RawRow> Rows { get; }

    /// <summary>Whether every row was read; where it is false, a link to this table may lead to a row that could not be read.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Text of a cell; null where it is blank or its column is absent.</summary>
    public string? this[RawRow row, string column] => row.Cells[_position[column]];

    /// <summary>Position of a column among the cells of a row.</summary>
    public int Position(string column) => _position[column];

    /// <summary>This table with other rows.</summary>
    public RawTable WithRows(ImmutableArray<RawRow> rows) => new(Schema, AbsentColumns, ExtraColumns, rows) { IsComplete = IsComplete };

    public bool Has(string column) => _position.ContainsKey(column);

    /// <summary>The key of a row as text, its parts joined by a blank; null where a part is blank.</summary>
    public string? Key(RawRow row)
    {
        string?[] parts = [.. Schema.PrimaryKey.Select(c => this[row, c])];
        return parts.Contains(null) ? null : string.Join(' ', parts);
    }
}

/// <summary>One row of a file.</summary>
/// <param name="Number">Row as a spreadsheet numbers it: the header is row 1.</param>
/// <param name="Cells">Text of each column of the schema and then of the extra columns; null = blank.</param>
internal sealed record RawRow(int Number, string?[] Cells);

/// <summary>All files of a cohort as text.</summary>
internal sealed class RawCohort(IEnumerable<RawTable> tables)
{
    private readonly Dictionary<string, RawTable> _tables = tables.ToDictionary(t => t.Schema.Name);

    public IEnumerable<RawTable> Tables => _tables.Values;

    public RawTable this[string table] => _tables[table];

    /// <summary>This cohort with one table in place of that of its name.</summary>
    public RawCohort With(RawTable table) => new(_tables.Values.Select(t => t.Schema.Name == table.Schema.Name ? table : t));

    public RawTable? Find(string table) => _tables.GetValueOrDefault(table);
}
