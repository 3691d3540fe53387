using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Documents;

/// <summary>Reads JSON that others wrote, all of it at once: what this lets through can be read without surprises.</summary>
/// <remarks>The library's own nodes find some faults only when a member is asked for: repeated names, halves of characters.</remarks>
internal static class StrictJson
{
    private const int MaxDepth = 512;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads an object from a message.</summary>
    /// <returns>The object; null when the bytes are no object in proper UTF-8, repeat a name or hold half a character.</returns>
    public static JsonObject? ObjectOf(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Parse(Utf8.GetString(utf8)) is JsonObject found && BadText(found) is null ? found : null;
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Reads any JSON.</summary>
    /// <exception cref="JsonException">The text is no JSON, or an object has two members of one name.</exception>
    public static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaxDepth });
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A name holds half a character.", e);
        }
    }

    /// <summary>
    /// The first text that holds half a character, such as <c>\ud83d</c> alone, as the path to it; null when all are whole.
    /// </summary>
    public static string? BadText(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                return members.Select(m => BadText(m.Value)).FirstOrDefault(p => p is not null);
            case JsonArray items:
                return items.Select(BadText).FirstOrDefault(p => p is not null);
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                try
                {
                    _ = value.GetValue<string>();
                    return null;
                }
                catch (InvalidOperationException)
                {
                    return value.GetPath();
                }
            default:
                return null;
        }
    }
}

/// <summary>Reads members that may be missing or of another kind than expected.</summary>
internal static class JsonMembers
{
    /// <summary>The member of an object; null for one that is missing and for anything but an object.</summary>
    public static JsonNode? Member(this JsonNode? json, string name) => (json as JsonObject)?[name];

    public static string? Text(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out string? text)
        ? text
        : null;

    public static bool? Flag(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    public static int? Number(this JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;
}
