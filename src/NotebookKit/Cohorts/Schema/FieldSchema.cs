using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace NotebookKit.Cohorts.Schema;

/// <summary>Type of a column.</summary>
internal enum FieldType
{
    String,
    Number,
    Integer,
    Date,
}

/// <summary>One column of a table: its type and what its values must satisfy.</summary>
internal sealed record FieldSchema
{
    public required string Name { get; init; }

    public required FieldType Type { get; init; }

    public required string Description { get; init; }

    public string Unit { get; init; } = "";

    public string Example { get; init; } = "";

    public string Adam { get; init; } = "";

    public string Redcap { get; init; } = "";

    public bool Required { get; init; }

    /// <summary>Whether a blank cell is filled from others where it follows from them.</summary>
    public bool IsDerived { get; init; }

    /// <summary>The only allowed values; empty where any value is allowed.</summary>
    public ImmutableArray<string> Allowed { get; init; } = [];

    /// <summary>Whether other words than those of the list may stand too; they are named.</summary>
    public bool IsOpen { get; init; }

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    /// <summary>Values outside are possible but improbable.</summary>
    public (double Low, double High)? Plausible { get; init; }

    public Regex? Pattern { get; init; }
}
