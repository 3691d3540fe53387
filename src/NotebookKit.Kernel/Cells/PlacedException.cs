using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Cells;

/// <summary>Something is wrong at a line of a cell, or of a file that the cell loads.</summary>
/// <param name="message">What is wrong, and how to mend it.</param>
/// <param name="line">The line; null when unknown.</param>
internal abstract class PlacedException(string message, int? line) : DescribedException(message)
{
    public int? Line { get; } = line;

    /// <summary>The cell or file that the line belongs to.</summary>
    public string? Place { get; set; }

    /// <summary>Describes the error.</summary>
    /// <param name="name">Kind of the error.</param>
    /// <param name="heading">What stands before the message where it is shown.</param>
    /// <param name="frames">Where the code was, innermost first.</param>
    /// <param name="cell">Name of the cell.</param>
    protected CellError Describe(string name, string heading, IReadOnlyList<string> frames, string cell)
    {
        bool isInCell = Place is null || Place == cell;
        string place = Line is { } number ? FormattableString.Invariant($"{Place ?? cell}, line {number}") : Place ?? cell;
        return new(name, isInCell ? Message : $"{place}: {Message}", cell, isInCell ? Line : null,
            [$"{place}: {heading}{Message}", .. frames]);
    }
}

/// <summary>A command line of a cell cannot be carried out.</summary>
internal sealed class MagicException(string message, int line) : PlacedException(message, line)
{
    public override CellError Describe(string cell) => Describe("Error", "", [], cell);
}

/// <summary>Code in another language than C# failed.</summary>
/// <param name="name">Kind of the error.</param>
/// <param name="message">What is wrong, and how to mend it.</param>
/// <param name="line">Line of the cell; null when unknown.</param>
/// <param name="frames">Where the code was, innermost first.</param>
internal sealed class LanguageException(string name, string message, int? line = null, IReadOnlyList<string>? frames = null)
    : PlacedException(message, line)
{
    public override CellError Describe(string cell) => Describe(name, $"{name}: ", frames ?? [], cell);
}
