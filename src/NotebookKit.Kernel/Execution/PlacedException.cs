namespace NotebookKit.Kernel.Execution;

/// <summary>Something is wrong at a line of a cell, or of a file that the cell loads.</summary>
/// <param name="message">What is wrong, and how to mend it.</param>
/// <param name="line">The line; null when unknown.</param>
internal abstract class PlacedException(string message, int? line) : Exception(message)
{
    public int? Line { get; } = line;

    /// <summary>The cell or file that the line belongs to.</summary>
    public string? Place { get; set; }
}
