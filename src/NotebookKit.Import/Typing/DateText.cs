using System.Globalization;
using System.Text.RegularExpressions;

namespace NotebookKit.Import.Typing;

/// <summary>How a text that may be a date is written.</summary>
internal enum DateForm
{
    /// <summary>Not a date in any way of writing.</summary>
    None,

    /// <summary>One day.</summary>
    Day,

    /// <summary>Day and month could change places.</summary>
    Either,

    /// <summary>A day written with the year in two digits.</summary>
    ShortYear,

    /// <summary>A month or a year alone.</summary>
    Partial,

    /// <summary>Written like a date, but no such day exists.</summary>
    Invalid,
}

/// <summary>A text taken apart as a date.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="First">The day where there is one; else the day-first reading.</param>
/// <param name="Second">The month-first reading where both are possible.</param>
internal readonly partial record struct DateText(DateForm Form, DateTime First = default, DateTime Second = default)
{
    private static readonly string[][] Months =
    [
        ["jan", "januar", "january", "jän", "jänner", "janvier", "janv", "enero", "ene"],
        ["feb", "februar", "february", "février", "févr", "fevrier", "febrero"],
        ["mar", "mär", "mrz", "märz", "march", "mars", "marzo"],
        ["apr", "april", "avril", "avr", "abril", "abr"],
        ["may", "mai", "mayo"],
        ["jun", "juni", "june", "juin", "junio"],
        ["jul", "juli", "july", "juillet", "juil", "julio"],
        ["aug", "august", "août", "aout", "agosto", "ago"],
        ["sep", "sept", "september", "septembre", "septiembre"],
        ["oct", "okt", "oktober", "october", "octobre", "octubre"],
        ["nov", "november", "novembre", "noviembre"],
        ["dec", "dez", "dezember", "december", "décembre", "déc", "diciembre", "dic"],
    ];

    public bool HasTime { get; private init; }

    public bool HasZone { get; private init; }

    /// <summary>Which part must come first where one of the two readings alone exists; null where the writing leaves no choice.</summary>
    public DateOrder? Decides { get; private init; }

    /// <summary>Written as yyyy-MM-dd.</summary>
    public bool IsIso { get; private init; }

    public static DateText Parse(string text, int currentYear)
    {
        if (text.Length is < 4 or > 40 || !text.AsSpan().ContainsAnyInRange('0', '9')) return default;
        string day = text;
        TimeSpan time = default;
        bool hasTime = false, zone = false;
        if (TimeTail().Match(text) is { Success: true } tail && tail.Index > 4)
        {
            day = text[..tail.Index];
            hasTime = true;
            zone = tail.Groups["zone"].Length > 0;
            if (!TryTime(tail, out time)) return new(DateForm.Invalid) { HasTime = true };
        }
        DateText date = ParseDay(day, currentYear);
        return date.Form switch
        {
            DateForm.None => default,
            _ => date with { First = date.First + time, Second = date.Second + time, HasTime = hasTime, HasZone = zone },
        };
    }

    private static DateText ParseDay(string text, int currentYear)
    {
        if (YearFirst().Match(text) is { Success: true } iso)
            return Day(Int(iso, 1), Int(iso, 2), Int(iso, 3)) with { IsIso = IsoForm().IsMatch(text) };
        if (Numbers().Match(text) is { Success: true } numbers) return FromNumbers(numbers, currentYear);
        if (DayMonthWord().Match(text) is { Success: true } dmy) return Worded(dmy, currentYear);
        if (MonthWordDay().Match(text) is { Success: true } mdy) return Worded(mdy, currentYear);
        if (PartialForm().IsMatch(text)) return new(DateForm.Partial);
        return UnknownPart().Match(text) is { Success: true } unknown
            && (unknown.Groups["word"].Length == 0 || Month(unknown.Groups["word"].Value) > 0
                || unknown.Groups["word"].Value is "UN" or "UNK")
            ? new(DateForm.Partial) : default;
    }

    private static DateText FromNumbers(Match m, int currentYear)
    {
        int a = Int(m, 1), b = Int(m, 3);
        bool point = m.Groups[2].Value == ".";
        bool shortYear = m.Groups[4].Length == 2;
        int year = shortYear ? FullYear(Int(m, 4), currentYear) : Int(m, 4);
        bool dayFirst = Exists(year, b, a), monthFirst = !point && Exists(year, a, b);
        if (!dayFirst && !monthFirst) return new(DateForm.Invalid);
        DateTime first = dayFirst ? new(year, b, a) : new DateTime(year, a, b);
        if (shortYear && (point || dayFirst != monthFirst))
            return new(DateForm.ShortYear, first) { Decides = point ? null : dayFirst
                ? NotebookKit.Import.DateOrder.DayFirst
                : NotebookKit.Import.DateOrder.MonthFirst };
        if (dayFirst && monthFirst && !point)
            return a == b && !shortYear ? new(DateForm.Day, first) : new(DateForm.Either, first, new DateTime(year, a, b));
        return new(DateForm.Day, first) { Decides = point ? null : dayFirst
            ? NotebookKit.Import.DateOrder.DayFirst
            : NotebookKit.Import.DateOrder.MonthFirst };
    }

    private static DateText Worded(Match m, int currentYear)
    {
        int month = Month(m.Groups["month"].Value);
        if (month == 0) return default;
        int year = m.Groups["year"].Length == 2 ? FullYear(Int(m.Groups["year"].Value), currentYear) : Int(m.Groups["year"].Value);
        DateText date = Day(year, month, Int(m.Groups["day"].Value));
        return m.Groups["year"].Length == 2 && date.Form == DateForm.Day ? date with { Form = DateForm.ShortYear } : date;
    }

    private static DateText Day(int year, int month, int day) =>
        Exists(year, month, day) ? new(DateForm.Day, new DateTime(year, month, day)) : new(DateForm.Invalid);

    /// <summary>Eight digits as a day of 1900 to 2100; null where they are none.</summary>
    public static DateTime? Compact(string text) =>
        text.Length == 8 && DateTime.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)
            && day.Year is >= 1900 and <= 2100
            ? day : null;

    public static int Month(string word)
    {
        string plain = word.TrimEnd('.').ToLowerInvariant();
        return Array.FindIndex(Months, names => names.Contains(plain)) + 1;
    }

    /// <summary>A two-digit year as one that is not in the future.</summary>
    private static int FullYear(int year, int currentYear) => year + (2000 + year <= currentYear ? 2000 : 1900);

    private static bool Exists(int year, int month, int day) =>
        year is >= 1000 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static bool TryTime(Match m, out TimeSpan time)
    {
        int hour = Int(m.Groups["hour"].Value), minute = Int(m.Groups["minute"].Value), second = m.Groups["second"].Length > 0
            ? Int(m.Groups["second"].Value)
            : 0;
        string half = m.Groups["half"].Value.ToLowerInvariant();
        if (half.Length > 0) hour = (hour % 12) + (half[0] == 'p' ? 12 : 0);
        time = new TimeSpan(hour, minute, second);
        return hour < 24 && minute < 60 && second < 60;
    }

    private static int Int(Match m, int group) => Int(m.Groups[group].Value);

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?:[T ]| um |, )(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,"
        + @"][0-9]+)?)?\s?(?<half>[AaPp]\.?[Mm]\.?)?(?<zone>Z|[+-][0-9]{2}:?[0-9]{2})?(?: Uhr)?$", RegexOptions.CultureInvariant)]
    private static partial Regex TimeTail();

    [GeneratedRegex(@"^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex IsoForm();

    [GeneratedRegex(@"^([0-9]{1,2})([-/.])\s?([0-9]{1,2})\2\s?([0-9]{4}|[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^(?<day>[0-9]{1,2})(?:\.|\.?[- /]|\. )?(?<month>\p{L}{3,11}\.?)[- /,.]{0,2}(?:de |of )?(?<year>[0-9]{4}|[0-9]{2})$",
        RegexOptions.CultureInvariant)]
    private static partial Regex DayMonthWord();

    [GeneratedRegex(@"^(?<month>\p{L}{3,11}\.?) (?<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?<year>[0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex MonthWordDay();

    [GeneratedRegex(@"^(?:[0-9]{4}[-/.][0-9]{1,2}|(?:0?[1-9]|1[0-2])[-/.][0-9]{4}|(?:\p{L}{3,11}\.?)[- /](?:19|20)[0-9]{2}|Q[1-4][ "
        + @"/-]?(?:19|20)[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex PartialForm();

    [GeneratedRegex(@"^(?:UNK?|XX|\?\?|00)[-/. ](?:(?<word>\p{L}{2,9})|XX|\?\?|00|[0-9]{2})[-/. ](?:[0-9]{4})$|^[0-9]{4}[-/.](?:UNK?|XX|"
        + @"\?\?|00|[0-9]{2})[-/.](?:UNK?|XX|\?\?)$", RegexOptions.CultureInvariant)]
    private static partial Regex UnknownPart();
}
