using System.Collections.Immutable;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Proportions;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Responses;

/// <summary>Counts responses by group.</summary>
internal static class ResponseTableBuilder
{
    private static readonly int Categories = Enum.GetValues<ResponseCategory>().Length;

    public static ResponseTable Build(AnalysisSet set, string response, ResponseTableOptions? options)
    {
        (string unit, string? by, string? cluster) = (set.Unit, set.By, set.Cluster);
        options ??= new ResponseTableOptions();
        options = options with { GroupOrder = set.Order(options.GroupOrder), Notes = set.Words.Notes(options.Notes) };
        var columns = new DescriptionColumns(set.Columns(by, cluster, response));
        Grouping groups = by is null ? Grouping.None(columns.RowCount) : columns.Groups(by, options.GroupOrder);
        if (options.P && groups.Names.Length < 2)
            throw new ArgumentException("A comparison needs two groups: name a column of two or more groups in 'by'.", nameof(set));
        int[] codes = Codes(columns, response);
        ResponseCounts[] counts = [.. LevelCounts.Of(codes, Categories, groups).Select(c => Counts(c.Counts, c.Missing, options))];
        (int[] Codes, int Count)? clusters = cluster is null ? null : columns.Clusters(cluster, groups);
        return new ResponseTable
        {
            Column = response, Unit = unit, By = by, Groups = groups.Names, ByGroup = [.. counts], Options = options,
            Overall = Counts([.. Enumerable.Range(0, Categories).Select(c => counts.Sum(g => g.Counts[c]))],
                counts.Sum(g => g.Missing), options),
            ObjectiveResponse = Compare(c => c.Responders, c => c.IsResponse()), DiseaseControl = Compare(c => c.Controlled, IsControl),
            Clusters = clusters?.Count,
            Excluded = groups.Total < columns.RowCount
                ? [new ExcludedRows($"no value in column '{by}'", columns.RowCount - groups.Total)]
                : [],
        };

        GroupComparison? Compare(Func<ResponseCounts, int> count, Func<ResponseCategory, bool> isEvent)
        {
            if (!options.P) return null;
            GroupComparison comparison = GroupComparer.Proportions([.. counts.Select(c => ((long)count(c), (long)c.Denominator))],
                options.Test);
            if (clusters is not var (patients, _)) return comparison;
            int[] events =
                Array.ConvertAll(codes, c => c >= 0 && ((ResponseCategory)c).IsEvaluable() ? (isEvent((ResponseCategory)c) ? 1 : 0)
                    : options.EvaluableOnly ? -1 : 0);
            return new ClusteredComparison(groups.Codes, patients, options.Patience).Categorical(comparison, events);
        }
    }

    internal static bool IsControl(ResponseCategory category) =>
        category is ResponseCategory.CR or ResponseCategory.PR or ResponseCategory.SD or ResponseCategory.NonCRNonPD;

    internal static int[] Codes(DescriptionColumns columns, string response)
    {
        (ImmutableArray<string> levels, int[] codes) = columns.Levels(response, []);
        int[] category = [.. levels.Select((level, l) => ResponseCategoryNames.TryParse(level, out ResponseCategory c) ? (int)c
            : throw new ArgumentException(
                $"Column '{response}', row {ColumnReader.ExcelRow(Array.IndexOf(codes, l))}: found '{level}'; expected CR, PR, SD, "
                    + "Non-CR/Non-PD, PD or NE."))];
        return Array.ConvertAll(codes, c => c < 0 ? -1 : category[c]);
    }

    private static ResponseCounts Counts(ImmutableArray<int> counts, int missing, ResponseTableOptions options)
    {
        int evaluable = counts.Sum() - counts[(int)ResponseCategory.NE] - counts[(int)ResponseCategory.NA];
        int denominator = options.EvaluableOnly ? evaluable : counts.Sum() + missing;
        int responders = counts[(int)ResponseCategory.CR] + counts[(int)ResponseCategory.PR];
        int controlled = responders + counts[(int)ResponseCategory.SD] + counts[(int)ResponseCategory.NonCRNonPD];
        IntervalEstimate rate(int x, int n) => ProportionInterval.Of(x, n, options.Interval, options.ConfidenceLevel);
        return new ResponseCounts
        {
            Counts = counts, Missing = missing, Denominator = denominator, Evaluable = evaluable,
            ObjectiveResponseRate = rate(responders, denominator), DiseaseControlRate = rate(controlled, denominator),
            EvaluableObjectiveResponseRate = rate(responders, evaluable), EvaluableDiseaseControlRate = rate(controlled, evaluable),
        };
    }
}
