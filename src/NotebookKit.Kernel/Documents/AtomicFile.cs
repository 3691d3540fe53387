using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NotebookKit.Kernel.Documents;

/// <summary>Writes files so that a crash at any moment leaves the old content or the new.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string content)
    {
        // A link stays a link: its target is what is replaced.
        string? linked = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;
        string target = linked ?? Path.GetFullPath(path);
        string temporary = $"{target}.{Environment.ProcessId}.tmp";
        RemoveLeftovers(target);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(Encoding.UTF8.GetBytes(content));
                stream.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(target)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes what processes left behind that were killed while they wrote the same file.</summary>
    private static void RemoveLeftovers(string target)
    {
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(target)!, Path.GetFileName(target) + ".*.tmp"))
        {
            string process = Path.GetFileName(file)[(Path.GetFileName(target).Length + 1)..^".tmp".Length];
            if (!int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || IsAlive(id)) continue;
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
