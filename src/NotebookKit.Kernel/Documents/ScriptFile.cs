using System.Text;

namespace NotebookKit.Kernel.Documents;

/// <summary>Reads the code of files that cells can import.</summary>
internal static class ScriptFile
{
    /// <summary>Cells with their numbers, counted from 1.</summary>
    public static IEnumerable<(int Number, string Code)> ReadCells(string path)
    {
        if (Path.GetExtension(path).Equals(".ipynb", StringComparison.OrdinalIgnoreCase))
        {
            int number = 0;
            foreach (NotebookCell cell in NotebookDocument.Load(path).Cells)
                if (cell.IsCode) yield return (++number, cell.Source);
        }
        else
        {
            yield return (1, WithoutMeta(File.ReadAllText(path, Encoding.UTF8)));
        }
    }

    /// <summary>The text of a .dib file without its metadata block, with the same lines.</summary>
    private static string WithoutMeta(string text)
    {
        var result = new StringBuilder();
        bool inMeta = false;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("#!", StringComparison.Ordinal)) inMeta = line.TrimEnd() == "#!meta";
            result.Append(inMeta ? "" : line).Append('\n');
        }
        return result.ToString();
    }
}
