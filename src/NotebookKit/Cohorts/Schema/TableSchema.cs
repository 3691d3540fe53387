using System.Collections.Immutable;

namespace NotebookKit.Cohorts.Schema;

/// <summary>One file of the templates.</summary>
internal sealed record TableSchema
{
    public required string Name { get; init; }

    public required string File { get; init; }

    public required bool Optional { get; init; }

    public required ImmutableArray<FieldSchema> Fields { get; init; }

    public required ImmutableArray<string> PrimaryKey { get; init; }

    public required ImmutableArray<ForeignKey> ForeignKeys { get; init; }

    public FieldSchema? Field(string name) => Fields.FirstOrDefault(f => f.Name == name);
}

/// <summary>A column that must hold a key of another table (or of its own).</summary>
internal sealed record ForeignKey(string Column, string Table, string KeyColumn);
