using NotebookKit.Cohorts.Reading;
using NotebookKit.Rendering.Files;

namespace NotebookKit.Tests.Rendering;

/// <summary>Files that other programs hold, as they do on Windows, and files that cannot be written.</summary>
public sealed class WholeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whole").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_replaced_and_nothing_else_is_left()
    {
        string path = Path.Combine(_folder, "table.txt");
        WholeFile.Write(path, "one");
        WholeFile.Write(path, "two");
        Assert.Equal("two", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Who_may_read_a_private_file_alone_may_read_its_successor()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "rights are kept otherwise there");
        string path = Path.Combine(_folder, "table.txt");
        WholeFile.Write(path, "one");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        WholeFile.Write(path, "two");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_folder_that_is_missing_and_a_folder_in_the_place_of_the_file_are_named()
    {
        Assert.Contains("there is no folder", Assert.ThrowsAny<IOException>(
            () => WholeFile.Write(Path.Combine(_folder, "none", "a.txt"), "")).Message);
        string path = Path.Combine(_folder, "a.txt");
        Directory.CreateDirectory(path);
        Assert.Contains("it is a folder", Assert.ThrowsAny<IOException>(() => WholeFile.Write(path, "")).Message);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    // Windows replaces no file that is held; the others do, and who holds it keeps the old content.
    [Fact]
    public void A_file_that_another_program_shows_is_replaced_or_the_sentence_says_where_to_close_it()
    {
        string path = Path.Combine(_folder, "table.docx");
        File.WriteAllText(path, "old");
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
        {
            if (OperatingSystem.IsWindows())
                Assert.Contains("close it there", Assert.Throws<IOException>(() => WholeFile.Write(path, "new")).Message);
            else
                WholeFile.Write(path, "new");
        }
        Assert.Equal(OperatingSystem.IsWindows() ? "old" : "new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void What_cannot_be_written_leaves_the_old_file_and_says_what_to_do()
    {
        string path = Path.Combine(_folder, "table.txt");
        File.WriteAllText(path, "old");
        // The unfinished file cannot be made where a folder has its name.
        Directory.CreateDirectory(Path.Combine(_folder, $".table.txt.{Environment.ProcessId}.unfinished"));
        string message = Assert.Throws<IOException>(() => WholeFile.Write(path, "new")).Message;
        Assert.Contains($"'{path}' cannot be written", message);
        Assert.Contains("close it there and save again", message);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void A_data_file_that_Excel_has_open_is_read_and_one_that_nobody_may_read_says_so()
    {
        string path = Path.Combine(_folder, "register.csv");
        File.WriteAllText(path, "a\n1\n");
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
            Assert.Equal("a\n1\n", FileText.Read(path, out _));
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            string message = Assert.Throws<IOException>(() => FileText.Read(path, out _)).Message;
            Assert.Equal("register.csv cannot be read: another program holds it. Close it there, in Excel for example, and read it again.",
                message);
        }
    }

    [Fact]
    public void What_programs_put_beside_an_open_file_is_no_file_of_the_folder()
    {
        foreach (string name in new[] { "b.xlsx", "a.csv", "~$b.xlsx", ".~lock.a.csv#", "._a.csv", ".DS_Store" })
            File.WriteAllText(Path.Combine(_folder, name), "");
        Assert.Equal(["a.csv", "b.xlsx"], SharedFile.In(_folder).Select(f => Path.GetFileName(f)));
    }
}
