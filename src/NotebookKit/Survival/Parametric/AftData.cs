using System.Globalization;
using System.Collections.Immutable;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.Parametric;

/// <summary>Rows of an accelerated failure time model as arrays: each time is known to lie in [Lower, Upper].</summary>
internal sealed record AftData
{
    /// <summary>Lower limit of each time: equal to the upper for an event, 0 for a left-censored row.</summary>
    public required ReadOnlyMemory<double> Lower { get; init; }

    /// <summary>Upper limit of each time: +∞ for a right-censored row.</summary>
    public required ReadOnlyMemory<double> Upper { get; init; }

    /// <summary>The columns of the model without the intercept.</summary>
    public required ImmutableArray<Covariate> Covariates { get; init; }

    /// <summary>Case weights, positive. The default value is empty: all 1.</summary>
    public ReadOnlyMemory<double> Weights { get; init; }

    /// <summary>Known part of the mean log time. The default value is empty: 0.</summary>
    public ReadOnlyMemory<double> Offset { get; init; }

    /// <summary>Cluster of each row as 0-based codes below the number of rows. The default value is empty: model-based variance.</summary>
    public ReadOnlyMemory<int> Clusters { get; init; }

    /// <summary>Entry time of each row (left truncation): under observation after it. The default value is empty: from time 0.</summary>
    public ReadOnlyMemory<double> Entry { get; init; }

    /// <summary>Stratum of each row as 0-based codes; each has a scale of its own. The default value is empty: one scale.</summary>
    public ReadOnlyMemory<int> Strata { get; init; }

    /// <summary>Names of the strata by code. The default value is one unnamed stratum.</summary>
    public ImmutableArray<string> StratumNames { get; init; } = [""];

    /// <summary>Number of rows.</summary>
    public int Rows => Lower.Length;

    /// <summary>Exact and right-censored times.</summary>
    /// <param name="time">Positive times.</param>
    /// <param name="isEvent">Whether each time is that of an event.</param>
    /// <param name="covariates">The columns of the model.</param>
    public static AftData RightCensored(double[] time, bool[] isEvent, ImmutableArray<Covariate> covariates)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new AftData { Lower = time, Upper = time.Select((t, i) => isEvent[i] ? t : double.PositiveInfinity).ToArray(),
            Covariates = covariates };
    }

    internal void Validate()
    {
        if (Rows == 0) throw new ArgumentException("An accelerated failure time model needs rows; found none.");
        if (Upper.Length != Rows || Covariates.Any(c => c.Values.Length != Rows))
            throw new ArgumentException($"Every array needs one value for each of the {Rows} rows.");
        bool informative = false;
        for (int i = 0; i < Rows; i++)
        {
            (double low, double high) = (Lower.Span[i], Upper.Span[i]);
            if (!(low >= 0 && high >= low && high > 0) || double.IsPositiveInfinity(low))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"Row {i + 1}: found a time between {low} and {high}; expected positive times with lower ≤ upper. Log time needs "
                            + $"times above 0."));
            if (low == 0 && double.IsPositiveInfinity(high))
                throw new ArgumentException($"Row {i + 1}: the time is not limited on either side.");
            if (!Entry.IsEmpty && Entry.Span[i] >= low)
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Row {i + 1}: found entry {Entry.Span[i]} at or after {low}; a row is under observation after its entry."));
            informative |= !double.IsPositiveInfinity(high);
        }
        if (!informative) throw new ArgumentException($"All {Rows} rows are right-censored; the model needs events.");
    }
}
