using System.CommandLine;
using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Cli;

/// <summary><c>notebookkit clean</c>: notebooks as they belong under version control.</summary>
internal static class CleanCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("notebooks") { Description = "Notebook files, or folders with notebooks.",
            Arity = ArgumentArity.OneOrMore };
        var keep = new Option<bool>("--keep-outputs") { Description = "Keep outputs, their numbers and the record of the run." };
        var check = new Option<bool>("--check") { Description = "Change nothing; fail when there is something to clean." };
        var refuse = new Option<bool>("--refuse-rows") {
            Description = "Fail when an output that stays shows single subjects: identifier columns, or identifiers of the data." };
        var command = new Command("clean", "Strips outputs and what editors leave in the file.") { paths, keep, check, refuse };
        command.SetAction(parsed => CommandErrors.Report(() =>
            Clean(parsed.GetRequiredValue(paths), parsed.GetValue(keep), parsed.GetValue(check), parsed.GetValue(refuse))));
        return command;
    }

    private static int Clean(string[] paths, bool keepOutputs, bool checkOnly, bool refuseRows)
    {
        if (NotebookFiles.Find(paths, Console.Error) is not { } files) return ReportRun.BadInput;
        int exitCode = ReportRun.Succeeded;
        foreach (NotebookFile file in files)
        {
            // A file that cannot be cleaned does not keep the others from it.
            exitCode = Math.Max(exitCode, CommandErrors.Report(() => Clean(file, keepOutputs, checkOnly, refuseRows)));
        }
        return exitCode;
    }

    private static int Clean(NotebookFile file, bool keepOutputs, bool checkOnly, bool refuseRows)
    {
        string before = File.ReadAllText(file.Path);
        NotebookDocument document = NotebookDocument.Load(file.Path);
        Cleaning.Clean(document, keepOutputs);
        IReadOnlyList<string> rows = refuseRows ? SubjectRows.Find(document, Path.GetDirectoryName(file.Path)!) : [];
        foreach (string finding in rows) Console.Error.WriteLine($"{file.Name}: {finding}");
        bool isClean = document.ToString() == before.ReplaceLineEndings("\n");
        if (!isClean) Console.WriteLine($"{file.Name}: {(checkOnly || rows.Count > 0 ? "not clean" : "cleaned")}");
        if (!isClean && !checkOnly && rows.Count == 0) document.Save(file.Path);
        return rows.Count > 0 || (checkOnly && !isClean) ? ReportRun.NotebookFailed : ReportRun.Succeeded;
    }
}
