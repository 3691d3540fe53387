using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Rendering;

namespace NotebookKit.Statistics;

/// <summary>Which departures from the null hypothesis count against it.</summary>
public enum Alternative
{
    /// <summary>Either direction.</summary>
    TwoSided,

    /// <summary>The first group is smaller, or the parameter lies below its null value.</summary>
    Less,

    /// <summary>The first group is larger, or the parameter lies above its null value.</summary>
    Greater,
}

/// <summary>Result of one hypothesis test.</summary>
/// <remarks><see cref="P"/> is null only where none can be computed, and then <see cref="Note"/> says why.</remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record HypothesisTestResult : ITableResult
{
    /// <summary>Name of the test with the variant that was used.</summary>
    public required string TestName { get; init; }

    /// <summary>Symbol of the statistic, such as <c>W</c>, <c>t</c> or <c>χ²</c>; empty for tests without one.</summary>
    public string StatisticName { get; init; } = "";

    /// <summary>Test statistic; null where the test has none or it is undefined.</summary>
    public double? Statistic { get; init; }

    /// <summary>Degrees of freedom; of the numerator for F. Null where the test has none.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>Degrees of freedom of the denominator of F; null for other tests.</summary>
    public double? DenominatorDegreesOfFreedom { get; init; }

    /// <summary>P value; null where none can be computed.</summary>
    public double? P { get; init; }

    /// <summary>The alternative hypothesis. The default value is two-sided.</summary>
    public Alternative Alternative { get; init; }

    /// <summary>Number of observations used.</summary>
    public required long N { get; init; }

    /// <summary>Smallest expected count of a contingency table; null for other tests.</summary>
    public double? MinExpected { get; init; }

    /// <summary>The estimated effect with its confidence interval; null where the test gives none.</summary>
    public IntervalEstimate? Estimate { get; init; }

    /// <summary>
    /// What a reader must know: why P is missing, what was left out, how P was obtained. Null where there is nothing to say.
    /// </summary>
    public string? Note { get; init; }

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        if (Statistic is not null) rows.Add(Row(StatisticName, NumberFormat.Fixed(Statistic, 3), Statistic));
        if (DegreesOfFreedom is double df)
            rows.Add(Row("Degrees of freedom", DenominatorDegreesOfFreedom is double d ? $"{Short(df)}, {Short(d)}" : Short(df), df));
        rows.Add(Row("P", NumberFormat.PValue(P), P));
        if (Estimate is not null) rows.AddRange(Estimate.Rows());
        rows.Add(Row("Observations", N.ToString(CultureInfo.InvariantCulture), N));
        var notes = new List<string>();
        if (Alternative != Alternative.TwoSided) notes.Add($"One-sided: {(Alternative == Alternative.Less ? "less" : "greater")}.");
        if (Note is not null) notes.Add(Note);
        return new SummaryTable
        {
            Title = TestName,
            Columns = [new("", TableAlignment.Left), new("")],
            Rows = rows.ToImmutable(),
            Footnotes = [.. notes],
        };
    }

    internal static TableRow Row(string label, string text, double? value) =>
        new([label, new TableCell(text) { Value = value, Statistic = label }]);

    private static string Short(double df) => df == Math.Floor(df) ? NumberFormat.Fixed(df, 0) : NumberFormat.Fixed(df, 2);
}
