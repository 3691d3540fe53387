using System.Collections.Immutable;

namespace NotebookKit.Survival.CompetingRisks;

/// <summary>Rows with the time and cause of their first event as arrays: complete rows only.</summary>
/// <remarks>Times are compared exactly; make nearly equal times equal before (the DataFrame door does).</remarks>
internal sealed record CompetingRisksData
{
    /// <summary>Time of the first event or of censoring; finite.</summary>
    public required ReadOnlyMemory<double> Time { get; init; }

    /// <summary>0 for a censored row, k for the cause at index k − 1 of <see cref="Causes"/>.</summary>
    public required ReadOnlyMemory<int> Cause { get; init; }

    /// <summary>Names of the causes.</summary>
    public required ImmutableArray<string> Causes { get; init; }

    /// <summary>Group of each row as 0-based codes. The default value is empty: one group.</summary>
    public ReadOnlyMemory<int> Groups { get; init; }

    /// <summary>Names of the groups. The default value is one group, <c>All</c>.</summary>
    public ImmutableArray<string> GroupNames { get; init; } = ["All"];

    /// <summary>
    /// Cluster (patient) of each row as 0-based codes below the number of rows. The default value is empty: rows are independent.
    /// </summary>
    public ReadOnlyMemory<int> Clusters { get; init; }

    /// <summary>Entry time of each row: at risk in (entry, time]. The default value is empty: at risk from the start.</summary>
    public ReadOnlyMemory<double> Entry { get; init; }

    /// <summary>Case weights, positive. The default value is empty: all 1.</summary>
    public ReadOnlyMemory<double> Weights { get; init; }

    internal double WeightOf(int row) => Weights.IsEmpty ? 1 : Weights.Span[row];

    internal int GroupOf(int row) => Groups.IsEmpty ? 0 : Groups.Span[row];

    /// <summary>Checks lengths and codes.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a time is not finite, a code is out of range, or there is no row.</exception>
    public void Validate()
    {
        int n = Time.Length;
        if (n == 0) throw new ArgumentException("There are no rows.");
        if (Cause.Length != n || (!Groups.IsEmpty && Groups.Length != n) || (!Clusters.IsEmpty && Clusters.Length != n))
            throw new ArgumentException($"Causes, groups and clusters need one value for each of the {n} rows.");
        if ((!Entry.IsEmpty && Entry.Length != n) || (!Weights.IsEmpty && Weights.Length != n))
            throw new ArgumentException($"Entry times and weights need one value for each of the {n} rows.");
        for (int i = 0; i < n; i++)
        {
            if (!double.IsFinite(Time.Span[i]))
                throw new ArgumentException($"Row {i + 1}: found time {Time.Span[i]}; expected a finite number.");
            if (!Entry.IsEmpty && !(Entry.Span[i] < Time.Span[i]))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Row {i + 1}: found entry {Entry.Span[i]} at or after {Time.Span[i]}; a row is at risk in (entry, time]."));
            if (!Weights.IsEmpty && !(Weights.Span[i] > 0 && double.IsFinite(Weights.Span[i])))
                throw new ArgumentException(
                    $"Row {i + 1}: found weight {Weights.Span[i]}; weights are positive. Leave rows of weight 0 out.");
            if (Cause.Span[i] < 0 || Cause.Span[i] > Causes.Length)
                throw new ArgumentException($"Row {i + 1}: found cause code {Cause.Span[i]}; expected 0 to {Causes.Length}.");
            if (!Groups.IsEmpty && (Groups.Span[i] < 0 || Groups.Span[i] >= GroupNames.Length))
                throw new ArgumentException($"Row {i + 1}: found group code {Groups.Span[i]}; expected 0 to {GroupNames.Length - 1}.");
            if (!Clusters.IsEmpty && (Clusters.Span[i] < 0 || Clusters.Span[i] >= n))
                throw new ArgumentException($"Row {i + 1}: found cluster code {Clusters.Span[i]}; expected 0 to {n - 1}.");
        }
    }
}
