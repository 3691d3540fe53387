using System.Collections.Immutable;
using System.Text.Json;
using Newtonsoft.Json;
using Layout = Plotly.NET.Layout;
using Trace = Plotly.NET.Trace;

namespace NotebookKit.Charts.Output;

/// <summary>Takes over what XPlot would draw: its traces and layout, without its page, which loads plotly.js from the network.</summary>
internal static class XPlotFigure
{
    public static PlotlyFigure Of(IEnumerable<XPlot.Plotly.Trace> traces, XPlot.Plotly.Layout.Layout layout)
    {
        var plotlyLayout = new Layout();
        foreach ((string name, object? value) in Properties(layout)) plotlyLayout.SetProperty(name, value);
        return new PlotlyFigure([.. traces.Select(Convert)], plotlyLayout, PlotlyFigure.PlainConfig());
    }

    private static Trace Convert(XPlot.Plotly.Trace trace)
    {
        Dictionary<string, object?> properties = Properties(trace);
        var converted = new Trace((string)properties["type"]!);
        foreach ((string name, object? value) in properties)
            if (name != "type") converted.SetProperty(name, value);
        return converted;
    }

    // XPlot writes JSON with Newtonsoft and leaves out what was not set.
    private static Dictionary<string, object?> Properties(object item)
    {
        using JsonDocument json = JsonDocument.Parse(JsonConvert.SerializeObject(item));
        return (Dictionary<string, object?>)Value(json.RootElement)!;
    }

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value)),
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToImmutableArray(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
