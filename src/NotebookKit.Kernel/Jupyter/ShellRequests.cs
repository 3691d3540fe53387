using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Editing;
using NotebookKit.Kernel.Session;

namespace NotebookKit.Kernel.Jupyter;

/// <summary>Answers everything a front-end asks about code without running it.</summary>
internal sealed class ShellRequests(NotebookSession session, History history)
{
    private const string ProtocolVersion = "5.3";

    /// <summary>The content of the reply, or null for a request this kernel does not know.</summary>
    public async Task<JsonObject?> AnswerAsync(JupyterMessage message) => message.Type switch
    {
        "kernel_info_request" => KernelInfo(),
        "complete_request" => await CompleteAsync(message.Content).ConfigureAwait(false),
        "inspect_request" => await InspectAsync(message.Content).ConfigureAwait(false),
        "is_complete_request" => IsComplete(message.Content),
        "history_request" => new JsonObject { ["status"] = "ok", ["history"] = history.Find(message.Content) },
        "comm_info_request" => new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() },
        _ => null,
    };

    public static JsonObject KernelInfo() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = ProtocolVersion,
        ["implementation"] = "notebookkit",
        ["implementation_version"] = Version,
        ["language_info"] = NotebookDocument.LanguageInfo(),
        ["banner"] = $"NotebookKit {Version}: C# 14 on .NET {Environment.Version}",
        ["help_links"] = new JsonArray(),
        ["supported_features"] = new JsonArray(),
    };

    private static string Version => typeof(ShellRequests).Assembly.GetName().Version!.ToString(3);

    private static JsonObject IsComplete(JsonObject request) => LanguageService.CheckComplete(request.Text("code") ?? "") switch
    {
        Completeness.Incomplete => new() { ["status"] = "incomplete", ["indent"] = "    " },
        Completeness.Invalid => new() { ["status"] = "invalid" },
        _ => new() { ["status"] = "complete" },
    };

    private static (string Code, int Position) Cursor(JsonObject request)
    {
        string code = request.Text("code") ?? "";
        return (code, CodePoints.ToUnits(code, Math.Max(request.Number("cursor_pos") ?? int.MaxValue, 0)));
    }

    private async Task<JsonObject> CompleteAsync(JsonObject request)
    {
        (string code, int position) = Cursor(request);
        CompletionList found = await session.Language.CompleteAsync(code, position).ConfigureAwait(false);
        int start = CodePoints.FromUnits(code, found.Start), end = CodePoints.FromUnits(code, found.End);
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. found.Items.Select(i => (JsonNode)i.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. found.Items.Select(i => (JsonNode)new JsonObject
                {
                    ["start"] = start, ["end"] = end, ["text"] = i.Text, ["type"] = i.Kind.ToLowerInvariant(),
                })]),
            },
        };
    }

    private async Task<JsonObject> InspectAsync(JsonObject request)
    {
        (string code, int position) = Cursor(request);
        string? description = await session.Language.DescribeAsync(code, position).ConfigureAwait(false);
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = description is not null,
            ["data"] = description is null ? new JsonObject() : new JsonObject { ["text/plain"] = description },
            ["metadata"] = new JsonObject(),
        };
    }
}
