using System.Collections.Immutable;

namespace NotebookKit.Import;

/// <summary>What a reader of files would otherwise find out by itself; null or empty leaves it to him.</summary>
public sealed record DataFileOptions
{
    /// <summary>Name of the sheet of a workbook.</summary>
    public string? Sheet { get; init; }

    /// <summary>
    /// Name of the encoding of a text file, such as <c>utf-8</c>, <c>windows-1252</c>, <c>macintosh</c> or <c>utf-16</c>.
    /// </summary>
    public string? Encoding { get; init; }

    /// <summary>What stands between the cells of a text file.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The decimal sign of all columns, <c>.</c> or <c>,</c>; the other one then groups thousands.</summary>
    public char? DecimalSign { get; init; }

    /// <summary>Order of day and month in all columns where nothing decides it.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>Row that holds the names, as a spreadsheet numbers it; 0 where there are no names.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>Texts that mean missing in every column, beside the usual ones (NA, N/A, NULL, #N/A, -, ., ?, k.A.).</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>Columns to be kept as text, exactly as they stand.</summary>
    public ImmutableArray<string> TextColumns { get; init; } = [];

    /// <summary>
    /// Whether a column that is numbers (or dates) but for a few cells becomes one with those cells missing; they stay findings.
    /// </summary>
    public bool Coerce { get; init; }

    /// <summary>Data dictionary of a REDCap project, as the project exports it (CSV).</summary>
    public string? Dictionary { get; init; }

    /// <summary>Repeating instruments of a REDCap project that no row shows yet.</summary>
    public ImmutableArray<string> RepeatingInstruments { get; init; } = [];

    /// <summary>The day that counts as today, for two-digit years; null for the day of reading.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>What a file may need at most.</summary>
    public DataFileLimits Limits { get; init; } = new();
}

/// <summary>
/// What a file may need at most; a file that needs more is refused, so that a damaged or hostile one cannot fill the memory.
/// </summary>
public sealed record DataFileLimits
{
    /// <summary>Bytes of a file.</summary>
    public long FileBytes { get; init; } = 2L << 30;

    /// <summary>Unpacked bytes of a part of a workbook.</summary>
    public long PartBytes { get; init; } = 200L << 20;

    /// <summary>Times its packed size a part of more than 20 MB may unpack to.</summary>
    public int PackedTimes { get; init; } = 100;

    /// <summary>Rows of a sheet.</summary>
    public int SheetRows { get; init; } = 1_048_576;

    /// <summary>Columns of a table.</summary>
    public int Columns { get; init; } = 16_384;

    /// <summary>Characters of a cell of a text file.</summary>
    public int CellCharacters { get; init; } = 64 << 20;
}
