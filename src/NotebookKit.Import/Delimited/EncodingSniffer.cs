using System.Text;
using System.Text.Unicode;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Delimited;

/// <summary>
/// Finds the encoding of a text file: by its mark, by zero bytes, by strict UTF-8; else Windows-1252 or Mac, and says so.
/// </summary>
internal static class EncodingSniffer
{
    private const int Macintosh = 10000;

    static EncodingSniffer() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Makes the code pages of older programs known.</summary>
    public static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text of the bytes and the name of the encoding.</summary>
    public static (TextReader Reader, string Name) Open(byte[] bytes, string? given, FindingSink findings)
    {
        Encoding encoding = given is null ? Find(bytes, findings) : Named(given);
        int mark = encoding.Preamble.Length > 0 && bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
        var reader = new StreamReader(new MemoryStream(bytes, mark, bytes.Length - mark), encoding, detectEncodingFromByteOrderMarks: false,
            Math.Clamp(bytes.Length, 256, 1 << 16));
        return (reader, encoding.WebName);
    }

    private static Encoding Named(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException($"There is no encoding '{name}'. Usual ones: utf-8, windows-1252, iso-8859-15, macintosh, utf-16.");
        }
    }

    private static Encoding Find(byte[] bytes, FindingSink findings)
    {
        ReadOnlySpan<byte> head = bytes;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return CheckedUtf8(bytes, findings);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0])) return Encoding.UTF32;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Encoding.Unicode;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Encoding.BigEndianUnicode;
        if (WithoutMark(head) is { } utf16)
        {
            findings.Info("encoding", null, null, utf16.WebName,
                $"The file was read as UTF-16 without a mark ({(utf16 == Encoding.Unicode ? "little" : "big")} end first).");
            return utf16;
        }
        return CheckedUtf8(bytes, findings);
    }

    private static Encoding? WithoutMark(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> head = bytes[..Math.Min(bytes.Length & ~1, 4096)];
        if (head.Length < 4) return null;
        int even = 0, odd = 0;
        for (int i = 0; i < head.Length; i += 2)
        {
            if (head[i] == 0) even++;
            if (head[i + 1] == 0) odd++;
        }
        int pairs = head.Length / 2;
        return odd > pairs * 0.7 && even < pairs * 0.1 ? Encoding.Unicode : even > pairs * 0.7 && odd < pairs * 0.1
            ? Encoding.BigEndianUnicode
            : null;
    }

    private static Encoding CheckedUtf8(byte[] bytes, FindingSink findings)
    {
        if (Utf8.IsValid(bytes)) return new UTF8Encoding(false);
        (int good, int badAt) = MultiByteLetters(bytes);
        if (good > 0)
        {
            (int row, string? column) = Place(bytes, badAt);
            findings.Error("encoding-mixed", row, column, null,
                $"The file is UTF-8, but row {row} is not: two files of different encoding were joined. Letters that cannot be read are "
                    + "shown as �.", "one encoding",
                "Export both parts again as 'CSV UTF-8', or set Encoding.");
            return new UTF8Encoding(false);
        }
        bool mac = IsMac(bytes);
        Encoding encoding = Encoding.GetEncoding(mac ? Macintosh : 1252);
        string words = Words(encoding.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 200_000))));
        findings.Warn("encoding", null, null, words,
            $"The file is not UTF-8; it was read as {(mac ? "Mac Roman" : "Windows-1252")}, by its "
                + $"{(mac ? "line ends and letters" : "bytes")}. Words with other letters than a to z: {words}.",
            "UTF-8", $"Where these words are wrong set Encoding, such as \"{(mac ? "windows-1252" : "macintosh")}\"; safest: export as "
                + "'CSV UTF-8'.");
        return encoding;
    }

    /// <summary>Mac: lines end with CR alone, or bytes that Windows-1252 leaves free.</summary>
    private static bool IsMac(byte[] bytes)
    {
        ReadOnlySpan<byte> all = bytes;
        bool crAlone = all.Contains((byte)'\r') && !all.Contains((byte)'\n');
        return crAlone || all.IndexOfAny((ReadOnlySpan<byte>)[0x81, 0x8D, 0x8F, 0x90, 0x9D]) >= 0;
    }

    /// <summary>Number of valid letters of several bytes, and where the first invalid byte stands.</summary>
    private static (int Good, int BadAt) MultiByteLetters(byte[] bytes)
    {
        int good = 0, badAt = -1;
        for (int i = 0; i < bytes.Length;)
        {
            bool valid = Rune.DecodeFromUtf8(bytes.AsSpan(i), out _, out int length) == System.Buffers.OperationStatus.Done;
            if (valid && length > 1) good++;
            else if (!valid && badAt < 0) badAt = i;
            i += Math.Max(length, 1);
        }
        return (good, badAt);
    }

    private static (int Row, string? Column) Place(byte[] bytes, int at)
    {
        ReadOnlySpan<byte> before = bytes.AsSpan(0, at);
        int row = 1 + before.Count((byte)'\n');
        int lineStart = before.LastIndexOf((byte)'\n') + 1;
        string header = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Max(0, bytes.AsSpan().IndexOf((byte)'\n')))).Trim('\r', '\uFEFF');
        char delimiter = new[] { ',', ';', '\t', '|' }.MaxBy(d => header.Count(d));
        int cell = Encoding.Latin1.GetString(before[lineStart..]).Count(delimiter);
        string[] names = header.Split(delimiter);
        return (row, cell < names.Length ? names[cell].Trim('"') : null);
    }

    private static string Words(string text) =>
        string.Join(", ", text.Split([' ', ';', ',', '\t', '\r', '\n', '"'], StringSplitOptions.RemoveEmptyEntries)
        .Where(w => w.Any(c => c > 127)).Distinct().Take(5));
}
