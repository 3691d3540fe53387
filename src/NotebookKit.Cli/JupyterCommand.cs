using System.CommandLine;
using NotebookKit.Kernel.Jupyter;

namespace NotebookKit.Cli;

/// <summary><c>notebookkit jupyter …</c>: the kernel for Jupyter front-ends.</summary>
internal static class JupyterCommand
{
    private const string DefaultName = "notebookkit";

    public static Command Create()
    {
        var names = new Option<string[]>("--as") { Description = "Name of the kernel; notebooks of .NET Interactive ask for '.net-csharp'.",
            DefaultValueFactory = _ => [DefaultName] };
        var install = new Command("install", "Makes the kernel known to the Jupyter front-ends of this user.") { names };
        install.SetAction(
            parsed => ForEach(parsed.GetRequiredValue(names),
                name => $"Installed: {KernelSpec.Install(name, [.. Program.SelfCommand, "jupyter", "kernel"])}"));
        var uninstall = new Command("uninstall", "Removes the kernel again.") { names };
        uninstall.SetAction(
            parsed => ForEach(parsed.GetRequiredValue(names),
                name => KernelSpec.Uninstall(name) ? $"Removed: {name}" : $"There is no kernel '{name}'."));

        var file = new Argument<string>("connection-file");
        var kernel = new Command("kernel", "Serves a connection file; front-ends call this.") { file };
        kernel.SetAction((parsed, _) => ServeAsync(parsed.GetRequiredValue(file)));
        return new Command("jupyter", "The C# kernel for Jupyter front-ends.") { install, uninstall, kernel };
    }

    /// <summary>Serves a connection file until its front-end is gone.</summary>
    public static async Task<int> ServeAsync(string connectionFile)
    {
        try
        {
            await JupyterKernel.ServeAsync(connectionFile);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ReportRun.BadInput;
        }
        // A cell may have left threads behind that would keep the process alive.
        Environment.Exit(0);
        return 0;
    }

    private static int ForEach(string[] names, Func<string, string> action)
    {
        try
        {
            foreach (string name in names) Console.WriteLine(action(name));
            return 0;
        }
        catch (InvalidOperationException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }
}
