using System.Diagnostics;
using NotebookKit.Kernel.Processes;

namespace NotebookKit.Kernel.Tests.Processes;

/// <summary>What Windows asks of programs, tried on every system.</summary>
public sealed class WindowsWaysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ways").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Words_for_the_command_interpreter_keep_their_blanks() => Assert.Equal(
        "/d /s /c \"\"C:\\Program Files\\VS Code\\bin\\code.cmd\" \"--install-extension\" \"D:\\My kit\\a.vsix\"\"",
        ChildProcess.ForInterpreter(@"C:\Program Files\VS Code\bin\code.cmd", "--install-extension", @"D:\My kit\a.vsix"));

    [Fact]
    public void The_newest_R_is_taken_by_its_number_and_not_by_its_letters()
    {
        Assert.Null(ProgramFinder.NewestR([_folder, Path.Combine(_folder, "none")]));
        foreach (string version in new[] { "R-4.10.0", "R-4.9.3", "R-4.5.1patched" }) Put("R", version, "bin", "Rscript.exe");
        Directory.CreateDirectory(Path.Combine(_folder, "R", "R-5.0.0"));
        Assert.Equal(Path.Combine(_folder, "R", "R-4.10.0", "bin", "Rscript.exe"), ProgramFinder.NewestR([_folder]));
    }

    [Fact]
    public void A_browser_is_found_where_its_installer_puts_it()
    {
        string[] chrome = ["Google", "Chrome", "Application", "chrome.exe"], edge = ["Microsoft", "Edge", "Application", "msedge.exe"];
        Assert.Null(ProgramFinder.Installed([_folder], [chrome, edge]));
        string put = Put(edge);
        Assert.Equal(put, ProgramFinder.Installed([Path.Combine(_folder, "x86"), _folder], [chrome, edge]));
    }

    [Theory]
    [InlineData("a\nb\n", "a\r\n", "b\r\n")]
    [InlineData("a\nb", "a\r", "\nb")]
    [InlineData("50%\r100%\n", "50%\r", "100%\r\n")]
    [InlineData("\n\n", "\r\n\r", "\n")]
    public void Line_ends_of_Windows_become_those_of_notebooks(string text, params string[] pieces)
    {
        var ends = new LineEnds();
        Assert.Equal(text, string.Concat(pieces.Select(piece => ends.Of(piece))));
    }

    [Fact]
    public void A_folder_is_deleted_and_a_folder_that_is_not_there_is_no_fault()
    {
        Put("work", "inside", "file");
        WorkFolder.Delete(Path.Combine(_folder, "work"));
        Assert.False(Directory.Exists(Path.Combine(_folder, "work")));
        WorkFolder.Delete(Path.Combine(_folder, "work"));
    }

    [Fact]
    public void A_program_that_has_ended_can_be_ended()
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        ChildProcess.End(process);
        ChildProcess.End(new Process());
    }

    private string Put(params string[] parts)
    {
        string path = Path.Combine([_folder, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
