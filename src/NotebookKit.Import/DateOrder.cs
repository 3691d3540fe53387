namespace NotebookKit.Import;

/// <summary>Which part of a date such as 03/04/2019 comes first.</summary>
public enum DateOrder
{
    /// <summary>3 April.</summary>
    DayFirst,

    /// <summary>March 4.</summary>
    MonthFirst,
}
