using System.Collections.Immutable;

namespace NotebookKit.Rendering;

/// <summary>A finished table: what a reader sees, together with the numbers behind every cell.</summary>
/// <remarks>Every result of the library turns itself into this one model; the renderers know no estimator.</remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record SummaryTable : ITableResult
{
    /// <summary>Caption above the table; plain text. The default value is empty: no caption.</summary>
    public string Title { get; init; } = "";

    /// <summary>Header of each column, left to right; the first is the row label.</summary>
    public required ImmutableArray<TableColumn> Columns { get; init; }

    /// <summary>Rows from top to bottom. Every row has one cell per column.</summary>
    public required ImmutableArray<TableRow> Rows { get; init; }

    /// <summary>Notes below the table (units, denominators, options, exclusions), one line each; plain text.</summary>
    public ImmutableArray<string> Footnotes { get; init; } = [];

    /// <inheritdoc/>
    public SummaryTable ToTable() => this;

    /// <summary>The table as HTML without script or external reference; every text is encoded.</summary>
    public string ToHtml() => HtmlTableWriter.Write(this);

    /// <summary>The table as aligned plain text.</summary>
    public override string ToString() => TextTableWriter.Write(this);
}

/// <summary>Header of one column of a <see cref="SummaryTable"/>.</summary>
/// <param name="Header">Text of the header; plain text, may hold line breaks.</param>
/// <param name="Alignment">How the cells below it are aligned.</param>
public sealed record TableColumn(string Header, TableAlignment Alignment = TableAlignment.Right)
{
    /// <summary>Header above this and the neighbouring columns of the same spanner; null for none.</summary>
    public string? Spanner { get; init; }

    /// <summary>Name by which the column is asked for; null where it is the header.</summary>
    public string? Name { get; init; }

    /// <summary>Footnote of the header, marked by a letter; null for none.</summary>
    public string? Note { get; init; }
}

/// <summary>Horizontal alignment of a column.</summary>
public enum TableAlignment
{
    /// <summary>Text: flush left.</summary>
    Left,

    /// <summary>Numbers: flush right.</summary>
    Right,

    /// <summary>Short marks: centred.</summary>
    Center,
}

/// <summary>One row of a <see cref="SummaryTable"/>.</summary>
/// <param name="Cells">One cell per column, the row label first.</param>
public sealed record TableRow(ImmutableArray<TableCell> Cells)
{
    /// <summary>Depth of the row label: 0 for a variable, 1 for its levels.</summary>
    public int Indent { get; init; }

    /// <summary>Whether the row heads a group of rows and is printed in bold.</summary>
    public bool IsHeading { get; init; }

    /// <summary>Name of the variable the row describes, by which it is asked for; null for headings.</summary>
    public string? Variable { get; init; }

    /// <summary>Level of the variable the row counts; null where the row describes the whole variable.</summary>
    public string? Level { get; init; }
}

/// <summary>One cell: the text a reader sees and the numbers it was made from.</summary>
/// <param name="Text">The printed text; plain text.</param>
public sealed record TableCell(string Text)
{
    /// <summary>The raw number behind the text, or null where there is none.</summary>
    public double? Value { get; init; }

    /// <summary>Numerator of a proportion, or the number of units counted; null where the cell counts nothing.</summary>
    public long? Count { get; init; }

    /// <summary>Denominator of a proportion; null where the cell has none.</summary>
    public long? Denominator { get; init; }

    /// <summary>Unit of analysis the cell counts, such as <c>patients</c> or <c>procedures</c>; null where it counts nothing.</summary>
    public string? Unit { get; init; }

    /// <summary>Name of the statistic, such as <c>median</c> or <c>n (%)</c>; null for labels.</summary>
    public string? Statistic { get; init; }

    /// <summary>Every number behind the text by its name, such as <c>median</c>, <c>q1</c> and <c>q3</c>; empty for labels.</summary>
    internal ImmutableArray<CellValue> Values { get; init; } = [];

    /// <summary>The value of the row above that a blank cell repeats; null for none.</summary>
    internal string? Repeats { get; init; }

    /// <summary>Footnote of the cell, marked by a letter; cells with the same note share the letter. Null for none.</summary>
    public string? Note { get; init; }

    /// <summary>An empty cell.</summary>
    public static TableCell Empty { get; } = new("");

    /// <summary>A cell of text alone.</summary>
    public static implicit operator TableCell(string text) => new(text);

    /// <summary>A cell of text alone; the named form of the conversion from text.</summary>
    public static TableCell FromString(string text) => new(text);
}

/// <summary>One number behind a cell.</summary>
/// <param name="Name">Name of the statistic, such as <c>median</c>.</param>
/// <param name="Value">Its value as computed, not rounded; null where it cannot be estimated.</param>
internal sealed record CellValue(string Name, double? Value);
