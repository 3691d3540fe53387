using NotebookKit.Rendering;

namespace NotebookKit;

/// <summary>What every result that prints as a table can do.</summary>
public static class TableResultExtensions
{
    /// <summary>Saves the table of a result in the format of the ending: .html, .md, .tex, .csv, .docx or .txt. A file of that name is replaced.</summary>
    /// <param name="result">The result.</param>
    /// <param name="path">Name of the file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The ending names none of these formats.</exception>
    public static void Save(this ITableResult result, string path)
    {
        ArgumentNullException.ThrowIfNull(result);
        result.ToTable().Save(path);
    }
}
