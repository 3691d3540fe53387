using System.Net;
using Microsoft.AspNetCore.Html;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Values;

#pragma warning disable IDE1006 // the names are those notebooks use

namespace NotebookKit.Kernel.Cells;

/// <summary>What a cell can call without naming a class.</summary>
public static class CellFunctions
{
    /// <summary>Shows a value.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">Forms to show it in; by default those its type prefers.</param>
    /// <returns>A handle by which the display can be replaced.</returns>
    public static DisplayedValue display(object? value, params string[] mimeTypes) => DisplayedValue.Show(value, mimeTypes);

    /// <summary>Marks text as HTML that is to be shown as it stands. Encode whatever comes from data.</summary>
    public static IHtmlContent HTML(string content) => new HtmlString(content);

    /// <summary>Runs JavaScript in the page that shows the notebook, where its outputs are trusted.</summary>
    public static void Javascript(string scriptContent) =>
        DisplayedValue.Show(new MimeBundle().Add(MimeTypes.Html, $"<script type=\"text/javascript\">{scriptContent}</script>")
            .Add(MimeTypes.Plain, scriptContent), []);

    /// <summary>Adds a style to the page that shows the notebook.</summary>
    public static void CSS(string content) =>
        DisplayedValue.Show(new MimeBundle().Add(MimeTypes.Html, $"<style>{content}</style>").Add(MimeTypes.Plain, content), []);

    /// <summary>Asks the user for a line of text.</summary>
    public static string input(string prompt = "") => CellContext.Require().Output.Read(prompt, isPassword: false);

    /// <summary>Asks the user for a line of text that is not shown.</summary>
    public static string password(string prompt = "") => CellContext.Require().Output.Read(prompt, isPassword: true);

    /// <summary>Removes the outputs of the running cell.</summary>
    /// <param name="wait">Whether to wait for the next output before removing them.</param>
    public static void clear_output(bool wait = false) => CellContext.Require().Output.Write(new ClearOutput(wait));
}

/// <summary>Shows values from a method chain.</summary>
public static class DisplayExtensions
{
    /// <summary>Shows a value.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeTypes">Forms to show it in; by default those its type prefers.</param>
    /// <returns>A handle by which the display can be replaced.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) => DisplayedValue.Show(value, mimeTypes);

    /// <summary>Shows text that is already written in a mime type, such as <c>text/markdown</c>.</summary>
    public static DisplayedValue DisplayAs(this string value, string mimeType) =>
        DisplayedValue.Show(new MimeBundle().Add(mimeType, value).Add(MimeTypes.Plain, value), []);

    /// <summary>Shows a list as a table: a row for each item, a column for each of its properties.</summary>
    public static DisplayedValue DisplayTable<T>(this IEnumerable<T> source) => DisplayedValue.Show(Table(source), []);

    private static MimeBundle Table<T>(IEnumerable<T> source)
    {
        const System.Reflection.BindingFlags visible = System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance;
        List<T> items = [.. source];
        Type type = items.Find(i => i is not null)?.GetType() ?? typeof(T);
        System.Reflection.PropertyInfo[] columns = [.. type.GetProperties(visible).Where(p => p.GetIndexParameters().Length == 0)];
        bool isPlain = columns.Length == 0 || type.IsPrimitive || type == typeof(string);
        string[] heads = isPlain ? ["value"] : [.. columns.Select(c => c.Name)];
        List<string[]> rows =
            [.. items.Select(i => isPlain ? [Text(i)] : columns.Select(c => i is null ? "" : Text(c.GetValue(i))).ToArray())];
        string html = $"<table><thead><tr>{string.Concat(heads.Select(h => $"<th>{h.ToHtml()}</th>"))}</tr></thead><tbody>" +
            string.Concat(rows.Select(r => $"<tr>{string.Concat(r.Select(c => $"<td>{c.ToHtml()}</td>"))}</tr>")) + "</tbody></table>";
        return new MimeBundle().Add(MimeTypes.Html, html)
            .Add(MimeTypes.Plain, string.Join('\n', rows.Prepend(heads).Select(r => string.Join('\t', r))));
    }

    private static string Text(object? value) => ValueFormatter.Format(value).Text(MimeTypes.Plain) ?? "";

    /// <summary>The text with every character that HTML treats specially encoded.</summary>
    public static string ToHtml(this string value) => WebUtility.HtmlEncode(value);
}
