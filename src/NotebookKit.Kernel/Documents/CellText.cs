using System.Text;

namespace NotebookKit.Kernel.Documents;

/// <summary>Sees a cell as an editor must: the C# at its place, everything else blank.</summary>
internal static class CellText
{
    /// <summary>The cell with every command and every other language blanked out; no position moves.</summary>
    public static string CSharpOnly(string code)
    {
        var result = new StringBuilder(code.Length);
        string language = "csharp";
        foreach (string line in Lines(code))
        {
            bool isMagic = IsMagic(line, out string? name);
            if (isMagic && CellParser.Languages.TryGetValue(name!, out string? next)) language = next;
            if (isMagic || language != "csharp" || IsReference(line)) Blank(result, line);
            else result.Append(line);
        }
        return result.ToString();
    }

    /// <summary>Whether a cell is C# without a command that could bring names: a package, a file, another language.</summary>
    public static bool IsCSharpOnly(string code) => !Lines(code).Any(
        line => IsReference(line) || line.TrimStart().StartsWith("#load", StringComparison.Ordinal) ||
            IsMagic(line, out string? name) && name is not ("csharp" or "c#" or "C#" or "time" or "who" or "whos" or "markdown" or "md" or
                "html" or "javascript" or "js" or "mermaid"));

    private static List<string> Lines(string code)
    {
        var lines = new List<string>();
        for (int start = 0; start < code.Length;)
        {
            int end = code.IndexOf('\n', start);
            end = end < 0 ? code.Length : end + 1;
            lines.Add(code[start..end]);
            start = end;
        }
        return lines;
    }

    private static bool IsMagic(ReadOnlySpan<char> line, out string? name)
    {
        ReadOnlySpan<char> text = line.Trim();
        name = null;
        if (!text.StartsWith("#!")) return false;
        int end = text.IndexOfAny(' ', '\t');
        name = (end < 0 ? text[2..] : text[2..end]).ToString();
        return true;
    }

    private static bool IsReference(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> text = line.TrimStart();
        return text.StartsWith("#r ") || text.StartsWith("#i ");
    }

    private static void Blank(StringBuilder result, ReadOnlySpan<char> line)
    {
        foreach (char c in line) result.Append(c is '\n' or '\r' ? c : ' ');
    }
}
