using System.Collections;
using System.Globalization;
using System.Text;
using NotebookKit.Kernel.Cells;

namespace NotebookKit.Kernel.Languages;

/// <summary>Writes plain values and lists of them as R code.</summary>
internal static class RLiteral
{
    /// <exception cref="LanguageException">R has nothing like it.</exception>
    public static string Of(object? value) => value switch
    {
        null => "NULL",
        string text => Quote(text),
        IEnumerable list => $"c({string.Join(", ", list.Cast<object?>().Select(v => v is null ? "NA" : Of(v)))})",
        bool flag => flag ? "TRUE" : "FALSE",
        byte or sbyte or short or ushort or int => FormattableString.Invariant($"{value}L"),
        double number => Number(number),
        float number => Number(number),
        long or uint or ulong or decimal => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        DateOnly date => string.Create(CultureInfo.InvariantCulture, $"as.Date(\"{date:yyyy-MM-dd}\")"),
        DateTime date when date.TimeOfDay == TimeSpan.Zero =>
            string.Create(CultureInfo.InvariantCulture, $"as.Date(\"{date:yyyy-MM-dd}\")"),
        DateTime date => string.Create(CultureInfo.InvariantCulture, $"as.POSIXct(\"{date:yyyy-MM-dd HH:mm:ss.ffffff}\", \"UTC\")"),
        _ => throw new LanguageException("Error",
            $"A {value.GetType().Name} cannot be handed to R: only texts, numbers, truth values, dates, lists of these, and data frames."),
    };

    private static string Number(double number) =>
        double.IsNaN(number) ? "NaN" : double.IsInfinity(number)
            ? (number > 0 ? "Inf" : "-Inf")
            : number.ToString("R", CultureInfo.InvariantCulture);

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c < ' ') quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else quoted.Append(c);
        return quoted.Append('"').ToString();
    }
}
