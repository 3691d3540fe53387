using System.Diagnostics;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.CSharp;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Hosting;

/// <summary>Answers what a viewer of data frames asks: views of them, a page at a time.</summary>
/// <remarks>A frame is held as long as it is open; of each frame the last view.</remarks>
internal sealed class FrameQueries
{
    private const int MaxRows = 200, MaxColumns = 50, MaxText = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Open> _frames = [];
    private int _count;

    public JsonObject Answer(CSharpEngine engine, string method, JsonObject parameters) => method switch
    {
        "frame.open" => OpenFrame(engine, parameters.Text("variable") ?? ""),
        "frame.view" => View(Find(parameters), parameters),
        "frame.page" => Page(CurrentView(parameters), parameters),
        "frame.summary" => Summary(CurrentView(parameters), parameters),
        "frame.export" => Export(CurrentView(parameters), parameters.Text("path") ?? throw new ArgumentException("No path is given.")),
        _ => Close(parameters.Number("frame") ?? 0),
    };

    private JsonObject OpenFrame(CSharpEngine engine, string variable)
    {
        object? value = engine.Variables.All.FirstOrDefault(v => v.Name == variable).Value;
        if (!SharedFrame.IsDataFrame(value)) throw new ArgumentException($"There is no data frame '{variable}' any more.");
        FrameView view = FrameView.Of(value!);
        int number = Interlocked.Increment(ref _count);
        lock (_gate) _frames[number] = new Open(view, 0, view);
        return new JsonObject
        {
            ["frame"] = number, ["rows"] = view.Total,
            ["columns"] = new JsonArray([.. view.Columns.Select(c => (JsonNode)new JsonObject
            {
                ["name"] = c.Name, ["type"] = ShortText.TypeName(c.Original), ["missing"] = c.Missing,
                ["number"] = c.IsNumber || c.Type == typeof(DateTime),
            })]),
        };
    }

    private JsonObject View(Open open, JsonObject parameters)
    {
        var clock = Stopwatch.StartNew();
        FrameView view = open.All;
        foreach (JsonObject condition in Objects(parameters["filter"]))
            view = view.Where(condition.Number("column") ?? -1, condition.Text("op") ?? "", condition.Text("value") ?? "");
        foreach (JsonObject order in Objects(parameters["sort"]).Reverse())
            view = view.OrderBy(order.Number("column") ?? -1, order.Flag("descending") ?? false);
        int number = Interlocked.Increment(ref _count);
        lock (_gate) _frames[parameters.Number("frame") ?? 0] = open with { Number = number, View = view };
        return new JsonObject { ["view"] = number, ["rows"] = view.Rows.Length, ["milliseconds"] = clock.ElapsedMilliseconds };
    }

    private static JsonObject Page(FrameView view, JsonObject parameters)
    {
        int start = Math.Clamp(parameters.Number("start") ?? 0, 0, view.Rows.Length);
        int[] rows = view.Rows[start..Math.Min(view.Rows.Length, start + Math.Clamp(parameters.Number("count") ?? MaxRows, 0, MaxRows))];
        int first = Math.Clamp(parameters.Number("firstColumn") ?? 0, 0, view.Columns.Count);
        FrameColumn[] columns =
            [.. view.Columns.Skip(first).Take(Math.Clamp(parameters.Number("columnCount") ?? MaxColumns, 0, MaxColumns))];
        return new JsonObject
        {
            ["rows"] = new JsonArray([.. rows.Select(r => (JsonNode)r)]),
            ["cells"] = new JsonArray([.. rows.Select(r => (JsonNode)new JsonArray([.. columns.Select(c => Cell(c, r))]))]),
        };
    }

    /// <summary>The text of a cell; null where it is missing.</summary>
    private static JsonNode? Cell(FrameColumn column, int row) =>
        column.Text(row) is not { } text ? null : text.Length > MaxText ? text[..MaxText] + " …" : text;

    private static JsonObject Summary(FrameView view, JsonObject parameters)
    {
        int column = parameters.Number("column") ?? -1;
        FrameSummary summary = FrameSummary.Of(view, column);
        bool isDate = view.Column(column).Type == typeof(DateTime);
        return new JsonObject
        {
            ["n"] = summary.N, ["missing"] = summary.Missing, ["distinct"] = summary.Distinct,
            ["quartiles"] = summary.Quartiles is { } quartiles
                ? new JsonArray([.. quartiles.Select(q => (JsonNode)Number(q, isDate))])
                : null,
            ["mean"] = summary.Mean is { } mean ? Number(mean, isDate) : null,
            ["bins"] = new JsonArray([.. summary.Bins.Select(b => (JsonNode)b)]),
            ["common"] = new JsonArray([.. summary.Common.Select(
                c => (JsonNode)new JsonObject { ["value"] = c.Value, ["count"] = c.Count })]),
        };
    }

    private static string Number(double number, bool isDate) => isDate
        ? FrameColumn.Text(new DateTime((long)number))!
        : number.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject Export(FrameView view, string path)
    {
        using (var file = new StreamWriter(path))
        {
            file.Write(string.Join(',', view.Columns.Select(c => Field(c.Name))) + "\n");
            foreach (int row in view.Rows) file.Write(string.Join(',', view.Columns.Select(c => Field(c.Text(row)))) + "\n");
        }
        return new JsonObject { ["rows"] = view.Rows.Length };
    }

    /// <summary>A missing value is nothing, an empty text is quoted.</summary>
    private static string Field(string? text) => text is null ? ""
        : text.Length == 0 || text.AsSpan().IndexOfAny(",\"\n\r") >= 0 || text != text.Trim()
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;

    private JsonObject Close(int frame)
    {
        lock (_gate) _frames.Remove(frame);
        return [];
    }

    private Open Find(JsonObject parameters)
    {
        lock (_gate)
            return _frames.GetValueOrDefault(parameters.Number("frame") ?? 0)
                ?? throw new InvalidOperationException("The data frame is not open any more.");
    }

    private FrameView CurrentView(JsonObject parameters) =>
        Find(parameters) is var open && open.Number == (parameters.Number("view") ?? 0)
            ? open.View
            : throw new InvalidOperationException("The view was replaced by another.");

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    private sealed record Open(FrameView All, int Number, FrameView View);
}
