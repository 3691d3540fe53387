using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Microsoft.Data.Analysis;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Columnar;

/// <summary>Arrow files (Feather 2) and streams, copied column by column.</summary>
internal static class ArrowTable
{
    public static TypedColumn[] Read(byte[] bytes, bool isFile, FindingSink findings)
    {
        try
        {
            var batches = new List<RecordBatch>();
            using var stream = new MemoryStream(bytes, writable: false);
            using ArrowStreamReader reader = isFile ? new ArrowFileReader(stream) : new ArrowStreamReader(stream);
            while (reader.ReadNextRecordBatch() is { } batch) batches.Add(batch);
            Schema schema = reader.Schema;
            return [.. schema.FieldsList.Select((field, i) => Column(field, [.. batches.Select(b => b.Column(i))], findings))
                .OfType<TypedColumn>()];
        }
        catch (Exception e) when (e is not (DamagedFileException or OutOfMemoryException))
        {
            throw new DamagedFileException("damaged", $"The Arrow file cannot be read: {e.Message}",
                "Write it again without compression, or as Parquet.");
        }
    }

    private static TypedColumn? Column(Field field, IArrowArray[] chunks, FindingSink findings)
    {
        var cells = new ColumnarCells(field.Name);
        if (field.DataType is NestedType)
        {
            findings.Warn("nested-column", null, field.Name, field.DataType.Name, "The column holds lists or records; it was left out.",
                "one value in a cell", "Unfold it in SQL (#!sql: unnest) before reading.");
            return null;
        }
        foreach (IArrowArray chunk in chunks)
            for (int i = 0; i < chunk.Length; i++) cells.Add(Value(chunk, i));
        return cells.Build(Kind(field.DataType));
    }

    private static DataType Kind(IArrowType type) => type switch
    {
        BooleanType => DataType.Boolean,
        Date32Type or Date64Type => DataType.Date,
        TimestampType => DataType.DateTime,
        FloatType or DoubleType or HalfFloatType or Decimal128Type or Decimal256Type => DataType.Number,
        IntegerType => DataType.Integer,
        DictionaryType => DataType.Category,
        _ => DataType.Text,
    };

    private static object? Value(IArrowArray array, int i)
    {
        if (array.IsNull(i)) return null;
        return array switch
        {
            StringArray a => a.GetString(i),
            LargeStringArray a => a.GetString(i),
            BooleanArray a => a.GetValue(i),
            Int8Array a => (long?)a.GetValue(i),
            Int16Array a => (long?)a.GetValue(i),
            Int32Array a => (long?)a.GetValue(i),
            Int64Array a => a.GetValue(i),
            UInt8Array a => (long?)a.GetValue(i),
            UInt16Array a => (long?)a.GetValue(i),
            UInt32Array a => (long?)a.GetValue(i),
            UInt64Array a => a.GetValue(i) is { } u ? u <= long.MaxValue
                ? (long)u
                : u.ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
            FloatArray a => (double?)a.GetValue(i),
            DoubleArray a => a.GetValue(i),
            Decimal128Array a => double.Parse(a.GetString(i), System.Globalization.CultureInfo.InvariantCulture),
            Date32Array a => a.GetDateTime(i),
            Date64Array a => a.GetDateTime(i),
            TimestampArray a => a.GetTimestamp(i)?.UtcDateTime,
            DictionaryArray a => Value(a.Dictionary, Index(a.Indices, i)),
            _ => array.ToString(),
        };
    }

    private static int Index(IArrowArray indices, int i) => indices switch
    {
        Int8Array a => a.GetValue(i)!.Value,
        Int16Array a => a.GetValue(i)!.Value,
        UInt8Array a => a.GetValue(i)!.Value,
        UInt16Array a => a.GetValue(i)!.Value,
        Int32Array a => a.GetValue(i)!.Value,
        _ => throw new NotSupportedException("Indices of this dictionary are of an unknown type."),
    };
}
