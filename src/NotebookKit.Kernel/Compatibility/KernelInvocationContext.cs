using NotebookKit.Kernel.Cells;

namespace Microsoft.DotNet.Interactive;

/// <summary>The running cell, as notebooks of .NET Interactive reach it.</summary>
public sealed class KernelInvocationContext
{
    private readonly CellContext _cell;

    private KernelInvocationContext(CellContext cell) => _cell = cell;

    /// <summary>The running cell; null outside of one.</summary>
    public static KernelInvocationContext? Current => CellContext.Current is { } cell ? new(cell) : null;

    /// <summary>Signalled when the cell is interrupted.</summary>
    public CancellationToken CancellationToken => _cell.Interrupt;

    /// <summary>Shows a value.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">Forms to show it in.</param>
    public DisplayedValue Display(object? value, params string[] mimeTypes) => DisplayedValue.Show(value, mimeTypes);

    /// <summary>Shows text that is already written in a mime type.</summary>
    public DisplayedValue DisplayAs(string value, string mimeType) => value.DisplayAs(mimeType);
}
