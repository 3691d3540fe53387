using System.Collections;
using System.Globalization;

namespace NotebookKit.Kernel.Values;

/// <summary>A data frame between two languages. Its cells are read when they are asked for.</summary>
/// <param name="Columns">The columns, of equal length.</param>
/// <param name="Rows">How many rows.</param>
internal sealed record SharedFrame(IReadOnlyList<SharedColumn> Columns, long Rows)
{
    private const string FrameType = "Microsoft.Data.Analysis.DataFrame";

    /// <summary>Whether a value is a <c>Microsoft.Data.Analysis.DataFrame</c>, of whichever copy of that assembly.</summary>
    public static bool IsDataFrame(object? value) => value?.GetType().FullName == FrameType;

    /// <summary>A view of a <c>Microsoft.Data.Analysis.DataFrame</c>.</summary>
    public static SharedFrame Of(object dataFrame)
    {
        dynamic frame = dataFrame;
        var columns = new List<SharedColumn>();
        foreach (dynamic column in (IEnumerable)frame.Columns) columns.Add(View(column));
        return new(columns, (long)frame.Rows.Count);
    }

    /// <summary>Makes a data frame of the classes in the given assembly.</summary>
    /// <param name="analysis">The assembly <c>Microsoft.Data.Analysis</c>.</param>
    public object ToDataFrame(System.Reflection.Assembly analysis)
    {
        Type columnType = analysis.GetType("Microsoft.Data.Analysis.DataFrameColumn", throwOnError: true)!;
        Array columns = Array.CreateInstance(columnType, Columns.Count);
        for (int i = 0; i < Columns.Count; i++) columns.SetValue(Columns[i].ToColumn(analysis, Rows), i);
        return Activator.CreateInstance(analysis.GetType(FrameType, throwOnError: true)!, [columns])!;
    }

    private static SharedColumn View(dynamic column)
    {
        Type type = column.DataType;
        Type shared = SharedColumn.TypeFor(type);
        return new((string)column.Name, shared, row => SharedColumn.Convert((object?)column[row], shared));
    }
}

/// <summary>A column of a <see cref="SharedFrame"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its values: bool, int, long, float, double, decimal, DateTime or string.</param>
/// <param name="Value">The value in a row, counted from 0; null where it is missing.</param>
internal sealed record SharedColumn(string Name, Type Type, Func<long, object?> Value)
{
    /// <summary>The type in which values of a type are shared.</summary>
    public static Type TypeFor(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(byte) || type == typeof(sbyte) || type == typeof(short) || type == typeof(ushort)) return typeof(int);
        if (type == typeof(uint)) return typeof(long);
        if (type == typeof(ulong) || type == typeof(System.Numerics.BigInteger)) return typeof(double);
        if (type == typeof(DateOnly)) return typeof(DateTime);
        return type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(float) || type == typeof(double) ||
            type == typeof(decimal) || type == typeof(DateTime) ? type : typeof(string);
    }

    /// <summary>A value in a type that <see cref="TypeFor"/> gave.</summary>
    public static object? Convert(object? value, Type type) => value switch
    {
        null or DBNull => null,
        _ when value.GetType() == type => value,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        System.Numerics.BigInteger number => (double)number,
        IFormattable text when type == typeof(string) => text.ToString(null, CultureInfo.InvariantCulture),
        _ when type == typeof(string) => value.ToString(),
        _ => System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
    };

    public object ToColumn(System.Reflection.Assembly analysis, long rows)
    {
        (string kind, object values) = Type.GetTypeCode(Type) switch
        {
            TypeCode.Boolean => ("Boolean", Values<bool>(rows)),
            TypeCode.Int32 => ("Int32", Values<int>(rows)),
            TypeCode.Int64 => ("Int64", Values<long>(rows)),
            TypeCode.Single => ("Single", Values<float>(rows)),
            TypeCode.Double => ("Double", Values<double>(rows)),
            TypeCode.Decimal => ("Decimal", Values<decimal>(rows)),
            TypeCode.DateTime => ("DateTime", (object)Values<DateTime>(rows)),
            _ => ("String", Texts(rows)),
        };
        Type column = analysis.GetType($"Microsoft.Data.Analysis.{kind}DataFrameColumn", throwOnError: true)!;
        return Activator.CreateInstance(column, Name, values)!;
    }

    private IEnumerable<T?> Values<T>(long rows)
        where T : struct
    {
        for (long row = 0; row < rows; row++) yield return (T?)Value(row);
    }

    private IEnumerable<string?> Texts(long rows)
    {
        for (long row = 0; row < rows; row++) yield return (string?)Value(row);
    }
}
