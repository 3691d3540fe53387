using System.Collections.Immutable;
using System.Numerics.Tensors;
using Microsoft.Data.Analysis;

namespace NotebookKit.Cohorts;

/// <summary>Validated follow-up of a cohort: what every survival estimator computes on.</summary>
/// <remarks>
/// Times are finite, an entry lies before its exit, weights are not negative and codes are in range. Rows with a missing value in a
/// column used, and rows whose entry is not before their exit, are left out and counted in <see cref="Excluded"/>.
/// </remarks>
internal sealed class SurvivalCohort
{
    private readonly double[] _time;
    private readonly double[]? _entry;
    private readonly double[]? _weight;
    private readonly byte[] _status;
    private readonly int[]? _group;
    private readonly int[]? _stratum;
    private readonly int[]? _cluster;

    internal SurvivalCohort(double[] time, byte[] status, int[]? group, int[]? stratum, int[]? cluster, double[]? entry, double[]? weight)
    {
        (this._time, this._status, this._group, this._stratum, this._cluster, this._entry, this._weight) =
            (time, status, group, stratum, cluster, entry, weight);
    }

    /// <summary>Number of rows held; each stands for as many as <see cref="Frequency"/> says.</summary>
    public int N => _time.Length;

    /// <summary>Number of rows used: those that the rows held stand for.</summary>
    public int RowsUsed => Frequency.IsDefault ? N : checked((int)Frequency.Sum());

    /// <summary>Rows that each row held stands for, where rows were counted and not read; default where each stands for itself.</summary>
    public ImmutableArray<long> Frequency { get; internal init; }

    /// <summary>Time of event or censoring.</summary>
    public ReadOnlySpan<double> Time => _time;

    /// <summary>1 for an event, 0 for a censored row.</summary>
    public ReadOnlySpan<byte> Status => _status;

    /// <summary>Time of entry; empty when every row is under observation from the start.</summary>
    public ReadOnlySpan<double> Entry => _entry;

    /// <summary>Case weight; empty when every row counts once.</summary>
    public ReadOnlySpan<double> Weight => _weight;

    /// <summary>Index into <see cref="Groups"/>; empty when there is one group.</summary>
    public ReadOnlySpan<int> Group => _group;

    /// <summary>Index into <see cref="Strata"/>; empty when there is one stratum.</summary>
    public ReadOnlySpan<int> Stratum => _stratum;

    /// <summary>Cluster number from 0; empty when rows are independent.</summary>
    public ReadOnlySpan<int> Cluster => _cluster;

    /// <summary>Names of the groups in order.</summary>
    public ImmutableArray<string> Groups { get; internal init; } = ["All"];

    /// <summary>Names of the strata in order.</summary>
    public ImmutableArray<string> Strata { get; internal init; } = ["All"];

    /// <summary>Number of clusters; 0 when rows are independent.</summary>
    public int Clusters { get; internal init; }

    /// <summary>Rows left out and why.</summary>
    public ImmutableArray<ExcludedRows> Excluded { get; internal init; } = [];

    /// <summary>What the reader of a result must know about these data.</summary>
    public ImmutableArray<string> Notes { get; internal init; } = [];

    /// <summary>The columns the cohort was read from.</summary>
    public SurvivalColumns Columns { get; internal init; } = new("time", "status");

    /// <summary>Reads a cohort from a frame.</summary>
    /// <param name="frame">One row per unit of analysis; not changed.</param>
    /// <param name="columns">Which column holds what.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A cell is invalid, or no row is left; the message names row and column.</exception>
    public static SurvivalCohort Read(DataFrame frame, SurvivalColumns columns) => SurvivalCohortReader.Read(frame, columns);

    /// <summary>Makes a cohort from arrays, which are checked but not copied and must not change afterwards.</summary>
    /// <param name="time">Finite times of event or censoring.</param>
    /// <param name="status">1 for an event, 0 for a censored row.</param>
    /// <param name="group">Group codes 0, 1, …; null for one group.</param>
    /// <param name="cluster">Cluster numbers 0, 1, …; null for independent rows.</param>
    /// <param name="entry">Times of entry, each before its exit; null for none.</param>
    /// <param name="weight">Case weights ≥ 0; null for 1.</param>
    /// <param name="stratum">Stratum codes 0, 1, …; null for one stratum.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no rows, or a value is out of range.</exception>
    public static SurvivalCohort Create(
        double[] time, byte[] status, int[]? group = null, int[]? cluster = null, double[]? entry = null, double[]? weight = null,
        int[]? stratum = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(status);
        int n = time.Length;
        if (n == 0) throw new ArgumentException("There are no rows.", nameof(time));
        Check(n, status.Length, nameof(status));
        if (!TensorPrimitives.IsFiniteAll<double>(time))
            throw new ArgumentException($"time[{Array.FindIndex(time, t => !double.IsFinite(t))}] is not a finite number.", nameof(time));
        if (status.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var odd)
            throw new ArgumentException($"status[{odd}] is {status[odd]}; expected 0 or 1.", nameof(status));
        if (entry is not null)
        {
            Check(n, entry.Length, nameof(entry));
            for (int i = 0; i < n; i++)
                if (!(entry[i] < time[i])) throw new ArgumentException($"entry[{i}] is not before time[{i}].", nameof(entry));
        }
        if (weight is not null)
        {
            Check(n, weight.Length, nameof(weight));
            for (int i = 0; i < n; i++)
                if (!(weight[i] >= 0 && double.IsFinite(weight[i])))
                    throw new ArgumentException($"weight[{i}] is not a number ≥ 0.", nameof(weight));
        }
        return new SurvivalCohort(time, status, group, stratum, cluster, entry, weight)
        {
            Groups = Names(Levels(n, group, nameof(group))),
            Strata = Names(Levels(n, stratum, nameof(stratum))),
            Clusters = cluster is null ? 0 : Levels(n, cluster, nameof(cluster)),
        };
    }

    private static ImmutableArray<string> Names(int levels) =>
        levels == 0 ? ["All"] : [.. Enumerable.Range(1, levels).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    private static int Levels(int n, int[]? codes, string name)
    {
        if (codes is null) return 0;
        Check(n, codes.Length, name);
        if (TensorPrimitives.Min<int>(codes) < 0)
            throw new ArgumentException($"{name}[{Array.FindIndex(codes, c => c < 0)}] is negative.", name);
        return TensorPrimitives.Max<int>(codes) + 1;
    }

    private static void Check(int n, int length, string name)
    {
        if (length != n) throw new ArgumentException($"{name} has {length} values; expected {n}, as many as there are times.", name);
    }
}
