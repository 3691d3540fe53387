using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Hosting;

/// <summary>Reads from the last words of a process why it died.</summary>
internal static partial class DeathNotice
{
    private const int Killed = 128 + 9;

    /// <summary>The reason as part of a sentence, or null when the process did not tell.</summary>
    public static string? Reason(string errors, int? exitCode)
    {
        if (Overflow().Match(errors) is { Success: true } overflow)
            return $"the stack overflowed: '{overflow.Groups["function"].Value}' calls itself without end";
        if (FailFast().Match(errors) is { Success: true } fast)
            return $"Environment.FailFast was called: {fast.Groups["message"].Value.Trim()}";
        if (Unhandled().Match(errors) is { Success: true } unhandled) return $"nobody handled {unhandled.Groups["exception"].Value.Trim()}";
        if (errors.Contains("Out of memory", StringComparison.Ordinal)) return "memory ran out";
        return exitCode == Killed ? "the system killed it, as it does when memory runs out" : null;
    }

    [GeneratedRegex(@"^Stack overflow\.(.*\n)*?   at (Submission\d+[.+])?(?<function>.*)", RegexOptions.Multiline)]
    private static partial Regex Overflow();

    [GeneratedRegex(@"^Process terminated\.\s*(?<message>(?!   at ).*)", RegexOptions.Multiline)]
    private static partial Regex FailFast();

    [GeneratedRegex(@"^Unhandled exception\. (?<exception>.*)", RegexOptions.Multiline)]
    private static partial Regex Unhandled();
}
