using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;

namespace NotebookKit.Sql.Sources;

/// <summary>Counted tables of the same columns, added: whole numbers, so that neither order nor plan changes a digit.</summary>
internal static class CountedTables
{
    /// <summary>One row for each combination of values; missing values are one value, and numbers of any type are numbers.</summary>
    /// <param name="tables">The tables; they may hold more columns.</param>
    /// <param name="columns">The columns that are kept.</param>
    /// <param name="merge">Whether one table may hold a combination twice, as where it has more columns.</param>
    public static CountedRows Add(IReadOnlyList<CountedRows> tables, ImmutableArray<string> columns, bool merge = false)
    {
        if (!merge && tables.Count == 1 && columns.All(c => tables[0].Keys.Columns[c].NullCount == 0)) return tables[0];
        var place = new Dictionary<Combination, int>();
        var (values, counts) = (new List<object?[]>(), new List<long>());
        foreach (CountedRows table in tables)
        {
            DataFrameColumn[] keys = [.. columns.Select(c => table.Keys.Columns[c])];
            for (int i = 0; i < table.Rows.Length; i++)
            {
                object?[] row = Array.ConvertAll(keys, k => Plain(k[i]));
                var combination = new Combination(row);
                if (!place.TryGetValue(combination, out int at))
                {
                    place[combination] = at = values.Count;
                    values.Add(row);
                    counts.Add(0);
                }
                counts[at] = checked(counts[at] + table.Rows[i]);
            }
        }
        return new CountedRows(
            new DataFrame(columns.Select((name, c) => Column(name, [.. tables.Select(t => t.Keys.Columns[name])],
                values.Select(v => v[c])))), [.. counts]);
    }

    /// <summary>Rows of several frames, one below the other.</summary>
    public static DataFrame Append(IReadOnlyList<DataFrame> frames, IEnumerable<string> columns) =>
        frames.Count == 1 ? frames[0] : new DataFrame(columns.Select(name => Column(name, [.. frames.Select(f => f.Columns[name])],
            frames.SelectMany(f => f.Columns[name].Cast<object?>()).Select(Plain))));

    private static object? Plain(object? value) => value switch
    {
        null or "" => null,
        string or bool or DateTime => value,
        float.NaN => null,
        float number => double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsNaN(number) ? null : number,
    };

    /// <summary>A column of the type that the tables agree on.</summary>
    internal static DataFrameColumn Column(string name, IReadOnlyList<DataFrameColumn> of, IEnumerable<object?> values)
    {
        Type[] types = [.. of.Where(c => c.Length > c.NullCount || of.Count == 1).Select(Kind).Distinct()];
        if (types.Length > 1)
            throw new ArgumentException($"Column '{name}' holds {Words(types[0])} in one part and {Words(types[1])} in another; expected "
                + "one type in all. Cast it in a view of that part.");
        Type type = types.Length == 0 ? Kind(of[0]) : types[0];
        return type == typeof(string) ? new StringDataFrameColumn(name, values.Select(v => (string?)v))
            : type == typeof(bool) ? new BooleanDataFrameColumn(name, values.Select(v => (bool?)v))
            : type == typeof(DateTime) ? new DateTimeDataFrameColumn(name, values.Select(v => (DateTime?)v))
            : new DoubleDataFrameColumn(name, values.Select(v => (double?)v));
    }

    private static Type Kind(DataFrameColumn column) =>
        column.DataType == typeof(string) || column.DataType == typeof(bool) || column.DataType == typeof(DateTime) ? column.DataType
            : typeof(double);

    private static string Words(Type type) => type == typeof(string) ? "text" : type == typeof(bool) ? "booleans"
        : type == typeof(DateTime) ? "dates" : "numbers";

    private readonly struct Combination(object?[] values) : IEquatable<Combination>
    {
        private readonly object?[] _values = values;

        public bool Equals(Combination other) => _values.AsSpan().SequenceEqual(other._values, null);

        public override bool Equals(object? obj) => obj is Combination other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (object? value in _values) hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
