using System.Diagnostics;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Hosting;
using NotebookKit.Kernel.Outputs;
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

    public required string Output { get; init; }

    public bool InPlace { get; init; }

    public TimeSpan? CellTimeout { get; init; }

    public async Task<int> RunAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        if (NotebookFiles.Find(paths, Console.Error) is not { } files) return BadInput;
        Directory.CreateDirectory(Output);
        var entries = new List<IndexEntry>();
        int exitCode = Succeeded;
        KernelProcess next = Start();
        for (int i = 0; i < files.Count && !cancellation.IsCancellationRequested; i++)
        {
            await using KernelProcess kernel = next;
            // The next session warms up while this notebook runs.
            if (i + 1 < files.Count) next = Start();
            (IndexEntry? entry, int code) = await RunOneAsync(files[i], kernel, cancellation);
            if (entry is not null) entries.Add(entry);
            exitCode = Math.Max(exitCode, code);
        }
        AtomicFile.Write(Path.Combine(Output, "index.html"), IndexPage.Write(entries));
        Console.WriteLine($"Reports: {Path.Combine(Output, "index.html")}");
        return exitCode;
    }

    private async Task<(IndexEntry? Entry, int ExitCode)> RunOneAsync(NotebookFile file, KernelProcess kernel, CancellationToken cancellation)
    {
        NotebookDocument document;
        try
        {
            document = NotebookDocument.Load(file.Path);
        }
        catch (InvalidDataException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return (null, BadInput);
        }
        string folder = Path.GetDirectoryName(file.Path)!;
        var clock = Stopwatch.StartNew();
        using var progress = new TerminalProgress(file.Name);
        await kernel.OpenAsync(folder);
        CellError? error = await NotebookRunner.RunAsync(document, kernel, progress, CellTimeout, cancellation);
        progress.Finish(error, clock.Elapsed);

        document.Save(Path.Combine(Output, file.Name));
        HtmlReport report = HtmlReport.Of(document, file.Name, folder);
        string reportFile = Path.ChangeExtension(file.Name, ".html");
        AtomicFile.Write(Path.Combine(Output, reportFile), report.Html);
        if (InPlace && error is null) document.Save(file.Path);
        string? failure = error is null ? null : TerminalProgress.Place(error) + ": " + error.Message;
        return (new(file.Name, reportFile, report.Title, failure), error is null ? Succeeded : NotebookFailed);
    }

    private static KernelProcess Start() => KernelProcess.Start([.. Program.SelfCommand, "host"]);
}
