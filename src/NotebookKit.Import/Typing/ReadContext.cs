using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Typing;

/// <summary>What the reading of a column needs beside its cells.</summary>
internal sealed record ReadContext(DataFileOptions Options, FindingSink Findings, int CurrentYear);

/// <summary>A column with its type and what was decided about it.</summary>
internal sealed record TypedColumn(DataColumn About, Microsoft.Data.Analysis.DataFrameColumn Values);
