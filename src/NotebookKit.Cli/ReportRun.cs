using System.Diagnostics;
using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Hosting;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Packages;
using NotebookKit.Kernel.Reports;
using NotebookKit.Kernel.Running;

namespace NotebookKit.Cli;

/// <summary>Runs notebooks one after the other and writes what they put out.</summary>
internal sealed class ReportRun
{
    /// <summary>Every notebook ran through.</summary>
    public const int Succeeded = 0;

    /// <summary>A notebook stopped at an error.</summary>
    public const int NotebookFailed = 1;

    /// <summary>There is nothing to run, or it cannot be read.</summary>
    public const int BadInput = 2;

    private const string CompilationFailed = "Compilation error";

    /// <summary>A process that needs more memory than this serves no further notebook: what the earlier ones loaded stays in it.</summary>
    private const long MostMemory = 600_000_000;

    public required string Output { get; init; }

    public bool InPlace { get; init; }

    /// <summary>Whether outputs are written into the notebooks as Git hosts show them.</summary>
    public bool ForGit { get; init; }

    public TimeSpan? CellTimeout { get; init; }

    /// <summary><c>name=value</c> for the notebooks' parameters.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Whether a notebook must be in order before it runs.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whether a notebook goes on after a cell that fails.</summary>
    public bool AllowErrors { get; init; }

    /// <summary>Whether reports show the code.</summary>
    public bool ShowCode { get; init; } = true;

    /// <summary>Whether each report is also printed as PDF.</summary>
    public bool ToPdf { get; init; }

    /// <summary>Whether each report is also written as a Word document.</summary>
    public bool ToWord { get; init; }

    public async Task<int> RunAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        if (NotebookFiles.Find(paths, Console.Error) is not { } files) return BadInput;
        Directory.CreateDirectory(Output);
        files = [.. files.Select(f => BesideNotebooks(f, files))];
        Console.WriteLine($"Running {files.Count} {(files.Count == 1 ? "notebook" : "notebooks")}; the engine starts …");
        var entries = new List<IndexEntry>();
        int exitCode = Succeeded;
        KernelProcess? kernel = Start();
        bool isUsed = false;
        try
        {
            foreach (NotebookFile file in files)
            {
                if (cancellation.IsCancellationRequested) break;
                kernel ??= Start();
                (IndexEntry? entry, int code, CellError? error) = await RunOneAsync(file, kernel, cancellation);
                // What an earlier notebook left behind in the process must not be what this one fails by.
                if (isUsed && error is { Name: not (CellError.Interrupted or CompilationFailed) } && !cancellation.IsCancellationRequested)
                {
                    Console.WriteLine($"{file.Name}  runs again, in a process in which no notebook ran before it");
                    await kernel.DisposeAsync();
                    kernel = Start();
                    (entry, code, _) = await RunOneAsync(file, kernel, cancellation);
                }
                if (entry is not null) entries.Add(entry);
                exitCode = Math.Max(exitCode, code);
                // Starting a process costs more than many cells: one in which all went well serves the next notebook too.
                isUsed = code == Succeeded && kernel.Memory < MostMemory;
                if (isUsed) continue;
                await kernel.DisposeAsync();
                kernel = null;
            }
        }
        finally
        {
            if (kernel is not null) await kernel.DisposeAsync();
        }
        AtomicFile.Write(Path.Combine(Output, "index.html"), IndexPage.Write(entries));
        Console.WriteLine($"Reports: {Path.Combine(Output, "index.html")}");
        return exitCode;
    }

    /// <summary>The notebook with another name for what it writes, when that would overwrite a notebook of this run.</summary>
    private NotebookFile BesideNotebooks(NotebookFile file, IReadOnlyList<NotebookFile> all)
    {
        string stem = file.Stem;
        bool Overwrites(string name) => all.Any(f => NotebookFiles.AreSame(f.Path, Path.Combine(Output, name + ".ipynb")));
        while (Overwrites(stem) || (stem != file.Stem && all.Any(f => f.Stem.Equals(stem, StringComparison.OrdinalIgnoreCase))))
            stem += "-executed";
        if (stem != Path.GetFileNameWithoutExtension(file.Path))
            Console.WriteLine($"{file.Name}  is written as {stem}.ipynb and {stem}.html, so that nothing else is overwritten");
        return file with { Stem = stem };
    }

    private async Task<(IndexEntry? Entry, int ExitCode, CellError? Error)> RunOneAsync(NotebookFile file, KernelProcess kernel,
        CancellationToken cancellation)
    {
        try
        {
            return await RunOneUnguardedAsync(file, kernel, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The notebooks after this one run all the same.
            string message = CommandErrors.Sentence(e);
            await Console.Error.WriteLineAsync(message.Contains(file.Name, StringComparison.Ordinal) ? message : $"{file.Name}: {message}");
            return (null, BadInput, null);
        }
    }

    private async Task<(IndexEntry? Entry, int ExitCode, CellError? Error)> RunOneUnguardedAsync(NotebookFile file, KernelProcess kernel,
        CancellationToken cancellation)
    {
        NotebookDocument document = NotebookFiles.Load(file.Path);
        if (Parameters.Count > 0) NotebookParameters.Inject(document, Values());
        string folder = Path.GetDirectoryName(file.Path)!;
        if (IsStrict && await TellAsync(file, [.. CellOrder.Check(document), .. Provenance.Changes(document, folder)]))
            return (null, NotebookFailed, null);
        var clock = Stopwatch.StartNew();
        using var progress = new TerminalProgress(file.Name);
        await kernel.OpenAsync(folder);
        CellError? error = await NotebookRunner.RunAsync(document, kernel, progress, CellTimeout, cancellation, AllowErrors);
        progress.Finish(error, clock.Elapsed);

        IReadOnlyList<ResolvedPackage> packages = await kernel.PackagesAsync();
        bool arePackagesOthers = IsStrict && error is null && await TellAsync(file, Provenance.Changes(document, folder, packages));
        Provenance.Record(document, folder, packages);
        document.Save(Path.Combine(Output, file.Stem + ".ipynb"), file.Path);
        HtmlReport report = HtmlReport.Of(document, file.Name, folder, new ReportOptions { ShowCode = ShowCode, ShareScripts = true });
        string page = Path.Combine(Output, file.Stem + ".html");
        if (report.SharedScript is { } script && !File.Exists(Path.Combine(Output, script.File)))
            AtomicFile.Write(Path.Combine(Output, script.File), script.Text);
        AtomicFile.Write(page, report.Html, file.Path);
        bool isPrinted = !ToPdf || await PdfPrinter.PrintAsync(page, Console.Error, cancellation);
        if (ToWord)
            foreach (string left in (IReadOnlyList<string>)Kit.Call("NotebookKit.Reports", "NotebookKit.Reports.ReportDocument", "SaveWord",
                page, Path.ChangeExtension(page, ".docx"))!)
                await Console.Error.WriteLineAsync($"{file.Stem}.docx: {left}");
        bool succeeded = error is null && !arePackagesOthers && isPrinted;
        if ((InPlace || ForGit) && succeeded && IsNotebook(file.Path))
        {
            if (ForGit) MakeForGit(document);
            document.Save(file.Path);
        }
        string? failure = error is not null ? TerminalProgress.Place(error) + ": " + error.Message : arePackagesOthers
            ? "packages other than those of the saved outputs" : isPrinted ? null : "not printed";
        return (new(file.Name, file.Stem + ".html", report.Title, failure) { Summary = report.Summary, Picture = report.Picture,
            RanAt = DateTimeOffset.Now }, succeeded ? Succeeded : NotebookFailed, error);
    }

    /// <summary>Without what changes with every build, and with figures as images.</summary>
    private static void MakeForGit(NotebookDocument document)
    {
        StillOutputs.Apply(document, svg => (byte[])Kit.Call("NotebookKit.Reports", "NotebookKit.Reports.ReportDocument", "DrawSvg", svg,
            StillOutputs.Dpi)!);
        Cleaning.Clean(document, keepOutputs: true);
        Provenance.Remove(document);
    }

    private static async Task<bool> TellAsync(NotebookFile file, IReadOnlyList<string> findings)
    {
        foreach (string finding in findings) await Console.Error.WriteLineAsync($"{file.Name}: {finding}");
        return findings.Count > 0;
    }

    private static bool IsNotebook(string path) => Path.GetExtension(path).Equals(".ipynb", StringComparison.OrdinalIgnoreCase);

    private Dictionary<string, string> Values()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string parameter in Parameters)
        {
            int equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new ArgumentException($"'{parameter}' is not a parameter setting; write name=value.");
            values[parameter[..equals]] = parameter[(equals + 1)..];
        }
        return values;
    }

    private static KernelProcess Start() => KernelProcess.Start([.. Program.SelfCommand, "host"]);
}
