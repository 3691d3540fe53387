using System.Collections;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.FSharp.Collections;
using Plotly.NET;

namespace NotebookKit.Charts.Output;

/// <summary>A Plotly.NET figure: traces, layout and config as Plotly.NET's own objects.</summary>
internal sealed record PlotlyFigure(ImmutableArray<Trace> Traces, Layout Layout, Config Config)
{
    /// <summary>The four buttons a reader needs, and no logo.</summary>
    public static Config PlainConfig()
    {
        var config = new Config();
        config.SetProperty("displaylogo", false);
        config.SetProperty("responsive", false);
        config.SetProperty("modeBarButtonsToRemove", new[] { "select2d", "lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d" });
        return config;
    }

    public GenericChart ToGenericChart() =>
        GenericChart.setConfig(Config, GenericChart.setLayout(Layout, GenericChart.ofTraceObjects(false, ListModule.OfSeq(Traces))));

    /// <summary>The figure as <c>application/vnd.plotly.v1+json</c>.</summary>
    /// <remarks>Written here, because Plotly.NET's own serialiser takes a third of a second to start.</remarks>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (Trace trace in Traces) Write(json, trace);
            json.WriteEndArray();
            json.WritePropertyName("layout");
            Write(json, Layout);
            json.WritePropertyName("config");
            Write(json, Config);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case double: json.WriteNullValue(); break;
            case DynamicObj.DynamicObj dynamic: WriteObject(json, dynamic.GetProperties(true)); break;
            case IDictionary<string, object?> properties: WriteObject(json, properties); break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (object? item in items) Write(json, item);
                json.WriteEndArray();
                break;
            default: throw new NotSupportedException($"A Plotly property cannot hold a {value.GetType().Name}.");
        }
    }

    private static void WriteObject(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> properties)
    {
        json.WriteStartObject();
        foreach ((string name, object? value) in properties)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }
        json.WriteEndObject();
    }
}
