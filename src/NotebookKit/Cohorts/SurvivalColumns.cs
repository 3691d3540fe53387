using System.Collections.Immutable;
using NotebookKit.Rendering;

namespace NotebookKit.Cohorts;

/// <summary>Which columns of a frame hold what in a time-to-event analysis.</summary>
/// <param name="Time">Column of the follow-up time, in any one unit.</param>
/// <param name="Status">Column that tells event from censoring.</param>
internal sealed record SurvivalColumns(string Time, string Status)
{
    /// <summary>Column of the groups to compare. The default value is null: one group.</summary>
    public string? By { get; init; }

    /// <summary>Column of the strata within which groups are compared. The default value is null: one stratum.</summary>
    public string? Strata { get; init; }

    /// <summary>Column of the cluster, such as the patient of a procedure. The default value is null: rows are independent.</summary>
    public string? Cluster { get; init; }

    /// <summary>
    /// Column of the patient, of whom a note speaks where several rows are taken as independent. The default value is null:
    /// <c>patient_id</c>, if there is one.
    /// </summary>
    public string? Patient { get; init; }

    /// <summary>Column of the time at which a row comes under observation (left truncation). The default value is null: time 0.</summary>
    public string? Entry { get; init; }

    /// <summary>
    /// Column of the subject whose follow-up is split over several rows (entry, exit]. The default value is null: every row stands for
    /// itself.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>Column of case weights ≥ 0. The default value is null: every row counts once.</summary>
    public string? Weights { get; init; }

    /// <summary>How the status column is coded. The default value is <see cref="EventCoding.ZeroOne"/>.</summary>
    public EventCoding EventCoding { get; init; } = EventCoding.ZeroOne;

    /// <summary>Order of the groups. The default value is empty: numbers ascend, texts sort ordinally.</summary>
    public ImmutableArray<string> GroupOrder { get; init; } = [];

    /// <summary>What one row is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>The columns that are read, each once; the patient is none of them.</summary>
    internal IEnumerable<string> Names => new[] { Time, Status, By, Strata, Cluster, Entry, Id, Weights }.OfType<string>().Distinct();

    internal string ClusterUnit => Cluster is null ? "clusters" : Wording.Plural(Cluster, "clusters");
}
