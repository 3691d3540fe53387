using System.Collections.Concurrent;
using System.Reflection;

namespace NotebookKit.Kernel.Values;

/// <summary>
/// Asks the formatters that a type names by <c>TypeFormatterSourceAttribute</c> (recognised by name) for a mime type that is
/// not among its preferred ones, such as the vendor JSON of a figure.
/// </summary>
internal static class ConventionFormatter
{
    private static readonly ConcurrentDictionary<(Type Type, string MimeType), Func<object, TextWriter, bool>?> Formatters = new();

    /// <summary>The value in the given form, or null when its type offers none.</summary>
    public static string? Write(object value, string mimeType)
    {
        if (Formatters.GetOrAdd((value.GetType(), mimeType), static key => Find(key.Type, key.MimeType)) is not { } format) return null;
        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        return format(value, writer) ? writer.ToString() : null;
    }

    private static Func<object, TextWriter, bool>? Find(Type type, string mimeType)
    {
        foreach (Attribute attribute in type.GetCustomAttributes(inherit: true).OfType<Attribute>())
        {
            if (attribute.GetType().Name != "TypeFormatterSourceAttribute") continue;
            if (Get(attribute, "FormatterSourceType") is not Type sourceType) continue;
            object? source = Activator.CreateInstance(sourceType, nonPublic: true);
            if (sourceType.GetMethod("CreateTypeFormatters")?.Invoke(source, null) is not System.Collections.IEnumerable formatters)
                continue;
            foreach (object formatter in formatters)
            {
                if (Get(formatter, "MimeType") as string != mimeType) continue;
                if (formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)]) is { } method)
                    return (value, writer) => method.Invoke(formatter, [value, writer]) is true;
            }
        }
        return null;
    }

    private static object? Get(object instance, string property) =>
        instance.GetType().GetProperty(property, BindingFlags.Public | BindingFlags.Instance)?.GetValue(instance);
}
