using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NotebookKit.Cohorts.Schema;

/// <summary>The templates, read from the embedded <c>datapackage.json</c> (Table Schema), their single source.</summary>
internal sealed class CohortSchema
{
    private static readonly Lazy<CohortSchema> Embedded = new(ReadEmbedded);

    private readonly FrozenDictionary<string, FindingSeverity> _severities;

    private CohortSchema(ImmutableArray<TableSchema> tables, ImmutableArray<(string Id, FindingSeverity Severity)> rules)
    {
        (Tables, Rules) = (tables, [.. rules.Select(r => r.Id)]);
        _severities = rules.ToFrozenDictionary(r => r.Id, r => r.Severity, StringComparer.Ordinal);
    }

    public static CohortSchema Current => Embedded.Value;

    public ImmutableArray<TableSchema> Tables { get; }

    /// <summary>Identifiers of all checks.</summary>
    public ImmutableArray<string> Rules { get; }

    public FindingSeverity SeverityOf(string rule) => _severities[rule];

    public TableSchema Table(string name) => Tables.First(t => t.Name == name);

    private static CohortSchema ReadEmbedded()
    {
        using Stream stream = typeof(CohortSchema).Assembly.GetManifestResourceStream("NotebookKit.datapackage.json")!;
        using var document = JsonDocument.Parse(stream);
        JsonElement root = document.RootElement;
        return new(
            [.. root.GetProperty("resources").EnumerateArray().Select(Table)],
            [.. root.GetProperty("x-rules").EnumerateArray()
                .Select(r => (Text(r, "id"), Enum.Parse<FindingSeverity>(Text(r, "severity"), ignoreCase: true)))]);
    }

    private static TableSchema Table(JsonElement resource)
    {
        string name = Text(resource, "name");
        JsonElement schema = resource.GetProperty("schema");
        return new()
        {
            Name = name,
            File = Text(resource, "path"),
            Optional = resource.TryGetProperty("x-optional", out JsonElement optional) && optional.GetBoolean(),
            Fields = [.. schema.GetProperty("fields").EnumerateArray().Select(Field)],
            PrimaryKey = Texts(schema, "primaryKey"),
            ForeignKeys = schema.TryGetProperty("foreignKeys", out JsonElement keys)
                ? [.. keys.EnumerateArray().Select(k => ForeignKey(k, name))] : [],
        };
    }

    private static ForeignKey ForeignKey(JsonElement key, string ownTable)
    {
        JsonElement reference = key.GetProperty("reference");
        string table = Text(reference, "resource");
        return new(Texts(key, "fields").Single(), table.Length == 0 ? ownTable : table, Texts(reference, "fields").Single());
    }

    private static FieldSchema Field(JsonElement field)
    {
        JsonElement constraints = field.TryGetProperty("constraints", out JsonElement c) ? c : default;
        bool Has(string name, out JsonElement value)
        {
            value = default;
            return constraints.ValueKind == JsonValueKind.Object && constraints.TryGetProperty(name, out value);
        }

        return new()
        {
            Name = Text(field, "name"),
            Type = Enum.Parse<FieldType>(Text(field, "type"), ignoreCase: true),
            Description = Text(field, "description"),
            Unit = Text(field, "unit"),
            Example = Text(field, "example"),
            Adam = Text(field, "x-adam"),
            Redcap = Text(field, "x-redcap"),
            IsDerived = Text(field, "x-derived").Length > 0,
            IsOpen = field.TryGetProperty("x-open", out JsonElement open) && open.GetBoolean(),
            Required = Has("required", out JsonElement required) && required.GetBoolean(),
            Allowed = Has("enum", out _) ? Texts(constraints, "enum") : [],
            Minimum = Has("minimum", out JsonElement minimum) ? minimum.GetDouble() : null,
            Maximum = Has("maximum", out JsonElement maximum) ? maximum.GetDouble() : null,
            Plausible = field.TryGetProperty("x-warnRange", out JsonElement range) ? (range[0].GetDouble(), range[1].GetDouble()) : null,
            Pattern = Has("pattern", out JsonElement pattern) ? new Regex(pattern.GetString()!, RegexOptions.CultureInvariant) : null,
        };
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";

    private static ImmutableArray<string> Texts(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetString()!)];
}
