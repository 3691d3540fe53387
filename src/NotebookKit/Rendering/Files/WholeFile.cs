namespace NotebookKit.Rendering.Files;

/// <summary>Files of results, written whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Programs that look at every new file, such as those against viruses, hold it for a moment.</summary>
    private const int Tries = 5;

    /// <summary>Writes a file in place of whatever was there; who may read that may read this.</summary>
    /// <exception cref="IOException">It cannot be written; the message says why and what to do. What was there is unchanged.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string target = Path.GetFullPath(path), folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder)) throw new IOException($"'{path}' cannot be written: there is no folder '{folder}'. Make it first.");
        if (Directory.Exists(target)) throw new IOException($"'{path}' cannot be written: it is a folder. Choose another name.");
        string unfinished = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.unfinished");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows() && File.Exists(target)) options.UnixCreateMode = File.GetUnixFileMode(target);
            using (var stream = new FileStream(unfinished, options)) stream.Write(content);
            Replace(unfinished, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(unfinished)) File.Delete(unfinished);
            throw new IOException(
                $"'{path}' cannot be written: {e.Message.TrimEnd('.')}. Where Word, Excel or another program shows it, close it there and "
                    + "save again; else look at the rights of the folder and the space on the disk. What was there is unchanged.", e);
        }
    }

    /// <summary>Writes a text in UTF-8.</summary>
    public static void Write(string path, string content) => Write(path, System.Text.Encoding.UTF8.GetBytes(content));

    private static void Replace(string unfinished, string target)
    {
        for (int i = 1; ; i++)
        {
            try
            {
                File.Move(unfinished, target, overwrite: true);
                return;
            }
            catch (Exception e) when (i < Tries && File.Exists(target) && (e is IOException or UnauthorizedAccessException))
            {
                Thread.Sleep(50 * i);
            }
        }
    }
}
