using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AdverseEvents;
using NotebookKit.AdverseEvents.Counting;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Proportions;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Safety;

/// <summary>Adverse events by term, or by kind in an overview, counted per patient or per procedure.</summary>
/// <remarks>
/// Within a row each unit counts once, at its worst grade in that row; so a class is not the sum of its terms, and the worst
/// grades of a row add up to any grade. Denominators come from the tables of patients and procedures.
/// </remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record AdverseEventTable : ITableResult
{
    /// <summary>What is counted.</summary>
    public required CountingUnit Per { get; init; }

    /// <summary>Groups, left to right.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Rows, top to bottom.</summary>
    internal ImmutableArray<AdverseEventRow> Rows { get; init; } = [];

    /// <summary>The options used.</summary>
    public required AdverseEventTableOptions Options { get; init; }

    /// <summary>Window, attribution, versions, exclusions.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Unit of analysis in words.</summary>
    public string Unit => Per == CountingUnit.Patient ? "patients" : "procedures";

    internal bool IsGrouped { get; init; }

    /// <summary>Pairs compared: each group and the reference.</summary>
    internal ImmutableArray<(string Group, string Reference)> Pairs { get; init; } = [];

    internal bool IsClustered => Per == CountingUnit.Procedure;

    /// <summary>The row of a term; of an overview, the row of that label.</summary>
    /// <param name="term">Term as in the data, or the label of the row.</param>
    /// <exception cref="ArgumentException">There is no such row.</exception>
    internal AdverseEventRow this[string term] => Rows.FirstOrDefault(r => r.Term == term) ?? Rows.FirstOrDefault(r => r.Label == term)
        ?? throw new ArgumentException($"The table has no row '{term}'; it has {string.Join(", ", Rows.Select(r => r.Term ?? r.Label))}.",
            nameof(term));

    /// <inheritdoc/>
    public SummaryTable ToTable() => AdverseEventTableWriter.Write(this);

    /// <summary>One figure for the running text of a paper, such as "33% (14/43 procedures)".</summary>
    /// <param name="term">Term as in the data, or the label of the row.</param>
    /// <param name="group">Group; null for all groups together.</param>
    /// <param name="severe">Whether to quote the severe events alone. The default value is false.</param>
    /// <param name="pattern">
    /// A pattern such as <c>"{n}/{N} ({percent:1}, 95% CI {lower:1} to {upper:1})"</c>; null for the usual text. Fields: n, N, percent,
    /// lower, upper (exact, Clopper and Pearson), events; of the row, where the table has them, p, test, and risk_difference (percentage
    /// points), risk_ratio, rate_ratio with <c>_lower</c> and <c>_upper</c>, of <paramref name="group"/> or of the only group beside the
    /// reference.
    /// </param>
    /// <exception cref="ArgumentException">There is no such row or group.</exception>
    /// <exception cref="FormatException">The pattern has an unknown field, or one that the table does not have.</exception>
    public string Inline(string term, string? group = null, bool severe = false, string? pattern = null)
    {
        AdverseEventRow row = this[term];
        int g = group is null or SafetyAssessment.OverallName ? -1 : Groups.IndexOf(group);
        if (g < 0 && group is not null and not SafetyAssessment.OverallName)
            throw new ArgumentException($"There is no group '{group}'; the groups are {string.Join(", ", Groups)}.", nameof(group));
        GradeCounts counts = g < 0 ? row.Overall : row.ByGroup[g];
        int count = severe ? counts.AtLeast(Options.Scale.SevereFrom) : counts.Any;
        if (pattern is not null)
        {
            IntervalEstimate limits = counts.N == 0
                ? new IntervalEstimate { Name = "", Value = null, Method = "", ConfidenceLevel = Options.ConfidenceLevel }
                : ProportionInterval.ClopperPearson(count, counts.N, Options.ConfidenceLevel);
            return InlineText.Fill(pattern, "n, N, percent, lower, upper, events; p, test where the table compares groups; "
                    + "risk_difference, risk_ratio, rate_ratio with _lower and _upper where the table has that column",
                (name, decimals) => InlineText.Share(name, decimals, count, counts.N, limits, Options.Style)
                    ?? (name == "events" && !severe ? NumberFormat.Fixed(counts.Events, 0, Options.Style) : null)
                    ?? Compared(row, group, name, decimals));
        }
        string percent = counts.N == 0 ? NumberFormat.NotEstimable : NumberFormat.Percent((double)count / counts.N, Options.Style);
        return $"{percent} ({count}/{Wording.Count(counts.N, Unit)})";
    }

    private string? Compared(AdverseEventRow row, string? group, string name, int? decimals)
    {
        if (name is "p" or "test")
            return row.Comparison is not { } found ? null : name == "test" ? found.TestName : NumberFormat.PValue(found.P, Options.Style);
        int pair = Pairs.Length == 1 ? 0 : Pairs.IndexOf(Pairs.FirstOrDefault(p => p.Group == group));
        if (pair < 0 || pair >= row.Effects.Length) return null;
        int end = name.EndsWith("_lower", StringComparison.Ordinal) || name.EndsWith("_upper", StringComparison.Ordinal) ? name.Length - 6
            : name.Length;
        EventComparison effect = row.Effects[pair];
        IntervalEstimate? estimate = name[..end] switch
        {
            "risk_difference" => effect.Difference, "risk_ratio" => effect.Ratio, "rate_ratio" => effect.RateRatio, _ => null,
        };
        if (estimate is null) return null;
        double? value = end == name.Length ? estimate.Value : name.EndsWith("_lower", StringComparison.Ordinal) ? estimate.Lower
            : estimate.Upper;
        return name[..end] == "risk_difference"
            ? NumberFormat.Fixed(100 * value, decimals ?? Options.Style.PercentDecimals ?? 1, Options.Style)
            : NumberFormat.Fixed(value, decimals ?? 2, Options.Style);
    }

    /// <summary>Every number of the table in a row of its own.</summary>
    public DataFrame ToDataFrame() => TableNumbers.Of(ToTable());

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}

/// <summary>One row of an adverse-event table.</summary>
internal sealed record AdverseEventRow
{
    /// <summary>Label in print.</summary>
    public required string Label { get; init; }

    /// <summary>System organ class; null where the row is of no class.</summary>
    public string? Soc { get; init; }

    /// <summary>Term as in the data; null where the row is of no single term.</summary>
    public string? Term { get; init; }

    /// <summary>Depth of the label: 1 for a term below its class.</summary>
    public int Indent { get; init; }

    /// <summary>Counts of each group.</summary>
    public required ImmutableArray<GradeCounts> ByGroup { get; init; }

    /// <summary>Counts of all groups together.</summary>
    public required GradeCounts Overall { get; init; }

    /// <summary>Differences and ratios to the reference group, in the order of the other groups; empty where none was asked for.</summary>
    public ImmutableArray<EventComparison> Effects { get; init; } = [];

    /// <summary>Comparison of the groups in the proportion with any grade; null where none was asked for.</summary>
    public GroupComparison? Comparison { get; init; }
}
