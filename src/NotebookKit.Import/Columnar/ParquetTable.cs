using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;
using Parquet;
using Parquet.Schema;

namespace NotebookKit.Import.Columnar;

/// <summary>Parquet files, through Parquet.Net.</summary>
internal static class ParquetTable
{
    public static TypedColumn[] Read(byte[] bytes, FindingSink findings)
    {
        try
        {
            return Task.Run(() => ReadAsync(bytes, findings)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not (DamagedFileException or OutOfMemoryException))
        {
            throw new DamagedFileException("damaged", $"The Parquet file cannot be read: {e.Message}",
                "Write it again, or read it with SQL (#!sql).");
        }
    }

    private static async Task<TypedColumn[]> ReadAsync(byte[] bytes, FindingSink findings)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(new MemoryStream(bytes, writable: false));
        var columns = new List<(DataField Field, ColumnarCells Cells)>();
        foreach (Field field in reader.Schema.Fields)
        {
            if (field is DataField { IsArray: false } flat) columns.Add((flat, new ColumnarCells(field.Name)));
            else findings.Warn("nested-column", null, field.Name, field.SchemaType.ToString(),
                "The column holds lists or records; it was left out.", "one value in a cell",
                "Unfold it in SQL (#!sql: unnest) before reading.");
        }
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            foreach ((DataField field, ColumnarCells cells) in columns) await Add(rows, field, cells, checked((int)rows.RowCount));
        }
        return [.. columns.Select(
            c => c.Cells.Build(c.Field is DateTimeDataField { DateTimeFormat: DateTimeFormat.Date }
                ? DataType.Date
                : Kind(c.Field.ClrType)))];
    }

    private static Task Add(ParquetRowGroupReader rows, DataField field, ColumnarCells cells, int count)
    {
        Type type = field.ClrType;
        return type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? Texts(rows, field, cells, count)
            : type == typeof(bool) ? Values<bool>(rows, field, cells, count, v => v)
            : type == typeof(sbyte) ? Values<sbyte>(rows, field, cells, count, v => (long)v)
            : type == typeof(byte) ? Values<byte>(rows, field, cells, count, v => (long)v)
            : type == typeof(short) ? Values<short>(rows, field, cells, count, v => (long)v)
            : type == typeof(ushort) ? Values<ushort>(rows, field, cells, count, v => (long)v)
            : type == typeof(int) ? Values<int>(rows, field, cells, count, v => (long)v)
            : type == typeof(uint) ? Values<uint>(rows, field, cells, count, v => (long)v)
            : type == typeof(long) ? Values<long>(rows, field, cells, count, v => v)
            : type == typeof(ulong)
            ? Values<ulong>(rows, field, cells, count,
                v => v <= long.MaxValue ? (long)v : v.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : type == typeof(float) ? Values<float>(rows, field, cells, count, v => (double)v)
            : type == typeof(double) ? Values<double>(rows, field, cells, count, v => v)
            : type == typeof(decimal) ? Values<decimal>(rows, field, cells, count, v => v)
            : type == typeof(DateTime) ? Values<DateTime>(rows, field, cells, count, v => DateTime.SpecifyKind(v, DateTimeKind.Unspecified))
            : type == typeof(DateOnly) ? Values<DateOnly>(rows, field, cells, count, v => v.ToDateTime(TimeOnly.MinValue))
            : type == typeof(TimeOnly)
            ? Values<TimeOnly>(rows, field, cells, count, v => v.ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture))
            : type == typeof(TimeSpan)
            ? Values<TimeSpan>(rows, field, cells, count, v => v.ToString("c", System.Globalization.CultureInfo.InvariantCulture))
            : type == typeof(Guid) ? Values<Guid>(rows, field, cells, count, v => v.ToString())
            : throw new NotSupportedException($"column {field.Name} is of type {type.Name}");
    }

    private static async Task Texts(ParquetRowGroupReader rows, DataField field, ColumnarCells cells, int count)
    {
        var values = new string?[count];
        await rows.ReadAsync(field, values.AsMemory()!);
        foreach (string? value in values) cells.Add(value);
    }

    private static async Task Values<T>(ParquetRowGroupReader rows, DataField field, ColumnarCells cells, int count,
        Func<T, object> convert)
        where T : struct
    {
        if (!field.IsNullable)
        {
            var plain = new T[count];
            await rows.ReadAsync(field, plain.AsMemory());
            foreach (T value in plain) cells.Add(convert(value));
            return;
        }
        var values = new T?[count];
        await rows.ReadAsync<T>(field, values.AsMemory());
        foreach (T? value in values) cells.Add(value is { } v ? convert(v) : null);
    }

    private static DataType Kind(Type type) => type switch
    {
        _ when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) => DataType.Text,
        _ when type == typeof(bool) => DataType.Boolean,
        _ when type == typeof(float) || type == typeof(double) || type == typeof(decimal) => DataType.Number,
        _ when type == typeof(DateTime) => DataType.DateTime,
        _ when type == typeof(DateOnly) => DataType.Date,
        _ when type.IsPrimitive => DataType.Integer,
        _ => DataType.Text,
    };
}
