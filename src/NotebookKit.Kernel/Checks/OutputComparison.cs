using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Checks;

/// <summary>Compares the outputs of two runs of a notebook. Figures are compared by their data, not by their pixels.</summary>
public static partial class OutputComparison
{
    /// <summary>Tag of cells whose outputs may differ.</summary>
    public const string IgnoreTag = "nbval-ignore-output";

    /// <summary>Sentences on the cells whose outputs differ; empty when none does.</summary>
    /// <param name="expected">The notebook with the outputs that were saved.</param>
    /// <param name="actual">The same notebook after another run.</param>
    /// <param name="tolerance">How far numbers may be apart.</param>
    public static IReadOnlyList<string> Differences(NotebookDocument expected, NotebookDocument actual, Tolerance tolerance)
    {
        var differences = new List<string>();
        IReadOnlyList<NotebookCell> before = expected.CodeCells, after = actual.CodeCells;
        for (int i = 0; i < before.Count; i++)
            if (!before[i].Tags.Contains(IgnoreTag) && Difference(before[i].Outputs, after[i].Outputs, tolerance) is { } difference)
                differences.Add($"cell {i + 1}: {difference}");
        return differences;
    }

    private static string? Difference(JsonArray expected, JsonArray actual, Tolerance tolerance)
    {
        for (int i = 0; i < Math.Min(expected.Count, actual.Count); i++)
            if (Difference(expected[i]!, actual[i]!, tolerance) is { } difference)
                return expected.Count == 1 ? difference : $"output {i + 1}: {difference}";
        return expected.Count == actual.Count ? null : $"expected {Count(expected.Count)}, found {actual.Count}";
    }

    private static string? Difference(JsonNode expected, JsonNode actual, Tolerance tolerance)
    {
        string kind = Kind(expected), found = Kind(actual);
        if (kind != found) return $"expected {kind}, found {found}";
        if (expected["data"] is not JsonObject before || actual["data"] is not JsonObject after)
            return NumericText.Difference(Text(expected), Text(actual), tolerance);
        if (StillOutputs.DrawingOf(expected) is { } drawing && drawing != StillOutputs.DrawingOf(actual))
            return Words(before) is var words && Words(after) is var now && words == now ? "the figure is drawn in another way"
                : $"the figure shows '{now}' instead of '{words}'";
        foreach ((string mimeType, JsonNode? content) in before)
        {
            if (mimeType.StartsWith("image/", StringComparison.Ordinal)) continue;
            if (after[mimeType] is not { } other) return $"{mimeType} is missing";
            string? difference = MimeTypes.IsJson(mimeType) && content is JsonObject or JsonArray
                ? JsonDifference(content!, other, "", tolerance)
                : NumericText.Difference(WithoutPictures(NotebookCell.Join(content)), WithoutPictures(NotebookCell.Join(other)), tolerance);
            if (difference is not null) return $"{mimeType}: {difference}";
        }
        return after.FirstOrDefault(d => !before.ContainsKey(d.Key)).Key is { } added ? $"{added} is new" : null;
    }

    private static string? JsonDifference(JsonNode? expected, JsonNode? actual, string path, Tolerance tolerance)
    {
        switch (expected, actual)
        {
            case (JsonObject a, JsonObject b):
                foreach (string key in a.Select(m => m.Key).Union(b.Select(m => m.Key)))
                    if (JsonDifference(a[key], b[key], $"{path}.{key}", tolerance) is { } difference) return difference;
                return null;
            case (JsonArray a, JsonArray b):
                for (int i = 0; i < Math.Min(a.Count, b.Count); i++)
                    if (JsonDifference(a[i], b[i], $"{path}[{i}]", tolerance) is { } difference) return difference;
                return a.Count == b.Count ? null : $"{path} has {b.Count} items instead of {a.Count}";
            case (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number:
                return tolerance.Allows(a.GetValue<double>(), b.GetValue<double>()) ? null : $"{path}: expected {a}, found {b}";
            case (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.String && b.GetValueKind() == JsonValueKind.String:
                return NumericText.Difference((string)a!, (string)b!, tolerance) is { } text ? $"{path}: {text}" : null;
            default:
                return JsonNode.DeepEquals(expected, actual)
                    ? null
                    : $"{path}: expected {expected?.ToJsonString() ?? "null"}, found {actual?.ToJsonString() ?? "null"}";
        }
    }

    private static string Words(JsonObject data) => NotebookCell.Join(data[MimeTypes.Plain]);

    private static string Kind(JsonNode output) => (string?)output["output_type"] switch
    {
        "stream" => $"text on {output["name"]}", "error" => $"error {output["ename"]}", "execute_result" => "a result",
            var other => other ?? "nothing",
    };

    private static string Text(JsonNode output) => NotebookCell.Join(output["text"] ?? output["evalue"]);

    private static string Count(int outputs) => outputs == 1 ? "1 output" : $"{outputs} outputs";

    private static string WithoutPictures(string html) => Picture().Replace(html, "data:");

    [GeneratedRegex(@"data:image/[\w+.-]+(;[\w=-]+)*,[A-Za-z0-9+/=%]*")]
    private static partial Regex Picture();
}
