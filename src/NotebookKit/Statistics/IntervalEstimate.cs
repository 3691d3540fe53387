using System.Collections.Immutable;
using NotebookKit.Numerics;
using NotebookKit.Rendering;

namespace NotebookKit.Statistics;

/// <summary>An estimate with its confidence interval.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record IntervalEstimate : ITableResult
{
    /// <summary>What is estimated, such as <c>proportion</c> or <c>difference in means</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The estimate; null where it cannot be estimated or is infinite.</summary>
    public required double? Value { get; init; }

    /// <summary>Lower confidence limit; null where there is none or it is infinite.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper confidence limit; null where there is none or it is infinite.</summary>
    public double? Upper { get; init; }

    /// <summary>Standard error; null where the method has none.</summary>
    public double? StandardError { get; init; }

    /// <summary>Confidence level. The default value is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>Method of the interval, such as <c>Clopper-Pearson</c>.</summary>
    public required string Method { get; init; }

    /// <summary>What a reader must know, such as why a limit is missing. Null where there is nothing to say.</summary>
    public string? Note { get; init; }

    /// <inheritdoc/>
    public SummaryTable ToTable() => new()
    {
        Title = Method,
        Columns = [new("", TableAlignment.Left), new("")],
        Rows = Rows(),
        Footnotes = Note is null ? [] : [Note],
    };

    internal ImmutableArray<TableRow> Rows()
    {
        string level = NumberFormat.Fixed(100 * ConfidenceLevel, ConfidenceLevel * 100 % 1 == 0 ? 0 : 1);
        string name = Name.Length == 0 ? "Estimate" : char.ToUpperInvariant(Name[0]) + Name[1..];
        string interval = Lower is null && Upper is null ? NumberFormat.NotEstimable : NumberFormat.Interval(Lower, Upper, 3);
        return
        [
            HypothesisTestResult.Row(name, NumberFormat.Fixed(Value, 3), Value),
            HypothesisTestResult.Row($"{level}% confidence interval", interval, null),
        ];
    }

    internal static double CheckLevel(double confidenceLevel) =>
        confidenceLevel is > 0 and < 1 ? confidenceLevel
            : throw new ArgumentOutOfRangeException(nameof(confidenceLevel), confidenceLevel,
                "Expected a confidence level between 0 and 1, such as 0.95.");

    /// <summary>The standard normal quantile of a two-sided interval: 1.96 for 0.95.</summary>
    internal static double Z(double confidenceLevel) => -Distributions.NormalQuantile((1 - CheckLevel(confidenceLevel)) / 2);
}
