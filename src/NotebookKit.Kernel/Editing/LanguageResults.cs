using System.Collections.Immutable;

namespace NotebookKit.Kernel.Editing;

/// <summary>Whether a cell could run as it stands.</summary>
public enum Completeness
{
    /// <summary>It could run.</summary>
    Complete,

    /// <summary>It needs more lines.</summary>
    Incomplete,

    /// <summary>More lines cannot mend it.</summary>
    Invalid,
}

/// <summary>What could stand at a position.</summary>
/// <param name="Start">Start of the text that a completion replaces.</param>
/// <param name="End">End of that text.</param>
/// <param name="Items">The completions, best order first.</param>
public sealed record CompletionList(int Start, int End, ImmutableArray<Completion> Items);

/// <summary>One completion.</summary>
/// <param name="Text">What is inserted.</param>
/// <param name="Label">What is shown.</param>
/// <param name="Kind">Such as <c>Method</c> or <c>Class</c>.</param>
public sealed record Completion(string Text, string Label, string Kind);

/// <summary>The overloads of a call.</summary>
/// <param name="Items">The overloads.</param>
/// <param name="Active">Index of the overload that fits best.</param>
/// <param name="ActiveParameter">Index of the parameter being written.</param>
public sealed record SignatureList(ImmutableArray<Signature> Items, int Active, int ActiveParameter);

/// <summary>One overload.</summary>
/// <param name="Label">Its declaration.</param>
/// <param name="Documentation">Its summary; empty when it has none.</param>
/// <param name="Parameters">Name and declaration of each parameter.</param>
public sealed record Signature(string Label, string Documentation, ImmutableArray<string> Parameters);

/// <summary>An error or warning in code that is being written.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Where it ends.</param>
/// <param name="IsError">Whether it keeps the cell from running.</param>
/// <param name="Id">Such as <c>CS0103</c>.</param>
/// <param name="Message">What is wrong.</param>
public sealed record CodeProblem(int Start, int End, bool IsError, string Id, string Message);
