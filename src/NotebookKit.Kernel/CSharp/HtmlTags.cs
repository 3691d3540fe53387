using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookKit.Kernel.CSharp;

/// <summary>The functions that write HTML, which cells of .NET Interactive knew without a <c>using</c>.</summary>
/// <remarks>Many have names that cells use for variables (<c>a</c>, <c>p</c>, <c>table</c>), so they are looked for only where nothing else
/// has the name.</remarks>
internal static class HtmlTags
{
    /// <summary>What a cell needs before its first line.</summary>
    public const string Using = "using static Microsoft.DotNet.Interactive.Formatting.PocketViewTags; ";

    private static readonly Lazy<HashSet<string>> Names = new(() => [.. typeof(PocketViewTags).GetProperties().Select(p => p.Name)]);

    /// <summary>
    /// Whether a cell does not compile because it writes HTML by these functions. A single letter alone is rather a variable that is not
    /// there.
    /// </summary>
    public static bool AreMeant(CompilationException failed) =>
        failed.Errors.Any(e => e.Id == "CS0103" && Name(e) is { Length: > 1 } name && Names.Value.Contains(name));

    private static string Name(Diagnostic error) => error.Location.SourceTree?.GetText().ToString(error.Location.SourceSpan) ?? "";
}
