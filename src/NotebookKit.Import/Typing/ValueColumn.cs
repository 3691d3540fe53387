using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.Data.Analysis;

namespace NotebookKit.Import.Typing;

/// <summary>
/// A column of plain whole numbers, decimal numbers or days, filled cell by cell from bytes or characters; the type follows from all cells.
/// A cell of another kind is not taken: the column then needs a closer look.
/// </summary>
internal sealed class ValueColumn(int capacity)
{
    private static readonly double[] PowersOfTen =
        [.. Enumerable.Range(0, 23)
            .Select(i => double.Parse("1e" + i.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))];

    private byte[] _values = new byte[8 * Math.Max(capacity, 16)];
    private byte[]? _valid;
    private int _count, _filled;
    private bool _day, _whole, _decimal, _decided, _eitherWay;

    /// <summary>Takes a cell; false where it is neither blank nor one plain value of the kind of those before.</summary>
    public bool Add<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (text.IsEmpty)
        {
            AddMissing();
            return true;
        }
        if (text.Length == 10 && text[4] == T.CreateTruncating('-') && text[7] == T.CreateTruncating('-')) return AddDay(text);
        int first = int.CreateTruncating(text[0]), start = first == '-' ? 1 : 0, point = -1;
        long mantissa = 0;
        for (int i = start; i < text.Length; i++)
        {
            int digit = int.CreateTruncating(text[i]) - '0';
            if ((uint)digit <= 9) mantissa = (mantissa * 10) + digit;
            else if (digit == '.' - '0' && point < 0) point = i;
            else return false;
        }
        int digits = text.Length - start - (point < 0 ? 0 : 1), before = (point < 0 ? text.Length : point) - start;
        if (digits is 0 or > 15 || before == 0 || point == text.Length - 1 || _day) return false;
        int leading = int.CreateTruncating(text[start]);
        if (before > 1 && leading == '0') return false;
        if (point < 0)
        {
            if (digits == 8 && leading is '1' or '2') return false; // may be a day without signs
            _whole = true;
            long value = start == 1 ? -mantissa : mantissa;
            Store(_decimal ? BitConverter.DoubleToInt64Bits(Signed(mantissa, start)) : value);
            return true;
        }
        if (text.Length - point == 4 && before <= 3 && leading != '0') _eitherWay = true;
        else _decided = true;
        if (!_decimal) Widen();
        Store(BitConverter.DoubleToInt64Bits(Signed(mantissa / PowersOfTen[text.Length - point - 1], start)));
        return true;
    }

    public void AddMissing()
    {
        if (_valid is null)
        {
            _valid = new byte[(_values.Length / 64) + 1];
            _valid.AsSpan(0, _count / 8).Fill(0xFF);
            if (_count % 8 > 0) _valid[_count / 8] = (byte)((1 << (_count % 8)) - 1);
        }
        Next();
    }

    /// <summary>The typed column; null where nothing is filled, or where every point may also group thousands.</summary>
    public (DataType Type, DataFrameColumn Column, int Filled)? Finish(string name)
    {
        if (_filled == 0 || (_eitherWay && !_decided)) return null;
        ReadOnlyMemory<byte> values = _values.AsMemory(0, 8 * _count), valid = Validity();
        int missing = _count - _filled;
        if (_day) return (DataType.Date, new DateTimeDataFrameColumn(name, values, valid, _count, missing), _filled);
        return _decimal ? (DataType.Number, new DoubleDataFrameColumn(name, values, valid, _count, missing), _filled)
            : (DataType.Integer, new Int64DataFrameColumn(name, values, valid, _count, missing), _filled);
    }

    private ReadOnlyMemory<byte> Validity()
    {
        int bytes = (_count + 7) / 8;
        if (_valid is not null) return _valid.AsMemory(0, bytes);
        byte[] all = new byte[bytes];
        all.AsSpan().Fill(0xFF);
        return all;
    }

    private static double Signed(double value, int start) => start == 1 ? -value : value;

    private bool AddDay<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        int year = 0, month = 0, day = 0;
        for (int i = 0; i < 10; i++)
        {
            if (i is 4 or 7) continue;
            int digit = int.CreateTruncating(text[i]) - '0';
            if ((uint)digit > 9) return false;
            if (i < 4) year = (year * 10) + digit;
            else if (i < 7) month = (month * 10) + digit;
            else day = (day * 10) + digit;
        }
        if (_whole || _decimal || year < 1000 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        _day = true;
        Store(new DateTime(year, month, day).Ticks);
        return true;
    }

    private void Store(long value)
    {
        Unsafe.WriteUnaligned(ref _values[8 * _count], value);
        if (_valid is not null) _valid[_count >> 3] |= (byte)(1 << (_count & 7));
        _filled++;
        Next();
    }

    private void Next()
    {
        if (8 * ++_count < _values.Length) return;
        Array.Resize(ref _values,
            checked((int)Math.Min(Array.MaxLength & ~7, (long)_values.Length + Math.Max(128, _values.Length / 2 & ~7))));
        if (_valid is not null) Array.Resize(ref _valid, (_values.Length / 64) + 1);
    }

    /// <summary>Whole numbers so far become numbers with a fraction.</summary>
    private void Widen()
    {
        _decimal = true;
        Span<long> whole = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(_values.AsSpan(0, 8 * _count));
        foreach (ref long value in whole) value = BitConverter.DoubleToInt64Bits(value);
    }
}
