using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.CSharp;

/// <summary>Lets go of values that nothing can reach any more because their variable was declared again.</summary>
/// <remarks>A cell that is run again and again would otherwise hold every data frame it ever loaded.</remarks>
internal sealed class ShadowedVariables
{
    private readonly Dictionary<string, (object State, FieldInfo Field)> _latest = new(StringComparer.Ordinal);

    /// <summary>Names that functions, lambdas or types mention: these may still read the older variable.</summary>
    private readonly HashSet<string> _captured = new(StringComparer.Ordinal);

    public void Add(SyntaxTree tree, object state)
    {
        SyntaxNode root = tree.GetRoot();
        foreach (SyntaxNode body in root.DescendantNodes().Where(IsDeferred))
            foreach (SimpleNameSyntax name in body.DescendantNodes().OfType<SimpleNameSyntax>()) _captured.Add(name.Identifier.ValueText);
        foreach (FieldInfo field in state.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (field.Name.StartsWith('<')) continue;
            if (_latest.TryGetValue(field.Name, out var older) && !_captured.Contains(field.Name) && !older.Field.FieldType.IsValueType && !older.Field.IsInitOnly)
                older.Field.SetValue(older.State, null);
            _latest[field.Name] = (state, field);
        }
    }

    private static bool IsDeferred(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseTypeDeclarationSyntax or QueryExpressionSyntax;
}
