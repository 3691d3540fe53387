using Microsoft.CodeAnalysis;

namespace NotebookKit.Kernel.CSharp;

/// <summary>A piece that ran, with what later pieces can refer to.</summary>
/// <param name="Index">Its place in the order in which pieces ran.</param>
/// <param name="Assembly">Name of its assembly.</param>
/// <param name="Slot">Where its variables are.</param>
/// <param name="Tree">Its declarations.</param>
/// <param name="IsForAll">Whether every later piece needs it, whatever it mentions.</param>
internal sealed record DeclaredPiece(int Index, string Assembly, int Slot, SyntaxTree Tree, bool IsForAll)
{
    /// <summary>Whether the chain holds it now.</summary>
    public bool IsInChain { get; set; }

    /// <summary>When a piece mentioned it last.</summary>
    public int Used { get; set; }

    public bool Equals(DeclaredPiece? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Index;
}
