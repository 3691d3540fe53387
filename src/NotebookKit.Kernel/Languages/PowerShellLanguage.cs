using System.ComponentModel;
using System.Diagnostics;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Processes;

namespace NotebookKit.Kernel.Languages;

/// <summary>PowerShell, by the <c>pwsh</c> that is installed. Every cell has a PowerShell of its own: variables do not live on.</summary>
internal sealed class PowerShellLanguage(string workingDirectory, string program = "pwsh") : ILanguage
{
    public IReadOnlyList<string> Names => [];

    public MimeBundle? Run(CodePart part, string cell, CellContext context, CancellationToken interrupt)
    {
        var start = new ProcessStartInfo(program,
            ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", "$ErrorActionPreference = 'Stop'\n" + part.Code])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            CreateNoWindow = true, WorkingDirectory = workingDirectory,
        };
        // Text, not colours for a terminal.
        start.Environment["NO_COLOR"] = "1";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            context.Output.Write(
                new StreamOutput("stderr",
                    $"This cell was left out: it is in PowerShell, and no command '{program}' was found. Install PowerShell, or write the "
                        + "cell in C#.\n"));
            return null;
        }
        using (process)
        {
            process.StandardInput.Close();
            using CancellationTokenRegistration registration = interrupt.Register(() => ChildProcess.End(process));
            Task[] streams = [PrintAsync(process.StandardOutput, "stdout", context), PrintAsync(process.StandardError, "stderr", context)];
            Task.WaitAll(streams, CancellationToken.None);
            process.WaitForExit();
            interrupt.ThrowIfCancellationRequested();
            if (process.ExitCode != 0)
                throw new LanguageException("Error in PowerShell",
                    $"PowerShell ended with exit code {process.ExitCode}; what it printed says why.");
        }
        return null;
    }

    public bool TryGet(string name, out object? value)
    {
        value = null;
        return false;
    }

    public void Set(string name, object? value) =>
        throw new LanguageException("Error", "Values cannot be handed to PowerShell cells: each runs for itself.");

    public void Dispose()
    {
    }

    private static async Task PrintAsync(StreamReader stream, string name, CellContext context)
    {
        var buffer = new char[4096];
        var ends = new LineEnds();
        for (int count; (count = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
        {
            try
            {
                context.Output.WriteText(name, ends.Of(buffer.AsSpan(0, count)));
            }
            catch (OperationCanceledException)
            {
                // The cell was interrupted; what is still printed has nowhere to go.
            }
        }
    }
}
