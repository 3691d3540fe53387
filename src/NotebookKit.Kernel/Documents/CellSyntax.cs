using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookKit.Kernel.Documents;

/// <summary>How the C# of cells is read.</summary>
internal static class CellSyntax
{
    /// <summary>C# 14 as it may stand in a cell: statements at the top level, the last expression without a semicolon.</summary>
    public static CSharpParseOptions Options { get; } = new(LanguageVersion.CSharp14, kind: SourceCodeKind.Script);
}
