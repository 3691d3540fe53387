using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using NotebookKit.Kernel.Processes;

namespace NotebookKit.Cli;

/// <summary><c>notebookkit vscode …</c>: the extension for Visual Studio Code and its relatives.</summary>
internal static class VSCodeCommand
{
    public static Command Create()
    {
        var editor = new Option<string>("--editor") { Description = "The editor's command: code, codium, code-server or a path.",
            DefaultValueFactory = _ => "code" };
        var package = new Option<FileInfo>("--vsix")
        {
            Description = "The extension, when it is not the one beside this program.",
            DefaultValueFactory = _ => new(Path.Combine(AppContext.BaseDirectory, "vscode", "notebookkit.vsix")),
        };
        var install = new Command("install", "Installs the extension, which runs C# notebooks without Python or Jupyter.") { editor,
            package };
        install.SetAction(parsed => Install(parsed.GetRequiredValue(editor), parsed.GetRequiredValue(package).FullName));
        return new Command("vscode", "The extension for Visual Studio Code.") { install };
    }

    private static int Install(string editor, string package)
    {
        if (!File.Exists(package))
        {
            Console.Error.WriteLine(
                $"There is no extension at '{package}'. Build it with 'npm ci && npm run build' in src/NotebookKit.VSCode and give it with "
                    + "--vsix.");
            return ReportRun.BadInput;
        }
        Console.WriteLine($"Kernel:    {Note()}");
        try
        {
            using Process process = Process.Start(StartOf(editor, package))!;
            process.WaitForExit();
            if (process.ExitCode != 0) Console.Error.WriteLine($"'{editor}' did not install the extension (exit code {process.ExitCode}).");
            return process.ExitCode == 0 ? 0 : ReportRun.BadInput;
        }
        catch (Win32Exception)
        {
            Console.Error.WriteLine(
                $"The command '{editor}' was not found. In the editor choose 'Extensions: Install from VSIX…' and take {package}");
            return ReportRun.BadInput;
        }
    }

    /// <summary>Notes for the extension how this program is started.</summary>
    private static string Note()
    {
        string folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".notebookkit");
        Directory.CreateDirectory(folder);
        string note = Path.Combine(folder, "command.json");
        File.WriteAllText(note, JsonSerializer.Serialize(Program.SelfCommand) + "\n");
        return string.Join(' ', Program.SelfCommand);
    }

    /// <summary>On Windows the editors' commands are scripts, which only the command interpreter starts.</summary>
    private static ProcessStartInfo StartOf(string editor, string package)
    {
        string[] arguments = ["--install-extension", package, "--force"];
        return OperatingSystem.IsWindows() ? new("cmd.exe", ChildProcess.ForInterpreter([editor, .. arguments])) : new(editor, arguments);
    }
}
