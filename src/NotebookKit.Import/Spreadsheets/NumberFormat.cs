using System.Globalization;
using System.Text;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Spreadsheets;

/// <summary>What a number format of a workbook shows: a date, a time, percent, leading zeros, a unit.</summary>
internal sealed class NumberFormat
{
    private static readonly Dictionary<int, string> BuiltIn = new()
    {
        [9] = "0%", [10] = "0.00%", [14] = "mm-dd-yy", [15] = "d-mmm-yy", [16] = "d-mmm", [17] = "mmm-yy", [18] = "h:mm AM/PM",
        [19] = "h:mm:ss AM/PM", [20] = "h:mm",
        [21] = "h:mm:ss", [22] = "m/d/yy h:mm", [45] = "mm:ss", [46] = "[h]:mm:ss", [47] = "mmss.0", [27] = "d", [28] = "d", [29] = "d",
        [30] = "d", [31] = "d", [36] = "d",
        [50] = "d", [51] = "d", [52] = "d", [53] = "d", [54] = "d", [55] = "d", [56] = "d", [57] = "d", [58] = "d",
    };

    private readonly bool _date;
    private readonly bool _time;
    private readonly bool _elapsed;
    private readonly bool _percent;
    private readonly int _zeros;
    private readonly string? _unit;

    private NumberFormat(string code)
    {
        string section = FirstSection(code, out string literals, out _elapsed);
        string tokens = section.ToLowerInvariant();
        bool general = tokens is "" or "general" or "standard" or "@";
        bool digits = tokens.AsSpan().ContainsAny("0#?");
        if (!general)
        {
            bool hours = tokens.AsSpan().ContainsAny("hs"), days = tokens.AsSpan().ContainsAny("yd"), months = tokens.Contains('m');
            _date = !digits && (days || (months && !hours)) && !_elapsed;
            _time = (hours || _elapsed) && (!digits || tokens.Contains(':'));
            _percent = tokens.Contains('%') && !_date && !_time;
            if (digits && tokens.Length > 1 && tokens.All(c => c == '0')) _zeros = tokens.Length;
            if (digits && literals.Trim() is { Length: > 0 and < 13 } unit && unit.Any(char.IsLetter) && !unit.Any(char.IsDigit))
                _unit = unit;
        }
    }

    public static NumberFormat Of(int id, string? code) => new(code ?? BuiltIn.GetValueOrDefault(id, ""));

    /// <summary>A stored number as the cell means it.</summary>
    public (string Text, CellKind Kind) Read(double value, string stored, bool from1904)
    {
        if (_date || _time) return DateOrTime(value, from1904);
        string text = value == Math.Floor(value) && Math.Abs(value) < 1e16
            ? value.ToString("F0", CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);
        if (_percent)
            return ((decimal.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal exact)
                ? (exact * 100m / 1.0000000000000000000000000000m).ToString("0.############", CultureInfo.InvariantCulture)
                : text) + "%", CellKind.Number);
        if (_zeros > 1 && value >= 0 && value == Math.Floor(value)) return (text.PadLeft(_zeros, '0'), CellKind.Text);
        return (_unit is null ? text : $"{text} {_unit}", CellKind.Number);
    }

    private (string, CellKind) DateOrTime(double value, bool from1904)
    {
        if (_elapsed)
        {
            TimeSpan span = TimeSpan.FromSeconds(Math.Round(value * 86400));
            return (string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}"),
                CellKind.Text);
        }
        if (!_date && value is >= 0 and < 1) return (Time(value), CellKind.Time);
        if (Day(value, from1904) is not { } day) return (value.ToString("R", CultureInfo.InvariantCulture), CellKind.InvalidDate);
        if (!_date) return (Time(value - Math.Floor(value)), CellKind.Time);
        bool withTime = _time || day.TimeOfDay != TimeSpan.Zero;
        return (day.ToString(withTime ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd", CultureInfo.InvariantCulture), CellKind.Date);
    }

    /// <summary>The day of a date number; null for day 0, 29 February 1900 and what lies outside the calendar.</summary>
    public static DateTime? Day(double value, bool from1904)
    {
        double whole = Math.Floor(value);
        if (value < 0 || value > 2_958_465 || (!from1904 && whole is < 1 or 60)) return null;
        DateTime start = from1904 ? new(1904, 1, 1) : whole < 60 ? new(1899, 12, 31) : new DateTime(1899, 12, 30);
        return start.AddDays(whole).AddSeconds(Math.Round((value - whole) * 86400));
    }

    private static string Time(double part)
    {
        TimeSpan time = TimeSpan.FromSeconds(Math.Round(part * 86400) % 86400);
        return time.Seconds == 0 ? $"{time.Hours:00}:{time.Minutes:00}" : $"{time.Hours:00}:{time.Minutes:00}:{time.Seconds:00}";
    }

    /// <summary>The first section without literals, colours and conditions.</summary>
    private static string FirstSection(string code, out string literals, out bool elapsed)
    {
        var tokens = new StringBuilder();
        var text = new StringBuilder();
        elapsed = false;
        for (int i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (code[i])
            {
                case '"':
                    int end = code.IndexOf('"', i + 1);
                    if (end < 0) end = code.Length;
                    text.Append(code.AsSpan(i + 1, end - i - 1));
                    i = end;
                    break;
                case '\\':
                    if (++i < code.Length) text.Append(code[i]);
                    break;
                case '_' or '*':
                    i++;
                    break;
                case '[':
                    int close = code.IndexOf(']', i);
                    if (close < 0) close = code.Length - 1;
                    string inside = code[(i + 1)..close].ToLowerInvariant();
                    if (inside.Length > 0 && inside.All(c => c is 'h' or 'm' or 's') && inside.Distinct().Count() == 1) elapsed = true;
                    i = close;
                    break;
                default:
                    if (code.AsSpan(i).StartsWith("AM/PM", StringComparison.OrdinalIgnoreCase))
                    {
                        tokens.Append('h');
                        i += 4;
                    }
                    else if (code[i] is not (' ' or ',' or '-' or '/' or '.' or '(' or ')' or '+' or '$' or '€')) tokens.Append(code[i]);
                    else if (code[i] == '.') tokens.Append('.');
                    break;
            }
        }
        literals = text.ToString();
        return tokens.ToString();
    }
}
