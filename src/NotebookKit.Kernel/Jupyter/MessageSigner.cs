using System.Security.Cryptography;
using System.Text;

namespace NotebookKit.Kernel.Jupyter;

/// <summary>Signs messages and checks the signatures of others, over the bytes as they travel.</summary>
internal sealed class MessageSigner(string key)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>Name of this run of the kernel in message headers.</summary>
    public string Session { get; } = Guid.NewGuid().ToString("N");

    public byte[] Sign(params ReadOnlySpan<byte[]> frames)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (byte[] frame in frames) hash.AppendData(frame);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public bool IsSignedBy(byte[] signature, params ReadOnlySpan<byte[]> frames) =>
        CryptographicOperations.FixedTimeEquals(signature, Sign(frames));
}
