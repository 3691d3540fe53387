using System.Text;
using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Documents;

/// <summary>A Jupyter notebook (<c>.ipynb</c>, format 4). What this class does not know it keeps.</summary>
public sealed class NotebookDocument
{
    private readonly JsonObject _root;
    private readonly List<NotebookCell> _cells;

    private NotebookDocument(JsonObject root, List<NotebookCell> cells)
    {
        _root = root;
        _cells = cells;
    }

    /// <summary>The cells from top to bottom.</summary>
    public IReadOnlyList<NotebookCell> Cells => _cells;

    /// <summary>The cells that hold code; messages count these.</summary>
    public IReadOnlyList<NotebookCell> CodeCells => [.. _cells.Where(c => c.IsCode)];

    /// <summary>The notebook's own metadata.</summary>
    public JsonObject Metadata => (JsonObject)(_root["metadata"] ??= new JsonObject());

    /// <summary>Reads a notebook file.</summary>
    /// <exception cref="InvalidDataException">The file is not a notebook of format 4.</exception>
    public static NotebookDocument Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path, Encoding.UTF8));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads the text of a notebook.</summary>
    /// <exception cref="InvalidDataException">The text is not a notebook of format 4.</exception>
    public static NotebookDocument Parse(string text)
    {
        JsonObject notebook = NotebookForm.Read(text);
        string language = DefaultLanguage(notebook["metadata"]);
        return new(notebook, [.. notebook["cells"]!.AsArray().Select(cell => new NotebookCell((JsonObject)cell!, language))]);
    }

    /// <summary>Language of the cells that name none: that of the kernel the notebook was written for.</summary>
    private static string DefaultLanguage(JsonNode? metadata)
    {
        JsonNode?[] names = [metadata.Member("polyglot_notebook").Member("kernelInfo").Member("defaultKernelName"),
            metadata.Member("kernelspec").Member("name"), metadata.Member("kernelspec").Member("language")];
        foreach (string name in names.OfType<JsonValue>().Select(n => n.ToString()))
            if (CellParser.Languages.TryGetValue(name.StartsWith(".net-", StringComparison.Ordinal) ? name[".net-".Length..] : name,
                out string? known)) return known;
        return "csharp";
    }

    /// <summary>An empty notebook for C#.</summary>
    public static NotebookDocument Create()
    {
        var root = new JsonObject
        {
            ["cells"] = new JsonArray(),
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "csharp", ["name"] = ".net-csharp" },
                ["language_info"] = LanguageInfo(),
                ["polyglot_notebook"] = new JsonObject
                {
                    ["kernelInfo"] = new JsonObject
                    {
                        ["defaultKernelName"] = "csharp",
                        ["items"] = new JsonArray(
                            new JsonObject { ["aliases"] = new JsonArray(), ["languageName"] = "csharp", ["name"] = "csharp" }),
                    },
                },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        return new(root, []);
    }

    /// <summary>What notebooks and kernels say about the language; equal everywhere, so that saving changes nothing.</summary>
    internal static JsonObject LanguageInfo() => new()
    {
        ["file_extension"] = ".cs", ["mimetype"] = "text/x-csharp", ["name"] = "csharp", ["pygments_lexer"] = "csharp",
        ["version"] = "14.0",
    };

    /// <summary>Adds a cell.</summary>
    /// <param name="index">Where; the cells from there on move down.</param>
    /// <param name="type"><c>code</c>, <c>markdown</c> or <c>raw</c>.</param>
    /// <param name="source">Its text.</param>
    /// <param name="language">Language of a code cell.</param>
    /// <param name="tags">Its tags.</param>
    public NotebookCell Insert(int index, string type, string source, string language = "csharp", params string[] tags)
    {
        string id = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"{index}\n{type}\n{source}")))[..8];
        while (_cells.Exists(c => c.Id == id)) id += "x";
        NotebookCell cell = NotebookCell.Create(id, type, source, language, tags);
        _cells.Insert(index, cell);
        ((JsonArray)_root["cells"]!).Insert(index, cell.Json);
        return cell;
    }

    /// <summary>Removes a cell.</summary>
    public void RemoveAt(int index)
    {
        _cells.RemoveAt(index);
        ((JsonArray)_root["cells"]!).RemoveAt(index);
    }

    /// <summary>The notebook as text.</summary>
    public override string ToString() => NotebookJson.Write(_root);

    /// <summary>Writes the notebook; a reader of the file sees the old content or the new, never a part.</summary>
    /// <param name="path">The file.</param>
    /// <param name="source">The file the notebook came from: who may not read that may not read this. Null when it is the same.</param>
    public void Save(string path, string? source = null) => AtomicFile.Write(path, ToString(), source);
}
