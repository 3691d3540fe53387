using System.Collections.Immutable;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Statistics.Pairs;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Responses;

/// <summary>Measures the agreement of readers whose ratings stand in columns of one frame.</summary>
internal static class ReaderAgreementBuilder
{
    public static ReaderAgreement Build(AnalysisSet set, IReadOnlyList<string> readers, ReaderAgreementOptions? options)
    {
        (string unit, string? cluster) = (set.Unit, set.Cluster);
        ArgumentNullException.ThrowIfNull(readers);
        if (readers.Count < 2)
            throw new ArgumentException($"Found {readers.Count} reader; agreement needs two or more columns of ratings.", nameof(readers));
        options ??= new ReaderAgreementOptions();
        var columns = new DescriptionColumns(set.Columns([cluster, .. readers]));
        (ImmutableArray<string> Levels, int[] Codes)[] ratings = [.. readers.Select(r => columns.Levels(r, []))];
        ImmutableArray<string> levels = options.Levels.IsDefaultOrEmpty ? Ordered(ratings.SelectMany(r => r.Levels)) : options.Levels;
        int[][] codes = [.. ratings.Select(r => Array.ConvertAll(r.Codes, c => c < 0 ? -1 : levels.IndexOf(r.Levels[c])))];
        int rows = columns.RowCount;
        bool missing(int i) => ratings.Any(r => r.Codes[i] < 0);
        int[] kept = [.. Enumerable.Range(0, rows).Where(i => codes.All(c => c[i] >= 0))];
        int unread = Enumerable.Range(0, rows).Count(missing), other = rows - unread - kept.Length;
        int[]? all = cluster is null ? null : columns.Clusters(cluster, Grouping.None(rows)).Codes;
        int[] clusters = all is null ? [] : Array.ConvertAll(kept, i => all[i]);

        var pairs = ImmutableArray.CreateBuilder<ReaderPair>();
        for (int a = 0; a < readers.Count; a++)
            for (int b = a + 1; b < readers.Count; b++)
            {
                int[] first = Array.ConvertAll(kept, i => codes[a][i]), second = Array.ConvertAll(kept, i => codes[b][i]);
                var table = new int[levels.Length, levels.Length];
                for (int i = 0; i < kept.Length; i++) table[first[i], second[i]]++;
                pairs.Add(new ReaderPair(readers[a], readers[b],
                    Kappa.Cohen(first, second, options.Weights, levels.Length, clusters, options.ConfidenceLevel),
                    [.. Enumerable.Range(0, levels.Length).Select(
                        r => Enumerable.Range(0, levels.Length).Select(c => table[r, c]).ToImmutableArray())]));
            }
        var counts = new int[kept.Length, levels.Length];
        for (int i = 0; i < kept.Length; i++)
            foreach (int[] code in codes) counts[i, code[kept[i]]]++;
        return new ReaderAgreement
        {
            Readers = [.. readers], Levels = levels, Unit = unit, Words = set.Words, Pairs = pairs.ToImmutable(), Options = options,
            Fleiss = readers.Count > 2 ? Kappa.Fleiss(counts, clusters, options.ConfidenceLevel) : null,
            Clusters = all is null ? null : clusters.Distinct().Count(),
            Excluded =
            [
                .. unread > 0 ? [new ExcludedRows("a reading missing", unread)] : Array.Empty<ExcludedRows>(),
                .. other > 0 ? [new ExcludedRows("a category not among those named", other)] : Array.Empty<ExcludedRows>(),
            ],
        };
    }

    private static ImmutableArray<string> Ordered(IEnumerable<string> found)
    {
        string[] levels = [.. found.Distinct().Order(StringComparer.Ordinal)];
        return levels.All(l => ResponseCategoryNames.TryParse(l, out _))
            ? [.. levels.OrderBy(l => ResponseCategoryNames.TryParse(l, out ResponseCategory c) ? (int)c : 0)] : [.. levels];
    }
}
