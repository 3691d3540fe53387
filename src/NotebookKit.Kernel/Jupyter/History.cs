using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Jupyter;

/// <summary>The cells of this session, as front-ends ask for them.</summary>
internal sealed class History
{
    private const int Session = 1;
    private readonly List<(int Line, string Code, string? Result)> _entries = [];

    public void Add(int line, string code, string? result) => _entries.Add((line, code, result));

    /// <summary>Answers a <c>history_request</c>.</summary>
    public JsonArray Find(JsonObject request)
    {
        int n = Math.Max(request.Number("n") ?? int.MaxValue, 0);
        IEnumerable<(int Line, string Code, string? Result)> found = request.Text("hist_access_type") switch
        {
            "range" => _entries.Where(e => e.Line >= (request.Number("start") ?? 0) && e.Line < (request.Number("stop") ?? int.MaxValue)),
            "search" => Search(request.Text("pattern") ?? "*", request.Flag("unique") ?? false).TakeLast(n),
            _ => _entries.TakeLast(n),
        };
        bool withResult = request.Flag("output") ?? false;
        return new JsonArray(
            [.. found.Select(e => (JsonNode)new JsonArray(Session, e.Line, withResult ? new JsonArray(e.Code, e.Result) : e.Code))]);
    }

    private IEnumerable<(int Line, string Code, string? Result)> Search(string glob, bool unique)
    {
        string pattern = "^" + Regex.Escape(glob).Replace("\\*", ".*", StringComparison.Ordinal)
            .Replace("\\?", ".", StringComparison.Ordinal) + "$";
        var found = _entries.Where(e => Regex.IsMatch(e.Code, pattern, RegexOptions.Singleline | RegexOptions.NonBacktracking));
        return unique ? found.GroupBy(e => e.Code).Select(g => g.Last()).OrderBy(e => e.Line) : found;
    }
}
