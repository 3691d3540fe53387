using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Documents;

/// <summary>One cell of a notebook.</summary>
public sealed partial class NotebookCell
{
    private readonly string _defaultLanguage;

    internal NotebookCell(JsonObject json, string defaultLanguage = "csharp")
    {
        Json = json;
        _defaultLanguage = defaultLanguage;
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

    /// <summary>The text with its placeholders replaced by the values of the last run; as written where it did not run.</summary>
    public string FilledSource => Filled is not { } values ? Source : PlaceholderOrCode().Replace(Source, m =>
        m.Groups["expression"] is { Success: true } e && values[e.Value.Trim()] is { } value ? value.ToString() : m.Value);

    /// <summary>Values of the placeholders by expression.</summary>
    internal JsonObject? Filled
    {
        get => Json["metadata"]?["notebookkit"]?["filled"] as JsonObject;
        set => ((JsonObject)(Json["metadata"] ??= new JsonObject()))["notebookkit"] = new JsonObject { ["filled"] = value };
    }

    /// <summary>Code of Markdown, which keeps its braces, or a placeholder.</summary>
    [GeneratedRegex(@"(?<fence>```|~~~).*?(\k<fence>|\z)|`[^`\n]*`|\{\{[ \t]+(?<expression>[^{}\n]+?)[ \t]+\}\}", RegexOptions.Singleline)]
    internal static partial Regex PlaceholderOrCode();

    /// <summary>Tags of the cell, such as <c>parameters</c>.</summary>
    public IReadOnlyList<string> Tags => (Json["metadata"].Member("tags") as JsonArray)?.Select(t => t?.ToString() ?? "").ToList() ?? [];

    /// <summary>
    /// Language of the cell as its metadata say; that of the notebook when they say nothing. What a user chose in VS Code is the latest
    /// word.
    /// </summary>
    public string Language =>
        Known(Json["metadata"].Member("vscode").Member("languageId")) is { } chosen and not "csharp" ? chosen :
        Known(Json["metadata"].Member("polyglot_notebook").Member("kernelName"))
        ?? Known(Json["metadata"].Member("dotnet_interactive").Member("language")) ?? _defaultLanguage;

    /// <summary>The name of a language without what editors of other years wrote before it; null for what names none.</summary>
    private static string? Known(JsonNode? name)
    {
        if (name is not JsonValue value || !value.TryGetValue(out string? text) || text.Length == 0) return null;
        if (text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && text[..dot] is "dotnet-interactive" or "polyglot-notebook")
            text = text[(dot + 1)..];
        return text is "polyglot-notebook" or "dotnet-interactive" ? null : CellParser.Languages.GetValueOrDefault(text, text);
    }

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
