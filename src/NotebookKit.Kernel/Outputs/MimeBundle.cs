using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Outputs;

/// <summary>One output in several forms; a front-end shows the richest it knows.</summary>
/// <remarks>JSON types hold JSON values, every other type holds text.</remarks>
public sealed class MimeBundle
{
    private readonly List<KeyValuePair<string, JsonNode>> _entries = [];

    /// <summary>The forms in the order they were added.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonNode>> Entries => _entries;

    /// <summary>Adds or replaces one form.</summary>
    /// <param name="mimeType">Such as <c>text/html</c>.</param>
    /// <param name="content">Text; for a JSON type it is parsed, and kept as text if it is no JSON.</param>
    /// <returns>This bundle.</returns>
    public MimeBundle Add(string mimeType, string content)
    {
        _entries.RemoveAll(e => e.Key == mimeType);
        _entries.Add(new(mimeType, MimeTypes.IsJson(mimeType) ? Parse(content) : JsonValue.Create(content)));
        return this;
    }

    /// <summary>The text of one form, or null when the bundle lacks it or holds a JSON value.</summary>
    public string? Text(string mimeType) =>
        _entries.Find(e => e.Key == mimeType).Value is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>Whether the bundle has this form.</summary>
    public bool Has(string mimeType) => _entries.Exists(e => e.Key == mimeType);

    private static JsonNode Parse(string content)
    {
        try
        {
            return JsonNode.Parse(content) ?? JsonValue.Create(content);
        }
        catch (System.Text.Json.JsonException)
        {
            return JsonValue.Create(content);
        }
    }
}

/// <summary>Names of the mime types the engine treats specially.</summary>
public static class MimeTypes
{
    /// <summary>Plain text, present in every bundle.</summary>
    public const string Plain = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>Markdown.</summary>
    public const string Markdown = "text/markdown";

    /// <summary>A Plotly figure: an object with <c>data</c>, <c>layout</c> and <c>config</c>.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>Whether content of this type is a JSON value rather than text.</summary>
    public static bool IsJson(string mimeType) =>
        mimeType.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
            || mimeType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
