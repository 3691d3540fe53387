using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.CSharp;

/// <summary>What a piece that ran still means to those after it: its declarations, without the code.</summary>
/// <remarks>
/// The compiler works out every piece of the chain again for those after it. Variables get the types that were inferred for them,
/// functions lose their bodies; so that costs next to nothing, and a variable no longer needs what its first value came from.
/// </remarks>
internal sealed class DeclarationsOnly : CSharpSyntaxRewriter
{
    private static readonly BlockSyntax Body = (BlockSyntax)SyntaxFactory.ParseStatement("{ throw null; }");

    private DeclarationsOnly()
    {
    }

    /// <summary>The declarations of a piece; its whole text where that alone says the same.</summary>
    /// <param name="compilation">The piece as it ran.</param>
    /// <param name="usings">Its <c>using</c> directives that are to stay.</param>
    /// <param name="isWhole">Whether the whole text is wanted.</param>
    public static SyntaxTree Of(CSharpCompilation compilation, IEnumerable<UsingDirectiveSyntax> usings, bool isWhole)
    {
        SyntaxTree tree = compilation.SyntaxTrees[^1];
        CompilationUnitSyntax root = tree.GetCompilationUnitRoot();
        List<IFieldSymbol> fields = [.. compilation.ScriptClass!.GetMembers().OfType<IFieldSymbol>()
            .Where(f => !f.IsImplicitlyDeclared && f.AssociatedSymbol is null)];
        if (isWhole || root.ContainsDirectives || fields.Any(f => !CanBeNamed(f.Type))) return tree;
        var text = new System.Text.StringBuilder();
        foreach (UsingDirectiveSyntax use in usings) text.Append(use.ToFullString()).Append('\n');
        foreach (IFieldSymbol field in fields.Where(f => !f.IsConst)) text.Append(Declaration(field)).Append('\n');
        var rewriter = new DeclarationsOnly();
        foreach (MemberDeclarationSyntax member in root.Members)
            if (member is not GlobalStatementSyntax
                && (member is not FieldDeclarationSyntax field || field.Modifiers.Any(SyntaxKind.ConstKeyword)))
                text.Append(rewriter.Visit(member).ToFullString()).Append('\n');
        return CSharpSyntaxTree.ParseText(text.ToString(), (CSharpParseOptions)tree.Options, tree.FilePath);
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        WithoutCode((MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!);

    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node) =>
        WithoutCode((ConstructorDeclarationSyntax)base.VisitConstructorDeclaration(node)!);

    public override SyntaxNode? VisitDestructorDeclaration(DestructorDeclarationSyntax node) =>
        WithoutCode((DestructorDeclarationSyntax)base.VisitDestructorDeclaration(node)!);

    public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node) =>
        WithoutCode((OperatorDeclarationSyntax)base.VisitOperatorDeclaration(node)!);

    public override SyntaxNode? VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) =>
        WithoutCode((ConversionOperatorDeclarationSyntax)base.VisitConversionOperatorDeclaration(node)!);

    private static string Declaration(IFieldSymbol field)
    {
        SyntaxNode declared = field.DeclaringSyntaxReferences[0].GetSyntax();
        string modifiers = declared.Parent?.Parent is FieldDeclarationSyntax { Modifiers: { Count: > 0 } written }
            ? written.ToString() + " "
            : "";
        return $"{modifiers}{field.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)} @{field.Name};";
    }

    private static bool CanBeNamed(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol named => !named.IsAnonymousType && named.TypeKind != TypeKind.Error
            && named.CanBeReferencedByName | named.IsTupleType && named.TypeArguments.All(CanBeNamed) &&
            (named.ContainingType is not { IsScriptClass: false } outer || CanBeNamed(outer)),
        IArrayTypeSymbol array => CanBeNamed(array.ElementType),
        IDynamicTypeSymbol => true,
        _ => false,
    };

    private static BaseMethodDeclarationSyntax WithoutCode(BaseMethodDeclarationSyntax method) =>
        method.Body is null && method.ExpressionBody is null ? method
        : method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Body);
}
