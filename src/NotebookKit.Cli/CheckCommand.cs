using System.CommandLine;
using NotebookKit.Kernel.Checks;

namespace NotebookKit.Cli;

/// <summary><c>notebookkit check</c>: what of a notebook this engine lacks, without running it.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("notebooks") { Description = "Notebooks (.ipynb, .dib), or folders with notebooks.",
            Arity = ArgumentArity.OneOrMore };
        var command =
            new Command("check", "Says which cells use what this engine lacks, and what to write instead. Runs and changes nothing.") {
                paths };
        command.SetAction(parsed => CommandErrors.Report(() => Check(parsed.GetRequiredValue(paths))));
        return command;
    }

    private static int Check(string[] paths)
    {
        if (NotebookFiles.Find(paths, Console.Error) is not { } files) return ReportRun.BadInput;
        int exitCode = ReportRun.Succeeded;
        foreach (NotebookFile file in files) exitCode = Math.Max(exitCode, CommandErrors.Report(() => Check(file)));
        return exitCode;
    }

    private static int Check(NotebookFile file)
    {
        IReadOnlyList<MigrationFinding> findings = Migration.Check(NotebookFiles.Load(file.Path), Path.GetDirectoryName(file.Path)!);
        foreach (MigrationFinding finding in findings)
            Console.WriteLine($"{file.Name}, cell {finding.Cell}, line {finding.Line}: {finding.Message}");
        if (findings.Count == 0) Console.WriteLine($"{file.Name}  everything it uses is here");
        return findings.Count == 0 ? ReportRun.Succeeded : ReportRun.NotebookFailed;
    }
}
