using System.Globalization;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Mapping;

/// <summary>The few conversions a mapping knows; each is exact by definition.</summary>
internal static class UnitConversion
{
    private static readonly Dictionary<(string, string), double> Factors = new()
    {
        [("cm", "mm")] = 10, [("m", "mm")] = 1000, [("mm", "cm")] = 0.1, [("mbq", "gbq")] = 0.001, [("g/l", "g/dl")] = 0.1,
        [("g/dl", "g/l")] = 10, [("months", "years")] = 1 / 12.0,
        [("fraction", "%")] = 100,
    };

    public static double? Factor(string from, string to)
    {
        string a = from.Trim().ToLowerInvariant(), b = to.Trim().ToLowerInvariant();
        return a == b ? 1 : Factors.TryGetValue((a, b), out double factor) ? factor : null;
    }

    /// <summary>A cell in the unit of the template; null where its unit is not known.</summary>
    /// <param name="text">A number, with or without its unit.</param>
    /// <param name="conversion">Units as <c>cm→mm</c>: what a cell without unit is in, and what it becomes.</param>
    public static string? Convert(string text, string conversion)
    {
        string[] units = conversion.Split('→', StringSplitOptions.TrimEntries);
        NumberText number = NumberText.Parse(text);
        if (units.Length != 2 || number.Form != NumberForm.Plain) return null;
        if (Factor(number.Unit ?? units[0], units[1]) is not { } factor
            || number.Value(number.Evidence is Evidence.Comma ? ',' : '.') is not { } value) return null;
        // Decimal arithmetic, so that 3.1 cm are 31 mm and not 31.000000000000004.
        return factor == 1 ? value.ToString("R", CultureInfo.InvariantCulture)
            : Math.Abs(value) < 1e12
            ? ((double)((decimal)value * (decimal)factor)).ToString("R", CultureInfo.InvariantCulture)
            : (value * factor).ToString("R", CultureInfo.InvariantCulture);
    }
}
