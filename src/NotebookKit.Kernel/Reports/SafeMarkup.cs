using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Reports;

/// <summary>Markup of a notebook without the elements that act on the page as a whole, which no policy of the page forbids.</summary>
internal static partial class SafeMarkup
{
    /// <summary>The same markup; elements that would send the reader elsewhere or fetch are shown as text.</summary>
    public static string Of(string html) => Forbidden().Replace(html, "&lt;");

    [GeneratedRegex(@"<(?=/?(meta|base|link)(?![\w-]))", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();
}
