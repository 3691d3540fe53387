using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Documents;

/// <summary>A Jupyter notebook (<c>.ipynb</c>, format 4). What this class does not know it keeps.</summary>
public sealed class NotebookDocument
{
    private readonly JsonObject _root;

    private NotebookDocument(JsonObject root, IReadOnlyList<NotebookCell> cells)
    {
        _root = root;
        Cells = cells;
    }

    /// <summary>The cells from top to bottom.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

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
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"not a notebook: the JSON is broken at line {e.LineNumber + 1}.", e);
        }
        if (root is not JsonObject notebook || notebook["cells"] is not JsonArray cells)
            throw new InvalidDataException("not a notebook of format 4: there is no list \"cells\".");
        return new(notebook, [.. cells.Select((cell, i) => cell is JsonObject o
            ? new NotebookCell(o)
            : throw new InvalidDataException($"not a notebook of format 4: cell {i + 1} is no object."))]);
    }

    /// <summary>The notebook as text.</summary>
    public override string ToString() => NotebookJson.Write(_root);

    /// <summary>Writes the notebook; a reader of the file sees the old content or the new, never a part.</summary>
    public void Save(string path) => AtomicFile.Write(path, ToString());
}
