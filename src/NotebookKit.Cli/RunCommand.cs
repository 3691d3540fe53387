using System.CommandLine;

namespace NotebookKit.Cli;

/// <summary>The options of <c>notebookkit run</c>.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>(
            "notebooks") { Description = "Notebook files, or folders whose notebooks run in the order of their names.",
            Arity = ArgumentArity.OneOrMore };
        var output = new Option<DirectoryInfo>("--output", "-o") { Description = "Folder for executed notebooks and reports.",
            DefaultValueFactory = _ => new(Path.Combine("artifacts", "reports")) };
        var inPlace = new Option<bool>("--in-place") {
            Description = "Also write the outputs into the notebooks themselves, if they run through." };
        var forGit = new Option<bool>("--for-git") {
            Description = "As --in-place, with outputs that Git hosts show: figures as PNG images; without the record of the run." };
        var timeout = new Option<int?>("--timeout") { Description = "Seconds after which a cell is interrupted." };
        var parameters = new Option<string[]>("--param", "-p") {
            Description = "name=value for a variable of the cell tagged 'parameters'." };
        var strict = new Option<bool>("--strict") {
            Description =
                "Do not run a notebook whose cells ran out of order, are stale, or use names defined further down, or whose data, "
                    + "assemblies or packages differ from those of its saved outputs." };
        var allow = new Option<bool>("--allow-errors") {
            Description = "Go on after a cell that fails, as after one tagged raises-exception." };
        var noCode = new Option<bool>("--no-code") {
            Description = "Leave the code out of the reports; else it is folded in pages and set in Word documents." };
        var to = new Option<string>(
            "--to") { Description =
                "Write each report also as docx, a Word document with headings, captions, tables and figures, or as pdf, printed by "
                    + "Chromium or Chrome; html alone without it.", DefaultValueFactory = _ => "html" };
        to.AcceptOnlyFromAmong("html", "pdf", "docx");
        var command = new Command("run", "Runs notebooks from top to bottom, each in a session of its own.") { paths, output, inPlace,
            forGit, timeout, parameters, strict, allow, noCode, to };
        command.SetAction((parsed, cancellation) => CommandErrors.ReportAsync(() => new ReportRun
        {
            Output = parsed.GetRequiredValue(output).FullName,
            InPlace = parsed.GetValue(inPlace),
            ForGit = parsed.GetValue(forGit),
            Parameters = parsed.GetValue(parameters) ?? [],
            IsStrict = parsed.GetValue(strict),
            ShowCode = !parsed.GetValue(noCode),
            ToPdf = parsed.GetValue(to) == "pdf",
            ToWord = parsed.GetValue(to) == "docx",
            AllowErrors = parsed.GetValue(allow),
            CellTimeout = parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        }.RunAsync(parsed.GetRequiredValue(paths), cancellation)));
        return command;
    }
}
