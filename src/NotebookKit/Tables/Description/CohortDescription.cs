using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>Description of a cohort by group, of one unit of analysis or of several one below the other ("Table 1").</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record CohortDescription : ITableResult
{
    /// <summary>Name of the column of all groups together.</summary>
    public const string OverallName = Grouping.OverallName;

    /// <summary>One section per unit of analysis, in order of print.</summary>
    internal ImmutableArray<DescriptionSection> Sections { get; init; } = [];

    /// <summary>The options used; of several sections, those of the first.</summary>
    public required DescriptionOptions Options { get; init; }

    /// <summary>Adds the rows of another unit of analysis below, such as the procedures of the same patients.</summary>
    /// <param name="other">A description by the same groups and strata.</param>
    /// <exception cref="ArgumentException">The groups or strata differ, or both describe the same unit by different rows.</exception>
    public CohortDescription And(CohortDescription other)
    {
        ArgumentNullException.ThrowIfNull(other);
        DescriptionSection mine = Sections[0], theirs = other.Sections[0];
        string[] left = Names(mine), right = Names(theirs);
        if (!left.SequenceEqual(right))
            throw new ArgumentException(
                $"The columns differ: {mine.Unit} have {string.Join(", ", left)}; {theirs.Unit} have {string.Join(", ", right)}. " +
                "Describe both by the same column and give both the same GroupOrder.");
        return AdjustedP.Apply(this with { Sections = [.. Sections, .. other.Sections] });
    }

    /// <inheritdoc/>
    public SummaryTable ToTable() => DescriptionTable.Write(this);

    /// <summary>One cell as text for the running text of a paper, such as "40% (8/20 patients)", or as a pattern says.</summary>
    /// <param name="variable">Name of the column.</param>
    /// <param name="level">Level of a categorical variable; null for a continuous one.</param>
    /// <param name="group">Group; null for all groups together.</param>
    /// <param name="unit">Unit of analysis, such as <c>procedures</c>; null where one unit alone has the variable.</param>
    /// <param name="pattern">
    /// A pattern such as <c>"{n} of {N} ({percent:1}, 95% CI {lower:1} to {upper:1})"</c>; null for the usual text. Of a level: n, N,
    /// percent, lower and upper (exact, Clopper and Pearson). Of a continuous variable: the statistics of <see cref="DescriptionRows"/>. Of
    /// a comparison, where the table has it: p, adjusted_p, test, difference, difference_lower, difference_upper (percentage points of a
    /// level), smd.
    /// </param>
    /// <exception cref="ArgumentException">There is no such variable, level, group or unit, or several units have a variable of that
    /// name.</exception>
    /// <exception cref="FormatException">The pattern has an unknown field, or one that the table does not have.</exception>
    public string Inline(string variable, string? level = null, string? group = null, string? unit = null, string? pattern = null) =>
        InlineText.Of(this, variable, level, group, unit, pattern);

    /// <summary>Every number of the table in one row: row, variable, level, column, unit, statistic, value, count, denominator.</summary>
    public DataFrame ToDataFrame() => TableNumbers.Of(ToTable());

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private static string[] Names(DescriptionSection section) =>
        [.. section.Blocks.SelectMany(b => b.Groups.Select(g => b.Stratum is null ? g : $"{b.Stratum} / {g}"))];
}

/// <summary>The rows of one unit of analysis.</summary>
internal sealed record DescriptionSection
{
    /// <summary>Unit of analysis, plural, such as <c>patients</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>Column of the groups; null for one group.</summary>
    public string? By { get; init; }

    /// <summary>Number of clusters, such as patients of whom the procedures are described; null where rows are independent.</summary>
    public int? Clusters { get; init; }

    /// <summary>Rows left out, and why.</summary>
    public ImmutableArray<ExcludedRows> Excluded { get; init; } = [];

    /// <summary>One block, or one per stratum.</summary>
    public required ImmutableArray<DescriptionBlock> Blocks { get; init; }

    /// <summary>The options used.</summary>
    public required DescriptionOptions Options { get; init; }
}

/// <summary>The description of one stratum, or of the whole cohort.</summary>
internal sealed record DescriptionBlock
{
    /// <summary>Name of the stratum; null where there are no strata.</summary>
    public string? Stratum { get; init; }

    /// <summary>Names of the groups, left to right.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Rows of each group.</summary>
    public required ImmutableArray<int> Sizes { get; init; }

    /// <summary>Sum of the weights of each group; empty where rows are not weighted.</summary>
    public ImmutableArray<double> WeightedSizes { get; init; } = [];

    /// <summary>Variables, top to bottom.</summary>
    public required ImmutableArray<VariableDescription> Variables { get; init; }

    /// <summary>Rows of all groups together.</summary>
    public int Total => Sizes.Sum();
}
