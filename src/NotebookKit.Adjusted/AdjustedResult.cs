namespace NotebookKit.Adjusted;

/// <summary>What every result of an adjusted analysis says of the rows it rests on.</summary>
public abstract record AdjustedResult : ITableResult
{
    /// <summary>What one row is, in the plural. The default value is <c>rows</c>.</summary>
    public string Unit { get; init; } = "rows";

    /// <summary>Rows left out and why.</summary>
    public ImmutableArray<ExcludedRows> Excluded { get; init; } = [];

    /// <summary>What the reader must know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <inheritdoc/>
    public abstract SummaryTable ToTable();

    /// <summary>The numbers as columns, for further work.</summary>
    public abstract DataFrame ToDataFrame();

    /// <summary>The result as its table in plain text.</summary>
    public sealed override string ToString() => ToTable().ToString();

    /// <summary>Notes below the table: rows left out, then what the reader must know.</summary>
    internal IEnumerable<string> Footnotes() =>
        [.. Excluded.Select(x => $"{Wording.Count(x.Count, "rows")} left out: {x.Reason}."), .. Notes];
}
