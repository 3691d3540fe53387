using System.Data.Common;
using System.Globalization;
using System.Numerics;
using Microsoft.Data.Analysis;

namespace NotebookKit.Sql.Engines;

/// <summary>A column of an answer, of one of five types; an empty text and NaN are missing, as everywhere.</summary>
internal abstract class ColumnBuilder
{
    private const int PooledTexts = 4096;

    public abstract DataFrameColumn Column { get; }

    public abstract void Add(DbDataReader reader, int i);

    /// <summary>A value written as text; null where missing.</summary>
    public abstract void Add(string? text);

    /// <summary>The builder for a type of the driver; a value of a type that is none of ours is refused by its name.</summary>
    public static ColumnBuilder Of(string name, Type type) =>
        type == typeof(int) ? new Numbers<long>(name, (r, i) => r.GetInt32(i))
        : type == typeof(long) ? new Numbers<long>(name, (r, i) => r.GetInt64(i))
        : type == typeof(double) ? new Numbers<double>(name, (r, i) => r.GetDouble(i))
        : type == typeof(string) ? new Texts(name)
        : type == typeof(float) ? new Numbers<float>(name, (r, i) => r.GetFloat(i))
        : type == typeof(decimal) ? new Numbers<double>(name, (r, i) => (double)r.GetDecimal(i))
        : type == typeof(bool) ? new Numbers<bool>(name, (r, i) => r.GetBoolean(i))
        : type == typeof(DateTime) ? new Numbers<DateTime>(name, (r, i) => r.GetDateTime(i))
        : type == typeof(DateOnly) ? new Numbers<DateTime>(name,
            (r, i) => r.GetFieldValue<DateOnly>(i).ToDateTime(TimeOnly.MinValue))
        : type == typeof(short) || type == typeof(byte) || type == typeof(sbyte) || type == typeof(ushort) || type == typeof(uint)
            || type == typeof(ulong) || type == typeof(BigInteger)
            ? new Numbers<long>(name, (r, i) => r.GetValue(i) is BigInteger big ? checked((long)big)
                : Convert.ToInt64(r.GetValue(i), CultureInfo.InvariantCulture))
        : type == typeof(Guid) ? new Texts(name)
        : new Foreign(name, type);

    private sealed class Foreign(string name, Type type) : ColumnBuilder
    {
        public override DataFrameColumn Column { get; } = new StringDataFrameColumn(name);

        public override void Add(DbDataReader reader, int i) => Add("");

        public override void Add(string? text) => throw new DatabaseException(
            $"Column '{name}' is of type {type.Name}; expected a number, text, boolean or date. Leave it out of the question, or make a "
                + "view that casts it.");
    }

    private sealed class Texts(string name) : ColumnBuilder
    {
        private readonly StringDataFrameColumn _column = new(name);
        private readonly Dictionary<string, string> _pool = new(StringComparer.Ordinal);

        public override DataFrameColumn Column => _column;

        public override void Add(DbDataReader reader, int i) => 
            Add(reader.IsDBNull(i) ? null : reader.GetFieldType(i) == typeof(string) ? reader.GetString(i) : $"{reader.GetValue(i)}");

        public override void Add(string? text)
        {
            if (string.IsNullOrEmpty(text)) text = null;
            else if (_pool.TryGetValue(text, out string? known)) text = known;
            else if (_pool.Count < PooledTexts) _pool[text] = text;
            _column.Append(text);
        }
    }

    private sealed class Numbers<T>(string name, Func<DbDataReader, int, T> get) : ColumnBuilder where T : unmanaged
    {
        private readonly PrimitiveDataFrameColumn<T> _column = Own(name);

        public override DataFrameColumn Column => _column;

        public override void Add(DbDataReader reader, int i) => Append(reader.IsDBNull(i) ? null : get(reader, i));

        public override void Add(string? text) => Append(text is null ? null : (T)Parse(text));

        private void Append(T? value) => _column.Append(value is double.NaN or float.NaN ? null : value);

        private static object Parse(string text) =>
            typeof(T) == typeof(long) ? long.Parse(text, CultureInfo.InvariantCulture)
            : typeof(T) == typeof(double) ? Floating(text)
            : typeof(T) == typeof(float) ? (float)Floating(text)
            : DateTime.Parse(text, CultureInfo.InvariantCulture);

        private static double Floating(string text) => text switch
        {
            "nan" or "-nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        };

        private static PrimitiveDataFrameColumn<T> Own(string name) =>
            (PrimitiveDataFrameColumn<T>)(DataFrameColumn)(typeof(T) == typeof(double) ? new DoubleDataFrameColumn(name)
                : typeof(T) == typeof(long) ? new Int64DataFrameColumn(name)
                : typeof(T) == typeof(float) ? new SingleDataFrameColumn(name)
                : typeof(T) == typeof(bool) ? new BooleanDataFrameColumn(name)
                : new DateTimeDataFrameColumn(name));
    }
}
