using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Analysis;

namespace NotebookKit;

/// <summary>Turns tables with repetitions side by side into tables with one row each.</summary>
public static class DataFrameLayoutExtensions
{
    /// <summary>One row per repetition: <c>scan1_date, scan1_sum, scan2_date …</c> become <c>scan, date, sum</c>.</summary>
    /// <param name="frame">One row per subject; not changed.</param>
    /// <param name="by">Columns that are kept beside every repetition, such as the identifier.</param>
    /// <param name="index">Name of the new column with the number of the repetition; numbers keep their holes.</param>
    /// <param name="patterns">Names with <c>{index}</c> in place of the number, one per measure, such as <c>scan{index}_date</c>.</param>
    /// <returns>A frame with a row for each repetition in which at least one measure is filled; rows keep the order of the
    /// subjects.</returns>
    /// <exception cref="ArgumentException">A pattern has no <c>{index}</c>, fits no column, or columns of one measure differ in
    /// type.</exception>
    /// <example><c>scans.Lengthen(["id"], "scan", "scan{index}_date", "scan{index}_sum")</c></example>
    public static DataFrame Lengthen(this DataFrame frame, string[] by, string index, params string[] patterns)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(by);
        string[] names = [.. frame.Columns.Select(c => c.Name)];
        foreach (string name in by.Where(n => !names.Contains(n)))
            throw new ArgumentException($"There is no column '{name}'. Columns: {string.Join(", ", names)}.");
        (string Measure, SortedDictionary<int, DataFrameColumn> Columns)[] measures =
            [.. patterns.Select(p => Measure(frame, names, p, index))];
        if (measures.Length == 0) throw new ArgumentException("Name at least one pattern, such as \"scan{index}_date\".");
        int[] numbers = [.. measures.SelectMany(m => m.Columns.Keys).Distinct().Order()];
        var rows = new List<(long Row, int Number)>();
        for (long row = 0; row < frame.Rows.Count; row++)
            foreach (int number in numbers)
                if (measures.Any(m => m.Columns.TryGetValue(number, out DataFrameColumn? column) && column[row] is not (null or "")))
                    rows.Add((row, number));
        var result = new DataFrame();
        foreach (string name in by) result.Columns.Add(Filled(frame[name], name, rows.Select(r => frame[name][r.Row])));
        result.Columns.Add(new Int32DataFrameColumn(index, rows.Select(r => r.Number)));
        foreach ((string measure, SortedDictionary<int, DataFrameColumn> columns) in measures)
            result.Columns.Add(
                Filled(columns.First().Value, measure, rows.Select(r => columns.TryGetValue(r.Number, out DataFrameColumn? column)
                    ? column[r.Row]
                    : null)));
        return result;
    }

    private static (string, SortedDictionary<int, DataFrameColumn>) Measure(DataFrame frame, string[] names, string pattern, string index)
    {
        if (pattern.Split("{index}") is not [var before, var after])
            throw new ArgumentException($"The pattern '{pattern}' must hold {{index}} once, in place of the number.");
        var form = new Regex($"^{Regex.Escape(before)}(\\d+){Regex.Escape(after)}$", RegexOptions.CultureInvariant);
        var columns = new SortedDictionary<int, DataFrameColumn>();
        foreach (string name in names)
            if (form.Match(name) is { Success: true } match)
                columns[int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)] = frame[name];
        if (columns.Count == 0) throw new ArgumentException($"No column fits '{pattern}'. Columns: {string.Join(", ", names)}.");
        Type[] types = [.. columns.Values.Where(c => c.NullCount < c.Length).Select(c => c.DataType).Distinct()];
        if (types.Length > 1)
            throw new ArgumentException(
                $"The columns of '{pattern}' hold {string.Join(" and ", types.Select(t => t.Name))}; give them one type first.");
        if (types.Length == 1 && columns.First().Value.DataType != types[0])
        {
            int first = columns.First(c => c.Value.DataType == types[0]).Key;
            var ordered = columns.OrderBy(c => c.Key == first ? 0 : 1).ToArray();
            columns = new(Comparer<int>.Create((a, b) => a == b ? 0 : a == first ? -1 : b == first ? 1 : a.CompareTo(b)));
            foreach ((int key, DataFrameColumn column) in ordered) columns[key] = column;
        }
        string measure = after.Trim('_', ' ', '.', '-');
        foreach (string word in new[] { index, before.Trim('_', ' ', '.', '-') })
            if (measure.StartsWith(word + " ", StringComparison.OrdinalIgnoreCase)
                || measure.StartsWith(word + "_", StringComparison.OrdinalIgnoreCase)) measure = measure[(word.Length + 1)..];
        return (measure.Length > 0 ? measure : before.Trim('_', ' ', '.', '-'), columns);
    }

    private static DataFrameColumn Filled(DataFrameColumn like, string name, IEnumerable<object?> values) => like switch
    {
        Int64DataFrameColumn => new Int64DataFrameColumn(name, values.Select(v => (long?)v)),
        Int32DataFrameColumn => new Int32DataFrameColumn(name, values.Select(v => (int?)v)),
        DoubleDataFrameColumn => new DoubleDataFrameColumn(name, values.Select(v => (double?)v)),
        BooleanDataFrameColumn => new BooleanDataFrameColumn(name, values.Select(v => (bool?)v)),
        DateTimeDataFrameColumn => new DateTimeDataFrameColumn(name, values.Select(v => (DateTime?)v)),
        _ => new StringDataFrameColumn(name, values.Select(v => v is null ? null! : Convert.ToString(v, CultureInfo.InvariantCulture)!)),
    };
}
