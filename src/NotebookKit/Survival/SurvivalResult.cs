using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival;

/// <summary>What every result of survival data says of the rows it rests on.</summary>
public abstract record SurvivalResult : ITableResult
{
    /// <summary>What one row is, in the plural.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>Number of clusters; null when rows are treated as independent. Where a method cannot use them, its notes say so.</summary>
    public int? Clusters { get; init; }

    /// <summary>
    /// What a cluster is, in the plural, by the name of its column: <c>patients</c> of <c>patient_id</c>; else <c>clusters</c>.
    /// </summary>
    public string ClusterUnit { get; init; } = "clusters";

    /// <summary>Rows left out and why.</summary>
    public ImmutableArray<ExcludedRows> Excluded { get; init; } = [];

    /// <summary>What the reader must know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Labels and groups of the analysis set the result is about, for its table and figure.</summary>
    internal SetLabels Words { get; init; } = SetLabels.None;

    /// <inheritdoc/>
    public abstract SummaryTable ToTable();

    /// <summary>The numbers as columns, for further work.</summary>
    public abstract DataFrame ToDataFrame();

    /// <summary>The table as text.</summary>
    public sealed override string ToString() => ToTable().ToString();
}
