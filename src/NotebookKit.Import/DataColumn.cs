using System.Collections.Immutable;

namespace NotebookKit.Import;

/// <summary>What was decided about one column of a file.</summary>
/// <param name="Name">Name in the frame: the one of the file, made unique.</param>
/// <param name="Type">Type of its values.</param>
public sealed record DataColumn(string Name, DataType Type)
{
    /// <summary>Unit that stood in the name, in the cells or in their format; null where there was none.</summary>
    public string? Unit { get; init; }

    /// <summary>Description the file gives (SPSS, Stata, SAS, REDCap); null where there is none.</summary>
    public string? Label { get; init; }

    /// <summary>How the values are written where it is not the plain way, such as <c>decimal comma</c> or <c>day.month.year</c>.</summary>
    public string Written { get; init; } = "";

    /// <summary>Codes and their labels, in the order of the file; empty where it has none.</summary>
    public ImmutableArray<DataLevel> Levels { get; init; } = [];

    /// <summary>Texts or codes that were read as missing, with their counts and, where the file gives it, what they mean.</summary>
    public ImmutableArray<DataMissing> Missing { get; init; } = [];

    /// <summary>Cells with a value.</summary>
    public int Filled { get; init; }

    /// <summary>Code of each row before it became a label, or the reason why it is missing; null where the file has no codes.</summary>
    internal string?[]? Codes { get; init; }
}

/// <summary>A code of a column and what it stands for.</summary>
/// <param name="Code">Code as the file has it.</param>
/// <param name="Label">What it stands for.</param>
public sealed record DataLevel(string Code, string Label);

/// <summary>A text or code that was read as missing.</summary>
/// <param name="Text">As the file has it.</param>
/// <param name="Count">Number of cells.</param>
/// <param name="Reason">What it means where the file says it; null otherwise.</param>
public sealed record DataMissing(string Text, int Count, string? Reason = null);
