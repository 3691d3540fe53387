using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Typing;

/// <summary>Columns whose every cell is blank or one plain number or day: read without looking twice.</summary>
internal static class CleanColumn
{
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 23).Select(i => double.Parse("1e" + i.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))];

    private enum Shape
    {
        Blank,
        Whole,
        Decimal,
        Day,
        Other,
    }

    /// <summary>The typed column, or null where a cell needs a closer look.</summary>
    public static (DataType Type, DataFrameColumn Column, int Filled)? TryRead(TextColumn cells, string name)
    {
        bool whole = false, fraction = false, day = false, decided = false, eitherWay = false;
        int filled = 0;
        for (int row = 0; row < cells.Count; row++)
        {
            Shape shape = ShapeOf(cells[row], out bool ambiguous);
            switch (shape)
            {
                case Shape.Blank: continue;
                case Shape.Whole: whole = true; break;
                case Shape.Decimal:
                    fraction = true;
                    if (ambiguous) eitherWay = true;
                    else decided = true;
                    break;
                case Shape.Day: day = true; break;
                default: return null;
            }
            filled++;
            if (day && (whole || fraction)) return null;
        }
        if (filled == 0 || (eitherWay && !decided)) return null;
        if (day) return (DataType.Date, Days(cells, name, filled), filled);
        return fraction ? (DataType.Number, Numbers(cells, name, filled), filled) : (DataType.Integer, Wholes(cells, name, filled), filled);
    }

    private static Shape ShapeOf(ReadOnlySpan<char> text, out bool ambiguous)
    {
        ambiguous = false;
        if (text.IsEmpty) return Shape.Blank;
        if (text.Length == 10 && text[4] == '-' && text[7] == '-') return TryDay(text, out _) ? Shape.Day : Shape.Other;
        int start = text[0] == '-' ? 1 : 0, digits = 0, point = -1;
        for (int i = start; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i])) digits++;
            else if (text[i] == '.' && point < 0) point = i;
            else return Shape.Other;
        }
        if (digits is 0 or > 15) return Shape.Other;
        int before = (point < 0 ? text.Length : point) - start;
        if (before == 0 || point == text.Length - 1 || (before > 1 && text[start] == '0')) return Shape.Other;
        if (point < 0)
            return digits == 8 && text[start] is '1' or '2' && digits == 8 ? Shape.Other : Shape.Whole;
        ambiguous = text.Length - point == 4 && before <= 3 && text[start] != '0';
        return Shape.Decimal;
    }

    private static DataFrameColumn Wholes(TextColumn cells, string name, int filled)
    {
        var (buffer, valid) = Buffers<long>(cells, filled, static text => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        return new Int64DataFrameColumn(name, buffer, valid, cells.Count, cells.Count - filled);
    }

    private static DataFrameColumn Numbers(TextColumn cells, string name, int filled)
    {
        var (buffer, valid) = Buffers<double>(cells, filled, Number);
        return new DoubleDataFrameColumn(name, buffer, valid, cells.Count, cells.Count - filled);
    }

    private static DataFrameColumn Days(TextColumn cells, string name, int filled)
    {
        var days = new DateTime?[cells.Count];
        for (int row = 0; row < days.Length; row++)
            if (!cells[row].IsEmpty && TryDay(cells[row], out DateTime day)) days[row] = day;
        return new DateTimeDataFrameColumn(name, days);
    }

    /// <summary>The nearest double: exact, as at most 15 digits are divided once by a power of ten that is exact.</summary>
    private static double Number(ReadOnlySpan<char> text)
    {
        long mantissa = 0;
        int decimals = -1;
        foreach (char c in text[(text[0] == '-' ? 1 : 0)..])
        {
            if (c == '.') decimals = 0;
            else
            {
                mantissa = (mantissa * 10) + (c - '0');
                if (decimals >= 0) decimals++;
            }
        }
        double value = mantissa / PowersOfTen[Math.Max(decimals, 0)];
        return text[0] == '-' ? -value : value;
    }

    private static bool TryDay(ReadOnlySpan<char> text, out DateTime day)
    {
        day = default;
        int year = 0, month = 0, dayOfMonth = 0;
        for (int i = 0; i < 10; i++)
        {
            if (i is 4 or 7) continue;
            int digit = text[i] - '0';
            if (digit is < 0 or > 9) return false;
            if (i < 4) year = (year * 10) + digit;
            else if (i < 7) month = (month * 10) + digit;
            else dayOfMonth = (dayOfMonth * 10) + digit;
        }
        if (year < 1000 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month)) return false;
        day = new DateTime(year, month, dayOfMonth);
        return true;
    }

    private delegate T Parse<out T>(ReadOnlySpan<char> text);

    private static (byte[] Values, byte[] Valid) Buffers<T>(TextColumn cells, int filled, Parse<T> parse)
        where T : unmanaged
    {
        byte[] values = new byte[cells.Count * 8];
        Span<T> typed = MemoryMarshal.Cast<byte, T>(values.AsSpan());
        byte[] valid = new byte[(cells.Count + 7) / 8];
        if (filled == cells.Count) valid.AsSpan().Fill(0xFF);
        for (int row = 0; row < typed.Length; row++)
        {
            ReadOnlySpan<char> text = cells[row];
            if (text.IsEmpty) continue;
            typed[row] = parse(text);
            if (filled != cells.Count) valid[row >> 3] |= (byte)(1 << (row & 7));
        }
        return (values, valid);
    }
}
