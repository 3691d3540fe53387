using System.Text.Json.Nodes;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Documents;

/// <summary>Outputs in the JSON of the notebook format, which the hosting protocol uses too.</summary>
internal static class OutputJson
{
    /// <summary>An output as it is sent: text in one piece, updates and clearing included.</summary>
    public static JsonObject ForWire(CellOutput output) => output switch
    {
        StreamOutput stream => new() { ["output_type"] = "stream", ["name"] = stream.Name, ["text"] = stream.Text },
        DisplayOutput display => new()
        {
            ["output_type"] = display.IsUpdate ? "update_display_data" : "display_data",
            ["data"] = Data(display.Data),
            ["metadata"] = new JsonObject(),
            ["transient"] = display.DisplayId is { } id ? new JsonObject { ["display_id"] = id } : new JsonObject(),
        },
        ResultOutput result => new() { ["output_type"] = "execute_result", ["data"] = Data(result.Data), ["metadata"] = new JsonObject() },
        ErrorOutput { Error: var error } => new()
        {
            ["output_type"] = "error",
            ["ename"] = error.Name,
            ["evalue"] = error.Message,
            ["traceback"] = new JsonArray([.. error.Trace.Select(l => (JsonNode)l)]),
            ["cell"] = error.Cell,
            ["line"] = error.Line,
        },
        ProgressOutput progress => new()
        {
            ["output_type"] = "progress", ["text"] = progress.Text, ["share"] = progress.Share, ["over"] = progress.IsOver,
        },
        ClearOutput clear => new() { ["output_type"] = "clear_output", ["wait"] = clear.Wait },
        _ => throw new ArgumentException($"Unknown output {output.GetType()}.", nameof(output)),
    };

    /// <summary>Reads what <see cref="ForWire"/> wrote.</summary>
    public static CellOutput FromWire(JsonNode json) => (string?)json["output_type"] switch
    {
        "stream" => new StreamOutput((string)json["name"]!, (string)json["text"]!),
        "display_data" => new DisplayOutput(Bundle(json["data"]!), (string?)json["transient"]?["display_id"]),
        "update_display_data" => new DisplayOutput(Bundle(json["data"]!), (string?)json["transient"]?["display_id"], IsUpdate: true),
        "execute_result" => new ResultOutput(Bundle(json["data"]!)),
        "error" => new ErrorOutput(new((string)json["ename"]!, (string)json["evalue"]!, (string?)json["cell"] ?? "", (int?)json["line"],
            [.. json["traceback"]!.AsArray().Select(l => (string)l!)])),
        "progress" => new ProgressOutput((string)json["text"]!, (double)json["share"]!, (bool)json["over"]!),
        "clear_output" => new ClearOutput((bool)json["wait"]!),
        var other => throw new InvalidDataException($"Unknown output '{other}'."),
    };

    /// <summary>An output as a notebook stores it: text as a list of lines.</summary>
    public static JsonObject ForDocument(CellOutput output, int? executionCount)
    {
        JsonObject json = ForWire(output);
        json.Remove("transient");
        json.Remove("cell");
        json.Remove("line");
        if (json["text"] is { } text) json["text"] = Lines((string)text!);
        if (output is ResultOutput) json.Insert(1, "execution_count", executionCount);
        if (json["data"] is JsonObject data)
            foreach (string mimeType in data.Select(d => d.Key).ToList())
                if (data[mimeType] is JsonValue value && value.TryGetValue(out string? content)
                    && !mimeType.StartsWith("image/", StringComparison.Ordinal))
                    data[mimeType] = Lines(content);
        return json;
    }

    private static JsonObject Data(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach ((string mimeType, JsonNode content) in bundle.Entries) data[mimeType] = content.DeepClone();
        return data;
    }

    private static MimeBundle Bundle(JsonNode data)
    {
        var bundle = new MimeBundle();
        foreach ((string mimeType, JsonNode? content) in data.AsObject())
            if (content is JsonValue value && value.TryGetValue(out string? text)) bundle.Add(mimeType, text);
            else if (content is not null) bundle.Add(mimeType, content.ToJsonString());
        return bundle;
    }

    /// <summary>Text as notebooks store it: a list of lines, each with its end.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add((JsonNode)text[start..end]);
            start = end;
        }
        return lines;
    }
}
