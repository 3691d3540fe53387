using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NotebookKit.Kernel.Values;

/// <summary>What a list of variables says of a value, at once and without running code of the user: no <c>ToString</c>, no items of
/// sequences.</summary>
internal static class ShortText
{
    private const int MaxText = 200, MaxItems = 6, MaxProperties = 5;

    /// <summary>A line of at most 200 characters; empty where the type says all that is known at once.</summary>
    public static string Of(object? value)
    {
        string text = Whole(value);
        return text.Length > MaxText ? text[..MaxText] + " …" : text;
    }

    /// <summary>A type as C# writes it, without its namespace.</summary>
    public static string TypeName(Type type)
    {
        if (type.IsArray) return $"{TypeName(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return TypeName(underlying) + "?";
        if (type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal)) return "anonymous type";
        if (type.IsGenericType)
        {
            string arguments = string.Join(", ", type.GetGenericArguments().Select(TypeName));
            return type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal) ? $"({arguments})"
                : $"{type.Name.Split('`')[0]}<{arguments}>";
        }
        return type.IsEnum ? type.Name : Keyword(type) ?? type.Name;
    }

    /// <summary>How many rows and columns a data frame has; null for other values.</summary>
    public static (long Rows, int Columns)? SizeOf(object? value)
    {
        if (!SharedFrame.IsDataFrame(value)) return null;
        dynamic frame = value!;
        return ((long)frame.Rows.Count, (int)frame.Columns.Count);
    }

    /// <summary>How many items a collection of .NET itself holds; null for other values.</summary>
    public static int? CountOf(object? value) =>
        value is ICollection items && value is not string && IsOfNet(value.GetType()) ? items.Count : null;

    private static string Whole(object? value)
    {
        if (Scalar(value) is { } text) return text;
        if (SizeOf(value) is var (rows, columns))
            return FormattableString.Invariant($"{rows:N0} {Words(rows, "row")} × {columns} {Words(columns, "column")}");
        if (value is IList list && CountOf(value) is { } count)
        {
            string size = FormattableString.Invariant($"{count:N0} {Words(count, "item")}");
            if (value is Array { Rank: > 1 }) return size;
            string?[] first = [.. Enumerable.Range(0, Math.Min(count, MaxItems)).Select(i => Scalar(list[i]))];
            return first.Length == 0 || first.Any(t => t is null) ? size
                : $"{size}: {string.Join(", ", first)}{(count > MaxItems ? ", …" : "")}";
        }
        if (CountOf(value) is { } number) return FormattableString.Invariant($"{number:N0} {Words(number, "item")}");
        if (value is ITuple tuple)
            return $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Scalar(tuple[i]) ?? "…"))})";
        return Properties(value!);
    }

    private static string? Scalar(object? value) => value switch
    {
        null => "null",
        string text => text.Length > MaxText ? text[..(MaxText + 1)].ReplaceLineEndings(" ") : text.ReplaceLineEndings(" "),
        char letter => letter.ToString(),
        Enum word => word.ToString(),
        bool or DateTime or DateOnly => FrameColumn.Text(value),
        System.Numerics.BigInteger whole when whole.GetByteCount() > MaxText => null,
        IFormattable number when IsOfNet(value.GetType()) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Properties that only give back what was set, such as those of records.</summary>
    private static string Properties(object value)
    {
        IEnumerable<string> known = value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetMethod is { } get && get.GetParameters().Length == 0 && IsPlain(get, value.GetType()))
            .Select(p => Scalar(p.GetValue(value)) is { } text ? $"{p.Name} = {text}" : null).OfType<string>().Take(MaxProperties);
        return string.Join(", ", known);
    }

    private static bool IsPlain(MethodInfo get, Type type) =>
        get.IsDefined(typeof(CompilerGeneratedAttribute), false) || type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal);

    private static bool IsOfNet(Type type) => type.IsArray ||
        type.Assembly.GetName().Name is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "mscorlib");

    private static string? Keyword(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "bool",
        TypeCode.Char => "char",
        TypeCode.SByte => "sbyte",
        TypeCode.Byte => "byte",
        TypeCode.Int16 => "short",
        TypeCode.UInt16 => "ushort",
        TypeCode.Int32 => "int",
        TypeCode.UInt32 => "uint",
        TypeCode.Int64 => "long",
        TypeCode.UInt64 => "ulong",
        TypeCode.Single => "float",
        TypeCode.Double => "double",
        TypeCode.Decimal => "decimal",
        TypeCode.String => "string",
        _ => type == typeof(object) ? "object" : null,
    };

    private static string Words(long number, string word) => number == 1 ? word : word + "s";
}
