using System.CommandLine;
using System.Text;
using NotebookKit.Kernel.Hosting;

namespace NotebookKit.Cli;

/// <summary>The command line.</summary>
internal static class Program
{
    /// <summary>The command that starts this program again.</summary>
    public static IReadOnlyList<string> SelfCommand
    {
        get
        {
            string program = Environment.ProcessPath!;
            bool isRuntime = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
            return isRuntime ? [program, typeof(Program).Assembly.Location] : [program];
        }
    }

    private static async Task<int> Main(string[] args)
    {
        // Programs start these two and wait for them: reading a command line of many would cost them the tenth part of a second.
        if (args is ["host"]) return await ServeAsync();
        if (args is ["jupyter", "kernel", var connection] && !connection.StartsWith('-'))
            return await JupyterCommand.ServeAsync(connection);
        WriteUtf8();
        var host = new Command("host", "Serves one notebook session over standard input and output, for editors.");
        host.SetAction((_, _) => ServeAsync());
        var kit = new Command("kit", "Prints the folder from which notebooks load the kit: #r \"<folder>/NotebookKit.dll\".");
        kit.SetAction(_ => CommandErrors.Report(() =>
        {
            Console.WriteLine(Kit.Folder());
            return 0;
        }));
        var root = new RootCommand("Runs C# notebooks and writes self-contained reports.")
        {
            RunCommand.Create(), ConvertCommand.Create(), TestCommand.Create(), CheckCommand.Create(), CleanCommand.Create(),
            JupyterCommand.Create(), VSCodeCommand.Create(),
            DataCommands.CreateNew(), DataCommands.CreateImport(), DataCommands.CreateValidate(), DataCommands.CreateSummarise(), kit,
            host,
        };
        return await root.Parse(args).InvokeAsync();
    }

    /// <summary>A console of Windows begins with the letters of the 1980s.</summary>
    private static void WriteUtf8()
    {
        if (!OperatingSystem.IsWindows()) return;
        try
        {
            Console.OutputEncoding = Encoding.UTF8;
        }
        catch (IOException)
        {
            // There is no console.
        }
    }

    private static async Task<int> ServeAsync()
    {
        await KernelHost.ServeAsync();
        // A cell may have left threads behind that would keep the process alive.
        Environment.Exit(0);
        return 0;
    }
}
