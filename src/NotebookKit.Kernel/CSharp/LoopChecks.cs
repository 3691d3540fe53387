using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.CSharp;

/// <summary>Lets every loop of a cell look whether it is to stop, which is safer than aborting its thread.</summary>
internal sealed class LoopChecks : CSharpSyntaxRewriter
{
    private static readonly StatementSyntax s_check = SyntaxFactory.ParseStatement("global::NotebookKit.Kernel.Cells.Interruption.Check();");

    /// <summary>The same tree with checks; lines stay where they are.</summary>
    public static SyntaxTree AddTo(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        SyntaxNode changed = new LoopChecks().Visit(root);
        return ReferenceEquals(root, changed) ? tree : tree.WithRootAndOptions(changed, tree.Options);
    }

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) => Add((WhileStatementSyntax)base.VisitWhileStatement(node)!, n => n.Statement, (n, s) => n.WithStatement(s));

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) => Add((DoStatementSyntax)base.VisitDoStatement(node)!, n => n.Statement, (n, s) => n.WithStatement(s));

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) => Add((ForStatementSyntax)base.VisitForStatement(node)!, n => n.Statement, (n, s) => n.WithStatement(s));

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) => Add((ForEachStatementSyntax)base.VisitForEachStatement(node)!, n => n.Statement, (n, s) => n.WithStatement(s));

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) => Add((ForEachVariableStatementSyntax)base.VisitForEachVariableStatement(node)!, n => n.Statement, (n, s) => n.WithStatement(s));

    private static T Add<T>(T loop, Func<T, StatementSyntax> body, Func<T, StatementSyntax, T> with)
        where T : SyntaxNode
    {
        StatementSyntax statement = body(loop);
        BlockSyntax block = statement as BlockSyntax ?? SyntaxFactory.Block(statement);
        return with(loop, block.WithStatements(block.Statements.Insert(0, s_check)));
    }
}
