using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Tests.Documents;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class AtomicFileTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_private_file_is_private_at_every_moment_and_so_is_what_is_made_of_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "rights are kept otherwise there");
        string path = Path.Combine(_folder, "n.ipynb"), report = Path.Combine(_folder, "n.html");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, Private);
        var seen = new List<UnixFileMode>();
        using (var stop = new CancellationTokenSource())
        {
            var watcher = new Thread(() =>
            {
                while (!stop.IsCancellationRequested)
                    foreach (string file in Directory.GetFiles(_folder, ".*"))
                        try
                        {
                            seen.Add(File.GetUnixFileMode(file));
                        }
                        catch (IOException)
                        {
                            // It was moved meanwhile.
                        }
            });
            watcher.Start();
            for (int i = 0; i < 20; i++) AtomicFile.Write(path, new string('x', 200_000));
            stop.Cancel();
            watcher.Join();
        }
        Assert.All(seen, mode => Assert.Equal(Private, mode));
        Assert.Equal(Private, File.GetUnixFileMode(path));
        AtomicFile.Write(report, "report", path);
        Assert.Equal(Private, File.GetUnixFileMode(report));
        File.SetUnixFileMode(report, Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        AtomicFile.Write(report, "report", path);
        Assert.Equal(Private, File.GetUnixFileMode(report));
    }

    [Fact]
    public void A_file_keeps_its_own_rights_and_a_link_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "rights are kept otherwise there");
        string path = Path.Combine(_folder, "n.ipynb"), link = Path.Combine(_folder, "link.ipynb");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        File.CreateSymbolicLink(link, path);
        AtomicFile.Write(link, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal(Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(path));
    }
}
