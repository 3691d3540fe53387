using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Kernel.CSharp;

namespace NotebookKit.Kernel.Editing;

/// <summary>Finds what could stand where code is being written, by asking the compiler alone.</summary>
/// <remarks>The compiler's editor services know more words for places where few are possible, but cost a second and 60 MB when first
/// asked.</remarks>
internal static class Completions
{
    private const int Max = 2000;

    private static readonly ImmutableArray<string> Keywords =
    [
        .. SyntaxFacts.GetKeywordKinds().Concat(
            [SyntaxKind.VarKeyword, SyntaxKind.AsyncKeyword, SyntaxKind.AwaitKeyword, SyntaxKind.RecordKeyword, SyntaxKind.NameOfKeyword,
                SyntaxKind.YieldKeyword, SyntaxKind.WhenKeyword,
            SyntaxKind.WhereKeyword, SyntaxKind.SelectKeyword, SyntaxKind.FromKeyword, SyntaxKind.LetKeyword, SyntaxKind.OrderByKeyword,
            SyntaxKind.GroupKeyword, SyntaxKind.WithKeyword, SyntaxKind.InitKeyword])
            .Select(SyntaxFacts.GetText).Where(t => t.Length > 1 && char.IsAsciiLetterLower(t[0])
                && !t.StartsWith("__", StringComparison.Ordinal)).Distinct(),
    ];

    /// <summary>What could stand at a position.</summary>
    /// <param name="engine">The session's C#.</param>
    /// <param name="code">The text, all of it C#.</param>
    /// <param name="position">Where, in UTF-16 units.</param>
    /// <param name="cancellation">Stops it.</param>
    public static CompletionList At(CSharpEngine engine, string code, int position, CancellationToken cancellation)
    {
        int start = position, end = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1])) start--;
        while (end < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[end])) end++;
        string typed = code[start..position];
        if (start > 0 && code[start - 1] == '@') start--;
        CSharpCompilation compilation = engine.Compile(code, "cell");
        SyntaxTree tree = compilation.SyntaxTrees[^1];
        SyntaxNode root = tree.GetRoot(cancellation);
        if (IsText(root, position) || typed.Length > 0 && char.IsAsciiDigit(typed[0])) return new(start, end, []);
        SemanticModel model = compilation.GetSemanticModel(tree);
        SyntaxToken before = Before(root, start);
        var found = new List<Completion>();
        if (before.Kind() is SyntaxKind.DotToken or SyntaxKind.MinusGreaterThanToken or SyntaxKind.ColonColonToken)
        {
            Add(found, MembersAt(model, before, start));
        }
        else
        {
            ImmutableArray<ISymbol> all = model.LookupSymbols(start);
            if (IsNamespaceWanted(before)) all = all.RemoveAll(s => s is not INamespaceSymbol);
            bool isAttribute = before.Parent?.FirstAncestorOrSelf<AttributeListSyntax>() is { } list && !list.OpenBracketToken.IsMissing
                && before.Parent.FirstAncestorOrSelf<AttributeArgumentListSyntax>() is null;
            Add(found, all, isAttribute);
            Add(found, Initialized(model, before, start));
            found.AddRange(ParameterNames(model, before).Select(n => new Completion(n + ":", n + ":", "Parameter")));
            found.AddRange(engine.DeclaredNames(typed).Select(n => new Completion(n.Name, n.Name, n.Kind)));
            found.AddRange(Keywords.Select(k => new Completion(k, k, "Keyword")));
        }
        return new(start, end,
            [.. found.Where(c => c.Text.TrimStart('@').StartsWith(typed, StringComparison.OrdinalIgnoreCase)).DistinctBy(c => c.Text)
                .OrderBy(c => c.Text, StringComparer.OrdinalIgnoreCase).Take(Max)]);
    }

    /// <summary>Whether a position lies in a comment or in the text of a string.</summary>
    private static bool IsText(SyntaxNode root, int position)
    {
        SyntaxTrivia trivia = root.FindTrivia(position > 0 ? position - 1 : position);
        if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia)
            return trivia.SpanStart < position;
        SyntaxToken token = root.FindToken(position > 0 ? position - 1 : position);
        bool isText = token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken
            or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken;
        // At the end of a string that is not closed one is still in it, as at the end of the text between two holes.
        bool isOpen = token.IsKind(SyntaxKind.InterpolatedStringTextToken) || token.ContainsDiagnostics;
        return isText && token.SpanStart < position && (position < token.Span.End || isOpen && position == token.Span.End);
    }

    private static SyntaxToken Before(SyntaxNode root, int position)
    {
        SyntaxToken token = root.FindToken(position);
        while (token.RawKind != 0 && (token.SpanStart >= position || token.Span.Length == 0)) token = token.GetPreviousToken();
        return token;
    }

    private static IEnumerable<ISymbol> MembersAt(SemanticModel model, SyntaxToken dot, int position)
    {
        ExpressionSyntax? left = dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            AliasQualifiedNameSyntax alias => alias.Alias,
            MemberBindingExpressionSyntax binding =>
                binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>(c => c.WhenNotNull.Span.Contains(binding.Span))?.Expression,
            _ => null,
        };
        if (left is null) return [];
        SymbolInfo info = model.GetSymbolInfo(left);
        ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is IAliasSymbol shortened) symbol = shortened.Target;
        if (symbol is INamespaceSymbol space)
        {
            ImmutableArray<ISymbol> inside = model.LookupNamespacesAndTypes(position, space);
            return IsNamespaceWanted(dot) ? inside.RemoveAll(s => s is not INamespaceSymbol) : inside;
        }
        ITypeSymbol? type = model.GetTypeInfo(left).Type;
        if (type is IPointerTypeSymbol pointer && dot.IsKind(SyntaxKind.MinusGreaterThanToken)) type = pointer.PointedAtType;
        IEnumerable<ISymbol> members = [];
        if (symbol is INamedTypeSymbol named)
        {
            members = model.LookupStaticMembers(position, named).Concat(model.LookupNamespacesAndTypes(position, named));
        }
        else if (type is not null and not IErrorTypeSymbol)
        {
            if (dot.Parent is MemberBindingExpressionSyntax
                && type is INamedTypeSymbol { ConstructedFrom.SpecialType: SpecialType.System_Nullable_T } nullable)
                type = nullable.TypeArguments[0];
            members = model.LookupSymbols(position, type, includeReducedExtensionMethods: true)
                .Where(s => s is not INamedTypeSymbol && (!s.IsStatic || s is IMethodSymbol { MethodKind: MethodKind.ReducedExtension }));
            // A property named as its type can mean either.
            if (left is IdentifierNameSyntax { Identifier.ValueText: var text } && text == type.Name)
                members = members.Concat(model.LookupStaticMembers(position, type));
        }
        return members;
    }

    private static bool IsNamespaceWanted(SyntaxToken token) =>
        token.Parent?.FirstAncestorOrSelf<UsingDirectiveSyntax>() is { Alias: null } directive && directive.StaticKeyword == default
            && token != directive.SemicolonToken;

    /// <summary>What an initializer can set.</summary>
    private static IEnumerable<ISymbol> Initialized(SemanticModel model, SyntaxToken before, int position)
    {
        if (before.Parent is not InitializerExpressionSyntax { Parent: { } owner }
            || before.Kind() is not (SyntaxKind.OpenBraceToken or SyntaxKind.CommaToken)) return [];
        ITypeSymbol? type = owner is ExpressionSyntax creation ? model.GetTypeInfo(creation).Type : null;
        return type is null ? [] : model.LookupSymbols(position, type)
            .Where(s => !s.IsStatic && s is IFieldSymbol or IPropertySymbol { SetMethod: not null });
    }

    /// <summary>The names of the parameters that a call could give here.</summary>
    private static IEnumerable<string> ParameterNames(SemanticModel model, SyntaxToken before)
    {
        if (before.Kind() is not (SyntaxKind.OpenParenToken or SyntaxKind.CommaToken)
            || before.Parent is not ArgumentListSyntax { Parent: { } call }) return [];
        IEnumerable<ISymbol> candidates = call switch
        {
            InvocationExpressionSyntax invocation => model.GetMemberGroup(invocation.Expression),
            BaseObjectCreationExpressionSyntax creation when model.GetTypeInfo(creation).Type is INamedTypeSymbol type =>
                type.InstanceConstructors,
            _ => [],
        };
        return candidates.OfType<IMethodSymbol>().SelectMany(m => m.Parameters).Select(p => p.Name).Where(n => n.Length > 0).Distinct();
    }

    private static void Add(List<Completion> found, IEnumerable<ISymbol> symbols, bool isAttribute = false)
    {
        foreach (ISymbol symbol in symbols)
        {
            if (!symbol.CanBeReferencedByName || symbol.Name.StartsWith('<')
                || symbol is IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion }) continue;
            string name = symbol.Name;
            if (isAttribute && symbol is INamedTypeSymbol && name.EndsWith("Attribute", StringComparison.Ordinal) && name.Length > 9)
                found.Add(new(name[..^9], name[..^9], "Class"));
            if (SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None) name = "@" + name;
            found.Add(new(name, symbol is INamedTypeSymbol { Arity: > 0 } or IMethodSymbol { Arity: > 0,
                MethodKind: not MethodKind.ReducedExtension } ? name + "<>" : name, Kind(symbol)));
        }
    }

    private static string Kind(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Struct } => "Structure",
        INamedTypeSymbol { TypeKind: TypeKind.Interface or TypeKind.Enum or TypeKind.Delegate } type => type.TypeKind.ToString(),
        INamedTypeSymbol => "Class",
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => "EnumMember",
        IFieldSymbol { IsConst: true } => "Constant",
        IMethodSymbol { IsExtensionMethod: true } => "ExtensionMethod",
        IRangeVariableSymbol => "Local",
        ITypeParameterSymbol => "TypeParameter",
        _ => symbol.Kind.ToString(),
    };
}
