using System.Text;

namespace NotebookKit.Kernel.Documents;

/// <summary>One piece of a cell, in the order it is carried out.</summary>
/// <param name="Line">Line of the cell at which it starts, counted from 1.</param>
internal abstract record CellPart(int Line);

/// <summary>Code or text in one language.</summary>
/// <param name="Language">Such as <c>csharp</c> or <c>markdown</c>.</param>
/// <param name="Code">The text, without the line that names the language.</param>
/// <param name="Arguments">What follows the name of the language.</param>
/// <param name="Line">Line of the cell at which the text starts.</param>
internal sealed record CodePart(string Language, string Code, string Arguments, int Line) : CellPart(Line);

/// <summary>A command line: <c>#!time</c>, <c>#r "x.dll"</c>.</summary>
/// <param name="Name">With its hash, such as <c>#!time</c> or <c>#r</c>.</param>
/// <param name="Arguments">What follows.</param>
/// <param name="Line">Line of the cell.</param>
/// <param name="Language">Language of the lines around it.</param>
internal sealed record MagicPart(string Name, string Arguments, int Line, string Language = "csharp") : CellPart(Line);

/// <summary>Divides a cell into commands and code.</summary>
internal static class CellParser
{
    /// <summary>Languages a cell can switch to, by each of their names.</summary>
    public static IReadOnlyDictionary<string, string> Languages { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["csharp"] = "csharp", ["C#"] = "csharp", ["c#"] = "csharp",
        ["fsharp"] = "fsharp", ["F#"] = "fsharp", ["f#"] = "fsharp",
        ["sql"] = "sql", ["r"] = "r", ["R"] = "r",
        ["markdown"] = "markdown", ["md"] = "markdown",
        ["html"] = "html", ["javascript"] = "javascript", ["js"] = "javascript", ["mermaid"] = "mermaid",
        ["pwsh"] = "pwsh", ["powershell"] = "pwsh", ["value"] = "value",
        ["kql"] = "kql", ["http"] = "http", ["httpRequest"] = "http",
    };

    public static IReadOnlyList<CellPart> Parse(string cell, string language = "csharp")
    {
        var parts = new List<CellPart>();
        var code = new StringBuilder();
        string arguments = "";
        int start = 1, number = 0;

        foreach (string line in cell.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (Magic(line, language) is not { } magic)
            {
                code.Append(line).Append('\n');
                continue;
            }
            if (magic.Name.StartsWith("#!", StringComparison.Ordinal) && Languages.TryGetValue(magic.Name[2..], out string? next))
            {
                Close();
                (language, arguments, start) = (next, magic.Arguments, number + 1);
            }
            else if (magic.Name.StartsWith("#!", StringComparison.Ordinal))
            {
                Close();
                parts.Add(magic with { Line = number, Language = language });
                start = number + 1;
            }
            else
            {
                // References apply to the code around them, which must compile as one piece.
                parts.Add(magic with { Line = number, Language = language });
                code.Append('\n');
            }
        }
        Close();
        return parts;

        void Close()
        {
            string text = code.ToString().TrimEnd('\n');
            code.Clear();
            if (text.AsSpan().Trim().Length > 0) parts.Add(new CodePart(language, text, arguments, start));
        }
    }

    private static MagicPart? Magic(string line, string language)
    {
        string text = line.Trim();
        if (text.StartsWith("#!", StringComparison.Ordinal) && text.Length > 2 && char.IsLetter(text[2]))
        {
            int end = text.IndexOfAny([' ', '\t']);
            return end < 0 ? new(text, "", 0) : new(text[..end], text[end..].Trim(), 0);
        }
        if (language is "csharp" && text.StartsWith("#load", StringComparison.Ordinal) && text[5..].TrimStart().StartsWith('"'))
            return new(text[..5], text[5..].Trim(), 0);
        if (language is "csharp" or "fsharp" && text.Length > 3 && text[0] == '#' && text[1] is 'r' or 'i'
            && (text[2] is ' ' or '\t' or '"'))
        {
            string rest = text[2..].Trim();
            if (rest.StartsWith('"')) return new(text[..2], rest, 0);
        }
        return null;
    }
}
