using System.Collections;
using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Sql;

/// <summary>Reads results as frames and writes frames as tables.</summary>
internal static class Frames
{
    /// <summary>Runs statements; the rows of the last query, or null when none of them is a query.</summary>
    public static SharedFrame? Read(DuckDBConnection database, string sql, CancellationToken interrupt)
    {
        using DuckDBCommand command = database.CreateCommand();
        command.CommandText = sql;
        using CancellationTokenRegistration registration = interrupt.Register(command.Cancel);
        using DuckDBDataReader reader = command.ExecuteReader();
        SharedFrame? last = null;
        do
        {
            if (reader.FieldCount > 0) last = Rows(reader, interrupt);
        }
        while (reader.NextResult());
        return last;
    }

    /// <summary>Makes a table, in place of one of the same name.</summary>
    public static void Write(DuckDBConnection database, string schema, string name, SharedFrame frame)
    {
        using DuckDBCommand command = database.CreateCommand();
        command.CommandText =
            $"CREATE OR REPLACE TABLE {schema}.{SqlText.Name(name)} ("
                + $"{string.Join(", ", frame.Columns.Select(c => $"{SqlText.Name(c.Name)} {SqlText.TypeOf(c)}"))})";
        command.ExecuteNonQuery();
        using DuckDBAppender appender = database.CreateAppender(schema, name);
        for (long row = 0; row < frame.Rows; row++)
        {
            IDuckDBAppenderRow target = appender.CreateRow();
            foreach (SharedColumn column in frame.Columns) Append(target, column.Value(row));
            target.EndRow();
        }
    }

    public static IEnumerable<string> Texts(this SharedFrame frame, int column)
    {
        for (long row = 0; row < frame.Rows; row++) yield return (string?)frame.Columns[column].Value(row) ?? "";
    }

    private static void Append(IDuckDBAppenderRow row, object? value)
    {
        _ = value switch
        {
            null => row.AppendNullValue(),
            bool flag => row.AppendValue(flag),
            int number => row.AppendValue(number),
            long number => row.AppendValue(number),
            float number => row.AppendValue(number),
            double number => row.AppendValue(number),
            decimal number => row.AppendValue((double)number),
            DateTime time => row.AppendValue(time),
            _ => row.AppendValue(value.ToString()),
        };
    }

    private static SharedFrame Rows(DuckDBDataReader reader, CancellationToken interrupt)
    {
        var values = new List<object?>[reader.FieldCount];
        for (int i = 0; i < values.Length; i++) values[i] = [];
        long rows = 0;
        for (; reader.Read(); rows++)
        {
            if (rows % 1024 == 0) interrupt.ThrowIfCancellationRequested();
            for (int i = 0; i < values.Length; i++) values[i].Add(reader.IsDBNull(i) ? null : reader.GetValue(i));
        }
        return new([.. values.Select((v, i) => Column(UniqueName(reader, i), reader.GetFieldType(i), v))], rows);
    }

    private static SharedColumn Column(string name, Type type, List<object?> values)
    {
        // Sums and counts of whole numbers come as very wide ones, exact fractions as decimals; tables of numbers use neither.
        if (type == typeof(BigInteger))
            type = values.TrueForAll(v => v is null || ((BigInteger)v) is var n && n >= long.MinValue && n <= long.MaxValue)
                ? typeof(long)
                : typeof(double);
        if (type == typeof(decimal)) type = typeof(double);
        Type shared = SharedColumn.TypeFor(type);
        return new(name, shared, row => Convert(values[(int)row], shared));
    }

    private static object? Convert(object? value, Type type) => value switch
    {
        BigInteger number when type == typeof(long) => (long)number,
        not string and IEnumerable list =>
            $"[{string.Join(", ", list.Cast<object?>()
                .Select(v => v is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : v?.ToString() ?? "NULL"))}]",
        _ => SharedColumn.Convert(value, type),
    };

    /// <summary>Two columns of a result may have the same name; those of a data frame may not.</summary>
    private static string UniqueName(DuckDBDataReader reader, int column)
    {
        string name = reader.GetName(column);
        int before = Enumerable.Range(0, column).Count(i => reader.GetName(i) == name);
        return before == 0 ? name : FormattableString.Invariant($"{name}_{before + 1}");
    }
}
