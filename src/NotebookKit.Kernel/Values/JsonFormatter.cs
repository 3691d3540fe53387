using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Values;

/// <summary>Shows JSON as indented text. The formatting library's own tree writes JSON strings into HTML as they stand.</summary>
internal static class JsonFormatter
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Register()
    {
        Register<JsonNode>(node => node.ToJsonString(Indented));
        Register<JsonDocument>(document => JsonSerializer.Serialize(document.RootElement, Indented));
        Register<JsonElement>(element => JsonSerializer.Serialize(element, Indented));
    }

    private static void Register<T>(Func<T, string> text)
    {
        Formatter.Register<T>((value, writer) => writer.Write(text(value)), MimeTypes.Plain);
        Formatter.Register<T>((value, writer) => writer.Write($"<pre>{WebUtility.HtmlEncode(text(value))}</pre>"), MimeTypes.Html);
    }
}
