using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Documents;

/// <summary>Whether JSON is a notebook of format 4; what is not is told with its cell and how to mend it.</summary>
internal static class NotebookForm
{
    /// <summary>Reads and checks a notebook.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static JsonObject Read(string text)
    {
        JsonNode? root;
        try
        {
            root = StrictJson.Parse(text);
        }
        catch (JsonException e)
        {
            string place = e.LineNumber is { } line ? $" at line {line + 1}" : "";
            string why = text.TrimStart().Length == 0 ? "the file is empty" : $"the JSON is broken{place}";
            throw new InvalidDataException(
                $"not a notebook: {why}. Open the file in a text editor and mend it there, or take a saved copy.", e);
        }
        if (root is not JsonObject notebook) throw Wrong(root, "the file", "an object { … } with a list \"cells\"");
        if (notebook["cells"] is not JsonArray cells)
            throw new InvalidDataException(notebook["worksheets"] is not null
                ? "not a notebook of format 4: this one is of format 3 (\"worksheets\"). Convert it once: jupyter nbconvert --to "
                    + "notebook FILE."
                : "not a notebook of format 4: there is no list \"cells\".");
        Object(notebook, "metadata", "the notebook");
        int code = 0;
        for (int i = 0; i < cells.Count; i++)
        {
            string place = $"cell {i + 1} of all";
            if (cells[i] is not JsonObject cell) throw Wrong(cells[i], place, "an object { … }");
            if (cell.Text("cell_type") == "code") place = $"{place} (code cell {++code})";
            Cell(cell, place);
        }
        if (StrictJson.BadText(notebook) is { } path)
            throw new InvalidDataException(
                $"not a notebook: the text at {path} holds half a character (such as \\ud83d without its other half). Delete it there.");
        return notebook;
    }

    private static void Cell(JsonObject cell, string place)
    {
        Text(cell, "cell_type", place, isNeeded: true);
        Object(cell, "metadata", place);
        Lines(cell, "source", place);
        if (cell["metadata"]?["tags"] is { } tags && (tags is not JsonArray list || !list.All(IsText)))
            throw Wrong(tags, $"\"tags\" of {place}", "a list of texts");
        if (cell["execution_count"] is { } count && count.GetValueKind() != JsonValueKind.Number)
            throw Wrong(count, $"\"execution_count\" of {place}", "a number or null");
        if (cell["outputs"] is not { } outputs) return;
        if (outputs is not JsonArray all) throw Wrong(outputs, $"\"outputs\" of {place}", "a list");
        for (int i = 0; i < all.Count; i++)
        {
            string where = $"output {i + 1} of {place}";
            if (all[i] is not JsonObject output) throw Wrong(all[i], where, "an object { … }");
            Text(output, "output_type", where, isNeeded: true);
            Object(output, "data", where);
            Object(output, "metadata", where);
            Text(output, "name", where);
            Text(output, "ename", where);
            Text(output, "evalue", where);
            Lines(output, "text", where);
            if (output["traceback"] is { } trace && (trace is not JsonArray lines || !lines.All(IsText)))
                throw Wrong(trace, $"\"traceback\" of {where}", "a list of texts");
        }
    }

    private static void Object(JsonObject json, string name, string place)
    {
        if (json.ContainsKey(name) && json[name] is not JsonObject) throw Wrong(json[name], $"\"{name}\" of {place}", "an object { … }");
    }

    private static void Text(JsonObject json, string name, string place, bool isNeeded = false)
    {
        if (isNeeded && !json.ContainsKey(name))
            throw new InvalidDataException($"not a notebook of format 4: {place} has no \"{name}\". Add it, or remove the cell.");
        if (json.ContainsKey(name) && !IsText(json[name])) throw Wrong(json[name], $"\"{name}\" of {place}", "a text");
    }

    private static void Lines(JsonObject json, string name, string place)
    {
        if (json[name] is { } text && !IsText(text) && (text is not JsonArray lines || !lines.All(IsText)))
            throw Wrong(text, $"\"{name}\" of {place}", "a text or a list of texts");
    }

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static InvalidDataException Wrong(JsonNode? found, string place, string expected)
    {
        string kind = found?.GetValueKind() switch
        {
            null or JsonValueKind.Null => "null",
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            _ => "true or false",
        };
        return new($"not a notebook of format 4: {place} is {kind}, expected {expected}. Correct it in a text editor.");
    }
}
