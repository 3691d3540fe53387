using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;

namespace NotebookKit.Cohorts;

/// <summary>Reads named columns of a data frame into typed arrays in which a missing value is null.</summary>
/// <remarks>An empty text and a NaN count as missing. The frame is never changed.</remarks>
internal sealed class ColumnReader
{
    private readonly DataFrame _frame;

    /// <summary>Prepares to read a frame.</summary>
    /// <param name="frame">The frame; one row per unit.</param>
    public ColumnReader(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        this._frame = frame;
    }

    /// <summary>Number of rows.</summary>
    public int RowCount => checked((int)_frame.Rows.Count);

    /// <summary>Whether the frame has a column of exactly this name.</summary>
    public bool Has(string name) => _frame.Columns.IndexOf(name) >= 0;

    /// <summary>Numbers of a numeric or boolean (1/0) column.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds text or dates.</exception>
    public double?[] Numbers(string name) => Array.ConvertAll(NumbersOrNaN(name), v => double.IsNaN(v) ? (double?)null : v);

    /// <summary>Values as text, invariant culture; dates as yyyy-MM-dd.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public string?[] Texts(string name)
    {
        var texts = new string?[RowCount];
        int i = 0;
        foreach (object? cell in Column(name)) texts[i++] = Text(cell);
        return texts;
    }

    /// <summary>Dates.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it does not hold dates.</exception>
    public DateTime?[] Dates(string name)
    {
        if (Column(name) is not PrimitiveDataFrameColumn<DateTime> dates)
            throw new ArgumentException($"Column '{name}' holds {Kind(Column(name))}; expected dates.{DateRemedy(Column(name))}");
        return [.. dates];
    }

    /// <summary>Booleans: a boolean column, or numbers 0 and 1.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds something else.</exception>
    public bool?[] Booleans(string name)
    {
        double[] numbers = NumbersOrNaN(name);
        int odd = Array.FindIndex(numbers, v => v is not (0 or 1 or double.NaN));
        if (odd >= 0)
            throw new ArgumentException(
                FormattableString.Invariant($"Column '{name}', row {ExcelRow(odd)}: found {numbers[odd]}; expected 0, 1, true or false."));
        return Array.ConvertAll(numbers, v => double.IsNaN(v) ? (bool?)null : v == 1);
    }

    /// <summary>Values as codes into their levels.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="order">Order of the levels; by default numbers ascend and texts sort ordinally. Levels without a row are left
    /// out.</param>
    /// <exception cref="ArgumentException">There is no such column, or a value is not among <paramref name="order"/>.</exception>
    public CategoryColumn Categories(string name, IReadOnlyList<string>? order = null)
    {
        DataFrameColumn column = Column(name);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] first = column is PrimitiveDataFrameColumn<DateTime> || !IsNumeric(column)
            ? TextCodes(Texts(name), seen)
            : NumberCodes(column, seen);

        string[] found = [.. seen.Keys];
        string[] levels = order is null ? SortLevels(found, IsNumeric(column)) : [.. order.Where(seen.ContainsKey)];
        if (order is not null && found.Except(order, StringComparer.Ordinal).FirstOrDefault() is { } stray)
            throw new ArgumentException(
                $"Column '{name}', row {ExcelRow(Array.IndexOf(first, seen[stray]))}: found '{stray}'; expected one of: "
                    + $"{string.Join(", ", order)}.");
        var position = new int[found.Length];
        for (int level = 0; level < levels.Length; level++) position[seen[levels[level]]] = level;
        for (int i = 0; i < first.Length; i++) if (first[i] >= 0) first[i] = position[first[i]];
        return new CategoryColumn(name, ImmutableCollectionsMarshal.AsImmutableArray(levels),
            ImmutableCollectionsMarshal.AsImmutableArray(first));
    }

    /// <summary>Row number of a frame index as a spreadsheet shows it: the header is row 1.</summary>
    public static long ExcelRow(long index) => index + 2;

    /// <summary>Numbers of a column with NaN where missing: the bulk form of <see cref="Numbers"/>.</summary>
    internal double[] NumbersOrNaN(string name) => Column(name) switch
    {
        PrimitiveDataFrameColumn<double> c => Doubles(c),
        PrimitiveDataFrameColumn<int> c => Convert(c, v => v),
        PrimitiveDataFrameColumn<long> c => Convert(c, v => v),
        PrimitiveDataFrameColumn<float> c => Convert(c, v => v),
        PrimitiveDataFrameColumn<short> c => Convert(c, v => v),
        PrimitiveDataFrameColumn<byte> c => Convert(c, v => v),
        PrimitiveDataFrameColumn<bool> c => Convert(c, v => v ? 1 : 0),
        PrimitiveDataFrameColumn<decimal> c => Convert(c, v => (double)v),
        PrimitiveDataFrameColumn<uint> c => Convert(c, v => v),
        PrimitiveDataFrameColumn<ulong> c => Convert(c, v => v),
        PrimitiveDataFrameColumn<ushort> c => Convert(c, v => v),
        PrimitiveDataFrameColumn<sbyte> c => Convert(c, v => v),
        DataFrameColumn c => throw new ArgumentException($"Column '{name}' holds {Kind(c)}; expected numbers.{NumberRemedy(c)}"),
    };

    private static string NumberRemedy(DataFrameColumn column)
    {
        if (column is PrimitiveDataFrameColumn<DateTime>)
            return " Times are counted from a start: frame.MonthsBetween(\"start_date\", \"" + column.Name + "\") adds a column of months.";
        int row = 0, first = -1;
        string? text = null;
        foreach (object? cell in column)
        {
            if (cell is string { Length: > 0 } value
                && !double.TryParse(value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                (first, text) = (row, value);
                break;
            }
            row++;
        }
        if (first < 0) return " Every cell is a number written as text; DataFile.Read reads such columns as numbers.";
        string found = FormattableString.Invariant($" The first cell that is not a number is '{text}' in row {ExcelRow(first)}.");
        return text!.Trim() switch
        {
            "NA" or "N/A" or "n/a" or "NULL" or "." or "-" or "NaN" =>
                found + " Where it means missing, leave the cell blank, or read the file with DataFile.Read, which knows it.",
            string t when t.Count(c => c == ',') == 1
                && double.TryParse(t.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                found + " With a decimal comma, read the file with DataFile.Read, which knows it.",
            _ => found,
        };
    }

    private static string DateRemedy(DataFrameColumn column)
    {
        int row = 0;
        foreach (object? cell in column)
        {
            if (cell is string { Length: > 0 } value)
                return string.Create(CultureInfo.InvariantCulture,
                    $" The first cell is '{value}' in row {ExcelRow(row)}; read the file with DataFile.Read, which reads dates and names "
                        + $"those that are not dates.");
            row++;
        }
        return "";
    }

    /// <summary>The column of that name.</summary>
    internal DataFrameColumn Column(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        int index = _frame.Columns.IndexOf(name);
        if (index >= 0) return _frame.Columns[index];
        if (_frame.Columns.Count == 0) throw new ArgumentException($"There is no column '{name}': the frame has no columns.");
        string nearest = _frame.Columns.Select(c => c.Name).MinBy(c => EditDistance(c, name))!;
        throw new ArgumentException(
            $"There is no column '{name}'; the nearest name is '{nearest}'. Columns: "
                + $"{string.Join(", ", _frame.Columns.Select(c => c.Name))}.");
    }

    /// <summary>Whether a column can be read as numbers.</summary>
    internal static bool IsNumeric(DataFrameColumn column) => column.IsNumericColumn() && column.DataType != typeof(char);

    private static double[] Doubles(PrimitiveDataFrameColumn<double> column)
    {
        if (column.NullCount > 0) return Convert(column, v => v);
        double[] values = GC.AllocateUninitializedArray<double>((int)column.Length);
        int start = 0;
        foreach (ReadOnlyMemory<double> buffer in column.GetReadOnlyDataBuffers())
        {
            int count = Math.Min(buffer.Length, values.Length - start);
            buffer.Span[..count].CopyTo(values.AsSpan(start));
            start += count;
        }
        return values;
    }

    private static double[] Convert<T>(PrimitiveDataFrameColumn<T> column, Func<T, double> convert) where T : unmanaged
    {
        double[] values = GC.AllocateUninitializedArray<double>((int)column.Length);
        int i = 0;
        if (column.NullCount > 0)
        {
            foreach (T? value in column) values[i++] = value is { } v ? convert(v) : double.NaN;
            return values;
        }
        foreach (ReadOnlyMemory<T> buffer in column.GetReadOnlyDataBuffers())
            for (int k = 0; k < buffer.Length && i < values.Length; k++) values[i++] = convert(buffer.Span[k]);
        return values;
    }

    private static int[] TextCodes(string?[] texts, Dictionary<string, int> seen)
    {
        var codes = new int[texts.Length];
        for (int i = 0; i < texts.Length; i++)
            codes[i] = texts[i] is not { } text ? -1
                : seen.TryGetValue(text, out int code) ? code : seen[text] = seen.Count;
        return codes;
    }

    private int[] NumberCodes(DataFrameColumn column, Dictionary<string, int> seen)
    {
        double[] numbers = NumbersOrNaN(column.Name);
        var byNumber = new Dictionary<double, int>();
        var small = new int[1024]; // code + 1 of whole numbers from 0
        var codes = new int[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            int whole = numbers[i] is >= 0 and < 1024 ? (int)numbers[i] : -1;
            if (whole == numbers[i] && small[whole] > 0) codes[i] = small[whole] - 1;
            else if (double.IsNaN(numbers[i])) codes[i] = -1;
            else if (byNumber.TryGetValue(numbers[i], out int code)) codes[i] = code;
            else
            {
                string text = numbers[i].ToString("R", CultureInfo.InvariantCulture);
                codes[i] = byNumber[numbers[i]] = seen.TryGetValue(text, out int known) ? known : seen[text] = seen.Count;
                if (whole == numbers[i]) small[whole] = codes[i] + 1;
            }
        }
        return codes;
    }

    private static string[] SortLevels(string[] levels, bool numeric)
    {
        if (numeric) Array.Sort(Array.ConvertAll(levels, l => double.Parse(l, CultureInfo.InvariantCulture)), levels);
        else Array.Sort(levels, StringComparer.Ordinal);
        return levels;
    }

    private static string? Text(object? cell) => cell switch
    {
        null or "" or double.NaN => null,
        string text => text,
        DateTime date => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture),
        _ => System.Convert.ToString(cell, CultureInfo.InvariantCulture),
    };

    private static string Kind(DataFrameColumn column) =>
        column is PrimitiveDataFrameColumn<DateTime> ? "dates" : IsNumeric(column) ? "numbers" : column.DataType == typeof(bool)
            ? "booleans"
            : "text";

    private static int EditDistance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                int change = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + change);
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
