using System.Collections;
using System.Globalization;

namespace NotebookKit.Kernel.Values;

/// <summary>A column of a data frame as a viewer reads it: a page, or all of it at once.</summary>
internal sealed class FrameColumn
{
    private readonly IEnumerable _values;
    private readonly Func<long, object?> _at;

    private FrameColumn(string name, Type original, long missing, IEnumerable values, Func<long, object?> at)
    {
        Name = name;
        Original = original;
        Type = SharedColumn.TypeFor(original);
        Missing = missing;
        _values = values;
        _at = at;
    }

    public string Name { get; }

    /// <summary>Type of its values in the frame.</summary>
    public Type Original { get; }

    /// <summary>The type they are compared in, one of those of <see cref="SharedColumn"/>.</summary>
    public Type Type { get; }

    public long Missing { get; }

    public bool IsNumber => Type != typeof(bool) && Type.IsPrimitive || Type == typeof(decimal);

    /// <summary>The columns of a <c>Microsoft.Data.Analysis.DataFrame</c>.</summary>
    public static IReadOnlyList<FrameColumn> Of(object dataFrame)
    {
        var columns = new List<FrameColumn>();
        foreach (dynamic column in (IEnumerable)((dynamic)dataFrame).Columns) columns.Add(View(column));
        return columns;
    }

    /// <summary>The value of a row in the form that depends on no culture; null where it is missing.</summary>
    public string? Text(long row) => Text(_at(row));

    public static string? Text(object? value) => value switch
    {
        null or DBNull => null,
        bool flag => flag ? "true" : "false",
        DateTime date => date.ToString(
            date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>All values, and which are missing.</summary>
    /// <param name="rows">How many rows the frame has.</param>
    /// <param name="read">A value that is not missing, which has the type <see cref="Type"/>.</param>
    public (T[] Values, bool[] IsMissing) Read<T>(int rows, Func<object, T> read)
    {
        var values = new T[rows];
        var isMissing = new bool[rows];
        int row = 0;
        foreach (object? value in _values)
        {
            if (row == rows) break;
            if (SharedColumn.Convert(value, Type) is { } known && known is not double.NaN and not float.NaN) values[row] = read(known);
            else isMissing[row] = true;
            row++;
        }
        // Shorter than it was: a cell that runs has changed the frame meanwhile.
        for (; row < rows; row++) isMissing[row] = true;
        return (values, isMissing);
    }

    /// <summary>All values as numbers; those of dates are their ticks.</summary>
    public (double[] Values, bool[] IsMissing) Numbers(int rows) => Read(rows, static v => v switch
    {
        double number => number,
        bool flag => flag ? 1 : 0,
        DateTime date => date.Ticks,
        _ => Convert.ToDouble(v, CultureInfo.InvariantCulture),
    });

    /// <summary>Numbers in the order of the texts; the same text has the same number.</summary>
    public (int[] Ranks, bool[] IsMissing) TextRanks(int rows)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        (int[] ranks, bool[] isMissing) = Read(rows, value =>
        {
            string text = (string)value;
            if (!numbers.TryGetValue(text, out int number)) numbers[text] = number = numbers.Count;
            return number;
        });
        string[] texts = [.. numbers.Keys.OrderBy(t => t, StringComparer.OrdinalIgnoreCase).ThenBy(t => t, StringComparer.Ordinal)];
        int[] places = new int[texts.Length];
        for (int i = 0; i < texts.Length; i++) places[numbers[texts[i]]] = i;
        for (int row = 0; row < rows; row++) ranks[row] = places.Length == 0 ? 0 : places[ranks[row]];
        return (ranks, isMissing);
    }

    private static FrameColumn View(dynamic column) => new(
        (string)column.Name, (Type)column.DataType, (long)column.NullCount, (IEnumerable)column, row => (object?)column[row]);
}
