using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Threads;

/// <summary>A cell was interrupted but computes or waits in code that does not look whether it is to stop.</summary>
internal sealed class StuckException() : DescribedException(
    "The cell was interrupted, but it computes or waits inside a library and cannot be stopped there. " +
    "It goes on in the background until it ends; other cells can run, and all variables are kept. " +
    "Restart the kernel to be rid of it.")
{
    public override CellError Describe(string cell) => new(CellError.Interrupted, Message, cell, null, [$"{cell}: {Message}"]);
}
