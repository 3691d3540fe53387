using System.Text.Json.Nodes;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Documents;

/// <summary>One cell of a notebook.</summary>
public sealed class NotebookCell
{
    internal NotebookCell(JsonObject json)
    {
        Json = json;
        Source = Join(json["source"]);
    }

    /// <summary>The name of the cell that stays when cells move; null in old notebooks.</summary>
    public string? Id => Json["id"]?.ToString();

    internal JsonObject Json { get; }

    /// <summary>Whether the cell holds code.</summary>
    public bool IsCode => Type == "code";

    /// <summary>Whether the cell holds Markdown text.</summary>
    public bool IsMarkdown => Type == "markdown";

    /// <summary>The text of the cell.</summary>
    public string Source { get; }

    /// <summary>Tags of the cell, such as <c>parameters</c>.</summary>
    public IReadOnlyList<string> Tags => (Json["metadata"]?["tags"] as JsonArray)?.Select(t => t?.ToString() ?? "").ToList() ?? [];

    /// <summary>
    /// Language of the cell as its metadata say; C# when they say nothing. What a user chose in VS Code is the latest word.
    /// </summary>
    public string Language =>
        Json["metadata"]?["vscode"]?["languageId"]?.ToString() is { } chosen and not ("csharp" or "polyglot-notebook") ? chosen :
        (Json["metadata"]?["polyglot_notebook"]?["kernelName"] ?? Json["metadata"]?["dotnet_interactive"]?["language"])?.ToString() ?? "csharp";

    /// <summary>The outputs in the notebook format's own form.</summary>
    public JsonArray Outputs => Json["outputs"] as JsonArray ?? [];

    /// <summary>Number of the cell in the run that made its outputs; null when it did not run.</summary>
    public int? ExecutionCount => Json["execution_count"] is JsonValue value && value.TryGetValue(out int count) ? count : null;

    private string Type => Json["cell_type"]?.ToString() ?? "";

    /// <summary>Replaces the outputs.</summary>
    /// <param name="outputs">The outputs of a run.</param>
    /// <param name="executionCount">Which number the cell had in the run; null when it did not run.</param>
    public void SetOutputs(IEnumerable<CellOutput> outputs, int? executionCount)
    {
        Json["execution_count"] = executionCount is { } count ? JsonValue.Create(count) : null;
        Json["outputs"] = new JsonArray([.. outputs.Select(o => (JsonNode)OutputJson.ForDocument(o, executionCount))]);
    }

    internal static NotebookCell Create(string id, string type, string source, string language, IReadOnlyList<string> tags)
    {
        var metadata = new JsonObject();
        if (type == "code") NameLanguage(metadata, language);
        if (tags.Count > 0) metadata["tags"] = new JsonArray([.. tags.Select(t => (JsonNode)t)]);
        var json = new JsonObject { ["cell_type"] = type, ["id"] = id, ["metadata"] = metadata, ["source"] = OutputJson.Lines(source) };
        if (type == "code")
        {
            json["execution_count"] = null;
            json["outputs"] = new JsonArray();
        }
        return new(json);
    }

    /// <summary>Writes the language of a cell as every kernel for .NET reads it.</summary>
    internal static void NameLanguage(JsonObject metadata, string language)
    {
        metadata["dotnet_interactive"] = new JsonObject { ["language"] = language };
        metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = language };
    }

    internal static string Join(JsonNode? text) =>
        text is JsonArray lines ? string.Concat(lines.Select(l => l?.ToString())) : text?.ToString() ?? "";
}
