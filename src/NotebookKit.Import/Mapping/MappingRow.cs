using System.Globalization;

namespace NotebookKit.Import.Mapping;

/// <summary>Where one column of a user goes; a row of <c>mapping.csv</c>.</summary>
internal sealed record MappingRow(string File, string Sheet, string SourceColumn, string Examples, string Table, string Column,
    string Transform, string Unit, string Note)
{
    public const string Head = "file,sheet,source_column,example_values,table,column,transform,unit,note";

    /// <summary>Every transform there is, as a message lists them.</summary>
    public const string Known = "recode | unit | day-first | month-first | decimal-comma | decimal-point | flag | flag:no |"
        + " filled:dead:alive | age | if-dead | keep | "
        + "event:overall_progression | wide:2 | split:; | part:1:/ | constant:…";

    private const string ConstantWord = "constant:";

    private static readonly string[] Words = ["recode", "unit", "day-first", "month-first", "decimal-comma",
        "decimal-point", "flag", "flag:no", "age", "if-dead", "keep"];

    /// <summary>Row of the mapping as a spreadsheet shows it.</summary>
    public int Row { get; init; }

    public bool IsUsed => Table.Length > 0 && Column.Length > 0;

    /// <summary>
    /// The transforms of the row; blanks stand between several,
    /// as in <c>split:; day-first</c>. A constant comes last and may hold blanks.
    /// </summary>
    public string[] Transforms =>
        (ConstantAt < 0 ? Transform : Transform[..ConstantAt]).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What stands between entries of one cell that become a row each; null for a cell with one entry.</summary>
    public string? Split => After("split:") is { } sign ? sign == "blank" ? " " : sign : null;

    /// <summary>Which piece of a cell with several the column takes, and what stands between them; null for the whole cell.</summary>
    public (int Number, string Sign)? Part => After("part:") is { } part && part.Split(':', 2) is [var n, var sign]
        && int.TryParse(n, CultureInfo.InvariantCulture, out int number) && number > 0
        ? (number, sign is "" or "blank" ? " " : sign) : null;

    /// <summary>The number of a column that repeats side by side; null for one that does not.</summary>
    public int? Wide => After("wide:") is { } number && int.TryParse(number, CultureInfo.InvariantCulture, out int n) ? n : null;

    /// <summary>The value of a column that is the same in every row; null for one that is read.</summary>
    public string? Constant => ConstantAt < 0 ? null : Transform[(ConstantAt + ConstantWord.Length)..];

    /// <summary>The kind of event whose day the column holds; null otherwise.</summary>
    public string? Event => After("event:");

    /// <summary>What a filled cell means, and what a blank one (empty for missing); null where the cell itself is the value.</summary>
    public (string Filled, string Blank)? Filled => After("filled:")?.Split(':', 2) switch
    {
        [var filled, var blank] => (filled, blank),
        [var filled] => (filled, ""),
        _ => null,
    };

    /// <summary>Whether the column has no place in the templates and is carried as it is.</summary>
    public bool IsKept => Transforms.Contains("keep");

    /// <summary>Whether every value is asked for in <c>recode.csv</c>, also where the templates have no list.</summary>
    public bool IsRecoded => Transforms.Contains("recode");

    /// <summary>Whether the value is for the dead alone.</summary>
    public bool IsOfTheDead => Transforms.Contains("if-dead");

    /// <summary>Whether the cell is a day of birth and the column the age at the index procedure.</summary>
    public bool IsAge => Transforms.Contains("age");

    /// <summary>The words this row of the mapping uses that no transform has.</summary>
    public IEnumerable<string> UnknownTransforms => Transforms.Where(t => !Words.Contains(t)
        && !(t.StartsWith("wide:", StringComparison.Ordinal) && Wide is not null)
        && !(t.StartsWith("part:", StringComparison.Ordinal) && Part is not null)
        && !(t.StartsWith("split:", StringComparison.Ordinal) && t.Length > 6)
        && !(t.StartsWith("filled:", StringComparison.Ordinal) && t.Length > 7)
        && !t.StartsWith("event:", StringComparison.Ordinal));

    private int ConstantAt => Transform.StartsWith(ConstantWord, StringComparison.Ordinal) ? 0
        : Transform.IndexOf(" " + ConstantWord, StringComparison.Ordinal) is >= 0 and int at ? at + 1 : -1;

    private string? After(string prefix) =>
        Transforms.FirstOrDefault(t => t.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];
}

/// <summary>What one value of a user means; a row of <c>recode.csv</c>.</summary>
internal sealed record RecodeRow(string Table, string Column, string SourceValue, int Count, string Value, string Status)
{
    public const string Head = "table,column,source_value,count,value,status";

    /// <summary>The source value that stands for blank cells.</summary>
    public const string Blank = "(blank)";

    /// <summary>Row of the table as a spreadsheet shows it.</summary>
    public int Row { get; init; }
}
