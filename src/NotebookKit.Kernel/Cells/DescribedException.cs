using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Cells;

/// <summary>An error of a cell that knows how to tell itself to the reader.</summary>
/// <param name="message">What is wrong, and how to mend it.</param>
internal abstract class DescribedException(string message) : Exception(message)
{
    /// <summary>The error as it stands below the cell.</summary>
    /// <param name="cell">Name of the cell.</param>
    public abstract CellError Describe(string cell);
}
