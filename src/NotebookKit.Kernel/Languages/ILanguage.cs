using NotebookKit.Kernel.Execution;
using NotebookKit.Kernel.Outputs;

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

    /// <summary>Runs code to its end on the calling thread.</summary>
    /// <returns>What the code came to, to be shown; null when it came to nothing.</returns>
    MimeBundle? Run(CodePart part, string cell, CellContext context, CancellationToken interrupt);

    /// <summary>Reads a variable: a plain value, an array, or a <see cref="SharedFrame"/> for anything like a data frame.</summary>
    bool TryGet(string name, out object? value);

    /// <summary>Sets a variable to what <see cref="TryGet"/> of another language gave.</summary>
    void Set(string name, object? value);
}

/// <summary>Code in another language than C# failed.</summary>
/// <param name="name">Kind of the error.</param>
/// <param name="message">What is wrong, and how to mend it.</param>
/// <param name="line">Line of the cell; null when unknown.</param>
/// <param name="frames">Where the code was, innermost first.</param>
internal sealed class LanguageException(string name, string message, int? line = null, IReadOnlyList<string>? frames = null) : PlacedException(message, line)
{
    public string Name { get; } = name;

    public IReadOnlyList<string> Frames { get; } = frames ?? [];
}
