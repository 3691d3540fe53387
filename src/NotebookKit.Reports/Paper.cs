using System.Collections.Immutable;
using NotebookKit.Charts;
using NotebookKit.Rendering;
using NotebookKit.Reports.Manuscripts;

namespace NotebookKit.Reports;

/// <summary>
/// What goes into the manuscript: the tables and figures in the order in which a notebook adds them, and the methods paragraph of the
/// options that were really used.
/// </summary>
/// <remarks>
/// Tables and figures are numbered as they come. The methods paragraph has a sentence for every kind of result that was added or named by
/// <see cref="Use{T}"/>, read from its options: criterion, windows, end points, estimators, tests, scales, versions; each with its
/// reference. What a result does not say, such as the recruitment of the patients, is the authors' to write.
/// </remarks>
/// <param name="title">Title of the manuscript, heading of the Word file.</param>
/// <example><code>
/// var paper = new Paper("Embolization at our centre");
/// paper.Add(patients.Describe());                                   // Table 1; also shown
/// paper.Add(survival.ToFigure(), strobe: "15");                     // Figure 1
/// paper.Save("paper");                                              // paper.docx, figure-1.tiff
/// </code></example>
public sealed class Paper(string title)
{
    private readonly List<PaperTable> _tables = [];
    private readonly List<PaperFigure> _figures = [];
    private readonly List<object> _used = [];
    private readonly List<MethodSentence> _written = [];

    /// <summary>Title of the manuscript.</summary>
    public string Title { get; } = title ?? throw new ArgumentNullException(nameof(title));

    /// <summary>Adds a table, the next in number, and what its options say to the methods.</summary>
    /// <param name="result">A result with a table.</param>
    /// <param name="strobe">
    /// Item of the STROBE checklist that the table answers, such as <c>17</c>; several by blanks; null for those of its kind.
    /// </param>
    /// <returns>The result, so that the cell shows it.</returns>
    public T Add<T>(T result, string? strobe = null) where T : ITableResult
    {
        ArgumentNullException.ThrowIfNull(result);
        _tables.Add(new PaperTable(_tables.Count + 1, result.ToTable(), Items(strobe, StrobeChecklist.ItemsOf(result))));
        Use(result);
        return result;
    }

    /// <summary>Adds a figure, the next in number.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="strobe">
    /// Item of the STROBE checklist that the figure answers, such as <c>13c</c>; several by blanks; null for none.
    /// </param>
    /// <returns>The figure, so that the cell shows it.</returns>
    public Figure Add(Figure figure, string? strobe = null)
    {
        ArgumentNullException.ThrowIfNull(figure);
        _figures.Add(new PaperFigure(_figures.Count + 1, figure, Items(strobe, [])));
        return figure;
    }

    /// <summary>Lets the methods tell of a result that is no table of the paper, such as the assessment of the response.</summary>
    /// <param name="used">A result or an analysis set.</param>
    /// <returns>The same, so that the cell shows it or goes on with it.</returns>
    public T Use<T>(T used) where T : notnull
    {
        ArgumentNullException.ThrowIfNull(used);
        _used.Add(used);
        return used;
    }

    /// <summary>Adds a sentence of your own to the methods.</summary>
    /// <param name="sentence">The sentence with its full stop.</param>
    /// <param name="references">References as they are printed in the list.</param>
    public void Method(string sentence, params string[] references)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sentence);
        ArgumentNullException.ThrowIfNull(references);
        _written.Add(new MethodSentence(MethodTopic.Other, sentence, [.. references]));
    }

    /// <summary>The methods paragraph, with the numbers of the references.</summary>
    public string Methods => Text().Paragraph;

    /// <summary>The references of the methods, in the order in which they are cited.</summary>
    public ImmutableArray<string> References => Text().References;

    /// <summary>The STROBE checklist of cohort studies; the places are filled in where the paper has them.</summary>
    public SummaryTable Strobe() => StrobeChecklist.Of(_tables, _figures, Text().Topics);

    /// <summary>
    /// Writes <c>paper.docx</c> with methods, all tables, all figures, references and checklist, and every figure as
    /// <c>figure-1.tiff</c> and so on; files of these names are replaced.
    /// </summary>
    /// <param name="folder">The folder; made where there is none.</param>
    /// <param name="format">Width and resolution of the TIFF files; null for one column of 84 mm at 600 dpi.</param>
    /// <returns>The files, and what could not be set.</returns>
    public SummaryTable Save(string folder, PrintFormat? format = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Directory.CreateDirectory(folder);
        return PaperFiles.Write(folder, Title, Text(), _tables, _figures, Strobe(), format ?? PrintFormat.OneColumn);
    }

    private MethodsText Text() => MethodsText.Of(_used, _tables, _written);

    private static ImmutableArray<string> Items(string? given, ImmutableArray<string> ofKind) =>
        given is null ? ofKind : [.. given.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
