namespace NotebookKit.Import.Tables;

/// <summary>What a program stored in a cell beside its text; files of text know only <see cref="Text"/>.</summary>
internal enum CellKind : byte
{
    Text,

    /// <summary>A stored number: its text has a decimal point and no grouping; a unit or % of its format follows the number.</summary>
    Number,
    Date,
    Time,
    Boolean,

    /// <summary>The result of a formula that failed, such as #DIV/0!.</summary>
    Error,

    /// <summary>A formula whose result was never stored.</summary>
    Uncached,

    /// <summary>A date number that is not a day.</summary>
    InvalidDate,
}
