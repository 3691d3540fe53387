using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Session;

/// <summary>Runs cells, in this process or in another.</summary>
public interface IKernel : IAsyncDisposable
{
    /// <summary>Runs one cell. Cells run one at a time, in the order of the calls.</summary>
    /// <param name="code">The text of the cell.</param>
    /// <param name="cell">Name of the cell in error messages.</param>
    /// <param name="sink">Takes the outputs, also those of work that outlives the cell.</param>
    /// <param name="interrupt">Stops the cell; what it set until then is kept.</param>
    Task<CellResult> ExecuteAsync(string code, string cell, IOutputSink sink, CancellationToken interrupt = default);
}

/// <summary>How a cell ended.</summary>
/// <param name="Error">What ended it before its end; null when it ran through.</param>
public sealed record CellResult(CellError? Error)
{
    /// <summary>Whether the cell ran through.</summary>
    public bool Succeeded => Error is null;
}
