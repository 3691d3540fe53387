using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.CSharp;

/// <summary>The <c>using</c> directives of the pieces that ran.</summary>
internal sealed class UsingsInForce
{
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    /// <summary>Notes a directive.</summary>
    /// <returns>Whether it says anything new.</returns>
    public bool Add(UsingDirectiveSyntax directive, DeclaredNames names)
    {
        string text = directive.ToString();
        bool isNew;
        if (directive.Alias is { } alias)
        {
            string name = alias.Name.Identifier.ValueText;
            isNew = !_aliases.TryGetValue(name, out string? before) || before != text;
            _aliases[name] = text;
        }
        else
        {
            isNew = _others.Add(text);
        }
        // What a cell declared may have been declared again since.
        return isNew || DeclaredNames.MentionedIn(directive).Any(names.Contains);
    }
}
