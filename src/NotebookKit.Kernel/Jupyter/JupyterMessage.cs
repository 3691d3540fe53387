using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Jupyter;

/// <summary>A message as it was received: whom to answer, and the raw header that answers quote.</summary>
/// <param name="Identities">Routing frames of the sender.</param>
/// <param name="RawHeader">The header's own bytes.</param>
/// <param name="Type">Type of the message.</param>
/// <param name="Content">What it says.</param>
internal sealed record JupyterMessage(IReadOnlyList<byte[]> Identities, byte[] RawHeader, string Type, JsonObject Content)
{
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();

    /// <summary>Reads the frames of a message; null when it is malformed or its signature is wrong.</summary>
    public static JupyterMessage? Read(IReadOnlyList<byte[]> frames, MessageSigner signer)
    {
        int delimiter = 0;
        while (delimiter < frames.Count && !frames[delimiter].AsSpan().SequenceEqual(Delimiter)) delimiter++;
        if (delimiter + 5 >= frames.Count) return null;
        if (!signer.IsSignedBy(frames[delimiter + 1], frames[delimiter + 2], frames[delimiter + 3], frames[delimiter + 4],
            frames[delimiter + 5])) return null;
        if (StrictJson.ObjectOf(frames[delimiter + 2])?.Text("msg_type") is not { } type
            || StrictJson.ObjectOf(frames[delimiter + 5]) is not { } content) return null;
        return new([.. frames.Take(delimiter)], frames[delimiter + 2], type, content);
    }

    /// <summary>The frames of a message to send.</summary>
    /// <param name="identities">Routing frames of the receiver, or the topic.</param>
    /// <param name="type">Type of the message.</param>
    /// <param name="content">What it says.</param>
    /// <param name="parent">The message it answers.</param>
    /// <param name="signer">Signs it.</param>
    public static List<byte[]> Write(IEnumerable<byte[]> identities, string type, JsonObject content, JupyterMessage? parent,
        MessageSigner signer)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString("N"),
            ["session"] = signer.Session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["msg_type"] = type,
            ["version"] = "5.3",
        };
        byte[] head = Utf8(header), from = parent?.RawHeader ?? "{}"u8.ToArray(), metadata = "{}"u8.ToArray(), body = Utf8(content);
        return [.. identities, Delimiter, signer.Sign(head, from, metadata, body), head, from, metadata, body];
    }

    private static byte[] Utf8(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
