using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Languages;

/// <summary>A language of a session: it runs code, keeps its variables from cell to cell, and gives and takes values.</summary>
/// <remarks>
/// Values cross between languages as copies: texts, numbers, truth values, dates, arrays of these, and data frames.
/// C# and F# also hand each other any other object, as it is.
/// </remarks>
internal interface ILanguage : IDisposable
{
    /// <summary>Names of the variables that <see cref="TryGet"/> knows.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Runs code to its end.</summary>
    /// <returns>What the code came to, to be shown; null when it came to nothing.</returns>
    MimeBundle? Run(CodePart part, string cell, CellContext context, CancellationToken interrupt);

    /// <summary>Reads a variable: a plain value, an array, or a <see cref="SharedFrame"/> for anything like a data frame.</summary>
    bool TryGet(string name, out object? value);

    /// <summary>Sets a variable to what <see cref="TryGet"/> of another language gave.</summary>
    void Set(string name, object? value);
}
