using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.CSharp;

/// <summary>Which pieces declare a name, and which a piece needs because of the names it mentions.</summary>
internal sealed class DeclaredNames
{
    private readonly Dictionary<string, List<(DeclaredPiece Piece, string Shape)>> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<DeclaredPiece, List<(string Name, string Shape)>> _extensions = [];

    /// <summary>Every name in the text; an attribute can be meant by the beginning of its name.</summary>
    public static HashSet<string> MentionedIn(SyntaxNode node)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (SyntaxToken token in node.DescendantTokens())
            if (token.IsKind(SyntaxKind.IdentifierToken)) names.Add(token.ValueText);
        foreach (AttributeSyntax attribute in node.DescendantNodes().OfType<AttributeSyntax>())
            names.Add(attribute.Name.GetLastToken().ValueText + "Attribute");
        return names;
    }

    /// <summary>The names that begin with a text, each with what its last declaration is.</summary>
    public IEnumerable<(string Name, string Kind)> StartingWith(string text) =>
        _declared.Where(d => d.Key.StartsWith(text, StringComparison.OrdinalIgnoreCase))
            .Select(d => (d.Key, d.Value[^1].Shape switch { "value" => "Field", ['t', 'y', 'p', 'e', ' ', ..] => "Class", _ => "Method" }));

    public bool Contains(string name) => _declared.ContainsKey(name);

    public void Add(DeclaredPiece piece, INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers().Where(m => !m.IsImplicitlyDeclared))
        {
            string shape = Shape(member);
            if (!_declared.TryGetValue(member.Name, out List<(DeclaredPiece, string)>? all)) _declared[member.Name] = all = [];
            all.Add((piece, shape));
            if (member is not IMethodSymbol { IsExtensionMethod: true }) continue;
            if (!_extensions.TryGetValue(piece, out List<(string, string)>? own)) _extensions[piece] = own = [];
            own.Add((member.Name, shape));
        }
    }

    /// <summary>
    /// Whether a piece has an extension method that was not declared again since: it can be meant without being named, as by
    /// <c>foreach</c>.
    /// </summary>
    public bool HasExtension(DeclaredPiece piece) =>
        _extensions.TryGetValue(piece, out List<(string Name, string Shape)>? own)
            && own.Exists(e => _declared[e.Name].FindLast(d => d.Shape == e.Shape).Piece == piece);

    /// <summary>The pieces that declare these names as they are now, and those that they need in turn.</summary>
    public HashSet<DeclaredPiece> Needed(IEnumerable<string> names) => WithNeeded(names.SelectMany(n => Declaring(n, null)));

    /// <summary>The pieces and those that they need in turn.</summary>
    public HashSet<DeclaredPiece> WithNeeded(IEnumerable<DeclaredPiece> pieces)
    {
        HashSet<DeclaredPiece> found = [.. pieces];
        var open = new Queue<DeclaredPiece>(found);
        while (open.TryDequeue(out DeclaredPiece? piece))
            foreach (DeclaredPiece needed in MentionedIn(piece.Tree.GetRoot()).SelectMany(n => Declaring(n, piece)))
                if (found.Add(needed)) open.Enqueue(needed);
        return found;
    }

    /// <summary>The pieces before a piece, or all, that declare a name; of declarations alike only the last can be seen.</summary>
    private IEnumerable<DeclaredPiece> Declaring(string name, DeclaredPiece? before)
    {
        if (!_declared.TryGetValue(name, out List<(DeclaredPiece Piece, string Shape)>? all)) yield break;
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = all.Count - 1; i >= 0; i--)
            if ((before is null || all[i].Piece.Index <= before.Index) && seen.Add(all[i].Shape) && all[i].Piece != before)
                yield return all[i].Piece;
    }

    /// <summary>What must be the same of two declarations of a name for the later to hide the earlier.</summary>
    private static string Shape(ISymbol member) => member switch
    {
        // The same text may mean another type that a cell declared.
        IMethodSymbol method => method.Parameters.Any(
            p => p.Type.ToDisplayParts().Any(t => t.Symbol?.ContainingType is { IsScriptClass: true })) ? Guid.NewGuid().ToString()
            : $"{method.Arity}({string.Join(", ", method.Parameters.Select(p => $"{p.RefKind} {p.Type}"))})",
        INamedTypeSymbol type => $"type {type.Arity}",
        _ => "value",
    };
}
