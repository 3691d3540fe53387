using System.Globalization;
using System.Text.RegularExpressions;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Cohorts.Rules;

/// <summary>What to write instead of a value that does not fit.</summary>
internal static partial class FixHints
{
    private const string BlankForMissing = "Leave the cell blank if the value is missing.";
    private const string AsText = "Format the column as text before typing, so that the spreadsheet keeps it.";

    private static readonly string[] MissingWords = ["na", "n/a", "nan", "null", "none", "missing", "unknown", "nd", "-", "--", ".",
        "?", "#n/a"];

    /// <summary>Day 0 of the date numbers of a spreadsheet, valid from 1 March 1900 on.</summary>
    private static readonly DateTime SpreadsheetEpoch = new(1899, 12, 30);

    /// <summary>What to write for a text that is not a number; never a value that the text does not say.</summary>
    public static string Number(string text, bool whole, string unit)
    {
        if (IsMissingWord(text)) return BlankForMissing;
        if (text.StartsWith('#')) return "The formula of this cell failed: correct it, or leave the cell blank if the value is missing.";
        if (WholeDate().IsMatch(text))
            return $"{text} is a date, and this column takes a number: correct the cell, or map the column to one for dates.";
        if (Bound().IsMatch(text))
            return $"{text} is a bound, not a value: leave the cell blank and keep the text in a column of your own, or decide in the "
                + "protocol how it counts.";
        if (text[0] is '−' or '–' or '‐' or '‑' && CellParser.TryNumber("-" + text[1..], out _))
            return $"Write -{text[1..]}, with the minus sign of the keyboard.";
        if (Groups().IsMatch(text))
        {
            string joined = text.Replace(",", "", StringComparison.Ordinal);
            return text.Count(c => c == ',') > 1 ? $"Write {joined}, without commas."
                : $"Write {joined} if the comma groups thousands, {text.Replace(',', '.')} if it is the decimal sign.";
        }
        if (BlankGroups().IsMatch(text))
            return $"Write {string.Concat(text.Where(c => c is not (' ' or '\u00A0' or '\u202F' or '\'')))}, without signs between "
                + "the digits.";
        if (DecimalComma().IsMatch(text)) return $"Write {text.Replace(',', '.')}, not {text}.";
        if (whole && CellParser.TryNumber(text, out double number) && number == Math.Floor(number))
            return string.Create(CultureInfo.InvariantCulture, $"Write {number}.");
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || NumberWithUnit().Match(text) is not { Success: true } measured)
            return "Write a number, without unit or text. " + BlankForMissing;
        string written = measured.Groups["unit"].Value;
        return written.Equals(unit, StringComparison.OrdinalIgnoreCase) || written == "%" && unit.Length == 0
            ? $"Write the number alone: {measured.Groups["number"].Value.Replace(',', '.')}."
            : $"Write the number alone, in {(unit.Length == 0 ? "the unit of the column" : unit)}; the cell says {written}: convert it "
                + "where the units differ.";
    }

    public static string Date(string text)
    {
        if (IsMissingWord(text)) return BlankForMissing;
        if (CellParser.TryNumber(text, out double serial) && serial is >= 61 and < 73051)
            return $"{text} is a spreadsheet date number = {Iso(SpreadsheetEpoch.AddDays(Math.Floor(serial)))}: write that. {AsText}";
        if (IsoWithTime().Match(text) is { Success: true } time && CellParser.TryDate(time.Groups[1].Value, out DateTime day))
            return $"Write {Iso(day)}, without the time.";
        Match parts = ThreeNumbers().Match(text);
        if (!parts.Success) return $"Write the date as 2019-05-14. {BlankForMissing}";
        int[] n = [.. parts.Groups.Values.Skip(1).Select(g => int.Parse(g.Value, CultureInfo.InvariantCulture))];
        if (parts.Groups[1].Length == 4) return Candidates(text, [(n[0], n[1], n[2])]);
        if (parts.Groups[3].Length == 2)
            return $"The year has two digits. Write the date in full, such as "
                + $"{Candidate(n[2] + (n[2] < 70 ? 2000 : 1900), n[0], n[1]) ?? "2019-05-14"}.";
        return Candidates(text, [(n[2], n[0], n[1]), (n[2], n[1], n[0])]);
    }

    /// <summary>The words of a list that a text may mean; null where it is like none.</summary>
    public static string? Meant(string text, IReadOnlyCollection<string> allowed)
    {
        string[] longer = text.Length < 3 ? [] : [.. allowed.Where(a => a.Contains(text, StringComparison.OrdinalIgnoreCase))];
        return longer.Length > 0 ? string.Join(" or ", longer) : NearestName.Of(text, allowed);
    }

    public static string Allowed(string text, FieldSchema field)
    {
        if (Meant(text, field.Allowed) is { } meant) return $"Did you mean {meant}?";
        if (IsMissingWord(text)) return BlankForMissing;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? "Write the word, not its code number." : "Write one of the list, exactly as it stands.";
    }

    private static bool IsMissingWord(string text) => MissingWords.Contains(text.ToLowerInvariant());

    private static string Candidates(string text, (int Year, int Month, int Day)[] readings)
    {
        string[] dates = [.. readings.Select(r => Candidate(r.Year, r.Month, r.Day)).OfType<string>().Distinct()];
        return dates.Length switch
        {
            0 => $"No date reads {text}; write the date as 2019-05-14.",
            1 => $"Write {dates[0]}. {AsText}",
            _ => $"Write {dates[0]} if it is month/day, {dates[1]} if it is day/month. {AsText}",
        };
    }

    private static string? Candidate(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? Iso(new(year, month, day)) : null;

    private static string Iso(DateTime date) => date.ToString(CellParser.DateFormat, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[+-]?\d+,\d+$")]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^[+-]?\d{1,3}(,\d{3})+$")]
    private static partial Regex Groups();

    [GeneratedRegex(@"^[+-]?\d{1,3}([ '\u00A0\u202F]\d{3})+$")]
    private static partial Regex BlankGroups();

    [GeneratedRegex(@"^(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4})$")]
    private static partial Regex WholeDate();

    [GeneratedRegex(@"^\s*([<>≤≥~≈]|ca\.?\s|approx)|\d\s*([-–—±]|to|bis)\s*\d|\?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bound();

    [GeneratedRegex(@"^(?<number>[+-]?\d+([.,]\d+)?)\s*(?<unit>%|[A-Za-zµμ][A-Za-zµμ/%0-9^²³]*( \w+)?)$")]
    private static partial Regex NumberWithUnit();

    [GeneratedRegex(@"^(\d{4}-\d{2}-\d{2})[ T]\d")]
    private static partial Regex IsoWithTime();

    [GeneratedRegex(@"^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})$")]
    private static partial Regex ThreeNumbers();
}
