namespace NotebookKit.Kernel.Outputs;

/// <summary>One thing a cell put out.</summary>
public abstract record CellOutput;

/// <summary>Text written to standard output or standard error.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text, as written.</param>
public sealed record StreamOutput(string Name, string Text) : CellOutput;

/// <summary>A displayed value.</summary>
/// <param name="Data">The value in all its forms.</param>
/// <param name="DisplayId">Name by which a later update finds it; null when it cannot be updated.</param>
/// <param name="IsUpdate">Whether it replaces the earlier display of the same name.</param>
public sealed record DisplayOutput(MimeBundle Data, string? DisplayId = null, bool IsUpdate = false) : CellOutput;

/// <summary>The value of the last expression of a cell.</summary>
/// <param name="Data">The value in all its forms.</param>
public sealed record ResultOutput(MimeBundle Data) : CellOutput;

/// <summary>The error that ended the cell.</summary>
/// <param name="Error">What went wrong and where.</param>
public sealed record ErrorOutput(CellError Error) : CellOutput;

/// <summary>The outputs so far are to disappear.</summary>
/// <param name="Wait">Whether to wait for the next output before removing them.</param>
public sealed record ClearOutput(bool Wait) : CellOutput;

/// <summary>How far a long computation of the cell has come. No document keeps it.</summary>
/// <param name="Text">What is computed and how far, in words.</param>
/// <param name="Share">Share that is done.</param>
/// <param name="IsOver">Whether the cell has ended, so that nothing need be shown any more.</param>
public sealed record ProgressOutput(string Text, double Share, bool IsOver) : CellOutput;

/// <summary>What ended a cell before its end.</summary>
/// <param name="Name">Type of the exception, or <c>Compilation error</c>.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Cell">Name of the cell, such as <c>cell 3</c>.</param>
/// <param name="Line">Line of the cell, counted from 1; null when unknown.</param>
/// <param name="Trace">Lines a reader sees: name and message, then where, innermost first.</param>
public sealed record CellError(string Name, string Message, string Cell, int? Line, IReadOnlyList<string> Trace)
{
    /// <summary>Name of the error that an interrupt causes.</summary>
    public const string Interrupted = "Interrupted";

    /// <summary>Name of the error of a cell during which the process ended.</summary>
    public const string KernelEnded = "The kernel ended";
}
