using System.Collections;
using System.Globalization;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Sql;

/// <summary>Writes names and values as SQL.</summary>
internal static class SqlText
{
    public static string Name(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    /// <exception cref="LanguageException">SQL has nothing like it.</exception>
    public static string Literal(object? value) => value switch
    {
        null => "NULL",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Literal))}]",
        bool flag => flag ? "true" : "false",
        double or float =>
            string.Create(CultureInfo.InvariantCulture, $"'{System.Convert.ToDouble(value, CultureInfo.InvariantCulture):R}'::DOUBLE"),
        byte or sbyte or short or ushort or int or uint or long or ulong or decimal =>
            ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        DateOnly date => string.Create(CultureInfo.InvariantCulture, $"DATE '{date:yyyy-MM-dd}'"),
        DateTime time => string.Create(CultureInfo.InvariantCulture, $"TIMESTAMP '{time:yyyy-MM-dd HH:mm:ss.ffffff}'"),
        _ => throw new LanguageException("Error",
            $"A {value.GetType().Name} cannot be handed to SQL: only texts, numbers, truth values, dates, lists of these, and data "
                + "frames."),
    };

    public static string TypeOf(SharedColumn column) => Type.GetTypeCode(column.Type) switch
    {
        TypeCode.Boolean => "BOOLEAN",
        TypeCode.Int32 => "INTEGER",
        TypeCode.Int64 => "BIGINT",
        TypeCode.Single => "FLOAT",
        TypeCode.Double or TypeCode.Decimal => "DOUBLE",
        TypeCode.DateTime => "TIMESTAMP",
        _ => "VARCHAR",
    };
}
