using System.Net;
using System.Text.Json;

namespace NotebookKit.Kernel.Jupyter;

/// <summary>Where a front-end wants its kernel to listen, and the key that proves it is the front-end.</summary>
internal sealed record ConnectionFile
{
    public required string Transport { get; init; }

    public required string Ip { get; init; }

    public required int ShellPort { get; init; }

    public required int IopubPort { get; init; }

    public required int StdinPort { get; init; }

    public required int ControlPort { get; init; }

    public required int HbPort { get; init; }

    public required string Key { get; init; }

    public string SignatureScheme { get; init; } = "hmac-sha256";

    /// <summary>Reads the file and refuses what would be unsafe.</summary>
    /// <exception cref="InvalidDataException">The file asks for something this kernel does not do.</exception>
    public static ConnectionFile Load(string path)
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        ConnectionFile file;
        try
        {
            file = JsonSerializer.Deserialize<ConnectionFile>(File.ReadAllText(path), options) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The connection file '{path}' cannot be read: {e.Message}", e);
        }
        if (file.Transport != "tcp")
            throw new InvalidDataException($"The connection file asks for transport '{file.Transport}'; this kernel knows tcp.");
        if (file.SignatureScheme != "hmac-sha256")
            throw new InvalidDataException(
                $"The connection file asks for signatures by '{file.SignatureScheme}'; this kernel knows hmac-sha256.");
        if (file.Key.Length == 0)
            throw new InvalidDataException(
                "The connection file has no key. Without one any program of this machine could run code in the session; configure the "
                    + "front-end to sign its messages.");
        if (!IPAddress.TryParse(file.Ip, out _))
            throw new InvalidDataException(
                $"The connection file gives no address but '{file.Ip}'; a name or a wildcard could reach further than meant.");
        return file;
    }

    /// <summary>Whether programs of other machines could connect.</summary>
    public bool ReachesBeyondThisMachine => !IPAddress.IsLoopback(IPAddress.Parse(Ip));

    public string Address(int port) => FormattableString.Invariant($"tcp://{Ip}:{port}");
}
