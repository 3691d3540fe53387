using System.ComponentModel;
using System.Diagnostics;

namespace NotebookKit.Kernel.Processes;

/// <summary>Programs that this one starts.</summary>
internal static class ChildProcess
{
    /// <summary>
    /// Words for the command interpreter of Windows: with <c>/s</c> it takes the outermost quotes away and leaves all others, so that paths
    /// may hold blanks.
    /// </summary>
    public static string ForInterpreter(params IEnumerable<string> words) =>
        $"/d /s /c \"{string.Join(' ', words.Select(word => $"\"{word}\""))}\"";

    /// <summary>Ends a program and what it started; one that has ended by itself is left alone.</summary>
    public static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended while it was told to, or it is on its way.
        }
    }
}
