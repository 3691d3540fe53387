using System.Collections.Immutable;
using System.Numerics.Tensors;
using NotebookKit.Survival.Splines;

namespace NotebookKit.Survival.Models;

/// <summary>Rows of a Cox regression as arrays: complete rows only, one entry per row in every array.</summary>
/// <remarks>Times are compared exactly; make nearly equal times equal before (the DataFrame door does).</remarks>
internal sealed record SurvivalData
{
    /// <summary>Follow-up time of each row (end of the interval in counting-process form); finite.</summary>
    public required ReadOnlyMemory<double> Time { get; init; }

    /// <summary>Whether the row ends with the event.</summary>
    public required ReadOnlyMemory<bool> IsEvent { get; init; }

    /// <summary>The columns of the model; may be empty (null model).</summary>
    public required ImmutableArray<Covariate> Covariates { get; init; }

    /// <summary>
    /// Entry time of each row (left truncation, counting process): at risk in (entry, time]. The default value is empty: at risk from the
    /// start.
    /// </summary>
    public ReadOnlyMemory<double> Entry { get; init; }

    /// <summary>
    /// Stratum of each row as 0-based codes; each stratum has its own baseline hazard. The default value is empty: one stratum.
    /// </summary>
    public ReadOnlyMemory<int> Strata { get; init; }

    /// <summary>Names of the strata by code. The default value is one unnamed stratum.</summary>
    public ImmutableArray<string> StratumNames { get; init; } = [""];

    /// <summary>Case weights, positive. The default value is empty: all 1.</summary>
    public ReadOnlyMemory<double> Weights { get; init; }

    /// <summary>Smooth terms among the columns. The default value is empty: none.</summary>
    public ImmutableArray<SplineColumns> Smooths { get; init; } = [];

    /// <summary>Known part of the log hazard ratio. The default value is empty: 0.</summary>
    public ReadOnlyMemory<double> Offset { get; init; }

    /// <summary>
    /// Cluster (patient) of each row as 0-based codes, for the robust variance. The default value is empty: model-based variance.
    /// </summary>
    public ReadOnlyMemory<int> Clusters { get; init; }

    /// <summary>Number of rows.</summary>
    public int Rows => Time.Length;

    internal int StrataCount => Strata.IsEmpty ? 1 : StratumNames.Length;

    /// <summary>Checks lengths and values.</summary>
    /// <exception cref="ArgumentException">An array has another length than <see cref="Time"/>, a value is not finite, an entry is not
    /// before its exit, a weight is not positive, or there is no row or no event.</exception>
    public void Validate() => Validate(needEvents: true);

    internal void Validate(bool needEvents)
    {
        if (Rows == 0) throw new ArgumentException("A Cox model needs rows; found none.");
        RequireLength(IsEvent.Length, nameof(IsEvent));
        if (!Entry.IsEmpty) RequireLength(Entry.Length, nameof(Entry));
        if (!Strata.IsEmpty) RequireLength(Strata.Length, nameof(Strata));
        if (!Weights.IsEmpty) RequireLength(Weights.Length, nameof(Weights));
        if (!Offset.IsEmpty) RequireLength(Offset.Length, nameof(Offset));
        if (!Clusters.IsEmpty) RequireLength(Clusters.Length, nameof(Clusters));
        foreach (Covariate covariate in Covariates)
        {
            RequireLength(covariate.Values.Length, covariate.Name);
            RequireFinite(covariate.Values.Span, covariate.Name);
        }
        RequireFinite(Time.Span, nameof(Time));
        RequireFinite(Entry.Span, nameof(Entry));
        RequireFinite(Offset.Span, nameof(Offset));
        for (int i = 0; i < Entry.Length; i++)
            if (Entry.Span[i] >= Time.Span[i])
                throw new ArgumentException(
                    $"Row {i + 1}: found entry {Entry.Span[i]} at or after exit {Time.Span[i]}; a row is at risk in (entry, exit].");
        for (int i = 0; i < Weights.Length; i++)
            if (!(Weights.Span[i] > 0 && double.IsFinite(Weights.Span[i])))
                throw new ArgumentException(
                    $"Row {i + 1}: found weight {Weights.Span[i]}; weights are positive. Leave rows of weight 0 out.");
        RequireCodes(Strata.Span, StrataCount, nameof(Strata));
        RequireCodes(Clusters.Span, Rows, nameof(Clusters));
        if (needEvents && !IsEvent.Span.Contains(true))
            throw new ArgumentException(
                $"A Cox model needs events; found none in {Rows} rows. Check which value of the status column marks the event.");
    }

    private void RequireLength(int length, string what)
    {
        if (length != Rows) throw new ArgumentException($"{what} has {length} values; expected one for each of the {Rows} rows.");
    }

    private static void RequireCodes(ReadOnlySpan<int> codes, int count, string what)
    {
        for (int i = 0; i < codes.Length; i++)
            if (codes[i] < 0 || codes[i] >= count)
                throw new ArgumentException($"{what}, row {i + 1}: found code {codes[i]}; expected 0 to {count - 1}.");
    }

    private static void RequireFinite(ReadOnlySpan<double> values, string what)
    {
        if (values.IsEmpty || TensorPrimitives.IsFiniteAll(values)) return;
        int i = 0;
        while (double.IsFinite(values[i])) i++;
        throw new ArgumentException($"{what}, row {i + 1}: found {values[i]}; expected a finite number.");
    }
}
