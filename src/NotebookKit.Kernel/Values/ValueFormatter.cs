using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Values;

/// <summary>Turns values into mime bundles. Text that comes from values is encoded wherever it becomes HTML.</summary>
internal static partial class ValueFormatter
{
    private static readonly Lock Gate = new();
    private static bool _registered;

    /// <summary>Formats a value in the given types, or in those its type prefers; plain text is always among them.</summary>
    public static MimeBundle Format(object? value, params string[] mimeTypes)
    {
        Register();
        if (value is MimeBundle bundle) return bundle;
        if (value is IMimeBundleSource source) return source.ToMimeBundle();
        if (value is IReadOnlyDictionary<string, string> forms && forms.Keys.All(k => k.Contains('/', StringComparison.Ordinal))
            && forms.Count > 0)
            return forms.Aggregate(new MimeBundle(), (b, form) => b.Add(form.Key, form.Value));
        if (value is null) return new MimeBundle().Add(MimeTypes.Plain, "null");

        var result = new MimeBundle();
        IEnumerable<string> wanted = mimeTypes.Length > 0 ? mimeTypes : Preferred(value);
        foreach (string mimeType in wanted) Add(result, value, mimeType);
        if (mimeTypes.Length == 0 && ConventionFormatter.Write(value, MimeTypes.Plotly) is { } figure) result.Add(MimeTypes.Plotly, figure);
        if (!result.Has(MimeTypes.Plain))
        {
            if (value is IHtmlContent) result.Add(MimeTypes.Plain, PlainFromHtml(result.Text(MimeTypes.Html) ?? ""));
            else Add(result, value, MimeTypes.Plain);
        }
        return result;
    }

    private static IEnumerable<string> Preferred(object value)
    {
        if (!IsScalar(value.GetType()) || HasOwnFormatter(value.GetType())) return Formatter.GetPreferredMimeTypesFor(value.GetType());
        return [MimeTypes.Plain];
    }

    private static bool HasOwnFormatter(Type type) => Formatter.RegisteredFormatters(false).Any(f => f.Type == type && !Own.Contains(f));

    private static void Add(MimeBundle bundle, object value, string mimeType)
    {
        try
        {
            string text = value.ToDisplayString(mimeType);
            bundle.Add(mimeType, mimeType == MimeTypes.Html ? CellTypePrefix().Replace(DefaultStyle().Replace(text, ""), "") : text);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ThreadInterruptedException))
        {
            if (mimeType != MimeTypes.Plain) return;
            Exception cause = e is System.Reflection.TargetInvocationException { InnerException: { } inner } ? inner : e;
            bundle.Add(mimeType, $"[{value.GetType()} could not be shown: {cause.GetType().Name}: {cause.Message}]");
        }
    }

    private static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(DateTime) ||
        type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan)
        || type == typeof(Guid);

    private static readonly List<ITypeFormatter> Own = [];

    private static void Register()
    {
        lock (Gate)
        {
            if (_registered) return;
            _registered = true;
            var before = Formatter.RegisteredFormatters(false).ToHashSet();
            // The library prints every date with a Z, as if it were in universal time.
            foreach (string mimeType in new[] { MimeTypes.Plain, MimeTypes.Html })
                Formatter.Register<DateTime>((date, writer) => writer.Write(DateText(date)), mimeType);
            DataFrameFormatter.Register();
            XPlotFormatter.Register();
            JsonFormatter.Register();
            Own.AddRange(Formatter.RegisteredFormatters(false).Where(f => !before.Contains(f)));
        }
    }

    /// <summary>Forgets how a notebook that ran before wanted its values shown.</summary>
    public static void Reset()
    {
        lock (Gate)
        {
            Formatter.ResetToDefault();
            Own.Clear();
            _registered = false;
        }
        Register();
    }

    private static string DateText(DateTime date)
    {
        string text = date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return date.Kind == DateTimeKind.Utc && date.TimeOfDay != TimeSpan.Zero ? text + "Z" : text;
    }

    private static string PlainFromHtml(string html)
    {
        string text = System.Net.WebUtility.HtmlDecode(Tag().Replace(html, " "));
        return Blanks().Replace(text, " ").Trim();
    }

    [GeneratedRegex(@"<style>\s*\.dni-code-hint.*?</style>", RegexOptions.Singleline)]
    private static partial Regex DefaultStyle();

    /// <summary>Types declared in a cell are nested in a class of the engine's.</summary>
    [GeneratedRegex(@"\bSubmission\d+\+")]
    private static partial Regex CellTypePrefix();

    [GeneratedRegex("<(script|style).*?</\\1>|<[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
