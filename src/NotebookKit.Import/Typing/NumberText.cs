using System.Globalization;
using System.Text.RegularExpressions;

namespace NotebookKit.Import.Typing;

/// <summary>How a text that may be a number is written.</summary>
internal enum NumberForm
{
    /// <summary>Not a number in any way of writing.</summary>
    None,
    Plain,

    /// <summary>A bound such as &lt;5: no value.</summary>
    Limit,

    /// <summary>Two bounds such as 5-10: no value.</summary>
    Range,

    /// <summary>A value with its uncertainty such as 3.1 ± 0.4, or an approximate one such as ~20.</summary>
    Uncertain,
}

/// <summary>What the signs inside a number say about the decimal sign.</summary>
internal enum Evidence
{
    /// <summary>No sign, or the sign decides nothing.</summary>
    None,

    /// <summary>1.5: the point is the decimal sign.</summary>
    Point,

    /// <summary>1,5: the comma is.</summary>
    Comma,

    /// <summary>1.026: both are possible.</summary>
    PointOrThousands,

    /// <summary>1,026: both are possible.</summary>
    CommaOrThousands,
}

/// <summary>A text taken apart: sign, digits with their separators, unit.</summary>
internal readonly partial record struct NumberText(NumberForm Form, string Digits, string? Unit, Evidence Evidence)
{
    /// <summary>A minus sign other than the one of the keyboard.</summary>
    public bool ForeignMinus { get; private init; }

    /// <summary>Digits are grouped by blanks, apostrophes, points or commas.</summary>
    public bool Grouped { get; private init; }

    public bool IsPercent => Unit == "%";

    public static NumberText Parse(string text, bool stored = false)
    {
        if (text.Length is 0 or > 60 || !text.AsSpan().ContainsAnyInRange('0', '9')) return default;
        if (LimitForm().IsMatch(text)) return new(NumberForm.Limit, "", null, Evidence.None);
        if (RangeForm().IsMatch(text)) return new(NumberForm.Range, "", null, Evidence.None);
        if (UncertainForm().IsMatch(text)) return new(NumberForm.Uncertain, "", null, Evidence.None);
        Match match = NumberWithUnit().Match(text);
        if (!match.Success) return default;
        string sign = match.Groups["sign"].Value, digits = match.Groups["digits"].Value, exponent = match.Groups["exponent"].Value;
        string? unit = match.Groups["unit"] is { Success: true, Value: { Length: > 0 } u } ? u.Trim() : null;
        if (unit is { Length: > 0 } && char.IsAsciiDigit(unit[^1]) && !unit.Contains('/') && unit[0] != 'm' && unit[0] != 'c')
            return default;
        bool blanks = digits.AsSpan().ContainsAny(" '’\u00A0\u202F\u2009");
        if (blanks && !BlankGroups().IsMatch(digits)) return default;
        string plain = blanks ? string.Concat(digits.Where(c => char.IsAsciiDigit(c) || c is '.' or ',')) : digits;
        if (Signs(plain, stored) is not var (evidence, grouped)) return default;
        return new(NumberForm.Plain, (sign is "" or "+" ? "" : "-") + plain + exponent, unit,
            blanks && evidence is Evidence.PointOrThousands ? Evidence.Point
            : blanks && evidence is Evidence.CommaOrThousands ? Evidence.Comma : evidence)
        {
            ForeignMinus = sign is not ("" or "+" or "-"),
            Grouped = blanks || grouped,
        };
    }

    /// <summary>The value under a decimal sign; null where the signs contradict it or it is too large.</summary>
    public double? Value(char decimalSign)
    {
        string text = Normalised(decimalSign);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : null;
    }

    /// <summary>The whole number under a decimal sign; null where there is a fraction, an exponent or more than 64 bits.</summary>
    public long? Whole(char decimalSign) =>
        long.TryParse(Normalised(decimalSign), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    private string Normalised(char decimalSign) => decimalSign == ','
        ? Digits.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')
        : Digits.Replace(",", "", StringComparison.Ordinal);

    private static (Evidence, bool Grouped)? Signs(string digits, bool stored)
    {
        int point = digits.IndexOf('.'), comma = digits.IndexOf(',');
        if (point < 0 && comma < 0) return (Evidence.None, false);
        if (stored) return comma < 0 ? (Evidence.Point, false) : null;
        if (point >= 0 && comma >= 0)
            return PointThenComma().IsMatch(digits) ? (Evidence.Comma, true) : CommaThenPoint().IsMatch(digits)
                ? (Evidence.Point, true)
                : null;
        char sign = point >= 0 ? '.' : ',';
        if (digits.Count(sign) > 1)
            return !ManyGroups().IsMatch(digits) ? null : sign == '.' ? (Evidence.Comma, true) : (Evidence.Point, true);
        bool eitherWay = OneGroup().IsMatch(digits);
        return sign == '.' ? (eitherWay ? Evidence.PointOrThousands : Evidence.Point, false)
            : (eitherWay ? Evidence.CommaOrThousands : Evidence.Comma, false);
    }

    private const string Number = @"[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?";

    [GeneratedRegex(@"^\s*(?:<|>|≤|≥|<=|>=|=<|=>|&lt;|&gt;|unter|über|kleiner|grösser|größer|less than|more than|under|over|up to|"
        + @"bis)\s*[-−]?" + Number + @"\s*[^0-9\s]{0,12}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LimitForm();

    [GeneratedRegex(@"^" + Number + @"\s*(?:-|–|—|bis|to)\s*" + Number + @"\s*[^0-9\s]{0,12}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RangeForm();

    [GeneratedRegex(@"^(?:(?:~|≈|ca\.?|circa|approx\.?|about|etwa)\s*" + Number + @"|[-−]?" + Number + @"\s*(?:±|\+/-|\+-)\s*" + Number
        + @")\s*[^0-9\s]{0,12}$|^" + Number + @"\s*\?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UncertainForm();

    [GeneratedRegex(@"^(?<sign>[+\-−‐‑–]?)(?<digits>(?:[0-9]|[.,](?=[0-9]))(?:[0-9.,]|[ "
        + @"'’\u00A0\u202F\u2009](?=[0-9]))*)(?<exponent>[eE][+-]?[0-9]{1,3})?(?:[ \u00A0\u202F\u2009]?(?<unit>%|"
        + @"[A-Za-zµμ°²³/·^][A-Za-zµμ°²³/·^%0-9. ²]{0,14}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex NumberWithUnit();

    [GeneratedRegex(@"^[0-9]{1,3}(?:[ '’\u00A0\u202F\u2009][0-9]{3})+(?:[.,][0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex BlankGroups();

    [GeneratedRegex(@"^[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex PointThenComma();

    [GeneratedRegex(@"^[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex CommaThenPoint();

    [GeneratedRegex(@"^[0-9]{1,3}(?:[.,][0-9]{3})+$", RegexOptions.CultureInvariant)]
    private static partial Regex ManyGroups();

    [GeneratedRegex(@"^[1-9][0-9]{0,2}[.,][0-9]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex OneGroup();
}
