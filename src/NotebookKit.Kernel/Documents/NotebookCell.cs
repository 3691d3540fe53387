using System.Text.Json.Nodes;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Documents;

/// <summary>One cell of a notebook.</summary>
public sealed class NotebookCell
{
    private readonly JsonObject _json;

    internal NotebookCell(JsonObject json)
    {
        _json = json;
        Source = Join(json["source"]);
    }

    /// <summary>Whether the cell holds code.</summary>
    public bool IsCode => Type == "code";

    /// <summary>Whether the cell holds Markdown text.</summary>
    public bool IsMarkdown => Type == "markdown";

    /// <summary>The text of the cell.</summary>
    public string Source { get; }

    /// <summary>Tags of the cell, such as <c>parameters</c>.</summary>
    public IReadOnlyList<string> Tags => (_json["metadata"]?["tags"] as JsonArray)?.Select(t => t?.ToString() ?? "").ToList() ?? [];

    /// <summary>Language of the cell as its metadata say; C# when they say nothing.</summary>
    public string Language =>
        (_json["metadata"]?["polyglot_notebook"]?["kernelName"] ?? _json["metadata"]?["dotnet_interactive"]?["language"])?.ToString() ?? "csharp";

    /// <summary>The outputs in the notebook format's own form.</summary>
    public JsonArray Outputs => _json["outputs"] as JsonArray ?? [];

    /// <summary>Number of the cell in the run that made its outputs; null when it did not run.</summary>
    public int? ExecutionCount => _json["execution_count"] is JsonValue value && value.TryGetValue(out int count) ? count : null;

    private string Type => _json["cell_type"]?.ToString() ?? "";

    /// <summary>Replaces the outputs.</summary>
    /// <param name="outputs">The outputs of a run.</param>
    /// <param name="executionCount">Which number the cell had in the run; null when it did not run.</param>
    public void SetOutputs(IEnumerable<CellOutput> outputs, int? executionCount)
    {
        _json["execution_count"] = executionCount is { } count ? JsonValue.Create(count) : null;
        _json["outputs"] = new JsonArray([.. outputs.Select(o => (JsonNode)OutputJson.ForDocument(o, executionCount))]);
    }

    internal static string Join(JsonNode? text) =>
        text is JsonArray lines ? string.Concat(lines.Select(l => l?.ToString())) : text?.ToString() ?? "";
}
