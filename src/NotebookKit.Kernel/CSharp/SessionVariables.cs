using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.CSharp;

/// <summary>The variables of a session as they stand.</summary>
/// <remarks>
/// Lets go of values that nothing can reach any more because their variable was declared again: a cell that is run again and
/// again would otherwise hold every data frame it ever loaded.
/// </remarks>
internal sealed class SessionVariables
{
    private const int MaxText = 200;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (object State, FieldInfo Field)> _latest = new(StringComparer.Ordinal);

    /// <summary>Names that functions, lambdas or types mention: these may still read the older variable.</summary>
    private readonly HashSet<string> _captured = new(StringComparer.Ordinal);

    /// <summary>Variables in order of their names; of those declared twice, the later.</summary>
    public IReadOnlyList<(string Name, Type Type, object? Value)> All
    {
        get
        {
            lock (_gate) return [.. _latest.Select(v => (v.Key, v.Value.Field.FieldType, v.Value.Field.GetValue(v.Value.State)))];
        }
    }

    /// <summary>Adds the variables of a piece that ran.</summary>
    public void Add(SyntaxTree tree, object state)
    {
        lock (_gate)
        {
            foreach (SyntaxNode body in tree.GetRoot().DescendantNodes().Where(IsDeferred))
                foreach (SimpleNameSyntax name in body.DescendantNodes().OfType<SimpleNameSyntax>())
                    _captured.Add(name.Identifier.ValueText);
            foreach (FieldInfo field in state.GetType()
                .GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            {
                if (field.Name.StartsWith('<')) continue;
                if (_latest.TryGetValue(field.Name, out var older) && !_captured.Contains(field.Name) && !older.Field.FieldType.IsValueType
                    && !older.Field.IsInitOnly && !older.Field.IsLiteral)
                    older.Field.SetValue(older.State, null);
                _latest[field.Name] = (state, field);
            }
        }
    }

    public MimeBundle Table()
    {
        var html = new StringBuilder("<table><thead><tr><th>Variable</th><th>Type</th><th>Value</th></tr></thead><tbody>");
        var plain = new StringBuilder();
        foreach ((string name, Type type, object? value) in All)
        {
            string text = ValueFormatter.Format(value).Text(MimeTypes.Plain) ?? "";
            if (text.Length > MaxText) text = text[..MaxText] + " …";
            html.Append("<tr>");
            foreach (string cell in new[] { name, Name(type), text })
                html.Append("<td style=\"text-align:left\">").Append(WebUtility.HtmlEncode(cell)).Append("</td>");
            html.Append("</tr>");
            plain.Append(name).Append('\t').Append(Name(type)).Append('\t').Append(text.ReplaceLineEndings(" ")).Append('\n');
        }
        return new MimeBundle().Add(MimeTypes.Html, html.Append("</tbody></table>").ToString())
            .Add(MimeTypes.Plain, plain.ToString().TrimEnd('\n'));
    }

    public static string Name(Type type) =>
        type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;

    private static bool IsDeferred(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax
            or BasePropertyDeclarationSyntax or BaseTypeDeclarationSyntax or QueryExpressionSyntax;
}
