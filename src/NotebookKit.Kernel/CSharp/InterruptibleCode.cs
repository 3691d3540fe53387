using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.CSharp;

/// <summary>
/// Lets every loop, function, lambda and accessor of a cell look whether it is to stop, which is safer than aborting its thread.
/// </summary>
internal sealed class InterruptibleCode : CSharpSyntaxRewriter
{
    private static readonly StatementSyntax Check =
        SyntaxFactory.ParseStatement("global::NotebookKit.Kernel.Threads.Interruption.Check();");

    private readonly SemanticModel _model;

    private InterruptibleCode(SemanticModel model) => _model = model;

    /// <summary>The same code with checks; lines stay where they are.</summary>
    /// <param name="compilation">The piece, whose last tree is the code.</param>
    public static SyntaxTree Of(Compilation compilation)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Last();
        SyntaxNode root = tree.GetRoot();
        SyntaxNode changed = new InterruptibleCode(compilation.GetSemanticModel(tree)).Visit(root);
        return ReferenceEquals(root, changed) ? tree : tree.WithRootAndOptions(changed, tree.Options);
    }

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
        InLoop((WhileStatementSyntax)base.VisitWhileStatement(node)!, n => n.Statement, (n, s) => n.WithStatement(s));

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) =>
        InLoop((DoStatementSyntax)base.VisitDoStatement(node)!, n => n.Statement, (n, s) => n.WithStatement(s));

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
        InLoop((ForStatementSyntax)base.VisitForStatement(node)!, n => n.Statement, (n, s) => n.WithStatement(s));

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) =>
        InLoop((ForEachStatementSyntax)base.VisitForEachStatement(node)!, n => n.Statement, (n, s) => n.WithStatement(s));

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        InLoop((ForEachVariableStatementSyntax)base.VisitForEachVariableStatement(node)!, n => n.Statement, (n, s) => n.WithStatement(s));

    // A goto that leads back is a loop too.
    public override SyntaxNode? VisitLabeledStatement(LabeledStatementSyntax node)
    {
        var labeled = (LabeledStatementSyntax)base.VisitLabeledStatement(node)!;
        bool declares = labeled.Statement is LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax
            || labeled.Statement.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any();
        return declares ? labeled : labeled.WithStatement(WithCheck(labeled.Statement));
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        InFunction((MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!, IsStatement(node.ReturnType, node.Modifiers));

    public override SyntaxNode? VisitConstructorDeclaration(ConstructorDeclarationSyntax node) =>
        InFunction((ConstructorDeclarationSyntax)base.VisitConstructorDeclaration(node)!, isStatement: true);

    public override SyntaxNode? VisitOperatorDeclaration(OperatorDeclarationSyntax node) =>
        InFunction((OperatorDeclarationSyntax)base.VisitOperatorDeclaration(node)!, isStatement: false);

    public override SyntaxNode? VisitConversionOperatorDeclaration(ConversionOperatorDeclarationSyntax node) =>
        InFunction((ConversionOperatorDeclarationSyntax)base.VisitConversionOperatorDeclaration(node)!, isStatement: false);

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        var function = (LocalFunctionStatementSyntax)base.VisitLocalFunctionStatement(node)!;
        if (function.Body is { } block) return function.WithBody(WithCheck(block));
        return AsBlock(function.ExpressionBody, IsStatement(node.ReturnType, node.Modifiers)) is not { } body ? function
            : function.WithExpressionBody(null).WithSemicolonToken(default)
            .WithBody(body.WithTrailingTrivia(function.SemicolonToken.TrailingTrivia));
    }

    public override SyntaxNode? VisitAccessorDeclaration(AccessorDeclarationSyntax node)
    {
        var accessor = (AccessorDeclarationSyntax)base.VisitAccessorDeclaration(node)!;
        if (accessor.Body is { } block) return accessor.WithBody(WithCheck(block));
        return AsBlock(accessor.ExpressionBody, !node.IsKind(SyntaxKind.GetAccessorDeclaration)) is not { } body ? accessor
            : accessor.WithExpressionBody(null).WithSemicolonToken(default)
            .WithBody(body.WithTrailingTrivia(accessor.SemicolonToken.TrailingTrivia));
    }

    public override SyntaxNode? VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        var property = (PropertyDeclarationSyntax)base.VisitPropertyDeclaration(node)!;
        return Getter(property.ExpressionBody) is not { } accessors ? property
            : property.WithExpressionBody(null).WithSemicolonToken(default)
            .WithAccessorList(accessors.WithTrailingTrivia(property.SemicolonToken.TrailingTrivia));
    }

    public override SyntaxNode? VisitIndexerDeclaration(IndexerDeclarationSyntax node)
    {
        var indexer = (IndexerDeclarationSyntax)base.VisitIndexerDeclaration(node)!;
        return Getter(indexer.ExpressionBody) is not { } accessors ? indexer
            : indexer.WithExpressionBody(null).WithSemicolonToken(default)
            .WithAccessorList(accessors.WithTrailingTrivia(indexer.SemicolonToken.TrailingTrivia));
    }

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node)
    {
        var method = (AnonymousMethodExpressionSyntax)base.VisitAnonymousMethodExpression(node)!;
        return method.WithBlock(WithCheck(method.Block));
    }

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
    {
        var lambda = (SimpleLambdaExpressionSyntax)base.VisitSimpleLambdaExpression(node)!;
        return InLambda(node, lambda) is { } block ? lambda.WithExpressionBody(null).WithBlock(block) : lambda;
    }

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node)
    {
        var lambda = (ParenthesizedLambdaExpressionSyntax)base.VisitParenthesizedLambdaExpression(node)!;
        return InLambda(node, lambda) is { } block ? lambda.WithExpressionBody(null).WithBlock(block) : lambda;
    }

    private static T InLoop<T>(T loop, Func<T, StatementSyntax> body, Func<T, StatementSyntax, T> with)
        where T : SyntaxNode => with(loop, WithCheck(body(loop)));

    private static T InFunction<T>(T function, bool isStatement)
        where T : BaseMethodDeclarationSyntax
    {
        if (function.Body is { } block) return (T)function.WithBody(WithCheck(block));
        return AsBlock(function.ExpressionBody, isStatement) is not { } body ? function
            : (T)function.WithExpressionBody(null).WithSemicolonToken(default)
            .WithBody(body.WithTrailingTrivia(function.SemicolonToken.TrailingTrivia));
    }

    /// <summary>The block of a lambda with a check; null for one that stays as it is.</summary>
    /// <remarks>
    /// An expression is left alone unless it calls something by which it could come back to itself: a delegate. What becomes
    /// an expression tree has no block.
    /// </remarks>
    private BlockSyntax? InLambda(LambdaExpressionSyntax original, LambdaExpressionSyntax changed)
    {
        if (changed.Block is { } block) return WithCheck(block);
        if (original.ExpressionBody is null or ThrowExpressionSyntax || !original.ExpressionBody.DescendantNodesAndSelf()
            .Any(CallsDelegate)) return null;
        if (_model.GetTypeInfo(original).ConvertedType is not INamedTypeSymbol { TypeKind: TypeKind.Delegate,
            DelegateInvokeMethod: { } call }) return null;
        bool isAsync = original.AsyncKeyword != default;
        return AsBlock(SyntaxFactory.ArrowExpressionClause(changed.ExpressionBody!),
            call.ReturnsVoid || (isAsync && call.ReturnType is not INamedTypeSymbol { IsGenericType: true }));
    }

    private bool CallsDelegate(SyntaxNode node) =>
        node is InvocationExpressionSyntax call && _model.GetSymbolInfo(call).Symbol is not IMethodSymbol {
            MethodKind: not MethodKind.DelegateInvoke };

    /// <summary>Whether the expression of a function is carried out rather than returned.</summary>
    private static bool IsStatement(TypeSyntax type, SyntaxTokenList modifiers) =>
        type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } ||
        (modifiers.Any(SyntaxKind.AsyncKeyword) && type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()
            .LastOrDefault() is IdentifierNameSyntax { Identifier.Text: "Task" or "ValueTask" });

    private static AccessorListSyntax? Getter(ArrowExpressionClauseSyntax? body) =>
        AsBlock(body, isStatement: false) is not { } block ? null
            : SyntaxFactory.AccessorList([SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, block)]);

    private static BlockSyntax? AsBlock(ArrowExpressionClauseSyntax? body, bool isStatement)
    {
        if (body is null or { Expression: ThrowExpressionSyntax }) return null;
        StatementSyntax statement = isStatement ? SyntaxFactory.ExpressionStatement(body.Expression)
            : SyntaxFactory.ReturnStatement(body.Expression)
            .WithReturnKeyword(SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space));
        // The line breaks before the expression stay, so that errors name its line.
        return SyntaxFactory.Block(Check, statement)
            .WithLeadingTrivia(body.ArrowToken.LeadingTrivia.AddRange(body.ArrowToken.TrailingTrivia));
    }

    private static BlockSyntax WithCheck(StatementSyntax body)
    {
        BlockSyntax block = body as BlockSyntax ?? SyntaxFactory.Block(body);
        return block.WithStatements(block.Statements.Insert(0, Check));
    }
}
