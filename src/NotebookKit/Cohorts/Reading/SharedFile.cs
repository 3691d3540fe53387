namespace NotebookKit.Cohorts.Reading;

/// <summary>
/// Data files as they lie on a desk: Excel holds the file that it shows, open for writing, and puts a file <c>~$name</c> beside it.
/// </summary>
internal static class SharedFile
{
    /// <summary>Opens a file for reading, also while another program has it open for writing.</summary>
    /// <exception cref="IOException">The other program lets nobody read it.</exception>
    public static FileStream Open(string path, int bufferSize = 4096, FileOptions options = FileOptions.SequentialScan)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize, options);
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(path))
        {
            throw new IOException(
                $"{Path.GetFileName(path)} cannot be read: another program holds it. Close it there, in Excel for example, and read it "
                    + "again.", e);
        }
    }

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="IOException">Another program lets nobody read it.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        using FileStream stream = Open(path, bufferSize: 0);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The files of a folder that somebody put there, by name: not those that programs and systems leave beside them.</summary>
    public static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(folder)
        .Where(f => Path.GetFileName(f) is var name && !name.StartsWith('.') && !name.StartsWith("~$", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
