using System.Net;
using Microsoft.AspNetCore.Html;
using NotebookKit.Kernel.Outputs;

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

    /// <summary>The text with every character that HTML treats specially encoded.</summary>
    public static string ToHtml(this string value) => WebUtility.HtmlEncode(value);
}
