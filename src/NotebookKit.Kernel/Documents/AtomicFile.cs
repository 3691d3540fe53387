using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NotebookKit.Kernel.Documents;

/// <summary>Writes files so that a crash at any moment leaves the old content or the new.</summary>
internal static class AtomicFile
{
    private const string Mark = ".notebookkit-tmp";
    private const int Tries = 5;
    private static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(10);

    /// <summary>Writes a file in place of whatever was there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its new content.</param>
    /// <param name="source">A file whose readers alone may read this one; null when there is none.</param>
    public static void Write(string path, string content, string? source = null)
    {
        // A link stays a link: its target is what is replaced.
        string? linked = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;
        string target = linked ?? Path.GetFullPath(path);
        string temporary = Path.Combine(Path.GetDirectoryName(target)!,
            FormattableString.Invariant($".{Path.GetFileName(target)}.{Environment.ProcessId}{Mark}"));
        RemoveLeftovers(Path.GetDirectoryName(target)!);
        try
        {
            using (var stream = new FileStream(temporary, Options(target, source, out UnixFileMode? exact)))
            {
                if (exact is { } mode && !OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, mode);
                stream.Write(Encoding.UTF8.GetBytes(content));
                stream.Flush(flushToDisk: true);
            }
            Replace(temporary, target);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Windows replaces no file that a program holds; those that look for viruses hold a new one for a moment.</summary>
    private static void Replace(string temporary, string target)
    {
        for (int i = 1; ; i++)
        {
            try
            {
                File.Move(temporary, target, overwrite: true);
                return;
            }
            catch (Exception e) when (File.Exists(target) && (e is IOException or UnauthorizedAccessException))
            {
                if (i == Tries)
                    throw new IOException(
                        $"'{target}' cannot be replaced: {e.Message.TrimEnd('.')}. Where another program shows it, close it there and save "
                            + "again. What was there is unchanged.", e);
                Thread.Sleep(50 * i);
            }
        }
    }

    /// <summary>
    /// The file is nobody else's from its first byte: it gets the rights of the file it replaces, and no more than its source has.
    /// </summary>
    private static FileStreamOptions Options(string target, string? source, out UnixFileMode? exact)
    {
        exact = null;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (OperatingSystem.IsWindows()) return options;
        const UnixFileMode readAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        UnixFileMode allowed = source is not null && File.Exists(source)
            ? File.GetUnixFileMode(source) & readAndWrite | UnixFileMode.UserWrite
            : readAndWrite;
        if (File.Exists(target)) exact = source is null ? File.GetUnixFileMode(target) : File.GetUnixFileMode(target) & allowed;
        options.UnixCreateMode = exact is null ? allowed : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>Removes from a folder what processes left behind that were killed while they wrote.</summary>
    private static void RemoveLeftovers(string folder)
    {
        foreach (string file in Directory.GetFiles(folder, ".*" + Mark))
        {
            string process = Path.GetExtension(Path.GetFileName(file)[..^Mark.Length]).TrimStart('.');
            if (!int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int id)) continue;
            // The number of a process that is gone may have been given to another.
            if (IsAlive(id) && DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < LongestWrite) continue;
            try
            {
                // A process of another machine that shares the folder still holds its file.
                new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It stays for the next save.
            }
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using Process found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
