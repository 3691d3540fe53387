using System.Globalization;
using Microsoft.Data.Analysis;

namespace NotebookKit.Cohorts;

/// <summary>Recoding and joining frames without changing them and without losing a row in silence.</summary>
internal static class FrameShaping
{
    public static DataFrame Recode(DataFrame frame, string column, string into, IReadOnlyDictionary<string, string> map)
    {
        DataFrameColumn source = Find(frame, column);
        var recoded = new StringDataFrameColumn(into, source.Length);
        for (long i = 0; i < source.Length; i++)
        {
            string? value = source[i]?.ToString();
            if (value is null) continue;
            if (!map.TryGetValue(value, out string? target))
                throw new ArgumentException(
                    $"Column '{column}', row {i + 1} of the frame: found '{value}', expected one of "
                    + $"{string.Join(", ", map.Keys.Select(k => $"'{k}'"))}. " +
                    $"Add '{value}' to the map, or leave those rows out first with Where.");
            recoded[i] = target;
        }
        return With(frame, recoded);
    }

    public static DataFrame AddColumnsFrom(DataFrame frame, DataFrame other, string on, IReadOnlyList<string> columns)
    {
        DataFrameColumn keys = Find(frame, on), otherKeys = Find(other, on);
        var rowOf = new Dictionary<string, long>();
        for (long i = 0; i < otherKeys.Length; i++)
        {
            string key = otherKeys[i]?.ToString() ?? throw new ArgumentException(
                $"Column '{on}', row {i + 1} of the frame to join: the key is missing.");
            if (!rowOf.TryAdd(key, i))
                throw new ArgumentException(
                    $"Column '{on}': '{key}' stands in rows {rowOf[key] + 1} and {i + 1} of the frame to join, expected once. " +
                    "Join many to one: start from the frame with several rows per key.");
        }

        var rows = new Int64DataFrameColumn("rows", keys.Length);
        for (long i = 0; i < keys.Length; i++)
        {
            string key = keys[i]?.ToString() ?? throw new ArgumentException($"Column '{on}', row {i + 1}: the key is missing.");
            rows[i] = rowOf.TryGetValue(key, out long row)
                ? row
                : throw new ArgumentException($"Column '{on}', row {i + 1}: '{key}' has no row in the frame to join.");
        }
        return With(frame, columns.Select(name => Find(other, name).Clone(rows)).ToArray());
    }

    public static DataFrame Scale(DataFrame frame, string column, string into, double factor) =>
        With(frame, new DoubleDataFrameColumn(into, new ColumnReader(frame).Numbers(column).Select(v => v * factor)));

    /// <summary>Days in a month: a year of 365.25 days in twelve.</summary>
    public const double DaysPerMonth = 30.4375;

    public static DataFrame MonthsBetween(DataFrame frame, string from, string to, string into)
    {
        var reader = new ColumnReader(frame);
        DateTime?[] start = Days(reader, from), end = Days(reader, to);
        return With(frame,
            new DoubleDataFrameColumn(into, start.Select((s, i) => end[i] is { } e && s is { } day
                ? (e.Date - day.Date).Days / DaysPerMonth
                : (double?)null)));
    }

    /// <summary>Dates, also where a frame holds them as texts of the form 2019-05-14.</summary>
    private static DateTime?[] Days(ColumnReader reader, string name)
    {
        if (reader.Column(name) is not StringDataFrameColumn column) return reader.Dates(name);
        var days = new DateTime?[column.Length];
        for (int i = 0; i < days.Length; i++)
        {
            string? text = column[i]?.Trim();
            if (string.IsNullOrEmpty(text)) continue;
            if (!DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day))
                throw new ArgumentException(
                    $"Column '{name}', row {ColumnReader.ExcelRow(i)}: found '{text}'; expected a date such as 2019-05-14. DataFile.Read "
                        + "reads dates written in other ways.");
            days[i] = day;
        }
        return days;
    }

    public static DataFrame Where(DataFrame frame, string column, IReadOnlyCollection<string> values)
    {
        DataFrameColumn source = Find(frame, column);
        string?[] texts = new ColumnReader(frame).Texts(column);
        foreach (string value in values)
            if (!texts.Contains(value))
                throw new ArgumentException($"Column '{source.Name}' has no value '{value}'; found {Found(texts)}.");
        return Rows(frame, [.. Enumerable.Range(0, texts.Length).Where(i => texts[i] is { } text && values.Contains(text))]);
    }

    /// <summary>The rows of the numbers given, in that order.</summary>
    public static DataFrame Rows(DataFrame frame, IReadOnlyCollection<int> rows)
    {
        var index = new Int64DataFrameColumn("rows", rows.Select(r => (long)r));
        return new DataFrame(frame.Columns.Select(c => c.Clone(index)));
    }

    /// <summary>The frame with some values of a column of texts replaced by their names.</summary>
    public static DataFrame Rename(DataFrame frame, string column, IReadOnlyCollection<(string Value, string Name)> names)
    {
        string?[] texts = new ColumnReader(frame).Texts(column);
        foreach ((string value, _) in names)
            if (!texts.Contains(value)) throw new ArgumentException($"Column '{column}' has no value '{value}'; found {Found(texts)}.");
        Dictionary<string, string> name = names.ToDictionary(n => n.Value, n => n.Name);
        var renamed = new StringDataFrameColumn(column, texts.Select(t => t is null ? null : name.GetValueOrDefault(t, t)));
        return new DataFrame(frame.Columns.Select(c => c.Name == column ? renamed : c.Clone()));
    }

    private static string Found(string?[] texts)
    {
        string[] values = [.. texts.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        return values.Length == 0 ? "no value at all" : string.Join(", ", values.Take(20).Select(v => $"'{v}'"))
            + (values.Length > 20 ? $" and {values.Length - 20} more" : "");
    }

    public static DataFrame Select(DataFrame frame, IReadOnlyList<string> columns) =>
        new(columns.Select(name => Find(frame, name).Clone()));

    public static DataFrame First(DataFrame frame, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var index = new Int64DataFrameColumn("rows", Enumerable.Range(0, (int)Math.Min(count, frame.Rows.Count)).Select(i => (long)i));
        return new DataFrame(frame.Columns.Select(c => c.Clone(index)));
    }

    private static DataFrame With(DataFrame frame, params DataFrameColumn[] added)
    {
        foreach (DataFrameColumn column in added)
            if (frame.Columns.Any(c => c.Name == column.Name))
                throw new ArgumentException($"The frame already has a column '{column.Name}'. Choose another name.");
        return new DataFrame(frame.Columns.Select(c => c.Clone()).Concat(added));
    }

    private static DataFrameColumn Find(DataFrame frame, string column) => new ColumnReader(frame).Column(column);
}
