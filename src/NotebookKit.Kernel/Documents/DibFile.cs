using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Documents;

/// <summary>Notebooks as plain text (<c>.dib</c>): cells follow each other, each headed by its language. Outputs are not kept.</summary>
public static class DibFile
{
    private const string Meta = "#!meta";

    /// <summary>Reads the text of a <c>.dib</c> file.</summary>
    public static NotebookDocument Parse(string text)
    {
        NotebookDocument document = NotebookDocument.Create();
        string language = "csharp";
        var lines = new List<string>();
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (Heading(line) is { } next)
            {
                Close();
                language = next;
            }
            else
            {
                lines.Add(line);
            }
        }
        Close();
        return document;

        void Close()
        {
            string source = string.Join('\n', lines).Trim('\n');
            lines.Clear();
            if (language == "meta" || source.Trim().Length == 0) return;
            document.Insert(document.Cells.Count, language is "markdown" or "raw" ? language : "code", source, language);
        }
    }

    /// <summary>Writes a notebook as a <c>.dib</c> file.</summary>
    public static string Write(NotebookDocument document)
    {
        var kernelInfo = new JsonObject
        {
            ["kernelInfo"] = new JsonObject
            {
                ["defaultKernelName"] = "csharp",
                ["items"] = new JsonArray(
                    new JsonObject { ["aliases"] = new JsonArray(), ["languageName"] = "csharp", ["name"] = "csharp" }),
            },
        };
        var text = new StringBuilder(Meta).Append("\n\n").Append(kernelInfo.ToJsonString(new JsonSerializerOptions())).Append('\n');
        foreach (NotebookCell cell in document.Cells)
        {
            string language = cell.IsCode ? cell.Language : cell.IsMarkdown ? "markdown" : "raw";
            text.Append("\n#!").Append(language).Append("\n\n").Append(cell.Source.TrimEnd('\n')).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The language a line switches to; commands such as <c>#!time</c> belong to their cell.</summary>
    private static string? Heading(string line)
    {
        string name = line.TrimEnd();
        if (!name.StartsWith("#!", StringComparison.Ordinal)) return null;
        name = name[2..];
        return name is "meta" or "raw" or "fsharp" or "sql" or "r" ? name : CellParser.Languages.GetValueOrDefault(name);
    }
}
