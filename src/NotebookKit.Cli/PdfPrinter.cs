using System.Diagnostics;
using NotebookKit.Kernel.Processes;

namespace NotebookKit.Cli;

/// <summary>Prints a report as PDF by the browser of the machine, without a network.</summary>
internal static class PdfPrinter
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
        "msedge", "chrome"];

    private const string MacChrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

    /// <summary>Writes the PDF beside the page.</summary>
    /// <param name="page">An HTML file.</param>
    /// <param name="errors">Told what went wrong, and how to mend it.</param>
    /// <param name="cancellation">Ends the browser.</param>
    /// <returns>Whether there is a PDF.</returns>
    public static async Task<bool> PrintAsync(string page, TextWriter errors, CancellationToken cancellation)
    {
        string pdf = Path.ChangeExtension(page, ".pdf");
        if (Browser() is not { } browser)
        {
            await errors.WriteLineAsync(
                $"No browser that prints was found for {Path.GetFileName(pdf)}. Install Chromium, Chrome or Edge, or name it in the "
                    + "variable CHROMIUM.");
            return false;
        }
        string profile = Directory.CreateTempSubdirectory("notebookkit-print").FullName;
        File.Delete(pdf);
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(browser,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                "--no-first-run", "--no-pdf-header-footer",
                "--virtual-time-budget=10000", $"--user-data-dir={profile}", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri,
            ]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Longest);
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token),
                said = process.StandardError.ReadToEndAsync(limit.Token);
            try
            {
                await process.WaitForExitAsync(limit.Token);
                await output;
                if (File.Exists(pdf)) return true;
                await errors.WriteLineAsync($"{browser} printed no {Path.GetFileName(pdf)}: {(await said).Trim()}");
            }
            catch (OperationCanceledException)
            {
                ChildProcess.End(process);
                await errors.WriteLineAsync($"{browser} did not print {Path.GetFileName(pdf)} within {Longest.TotalMinutes} minutes.");
            }
            return false;
        }
        finally
        {
            WorkFolder.Delete(profile);
        }
    }

    private static string? Browser()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named) return File.Exists(named) ? named : null;
        return ProgramFinder.InPath(Browsers) ?? ProgramFinder.Installed(
            ["Google", "Chrome", "Application", "chrome.exe"], ["Microsoft", "Edge", "Application", "msedge.exe"])
            ?? (OperatingSystem.IsMacOS() && File.Exists(MacChrome) ? MacChrome : null);
    }
}
