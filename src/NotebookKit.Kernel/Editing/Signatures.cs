using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.Editing;

/// <summary>Finds the overloads of the call that is being written.</summary>
internal static class Signatures
{
    public static async Task<SignatureList?> AtAsync(Document document, int position, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root) return null;
        SemanticModel model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        SyntaxToken token = root.FindToken(Math.Max(position - 1, 0));
        foreach (SyntaxNode node in token.Parent?.AncestorsAndSelf() ?? [])
        {
            if (node is not BaseArgumentListSyntax arguments || arguments.SpanStart >= position) continue;
            if (arguments.GetLastToken(includeZeroWidth: true) is { IsMissing: false } end && end.SpanStart < position) continue;
            ImmutableArray<ISymbol> candidates = Candidates(model, arguments.Parent!, cancellation);
            if (candidates.IsEmpty) continue;
            int active = arguments.Arguments.GetSeparators().Count(comma => comma.SpanStart < position);
            ISymbol? bound = model.GetSymbolInfo(arguments.Parent!, cancellation).Symbol;
            int best = Math.Max(bound is null
                ? candidates.IndexOf(candidates.FirstOrDefault(c => Parameters(c).Length > active)!)
                : candidates.IndexOf(bound), 0);
            return new([.. candidates.Select(c => Describe(c, model, position))], best, active);
        }
        return null;
    }

    private static ImmutableArray<ISymbol> Candidates(SemanticModel model, SyntaxNode call, CancellationToken cancellation) => call switch
    {
        InvocationExpressionSyntax invocation => model.GetMemberGroup(invocation.Expression, cancellation),
        BaseObjectCreationExpressionSyntax creation when model.GetTypeInfo(creation, cancellation).Type is INamedTypeSymbol type =>
            [.. type.InstanceConstructors.Where(c => c.DeclaredAccessibility == Accessibility.Public)],
        ElementAccessExpressionSyntax access when model.GetTypeInfo(access.Expression, cancellation).Type is { } type =>
            [.. type.GetMembers().OfType<IPropertySymbol>().Where(p => p.IsIndexer)],
        _ => [],
    };

    private static Signature Describe(ISymbol symbol, SemanticModel model, int position) => new(
        symbol.ToMinimalDisplayString(model, position), Summary(symbol),
        [.. Parameters(symbol).Select(p => p.ToMinimalDisplayString(model, position))]);

    private static ImmutableArray<IParameterSymbol> Parameters(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.Parameters,
        IPropertySymbol property => property.Parameters,
        _ => [],
    };

    private static string Summary(ISymbol symbol)
    {
        string? xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrEmpty(xml)) return "";
        try
        {
            string text = XElement.Parse(xml.StartsWith("<member", StringComparison.Ordinal) ? xml : $"<member>{xml}</member>")
                .Element("summary")?.Value ?? "";
            return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        catch (System.Xml.XmlException)
        {
            return "";
        }
    }
}
