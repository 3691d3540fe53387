using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Languages;

/// <summary>JavaScript for the page that shows the notebook. Values given to it become variables before its code; none come back.</summary>
internal sealed class JavaScriptLanguage : ILanguage
{
    private readonly SortedDictionary<string, string> _variables = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names => [];

    public MimeBundle? Run(CodePart part, string cell, CellContext context, CancellationToken interrupt)
    {
        string values = string.Concat(_variables.Select(v => $"var {v.Key} = {v.Value};\n"));
        // Shown like HTML and Markdown, rather than the value the cell came to.
        context.Output.Write(
            new DisplayOutput(new MimeBundle().Add(MimeTypes.Html, $"<script type=\"text/javascript\">{values}{part.Code}</script>")
                .Add(MimeTypes.Plain, part.Code)));
        return null;
    }

    public bool TryGet(string name, out object? value)
    {
        value = null;
        return false;
    }

    public void Set(string name, object? value)
    {
        try
        {
            // The serializer writes "<", which could end the script early, as an escape.
            _variables[name] = value is SharedFrame frame ? Rows(frame).ToJsonString() : JsonSerializer.Serialize(value);
        }
        catch (Exception e) when (e is NotSupportedException or JsonException)
        {
            throw new LanguageException("Error", $"A {value?.GetType().Name} cannot be handed to JavaScript: {e.Message}");
        }
    }

    public void Dispose()
    {
    }

    private static JsonArray Rows(SharedFrame frame)
    {
        var rows = new JsonArray();
        for (long row = 0; row < frame.Rows; row++)
        {
            var members = new JsonObject();
            foreach (SharedColumn column in frame.Columns)
                members[column.Name] = JsonSerializer.SerializeToNode(column.Value(row) is double number && !double.IsFinite(number)
                    ? null
                    : column.Value(row));
            rows.Add((JsonNode)members);
        }
        return rows;
    }
}
