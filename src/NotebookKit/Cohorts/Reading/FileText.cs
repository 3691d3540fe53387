using System.Text;

namespace NotebookKit.Cohorts.Reading;

/// <summary>Text of a data file whose encoding is not known beforehand.</summary>
internal static class FileText
{
    /// <summary>Reads a file as UTF-8 or by its byte-order mark; what is neither is read as Latin-1.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="isUnicode">False where the file had to be read as Latin-1.</param>
    public static string Read(string path, out bool isUnicode)
    {
        byte[] bytes = File.ReadAllBytes(path);
        isUnicode = true;
        try
        {
            using var reader = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            isUnicode = false;
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
