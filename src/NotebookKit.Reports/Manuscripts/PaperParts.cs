using System.Collections.Immutable;
using NotebookKit.Charts;
using NotebookKit.Rendering;

namespace NotebookKit.Reports.Manuscripts;

/// <summary>A table of the manuscript.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Table">The table as its result prints it.</param>
/// <param name="Strobe">Items of the checklist that it answers.</param>
internal sealed record PaperTable(int Number, SummaryTable Table, ImmutableArray<string> Strobe);

/// <summary>A figure of the manuscript.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Figure">The figure.</param>
/// <param name="Strobe">Items of the checklist that it answers.</param>
internal sealed record PaperFigure(int Number, Figure Figure, ImmutableArray<string> Strobe);
