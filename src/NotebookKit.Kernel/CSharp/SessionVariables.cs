using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.CSharp;

/// <summary>The variables of a session as they stand.</summary>
internal static class SessionVariables
{
    private const int MaxText = 200;

    /// <summary>Variables in order of their names; of those declared twice, the later.</summary>
    public static IReadOnlyList<(string Name, Type Type, object? Value)> Of(CSharpEngine engine)
    {
        var found = new SortedDictionary<string, (string, Type, object?)>(StringComparer.Ordinal);
        foreach ((var compilation, object state) in engine.Submissions)
            foreach (IFieldSymbol symbol in compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>())
            {
                if (symbol.IsImplicitlyDeclared || symbol.Name.StartsWith('<')) continue;
                FieldInfo? field = state.GetType().GetField(symbol.Name, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
                if (field is not null) found[symbol.Name] = (symbol.Name, field.FieldType, field.GetValue(state));
            }
        return [.. found.Values];
    }

    public static MimeBundle Table(CSharpEngine engine)
    {
        var html = new StringBuilder("<table><thead><tr><th>Variable</th><th>Type</th><th>Value</th></tr></thead><tbody>");
        var plain = new StringBuilder();
        foreach ((string name, Type type, object? value) in Of(engine))
        {
            string text = ValueFormatter.Format(value).Text(MimeTypes.Plain) ?? "";
            if (text.Length > MaxText) text = text[..MaxText] + " …";
            html.Append("<tr>");
            foreach (string cell in new[] { name, Name(type), text })
                html.Append("<td style=\"text-align:left\">").Append(WebUtility.HtmlEncode(cell)).Append("</td>");
            html.Append("</tr>");
            plain.Append(name).Append('\t').Append(Name(type)).Append('\t').Append(text.ReplaceLineEndings(" ")).Append('\n');
        }
        return new MimeBundle().Add(MimeTypes.Html, html.Append("</tbody></table>").ToString()).Add(MimeTypes.Plain, plain.ToString().TrimEnd('\n'));
    }

    public static string Name(Type type) =>
        type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
}
