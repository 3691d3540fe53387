using System.CommandLine;
using NotebookKit.Cli;
using NotebookKit.Kernel.Hosting;

var root = new RootCommand("Runs C# notebooks and writes self-contained reports.") { RunCommand.Create() };
var host = new Command("host", "Serves one notebook session over standard input and output, for editors.");
host.SetAction(async (_, _) =>
{
    await KernelHost.ServeAsync();
    return 0;
});
root.Subcommands.Add(host);
return await root.Parse(args).InvokeAsync();
