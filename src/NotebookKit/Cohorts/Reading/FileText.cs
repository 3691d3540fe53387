using System.Text;

namespace NotebookKit.Cohorts.Reading;

/// <summary>Text of a data file whose encoding is not known beforehand.</summary>
internal static class FileText
{
    /// <summary>
    /// Reads a file by its byte-order mark, as UTF-16 where every second byte is zero, as UTF-8; what is neither as Windows-1252.
    /// </summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="encoding">Name of the encoding where it is not the expected UTF-8; null where it is.</param>
    public static string Read(string path, out string? encoding)
    {
        byte[] bytes = SharedFile.ReadAllBytes(path);
        encoding = null;
        if (Utf16WithoutMark(bytes) is { } utf16)
        {
            encoding = "UTF-16";
            return utf16.GetString(bytes);
        }
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true),
                detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            encoding = "Windows-1252";
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            return Encoding.GetEncoding(1252).GetString(bytes);
        }
    }

    private static UnicodeEncoding? Utf16WithoutMark(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> head = bytes[..Math.Min(bytes.Length & ~1, 2048)];
        int even = 0, odd = 0;
        for (int i = 0; i < head.Length; i += 2)
        {
            if (head[i] == 0) even++;
            if (head[i + 1] == 0) odd++;
        }
        int most = (int)(head.Length / 2 * 0.7);
        return head.Length < 8 ? null : odd > most && even == 0 ? new(bigEndian: false, byteOrderMark: false) : even > most && odd == 0
            ? new(bigEndian: true, byteOrderMark: false)
            : null;
    }
}
