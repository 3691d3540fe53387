using System.IO.Compression;

namespace NotebookKit.Rendering.Files;

/// <summary>Takes the time of writing out of an Office file, so that the same table gives the same bytes.</summary>
internal static class ZipClock
{
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Removed(MemoryStream file)
    {
        file.Position = 0;
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
            foreach (ZipArchiveEntry entry in zip.Entries) entry.LastWriteTime = Epoch;
        return file.ToArray();
    }
}
