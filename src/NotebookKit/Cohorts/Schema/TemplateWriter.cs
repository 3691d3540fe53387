using System.Globalization;
using System.Text;

namespace NotebookKit.Cohorts.Schema;

/// <summary>Derives the header-only files and the data dictionary from the schema.</summary>
internal static class TemplateWriter
{
    private static readonly string[] DictionaryColumns =
    [
        "table", "column", "type", "required", "unit", "minimum", "maximum", "allowed_values", "pattern", "description", "example",
        "adam", "redcap",
    ];

    /// <summary>The header-only file of a table.</summary>
    public static string Header(TableSchema table) => Line(table.Fields.Select(f => f.Name));

    /// <summary>The data dictionary: one row per column of every table.</summary>
    public static string Dictionary(CohortSchema schema)
    {
        var text = new StringBuilder(Line(DictionaryColumns));
        foreach (TableSchema table in schema.Tables)
        foreach (FieldSchema field in table.Fields)
            text.Append(Line(
            [
                table.Name, field.Name, field.Type.ToString().ToLowerInvariant(), field.Required ? "yes" : "no", field.Unit,
                Number(field.Minimum), Number(field.Maximum), string.Join(" | ", field.Allowed), field.Pattern?.ToString() ?? "",
                field.Description, field.Example, field.Adam, field.Redcap,
            ]));
        return text.ToString();
    }

    private static string Number(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Quote)) + "\n";

    private static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(",\"\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
