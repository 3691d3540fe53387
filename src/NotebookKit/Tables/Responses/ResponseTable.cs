using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Response;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Proportions;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Responses;

/// <summary>Responses by category, objective response rate and disease control rate by group.</summary>
/// <remarks>
/// Objective response is CR or PR; disease control is CR, PR, SD or Non-CR/Non-PD. Those not evaluable stay in the denominator
/// unless the options say otherwise; where there are any, the rates of the evaluable rows stand beside.
/// </remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ResponseTable : ITableResult
{
    /// <summary>Column of the responses.</summary>
    public required string Column { get; init; }

    /// <summary>Unit of analysis, plural, such as <c>procedures</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Column of the groups; null for one group.</summary>
    public string? By { get; init; }

    /// <summary>Groups, left to right.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Counts and rates of each group.</summary>
    internal ImmutableArray<ResponseCounts> ByGroup { get; init; } = [];

    /// <summary>Counts and rates of all groups together.</summary>
    internal ResponseCounts Overall { get; init; } = null!;

    /// <summary>Comparison of the objective response rates; null where none was asked for.</summary>
    internal GroupComparison? ObjectiveResponse { get; init; }

    /// <summary>Comparison of the disease control rates; null where none was asked for.</summary>
    internal GroupComparison? DiseaseControl { get; init; }

    /// <summary>Number of patients to whom the rows belong; null where rows are independent.</summary>
    public int? Clusters { get; init; }

    /// <summary>Rows left out, and why.</summary>
    public ImmutableArray<ExcludedRows> Excluded { get; init; } = [];

    /// <summary>The options used.</summary>
    public required ResponseTableOptions Options { get; init; }

    /// <inheritdoc/>
    public SummaryTable ToTable() => ResponseTableWriter.Write(this);

    /// <summary>The objective response rate for running text, such as "60% (18/30 procedures; 95% CI 41–77%)".</summary>
    /// <param name="group">Group; null for all groups together.</param>
    /// <param name="pattern">
    /// A pattern such as <c>"{n}/{N} ({percent:1}, 95% CI {lower:1} to {upper:1}; P = {p})"</c>; null for the usual text. Fields: n, N,
    /// percent, lower, upper by the interval of the table; p, test, clustered_p, clustered_test where the table has them; difference,
    /// difference_lower, difference_upper in percentage points (Newcombe), the first group minus the second, where the table has two groups
    /// of independent rows.
    /// </param>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    /// <exception cref="FormatException">The pattern has an unknown field, or one that the table does not have.</exception>
    public string Inline(string? group = null, string? pattern = null)
    {
        int g = group is null or CohortDescription.OverallName ? -1 : Groups.IndexOf(group);
        if (g < 0 && group is not null and not CohortDescription.OverallName)
            throw new ArgumentException($"There is no group '{group}'; the groups are {string.Join(", ", Groups)}.", nameof(group));
        ResponseCounts counts = g < 0 ? Overall : ByGroup[g];
        IntervalEstimate rate = counts.ObjectiveResponseRate;
        if (pattern is not null)
            return InlineText.Fill(pattern, "n, N, percent, lower, upper; p, test, clustered_p, clustered_test where the table compares "
                    + "groups (P); difference, difference_lower, difference_upper of two groups of independent rows",
                (name, decimals) => InlineText.Share(name, decimals, counts.Responders, counts.Denominator, rate, Options.Style)
                    ?? Compared(name, decimals));
        return $"{NumberFormat.Percent(rate.Value, Options.Style)} ({counts.Responders}/{Wording.Count(counts.Denominator, Unit)}; "
            + $"{NumberFormat.Level(Options.ConfidenceLevel, Options.Style)} CI "
            + $"{NumberFormat.PercentInterval(rate.Lower, rate.Upper, Options.Style)})";
    }

    private string? Compared(string name, int? decimals)
    {
        GroupComparison? found = ObjectiveResponse;
        switch (name)
        {
            case "p": return found is null ? null : NumberFormat.PValue(found.P, Options.Style);
            case "test": return found?.TestName;
            case "clustered_p": return found?.ClusteredTestName is null ? null : NumberFormat.PValue(found.ClusteredP, Options.Style);
            case "clustered_test": return found?.ClusteredTestName;
        }
        if (ByGroup.Length != 2 || Clusters is not null || !name.StartsWith("difference", StringComparison.Ordinal)) return null;
        IntervalEstimate difference = ProportionDifference.Of(ByGroup[0].Responders, ByGroup[0].Denominator, ByGroup[1].Responders,
            ByGroup[1].Denominator, Options.ConfidenceLevel);
        double? value = name switch
        {
            "difference" => difference.Value, "difference_lower" => difference.Lower, "difference_upper" => difference.Upper,
            _ => double.NaN,
        };
        return value is double.NaN ? null : NumberFormat.Fixed(100 * value, decimals ?? Options.Style.PercentDecimals ?? 0, Options.Style);
    }

    /// <summary>Every number of the table in a row of its own.</summary>
    public DataFrame ToDataFrame() => TableNumbers.Of(ToTable());

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}

/// <summary>Responses of one group.</summary>
internal sealed record ResponseCounts
{
    /// <summary>Rows of each category, in the order of <see cref="ResponseCategory"/>; rows without a value are not among them.</summary>
    public required ImmutableArray<int> Counts { get; init; }

    /// <summary>Rows without a value.</summary>
    public required int Missing { get; init; }

    /// <summary>All rows of the group.</summary>
    public int N => Counts.Sum() + Missing;

    /// <summary>Denominator of the rates.</summary>
    public required int Denominator { get; init; }

    /// <summary>Rows with a response that can be judged.</summary>
    public required int Evaluable { get; init; }

    /// <summary>Rows with CR or PR.</summary>
    public int Responders => this[ResponseCategory.CR] + this[ResponseCategory.PR];

    /// <summary>Rows with CR, PR, SD or Non-CR/Non-PD.</summary>
    public int Controlled => Responders + this[ResponseCategory.SD] + this[ResponseCategory.NonCRNonPD];

    /// <summary>Objective response rate with its confidence interval.</summary>
    public required IntervalEstimate ObjectiveResponseRate { get; init; }

    /// <summary>Disease control rate with its confidence interval.</summary>
    public required IntervalEstimate DiseaseControlRate { get; init; }

    /// <summary>Objective response rate of the evaluable rows.</summary>
    public required IntervalEstimate EvaluableObjectiveResponseRate { get; init; }

    /// <summary>Disease control rate of the evaluable rows.</summary>
    public required IntervalEstimate EvaluableDiseaseControlRate { get; init; }

    /// <summary>Rows of one category.</summary>
    /// <param name="category">The category.</param>
    public int this[ResponseCategory category] => Counts[(int)category];
}
