using System.Text.RegularExpressions;

namespace NotebookKit.Import.Typing;

/// <summary>Units of measurement in names and cells.</summary>
internal static partial class UnitText
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "%", "mm", "cm", "m", "kg", "g", "mg", "µg", "μg", "ug", "ng", "pg", "l", "dl", "ml", "µl", "mg/dl", "g/dl", "g/l", "mg/l", "ng/ml",
        "µg/l", "μg/l", "ug/l",
        "pg/ml", "mmol/l", "µmol/l", "μmol/l", "umol/l", "nmol/l", "pmol/l", "u/l", "iu/l", "u/ml", "iu/ml", "ie/l", "gbq", "mbq", "gy",
        "years", "year", "jahre", "months",
        "monate", "days", "tage", "weeks", "wochen", "hours", "h", "min", "s", "ratio", "/nl", "/µl", "/pl", "10^9/l", "10^3/µl", "g/24h",
        "mg/24h", "mosm/kg", "kg/m2",
        "kg/m²", "cm3", "cm³", "mm2", "mm²", "mmhg", "bpm", "°c", "ms", "ml/min", "giga/l", "tsd/µl", "k/µl", "nights", "nächte",
    };

    /// <summary>The unit at the end of a name in brackets, as in <c>Albumin (g/l)</c>.</summary>
    public static string? InName(string name) =>
        Bracketed().Match(name) is { Success: true } match && Known.Contains(match.Groups[1].Value) ? match.Groups[1].Value : null;

    public static bool IsUnit(string text) => Known.Contains(text.Trim().Trim('[', ']', '(', ')'));

    [GeneratedRegex(@"[\[(]\s*([^\[\]()]+?)\s*[\])]\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Bracketed();
}
