using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Threads;

/// <summary>A cell was interrupted but waits in code outside of .NET, where nothing can end it.</summary>
internal sealed class StuckException() : DescribedException(
    "The cell was interrupted, but it waits for a network, a pipe or a native library and cannot be stopped. " +
    "It goes on in the background; other cells can run. Restart the kernel to be rid of it.")
{
    public override CellError Describe(string cell) => new(CellError.Interrupted, Message, cell, null, [$"{cell}: {Message}"]);
}
