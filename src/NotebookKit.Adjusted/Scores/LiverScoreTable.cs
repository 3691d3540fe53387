namespace NotebookKit.Adjusted.Scores;

/// <summary>One score over the rows of a set.</summary>
/// <param name="Name">Name of the column, such as <c>albi</c>.</param>
/// <param name="Formula">Formula with units.</param>
/// <param name="Source">Source.</param>
/// <param name="Validity">For whom it was made.</param>
/// <param name="Values">Numbers or grades as texts; null where a part is missing or doubtful.</param>
public sealed record ScoreColumn(string Name, string Formula, string Source, string Validity, ImmutableArray<string?> Values)
{
    /// <summary>The numbers; empty for grades and classes.</summary>
    public ImmutableArray<double?> Numbers { get; init; } = [];

    /// <summary>Rows that have the score.</summary>
    public int N => Values.Count(v => v is not null);
}

/// <summary>Scores of a set with their formulas, sources and findings.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record LiverScoreTable : AdjustedResult
{
    /// <summary>Scores in order.</summary>
    public required ImmutableArray<ScoreColumn> Scores { get; init; }

    /// <summary>Values whose size fits another unit; the scores that need them are left out, nothing is changed.</summary>
    public required ImmutableArray<LabFinding> Findings { get; init; }

    /// <summary>Rows of the set.</summary>
    public required int N { get; init; }

    internal DataFrame Frame { get; init; } = new();

    /// <summary>A score by name.</summary>
    /// <exception cref="ArgumentException">It was not computed.</exception>
    public ScoreColumn this[string name] => Scores.FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException(
            $"There is no score '{name}'; found: {string.Join(", ", Scores.Select(s => s.Name))}. A score needs all its columns.");

    /// <summary>The columns of the set with the scores behind them.</summary>
    public override DataFrame ToDataFrame() =>
        new([.. Frame.Columns.Where(c => Scores.All(s => s.Name != c.Name)), .. Scores.Select(s => s.Numbers.IsEmpty
        ? (DataFrameColumn)new StringDataFrameColumn(s.Name, s.Values) : new DoubleDataFrameColumn(s.Name, s.Numbers))]);

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = "Scores",
        Columns = [new("Score", TableAlignment.Left), new("n"), new("Median (Q1, Q3) or counts"), new("Formula", TableAlignment.Left),
            new("Source", TableAlignment.Left), new("Made for", TableAlignment.Left)],
        Rows = [.. Scores.Select(s => new TableRow([s.Name, $"{s.N} of {N}", Summary(s), s.Formula, s.Source, s.Validity]))],
        Footnotes = ["A score with a missing part is missing.",
            .. Findings.Take(20)
                .Select(f => FormattableString.Invariant(
                    $"{f.Column}, row {f.Row}: {f.Value} {f.Unit} is {f.Message}; scores that need it are left out.")),
            .. Findings.Length > 20 ? new[] { $"And {Findings.Length - 20} more findings." } : [], .. Footnotes()],
    };

    private static string Summary(ScoreColumn s)
    {
        if (s.N == 0) return NumberFormat.NotEstimable;
        if (s.Numbers.IsEmpty)
            return string.Join(", ", s.Values.OfType<string>().GroupBy(v => v).OrderBy(g => g.Key, StringComparer.Ordinal).Select(
                g => $"{g.Key}: {g.Count()}"));
        double[] v = [.. s.Numbers.OfType<double>().Order()];
        string Q(double p) => NumberFormat.Fixed(Quantiles.OfSorted(v, p, QuantileType.Type7), 2);
        return $"{Q(0.5)} ({Q(0.25)}, {Q(0.75)})";
    }
}
