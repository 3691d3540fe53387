using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Editing;
using NotebookKit.Kernel.Session;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Hosting;

/// <summary>Answers what an editor asks about code and variables, in the JSON of the hosting protocol.</summary>
internal static class EditorQueries
{
    public static async Task<JsonObject> AnswerAsync(NotebookSession session, string method, JsonObject parameters)
    {
        string code = parameters.Text("code") ?? "";
        int position = Math.Clamp(parameters.Number("position") ?? code.Length, 0, code.Length);
        return method switch
        {
            "complete" => Completions(await session.Language.CompleteAsync(code, position).ConfigureAwait(false)),
            "describe" => new JsonObject { ["text"] = await session.Language.DescribeAsync(code, position).ConfigureAwait(false) },
            "signatures" => SignaturesOf(await session.Language.SignaturesAsync(code, position).ConfigureAwait(false)),
            "diagnose" => new JsonObject { ["problems"] = Array(session.Language.Diagnose(code, Above(parameters)), Problem) },
            "isComplete" => new JsonObject { ["status"] = LanguageService.CheckComplete(code).ToString().ToLowerInvariant() },
            _ => new JsonObject { ["variables"] = Array(session.Engine.Variables.All, Variable) },
        };
    }

    private static JsonObject Completions(CompletionList list) => new()
    {
        ["start"] = list.Start,
        ["end"] = list.End,
        ["items"] = Array(list.Items, i => new JsonObject { ["text"] = i.Text, ["label"] = i.Label, ["kind"] = i.Kind }),
    };

    private static JsonObject SignaturesOf(SignatureList? list) => new()
    {
        ["active"] = list?.Active ?? 0,
        ["activeParameter"] = list?.ActiveParameter ?? 0,
        ["items"] = Array(list?.Items ?? [], s => new JsonObject
        {
            ["label"] = s.Label, ["documentation"] = s.Documentation,
            ["parameters"] = new JsonArray([.. s.Parameters.Select(p => (JsonNode)p)]),
        }),
    };

    private static JsonObject Problem(CodeProblem problem) => new()
    {
        ["start"] = problem.Start, ["end"] = problem.End, ["error"] = problem.IsError, ["id"] = problem.Id, ["message"] = problem.Message,
    };

    private static List<string> Above(JsonObject parameters) =>
        [.. (parameters["above"] as JsonArray ?? []).Select(a => a is JsonValue value && value.TryGetValue(out string? text) ? text : "")];

    private static JsonObject Variable((string Name, Type Type, object? Value) variable)
    {
        var json = new JsonObject
        {
            ["name"] = variable.Name, ["type"] = ShortText.TypeName(variable.Type), ["value"] = ShortText.Of(variable.Value),
        };
        if (ShortText.SizeOf(variable.Value) is var (rows, columns)) (json["rows"], json["columns"]) = (rows, columns);
        else if (ShortText.CountOf(variable.Value) is { } count) json["count"] = count;
        return json;
    }

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonObject> convert) =>
        new([.. items.Select(i => (JsonNode)convert(i))]);
}
