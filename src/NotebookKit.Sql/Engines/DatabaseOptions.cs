namespace NotebookKit.Sql.Engines;

/// <summary>Limits of what a database is asked.</summary>
public sealed record DatabaseOptions
{
    /// <summary>
    /// How long one question may take; then it is cancelled and refused, and nothing is counted. The default value is ten minutes.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Most rows that one question may bring into memory: counted combinations, or rows where a method needs them. The default value is
    /// 20,000,000.
    /// </summary>
    public long MaxRows { get; init; } = 20_000_000;

    /// <summary>Told of every question that was answered. The default value is null.</summary>
    public IProgress<DatabaseQuestion>? Progress { get; init; }
}

/// <summary>A question that a database has answered.</summary>
/// <param name="Number">Number of the question in this snapshot, from 1.</param>
/// <param name="Sql">The question as it was sent; values are parameters.</param>
/// <param name="Rows">Rows of the answer.</param>
/// <param name="Duration">How long it took.</param>
public sealed record DatabaseQuestion(int Number, string Sql, long Rows, TimeSpan Duration);
