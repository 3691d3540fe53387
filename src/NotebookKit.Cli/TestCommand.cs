using System.CommandLine;
using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Hosting;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Running;

namespace NotebookKit.Cli;

/// <summary><c>notebookkit test</c>: do notebooks still give the outputs they were saved with?</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var tolerance = new Tolerance();
        var paths = new Argument<string[]>("notebooks") { Description = "Notebook files, or folders with notebooks.",
            Arity = ArgumentArity.OneOrMore };
        var relative = new Option<double>("--relative") { Description = "Part by which numbers may differ.",
            DefaultValueFactory = _ => tolerance.Relative };
        var absolute = new Option<double>("--absolute") { Description = "Amount by which numbers may differ.",
            DefaultValueFactory = _ => tolerance.Absolute };
        var strict = new Option<bool>("--strict") {
            Description =
                "Also fail when cells ran out of order or are stale, or when data, assemblies or packages differ from those of the saved "
                    + "outputs." };
        var command = new Command("test", "Runs notebooks again and compares their outputs with the saved ones. Changes no file.") { paths,
            relative, absolute, strict };
        command.SetAction((parsed, cancellation) => CommandErrors.ReportAsync(() => TestAsync(
            parsed.GetRequiredValue(paths), new Tolerance(parsed.GetValue(relative), parsed.GetValue(absolute)), parsed.GetValue(strict),
            cancellation)));
        return command;
    }

    private static async Task<int> TestAsync(string[] paths, Tolerance tolerance, bool strict, CancellationToken cancellation)
    {
        if (NotebookFiles.Find(paths, Console.Error) is not { } files) return ReportRun.BadInput;
        int exitCode = ReportRun.Succeeded;
        foreach (NotebookFile file in files)
        {
            IReadOnlyList<string> problems;
            try
            {
                problems = await ProblemsAsync(file, tolerance, strict, cancellation);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await Console.Error.WriteLineAsync(CommandErrors.Sentence(e));
                exitCode = ReportRun.BadInput;
                continue;
            }
            Console.WriteLine($"{file.Name}  {(problems.Count == 0 ? "the same outputs" : "differs")}");
            foreach (string problem in problems) await Console.Error.WriteLineAsync($"{file.Name}, {problem}");
            if (problems.Count > 0) exitCode = Math.Max(exitCode, ReportRun.NotebookFailed);
        }
        return exitCode;
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(NotebookFile file, Tolerance tolerance, bool strict,
        CancellationToken cancellation)
    {
        NotebookDocument saved = NotebookFiles.Load(file.Path);
        if (saved.CodeCells.All(c => c.Outputs.Count == 0))
            throw new InvalidDataException($"{file.Path}: holds no outputs to compare with. Run it first: notebookkit run --in-place.");
        string folder = Path.GetDirectoryName(file.Path)!;
        List<string> order = strict ? [.. CellOrder.Check(saved), .. Provenance.Changes(saved, folder)] : [];
        NotebookDocument again = NotebookFiles.Load(file.Path);
        await using KernelProcess kernel = KernelProcess.Start([.. Program.SelfCommand, "host"]);
        await kernel.OpenAsync(folder);
        CellError? error = await NotebookRunner.RunAsync(again, kernel, null, null, cancellation);
        if (strict && error is null) order.AddRange(Provenance.Changes(saved, folder, await kernel.PackagesAsync()));
        if (StillOutputs.Has(saved)) StillOutputs.Apply(again, draw: null);
        // A notebook may be about an error: then the saved one has it too.
        return [.. order, .. OutputComparison.Differences(saved, again, tolerance),
            .. error is not null && !HasError(saved) ? [$"{TerminalProgress.Place(error)}: {error.Message}"] : Array.Empty<string>()];
    }

    private static bool HasError(NotebookDocument document) =>
        document.CodeCells.Any(c => c.Outputs.Any(o => (string?)o?["output_type"] == "error"));
}
