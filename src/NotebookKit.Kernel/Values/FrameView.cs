using System.Globalization;

namespace NotebookKit.Kernel.Values;

/// <summary>Rows of a data frame in the order and choice of a viewer. The frame is held, not copied: four bytes a row.</summary>
/// <param name="Columns">The columns of the frame.</param>
/// <param name="Total">How many rows the frame has.</param>
/// <param name="Rows">The rows that are shown, in their order.</param>
internal sealed record FrameView(IReadOnlyList<FrameColumn> Columns, int Total, int[] Rows)
{
    public static FrameView Of(object dataFrame)
    {
        int total = (int)Math.Min((long)((dynamic)dataFrame).Rows.Count, Array.MaxLength);
        return new(FrameColumn.Of(dataFrame), total, [.. Enumerable.Range(0, total)]);
    }

    /// <summary>The rows that meet a condition, in the order they have.</summary>
    /// <param name="column">Index of the column.</param>
    /// <param name="comparison"><c>= ≠ &lt; ≤ &gt; ≥ contains missing present</c>.</param>
    /// <param name="value">What is compared with; in words that say what is expected where it does not fit the column.</param>
    public FrameView Where(int column, string comparison, string value)
    {
        FrameColumn of = Column(column);
        bool[] isKept = comparison switch
        {
            "missing" => of.Read(Total, _ => 0).IsMissing,
            "present" => [.. of.Read(Total, _ => 0).IsMissing.Select(m => !m)],
            "contains" => Meets(of.Read(Total, v => FrameColumn.Text(v)!), t => t.Contains(value, StringComparison.OrdinalIgnoreCase)),
            _ when of.Type == typeof(string) => Meets(of.Read(Total, v => (string)v),
                Comparison(comparison, value, StringComparer.Ordinal)),
            _ when of.Type == typeof(DateTime) => Meets(of.Read(Total, v => (DateTime)v),
                Comparison(comparison, Parsed<DateTime>(value, of, "a date such as 2024-06-30",
                    (text, culture) => (DateTime.TryParse(text, culture, out DateTime date), date)), Comparer<DateTime>.Default)),
            _ when of.Type == typeof(bool) => Meets(of.Read(Total, v => (bool)v),
                Comparison(comparison, Parsed<bool>(value, of, "true or false", (text, _) => (bool.TryParse(text, out bool flag), flag)),
                    Comparer<bool>.Default)),
            _ when of.Type == typeof(long) || of.Type == typeof(decimal) => Meets(
                of.Read(Total, v => Convert.ToDecimal(v, CultureInfo.InvariantCulture)),
                Comparison(comparison, Parsed<decimal>(value, of, "a number such as 3.5", (text, culture) =>
                    (decimal.TryParse(text, NumberStyles.Float, culture, out decimal number), number)), Comparer<decimal>.Default)),
            _ => Meets(of.Numbers(Total), Comparison(comparison, Parsed<double>(value, of, "a number such as 3.5", (text, culture) =>
                (double.TryParse(text, NumberStyles.Float, culture, out double number) && !double.IsNaN(number), number)),
                Comparer<double>.Default)),
        };
        return this with { Rows = [.. Rows.Where(row => isKept[row])] };
    }

    /// <summary>The same rows ordered by a column; equal ones stay in the order they have, missing ones come last.</summary>
    public FrameView OrderBy(int column, bool descending)
    {
        FrameColumn by = Column(column);
        int[] rows = Type.GetTypeCode(by.Type) switch
        {
            TypeCode.String => Ordered(by.TextRanks(Total), descending),
            TypeCode.Int64 => Ordered(by.Read(Total, v => (long)v), descending),
            TypeCode.Decimal => Ordered(by.Read(Total, v => (decimal)v), descending),
            TypeCode.DateTime => Ordered(by.Read(Total, v => ((DateTime)v).Ticks), descending),
            _ => Ordered(by.Numbers(Total), descending),
        };
        return this with { Rows = rows };
    }

    public FrameColumn Column(int column) => column >= 0 && column < Columns.Count
        ? Columns[column]
        : throw new ArgumentException($"The data frame has {Columns.Count} columns, counted from 0; there is no column {column}.");

    private int[] Ordered<T>((T[] Values, bool[] IsMissing) column, bool descending)
        where T : IComparable<T>
    {
        var keys = new T[Rows.Length];
        int[] places = new int[Rows.Length], ordered = new int[Rows.Length];
        int known = 0, at = 0;
        for (int i = 0; i < Rows.Length; i++)
        {
            if (column.IsMissing[Rows[i]]) continue;
            keys[known] = column.Values[Rows[i]];
            places[known++] = i;
        }
        Array.Sort(keys, places, 0, known);
        for (int start = descending ? known : 0; descending ? start > 0 : start < known;)
        {
            int from = start, to = start;
            if (descending) for (from = start - 1; from > 0 && keys[from - 1].CompareTo(keys[start - 1]) == 0;) from--;
            else for (to = start + 1; to < known && keys[to].CompareTo(keys[start]) == 0;) to++;
            Array.Sort(places, from, to - from);
            for (int i = from; i < to; i++) ordered[at++] = Rows[places[i]];
            start = descending ? from : to;
        }
        foreach (int row in Rows)
            if (column.IsMissing[row]) ordered[at++] = row;
        return ordered;
    }

    private static bool[] Meets<T>((T[] Values, bool[] IsMissing) column, Func<T, bool> condition)
    {
        var meets = new bool[column.Values.Length];
        for (int row = 0; row < meets.Length; row++) meets[row] = !column.IsMissing[row] && condition(column.Values[row]);
        return meets;
    }

    private static Func<T, bool> Comparison<T>(string comparison, T value, IComparer<T> by) => comparison switch
    {
        "=" => v => by.Compare(v, value) == 0,
        "≠" => v => by.Compare(v, value) != 0,
        "<" => v => by.Compare(v, value) < 0,
        "≤" => v => by.Compare(v, value) <= 0,
        ">" => v => by.Compare(v, value) > 0,
        "≥" => v => by.Compare(v, value) >= 0,
        _ => throw new ArgumentException($"There is no comparison '{comparison}'; there are = ≠ < ≤ > ≥ contains missing present."),
    };

    private static T Parsed<T>(string text, FrameColumn column, string expected, Func<string, CultureInfo, (bool Fits, T Value)> parse) =>
        parse(text.Trim(), CultureInfo.InvariantCulture) is (true, var value)
            ? value
            : throw new ArgumentException($"'{text}' does not fit the column '{column.Name}': {expected} is expected.");
}
