using System.Globalization;
using System.Text.RegularExpressions;

namespace NotebookKit.Kernel.Checks;

/// <summary>How far apart two numbers may be and still count as equal.</summary>
/// <param name="Relative">Part of the larger of the two.</param>
/// <param name="Absolute">Distance.</param>
public sealed record Tolerance(double Relative = 1e-9, double Absolute = 1e-12)
{
    /// <summary>Whether two numbers count as equal.</summary>
    public bool Allows(double a, double b) =>
        a.Equals(b) || Math.Abs(a - b) <= Math.Max(Absolute, Relative * Math.Max(Math.Abs(a), Math.Abs(b)));
}

/// <summary>Compares texts: numbers by their value, everything else by its letters.</summary>
internal static partial class NumericText
{
    /// <summary>The first difference as a sentence, or null.</summary>
    public static string? Difference(string expected, string actual, Tolerance tolerance)
    {
        if (expected == actual) return null;
        string[] a = Parts(expected), b = Parts(actual);
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
            if (!Same(a[i], b[i], tolerance)) return $"expected {Around(a, i)}, found {Around(b, i)}";
        return a.Length == b.Length
            ? null
            : $"expected {a.Length} words and numbers, found {b.Length}; the first beyond is "
                + $"{(a.Length > b.Length ? Around(a, b.Length) : Around(b, a.Length))}";
    }

    private static bool Same(string a, string b, Tolerance tolerance)
    {
        if (a == b) return true;
        return double.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out double x)
            && double.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out double y) && tolerance.Allows(x, y);
    }

    private static string[] Parts(string text) => [.. Part().Matches(text).Select(m => m.Value)];

    private static string Around(string[] parts, int index) =>
        $"'{string.Join(' ', parts[Math.Max(0, index - 3)..Math.Min(parts.Length, index + 2)])}'";

    /// <summary>A number, a word, or a sign; blanks between them do not count.</summary>
    [GeneratedRegex(@"(?<![\w.])[-+]?\d+(\.\d+)?([eE][-+]?\d+)?(?![\w])|[\p{L}_][\w]*|\S")]
    private static partial Regex Part();
}
