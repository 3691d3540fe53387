using NotebookKit.Cohorts;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Rules;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Import.Mapping;

/// <summary>
/// The templates with what a mapping adds to them: columns of the user that are carried as they are, words of open lists.
/// </summary>
internal sealed class Targets
{
    private readonly Dictionary<string, TableSchema> _tables = CohortSchema.Current.Tables.ToDictionary(t => t.Name);

    public TableSchema? Table(string table) => _tables.GetValueOrDefault(table);

    public FieldSchema? Field(string table, string column) => Table(table)?.Field(column);

    /// <summary>The words of a closed list; none for other columns. Terms of adverse events are one, although others may stand.</summary>
    public IReadOnlyCollection<string> Allowed(string table, string column) =>
        IsTerm(table, column) ? AdverseEventTerms.MaximumGrades.Keys : Field(table, column)?.Allowed ?? [];

    /// <summary>Whether words of the user's own may stand beside those of the list.</summary>
    public bool IsOpen(string table, string column) => IsTerm(table, column) || Field(table, column)?.IsOpen == true;

    /// <summary>A column that the templates do not have; text where two files disagree about its type.</summary>
    public void Keep(string table, string column, FieldType type)
    {
        TableSchema schema = _tables[table];
        FieldSchema? known = schema.Field(column);
        if (known is { } field && (field.Type == type || CohortSchema.Current.Table(table).Field(column) is not null)) return;
        var kept = new FieldSchema { Name = column, Type = known is null ? type : FieldType.String,
            Description = "A column of the user's own." };
        _tables[table] = schema with { Fields = [.. schema.Fields.Where(f => f.Name != column), kept] };
    }

    /// <summary>A word of an open list that the user decided for.</summary>
    public void Open(string table, string column, string word)
    {
        TableSchema schema = _tables[table];
        if (IsTerm(table, column) || schema.Field(column)!.Allowed.Contains(word)) return;
        _tables[table] = schema with {
            Fields = [.. schema.Fields.Select(f => f.Name == column ? f with { Allowed = f.Allowed.Add(word) } : f)] };
    }

    /// <summary>What to write instead of a value that a column cannot hold; null where it can.</summary>
    public string? Remedy(string table, string column, string value)
    {
        FieldSchema field = Field(table, column)!;
        IReadOnlyCollection<string> allowed = Allowed(table, column);
        if (allowed.Count > 0)
        {
            if (allowed.Contains(value)) return null;
            // Likeness is to the words of the templates alone: two words of the user's own, hcc and ccc, may be alike.
            string? meant = FixHints.Meant(value, IsTerm(table, column) ? allowed
                : CohortSchema.Current.Table(table).Field(column)!.Allowed);
            if (IsOpen(table, column) && meant is null) return null;
            return meant is null ? $"Write one of: {Words(allowed)}." : $"Did you mean {meant}?";
        }
        return field.Type switch
        {
            FieldType.Number => CellParser.TryNumber(value, out _) ? null : "Write a number.",
            FieldType.Integer => CellParser.TryInteger(value, out _) ? null : "Write a whole number.",
            FieldType.Date => CellParser.TryDate(value, out _) ? null : "Write a day as 2019-05-14.",
            _ => null,
        };
    }

    /// <summary>The words of a list for a message; long lists are cut.</summary>
    public static string Words(IReadOnlyCollection<string> allowed) =>
        string.Join(", ", allowed.Take(12)) + (allowed.Count > 12
            ? $" … ({allowed.Count} words, see data_dictionary.csv and ae_terms.csv)" : "");

    private static bool IsTerm(string table, string column) => (table, column) == ("adverse_events", "ae_term");
}
