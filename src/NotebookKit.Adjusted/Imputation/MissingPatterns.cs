namespace NotebookKit.Adjusted.Imputation;

/// <summary>Rows that lack the same columns.</summary>
/// <param name="Missing">Columns without a value; empty for complete rows.</param>
/// <param name="N">Rows.</param>
public sealed record MissingPattern(ImmutableArray<string> Missing, int N);

/// <summary>Which values are missing, and which are missing together.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record MissingPatterns : AdjustedResult
{
    /// <summary>Columns looked at, with the rows that lack them.</summary>
    public required ImmutableArray<(string Column, int Missing)> Columns { get; init; }

    /// <summary>Patterns, the commonest first; complete rows among them.</summary>
    public required ImmutableArray<MissingPattern> Patterns { get; init; }

    /// <summary>Rows.</summary>
    public required int N { get; init; }

    /// <summary>Rows without any missing value: what a regression of all these columns would use.</summary>
    public int Complete => Patterns.FirstOrDefault(p => p.Missing.IsEmpty)?.N ?? 0;

    internal ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Reads the patterns of some columns.</summary>
    internal static MissingPatterns Of(AnalysisSet set, IReadOnlyList<string> columns)
    {
        if (columns.Count == 0) throw new ArgumentException("Name at least one column, such as those of the model.");
        var reader = new ColumnReader(set.Frame);
        string[] distinct = [.. columns.Distinct(StringComparer.Ordinal)];
        bool[][] lacks =
            [.. distinct.Select(c => ColumnReader.IsNumeric(reader.Column(c))
                ? Array.ConvertAll(reader.NumbersOrNaN(c), double.IsNaN)
                : Array.ConvertAll(reader.Texts(c), t => t is null))];
        var patterns = Enumerable.Range(0, set.N).GroupBy(i => string.Concat(lacks.Select(l => l[i] ? '1' : '0')), StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new MissingPattern([.. distinct.Where((_, k) => g.Key[k] == '1')], g.Count()));
        return new MissingPatterns
        {
            Columns = [.. distinct.Select((c, k) => (c, lacks[k].Count(l => l)))], Patterns = [.. patterns], N = set.N, Unit = set.Unit,
            Labels = [.. distinct.Select(c => set.Words.Labels.GetValueOrDefault(c, Wording.Title(c)))],
        };
    }

    /// <summary>One row per pattern: 1 where a column is missing, and the number of rows.</summary>
    public override DataFrame ToDataFrame() => new(
        [.. Columns.Select(c => new Int32DataFrameColumn(c.Column, Patterns.Select(p => p.Missing.Contains(c.Column) ? 1 : 0))),
            new Int32DataFrameColumn("n", Patterns.Select(p => p.N))]);

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        int[] order = [.. Enumerable.Range(0, Columns.Length).OrderByDescending(k => Columns[k].Missing).ThenBy(k => k)];
        int[] shown = [.. order.Where(k => Columns[k].Missing > 0)];
        string[] complete = [.. order.Where(k => Columns[k].Missing == 0).Select(k => Labels[k])];
        return new SummaryTable
        {
            Title = "Missing values and what is missing together",
            Columns = [new("Missing", TableAlignment.Left), .. shown.Select(k => new TableColumn(Labels[k])), new(Wording.Capital(Unit))],
            Rows = [.. Patterns.Select(
                p => new TableRow(
                    [p.Missing.IsEmpty
                        ? "Nothing"
                        : string.Join(", ", shown.Where(k => p.Missing.Contains(Columns[k].Column)).Select(k => Labels[k])),
                    .. shown.Select(k => new TableCell(p.Missing.Contains(Columns[k].Column) ? "×" : "")), Count(p.N)])),
                .. shown.Length == 0 ? [] : new[] { new TableRow(["All", .. shown.Select(k => Count(Columns[k].Missing)), Count(N)]) }],
            Footnotes = [$"Complete in every column: {NumberFormat.CountPercent(Complete, N)} of {Wording.Count(N, Unit)}.",
                .. complete.Length > 0 ? [$"Nowhere missing: {string.Join(", ", complete)}."] : Array.Empty<string>(), .. Footnotes()],
        };
    }

    private TableCell Count(int n) => new(NumberFormat.CountPercent(n, N)) { Count = n, Denominator = N };
}
