using System.Diagnostics;

namespace NotebookKit.Notebooks.Tests;

/// <summary>Runs the built <c>notebookkit</c> command as a user would.</summary>
internal static class CommandLine
{
    public static string Program => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "notebookkit.exe" : "notebookkit");

    public static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
