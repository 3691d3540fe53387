using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Description;

/// <summary>Reads the columns of a frame and describes them.</summary>
internal sealed class DescriptionBuilder
{
    private readonly DescriptionColumns _columns;
    private readonly DescriptionOptions _options;
    private readonly ImmutableArray<RowSpecification> _rows;
    private readonly int[]? _clusters;
    private readonly FixedDenominators? _denominators;
    private readonly double[]? _weights;
    private bool[] _counted = [];

    private DescriptionBuilder(
        DescriptionColumns columns, DescriptionOptions options, ImmutableArray<RowSpecification> rows, int[]? clusters,
        FixedDenominators? denominators,
        double[]? weights) =>
        (this._columns, this._options, this._rows, this._clusters, this._denominators, this._weights) = (columns, options, rows, clusters,
            denominators, weights);

    public static CohortDescription Build(AnalysisSet set, DescriptionRows? rows, DescriptionOptions? options)
    {
        (string unit, string? by, string? cluster) = (set.Unit, set.By, set.Cluster);
        options ??= new DescriptionOptions();
        options = options with { GroupOrder = set.Order(options.GroupOrder), Notes = set.Words.Notes(options.Notes) };
        var columns = new DescriptionColumns(Columns(set, rows, options));
        if (columns.RowCount == 0) throw new ArgumentException($"The frame has no rows: there are no {unit} to describe.", nameof(set));

        string? leftOut = null;
        ImmutableArray<RowSpecification> specified =
            Labelled(rows?.Rows ?? columns.AllRows([by, options.Strata, options.Weights], [cluster, set.Key, set.Patient], out leftOut),
                set);
        if (leftOut is not null) options = options with { Notes = [.. options.Notes, leftOut] };
        if (specified.IsEmpty)
            throw new ArgumentException(
                $"No row to describe{(leftOut is null ? "" : $" ({leftOut.TrimEnd('.')})")}: name at least one, such as rows => "
                    + "rows.MeanSd(\"age\").", nameof(rows));
        Grouping groups = by is null ? Grouping.None(columns.RowCount) : columns.Groups(by, options.GroupOrder);
        bool compares = options.P || options.Smd || options.Difference;
        if (compares && groups.Names.Length < 2)
            throw new ArgumentException(by is null
                ? "A comparison needs groups: name the column of the groups in 'by'."
                : $"A comparison needs two groups, but column '{by}' has one value alone: '{groups.Names[0]}'. Leave P, Smd and Difference "
                    + "off, or choose another column.");
        var excluded = ImmutableArray.CreateBuilder<ExcludedRows>();
        if (groups.Total < columns.RowCount) excluded.Add(new ExcludedRows($"no value in column '{by}'", columns.RowCount - groups.Total));

        FixedDenominators? denominators = FixedDenominators.Of(options, groups);
        if (denominators is not null && options.P && cluster is not null)
            throw new ArgumentException(
                "With fixed denominators some units have no row, so it is not known to which patient they belong: leave out 'cluster' or "
                    + "P.", nameof(cluster));
        (int[] Codes, int Count)? clusters = cluster is null ? null : columns.Clusters(cluster, groups);
        var builder = new DescriptionBuilder(columns, options, specified, clusters?.Codes, denominators, columns.Weights(options, groups));
        return AdjustedP.Apply(new CohortDescription
        {
            Options = options,
            Sections =
            [
                new DescriptionSection
                {
                    Unit = unit,
                    By = by,
                    Clusters = clusters?.Count,
                    Blocks = builder.Blocks(groups, excluded),
                    Excluded = excluded.ToImmutable(),
                    Options = options,
                },
            ],
        });
    }

    /// <summary>The columns that are described, each beside what all rows share, or every column where none is named.</summary>
    private static DataFrame Columns(AnalysisSet set, DescriptionRows? rows, DescriptionOptions options)
    {
        if (rows is null) return set.Frame;
        ImmutableArray<string> shared = [.. new[] { set.By, options.Strata, options.Weights, set.Cluster }.OfType<string>()
            .Concat(rows.Rows.OfType<CheckAllRow>().SelectMany(r => r.Options).Select(o => o.Column)).Distinct()];
        string[] each = [.. rows.Rows.Select(r => (r as ContinuousRow)?.Column ?? (r as CategoricalRow)?.Column).OfType<string>()];
        return set.Source.FetchEach(shared, [.. each.Distinct().Except(shared)]);
    }

    /// <summary>Rows without a label of their own take that of their column in the set.</summary>
    private static ImmutableArray<RowSpecification> Labelled(ImmutableArray<RowSpecification> rows, AnalysisSet set) =>
        [.. rows.Select(r => !set.Words.Labels.TryGetValue(r.Name, out string? label) ? r
            : r.Label == r.Name ? r with { Label = label }
            : r is CategoricalRow { Only: { } level } && r.Label == $"{r.Name}: {level}" ? r with { Label = $"{label}: {level}" } : r)];

    private ImmutableArray<DescriptionBlock> Blocks(Grouping groups, ImmutableArray<ExcludedRows>.Builder excluded)
    {
        _counted = [.. groups.Codes.Select(c => c >= 0)];
        if (_options.Strata is not string column) return [Block(null, groups)];
        Grouping strata = _columns.Groups(column, []);
        int without = groups.Total - groups.Where(i => strata.Codes[i] >= 0).Total;
        if (without > 0) excluded.Add(new ExcludedRows($"no value in column '{column}'", without));
        _counted = [.. _counted.Select((c, i) => c && strata.Codes[i] >= 0)];
        return SameDecimals([.. strata.Names.Select((name, s) => Block(name, groups.Where(i => strata.Codes[i] == s)))]);
    }

    /// <summary>A row prints the same decimals in every stratum: the most that one of them needs.</summary>
    private static ImmutableArray<DescriptionBlock> SameDecimals(ImmutableArray<DescriptionBlock> blocks)
    {
        FieldDecimals[] most =
            [.. blocks[0].Variables.Select((_, v) => blocks.Select(b => (b.Variables[v] as ContinuousDescription)?.Decimals)
            .OfType<FieldDecimals>().Aggregate(new FieldDecimals(0, false), (a, b) => a.Or(b)))];
        return [.. blocks.Select(
            b => b with {
                Variables = [.. b.Variables.Select((x, v) => x is ContinuousDescription c ? c with { Decimals = most[v] } : x)] })];
    }

    private DescriptionBlock Block(string? stratum, Grouping groups)
    {
        var variables = new VariableDescription[_rows.Length];
        for (int i = 0; i < _rows.Length; i++) variables[i] = Describe(_rows[i], groups);
        return new DescriptionBlock
        {
            Stratum = stratum,
            Groups = groups.Names,
            Sizes = _denominators?.Sizes ?? groups.Sizes,
            WeightedSizes = _weights is null
                ? []
                : [.. Enumerable.Range(0, groups.Names.Length).Select(g => _weights.Where((_, i) => groups.Codes[i] == g).Sum())],
            Variables = [.. variables],
        };
    }

    private VariableDescription Describe(RowSpecification row, Grouping groups) => row switch
    {
        ContinuousRow continuous => Describe(continuous, groups),
        CategoricalRow categorical => Describe(categorical, groups),
        CheckAllRow checkAll => Describe(checkAll, groups),
        _ => throw new InvalidOperationException($"Unknown row {row}."),
    };

    private ContinuousDescription Describe(ContinuousRow row, Grouping groups)
    {
        bool isDate = _columns.IsDate(row.Column);
        double[] numbers = isDate ? _columns.Days(row.Column) : _columns.Numbers(row.Column);
        if (_weights is not null) return Weighted(row, groups, numbers, isDate);
        double[][] values = SortedValues.ByGroup(numbers, groups);
        double[] all = SortedValues.Merge(values);
        ImmutableArray<ContinuousSummary> summaries =
            [.. values.Select((v, g) => ContinuousSummary.Of(v, groups.Sizes[g], _options.Quartiles))];
        ContinuousSummary overall = ContinuousSummary.Of(all, groups.Total, _options.Quartiles);
        return new ContinuousDescription
        {
            Name = row.Name,
            Label = row.Label,
            Groups = summaries,
            Overall = overall,
            Patterns = row.Patterns,
            Heading = row.Heading,
            Decimals = isDate
                ? new FieldDecimals(0, false, true)
                : FieldDecimals.Of(all, [.. summaries, overall], row.Decimals, row.Patterns.SelectMany(p => p.Fields)),
            Comparison = Clustered(groups, Comparer(groups).Continuous(values, row.Test, row.OwnTest), (c, x) => c.Continuous(x, numbers)),
        };
    }

    private ContinuousDescription Weighted(ContinuousRow row, Grouping groups, double[] numbers, bool isDate)
    {
        IEnumerable<(double, double)> of(Func<int, bool> isIn) =>
            Enumerable.Range(0, numbers.Length).Where(i => isIn(groups.Codes[i]) && !double.IsNaN(numbers[i]))
                .Select(i => (numbers[i], _weights![i]));
        ImmutableArray<ContinuousSummary> summaries = [.. groups.Sizes.Select((n, g) => ContinuousSummary.Weighted(of(c => c == g), n))];
        ContinuousSummary overall = ContinuousSummary.Weighted(of(c => c >= 0), groups.Total);
        return new ContinuousDescription
        {
            Name = row.Name, Label = row.Label, Groups = summaries, Overall = overall, Patterns = row.Patterns, Heading = row.Heading,
            Decimals = isDate
                ? new FieldDecimals(0, false, true)
                : FieldDecimals.Of(overall.Sorted, [.. summaries, overall], row.Decimals, row.Patterns.SelectMany(p => p.Fields)),
            Comparison = Comparer(groups).Weighted((a, b) => StandardizedDifference.Weighted(summaries[a], summaries[b])),
        };
    }

    private CategoricalDescription Describe(CategoricalRow row, Grouping groups)
    {
        (ImmutableArray<string> levels, int[] codes) = _columns.Levels(row.Column, row.Levels);
        if (row.Levels.IsEmpty && row.Only is null) (levels, codes) = Counted(levels, codes);
        if (row.Only is string only && !levels.Contains(only))
            throw new ArgumentException(
                $"Column '{row.Column}' has no value '{only}'; found {string.Join(", ", levels.Take(20).Select(l => $"'{l}'"))}.");
        ImmutableArray<LevelCounts> counts = Weighted(Fixed(LevelCounts.Of(codes, levels.Length, groups)), groups, levels.Length,
            (i, l) => codes[i] < 0 ? null : codes[i] == l);
        return new CategoricalDescription
        {
            Name = row.Name, Label = row.Label, Levels = levels, Groups = counts, Overall = LevelCounts.Sum(counts), Only = row.Only,
            Heading = row.Heading,
            LevelLabels = [.. levels.Select(l => row.Labels?.GetValueOrDefault(l) ?? l.Replace('_', ' '))],
            Comparison = _weights is not null ? Comparer(groups)
                .Weighted((a, b) => StandardizedDifference.Weighted(
                    Weights(counts, row.Only is null ? null : levels.IndexOf(row.Only), a, b)))
                : row.Only is null
                ? Clustered(groups, Comparer(groups).Categorical(Table(counts), row.Test, isOneLevel: false, row.OwnTest),
                    (c, x) => c.Categorical(x, codes))
                : OneLevel(groups, counts, levels.IndexOf(row.Only),
                    Array.ConvertAll(codes, c => c < 0 ? -1 : levels[c] == row.Only ? 1 : 0), row.Test, row.OwnTest),
        };
    }

    /// <summary>The levels without those that occur in rows left out alone.</summary>
    private (ImmutableArray<string> Levels, int[] Codes) Counted(ImmutableArray<string> levels, int[] codes)
    {
        var used = new bool[levels.Length];
        for (int i = 0; i < codes.Length; i++)
            if (codes[i] >= 0 && _counted[i]) used[codes[i]] = true;
        if (used.All(u => u)) return (levels, codes);
        int[] kept = [.. Enumerable.Range(0, levels.Length).Where(l => used[l])];
        return ([.. kept.Select(l => levels[l])], Array.ConvertAll(codes, c => c < 0 ? -1 : Array.IndexOf(kept, c)));
    }

    private CategoricalDescription Describe(CheckAllRow row, Grouping groups)
    {
        int[][] options = [.. row.Options.Select(o => _columns.Ticks(o.Column))];
        ImmutableArray<LevelCounts> counts =
            Weighted(Fixed(LevelCounts.OfCheckAll(options, groups)), groups, options.Length,
                (i, o) => options[o][i] < 0 ? null : options[o][i] == 1);
        return new CategoricalDescription
        {
            Name = row.Name, Label = row.Label, Levels = [.. row.Options.Select(o => o.Label)], Groups = counts,
            Overall = LevelCounts.Sum(counts), IsCheckAll = true, Heading = row.Heading,
            LevelComparisons = _weights is not null
                ? [.. row.Options.Select((_, o) => Comparer(groups)
                    .Weighted((a, b) => StandardizedDifference.Weighted(Weights(counts, o, a, b)))).OfType<GroupComparison>()]
                : [.. row.Options.Select((_, o) => OneLevel(groups, counts, o, options[o], null, row.OwnTest)).OfType<GroupComparison>()],
        };
    }

    private ImmutableArray<LevelCounts> Fixed(ImmutableArray<LevelCounts> counts) => _denominators?.Apply(counts) ?? counts;

    private ImmutableArray<LevelCounts> Weighted(ImmutableArray<LevelCounts> counts, Grouping groups, int levels,
        Func<int, int, bool?> isAt)
    {
        if (_weights is null) return counts;
        ImmutableArray<WeightedCounts> weighted = WeightedCounts.Of(_weights, groups, levels, isAt);
        return [.. counts.Select((c, g) => c with { Weighted = weighted[g] })];
    }

    /// <summary>Sums of weights by level of two groups; of one level, all others and the one.</summary>
    private static double[,] Weights(ImmutableArray<LevelCounts> counts, int? only, int first, int second)
    {
        WeightedCounts[] two = [counts[first].Weighted!, counts[second].Weighted!];
        var table = new double[only is null ? two[0].Counts.Length : 2, 2];
        for (int g = 0; g < 2; g++)
            for (int l = 0; l < table.GetLength(0); l++)
                table[l, g] = only is not int level ? two[g].Counts[l] : l == 1 ? two[g].Counts[level] : two[g].NonMissing[level]
                    - two[g].Counts[level];
        return table;
    }

    private GroupComparer Comparer(Grouping groups) =>
        new(groups.Names, new(_options.P, _options.Pairwise, _options.Smd, _options.Difference, _options.ConfidenceLevel));

    private static long[,] Table(ImmutableArray<LevelCounts> groups)
    {
        var table = new long[groups[0].Counts.Length, groups.Length];
        for (int l = 0; l < groups[0].Counts.Length; l++)
            for (int g = 0; g < groups.Length; g++) table[l, g] = groups[g].Counts[l];
        return table;
    }

    private GroupComparison? OneLevel(Grouping groups, ImmutableArray<LevelCounts> counts, int level, int[] codes, GroupTest? test,
        OwnTest? own)
    {
        // all other levels, and the one
        var table = new long[2, counts.Length];
        for (int g = 0; g < counts.Length; g++)
            (table[0, g], table[1, g]) = (counts[g].NonMissing[level] - counts[g].Counts[level], counts[g].Counts[level]);
        return Clustered(groups, Comparer(groups).Categorical(table, test, isOneLevel: true, own), (c, x) => c.Categorical(x, codes));
    }

    private GroupComparison? Clustered(Grouping groups, GroupComparison? comparison,
        Func<ClusteredComparison, GroupComparison?, GroupComparison?> add) =>
        _clusters is null || !_options.P
            ? comparison
            : add(new ClusteredComparison(groups.Codes, _clusters, _options.Patience), comparison);
}
