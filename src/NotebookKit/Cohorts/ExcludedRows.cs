namespace NotebookKit.Cohorts;

/// <summary>Rows that an analysis left out, and why.</summary>
/// <param name="Reason">Why the rows were left out, naming the column.</param>
/// <param name="Count">How many rows; each row is counted once, under the first reason that applies.</param>
public sealed record ExcludedRows(string Reason, int Count);
