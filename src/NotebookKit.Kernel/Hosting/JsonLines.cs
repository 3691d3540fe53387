using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Hosting;

/// <summary>Sends and receives JSON objects, one per line. Sending never blocks the sender.</summary>
internal sealed class JsonLines : IDisposable
{
    private readonly TextReader _reader;
    private readonly Stream _output;
    private readonly System.Collections.Concurrent.BlockingCollection<JsonObject> _outbox = new(boundedCapacity: 4096);
    private readonly Thread _sender;

    public JsonLines(Stream input, Stream output)
    {
        _reader = new StreamReader(input, new UTF8Encoding(false));
        _output = output;
        _sender = new Thread(SendAll) { IsBackground = true, Name = "protocol output" };
        _sender.Start();
    }

    public void Send(JsonObject message)
    {
        try
        {
            _outbox.Add(message);
        }
        catch (InvalidOperationException)
        {
            // The other side is gone; there is nobody to tell.
        }
    }

    /// <summary>
    /// The next object, or null at the end. Lines that hold no object are skipped: a child process may have printed them.
    /// </summary>
    public async Task<JsonObject?> ReceiveAsync()
    {
        while (await _reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            if (line.StartsWith('{') && TryParse(line) is { } message) return message;
        return null;
    }

    /// <summary>Sends what is queued and ends.</summary>
    public void Dispose()
    {
        _outbox.CompleteAdding();
        _sender.Join(TimeSpan.FromSeconds(5));
    }

    private static JsonObject? TryParse(string line)
    {
        try
        {
            return StrictJson.Parse(line) is JsonObject message && StrictJson.BadText(message) is null ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void SendAll()
    {
        try
        {
            foreach (JsonObject message in _outbox.GetConsumingEnumerable())
            {
                // The leading line break ends whatever a child process may have printed without one.
                _output.Write(Encoding.UTF8.GetBytes("\n" + message.ToJsonString() + "\n"));
                if (_outbox.Count == 0) _output.Flush();
            }
        }
        catch (IOException)
        {
            _outbox.CompleteAdding();
        }
    }
}
