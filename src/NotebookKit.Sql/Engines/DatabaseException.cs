namespace NotebookKit.Sql.Engines;

/// <summary>A database did not answer, or answered what cannot be true; nothing of the question was counted.</summary>
public sealed class DatabaseException : IOException
{
    /// <inheritdoc/>
    public DatabaseException() { }

    /// <inheritdoc/>
    public DatabaseException(string message) : base(message) { }

    /// <inheritdoc/>
    public DatabaseException(string message, Exception? inner) : base(message, inner) { }
}
