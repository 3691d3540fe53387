using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Kernel.CSharp;

/// <summary>The pieces that ran, as far as the next one can see them.</summary>
/// <remarks>
/// The compiler looks every name up in every piece before, so that a cell would cost more with every cell that ran. The chain
/// therefore holds the declarations of the pieces used last and of those that every cell may need; a cell that mentions
/// something older gets that back into it.
/// </remarks>
/// <param name="references">What pieces compile against.</param>
/// <param name="options">How they are compiled.</param>
/// <param name="longest">How many pieces the chain may hold before those that were not used for longest leave it.</param>
internal sealed class SubmissionChain(CSharpReferences references, CSharpCompilationOptions options, int longest)
{
    private readonly Lock _gate = new();
    private readonly DeclaredNames _names = new();
    private readonly List<DeclaredPiece> _pieces = [];
    private readonly UsingsInForce _usings = new();
    private readonly List<CSharpCompilation> _chain = [];
    private ImmutableHashSet<MetadataReference> _inherited = [];
    private int _limit;
    private int _uses;

    // Compilations that meet their references at the same time each make symbols of their own for the same assembly.
    // A later piece may then get others than the pieces before it, and System.Type is not System.Type any more.
    private static readonly Lock Binding = new();

    /// <summary>Makes the next piece.</summary>
    /// <param name="assembly">Name of its assembly.</param>
    /// <param name="slot">Where its variables will be.</param>
    /// <param name="tree">Its text.</param>
    public CSharpCompilation Compile(string assembly, int slot, SyntaxTree tree)
    {
        lock (_gate)
        {
            HashSet<DeclaredPiece> needed = _names.Needed(DeclaredNames.MentionedIn(tree.GetRoot()));
            _uses++;
            foreach (DeclaredPiece piece in needed) piece.Used = _uses;
            if (_chain.Count > Math.Max(longest, _limit) || !needed.All(p => p.IsInChain)) Rebuild(needed);
            // A piece inherits the references of the one before it, and would hold them once for each.
            return Create(assembly, slot, tree, references.All.Except(_inherited), _chain.LastOrDefault());
        }
    }

    /// <summary>Makes pieces that will not run: each sees those before it.</summary>
    /// <param name="assembly">How their assemblies are called.</param>
    /// <param name="slot">Where the variables of the first would be.</param>
    /// <param name="trees">Their texts, oldest first.</param>
    public IReadOnlyList<CSharpCompilation> CompileAhead(string assembly, int slot, IReadOnlyList<SyntaxTree> trees)
    {
        lock (_gate)
        {
            HashSet<DeclaredPiece> needed = [.. trees.SelectMany(t => _names.Needed(DeclaredNames.MentionedIn(t.GetRoot())))];
            if (!needed.All(p => p.IsInChain)) Rebuild(needed);
            ImmutableHashSet<MetadataReference> inherited = _inherited;
            var ahead = new List<CSharpCompilation>();
            foreach (SyntaxTree tree in trees)
            {
                CSharpCompilation? previous = ahead.Count > 0 ? ahead[^1] : _chain.LastOrDefault();
                ahead.Add(Create($"{assembly}-{ahead.Count}", slot + ahead.Count, tree, references.All.Except(inherited), previous));
                inherited = inherited.Union(references.All);
            }
            return ahead;
        }
    }

    /// <summary>The pieces that the text can see, oldest first.</summary>
    public IReadOnlyList<CSharpCompilation> Before(SyntaxTree tree)
    {
        lock (_gate)
        {
            HashSet<DeclaredPiece> needed = _names.Needed(DeclaredNames.MentionedIn(tree.GetRoot()));
            if (!needed.All(p => p.IsInChain)) Rebuild(needed);
            return [.. _chain];
        }
    }

    /// <summary>Names that pieces declared and that begin with a text; also those that have left the chain.</summary>
    public IReadOnlyList<(string Name, string Kind)> Names(string beginning)
    {
        lock (_gate) return [.. _names.StartingWith(beginning)];
    }

    /// <summary>Adds a piece that ran.</summary>
    /// <param name="ran">The piece.</param>
    /// <param name="slot">Where its variables are.</param>
    /// <param name="isOwner">Whether its assembly has types that no code can name, such as anonymous ones, which those after it
    /// share.</param>
    /// <returns>Whether later pieces can refer to it.</returns>
    public bool Add(CSharpCompilation ran, int slot, bool isOwner)
    {
        lock (_gate)
        {
            SyntaxTree written = ran.SyntaxTrees[^1];
            List<UsingDirectiveSyntax> usings = [.. written.GetCompilationUnitRoot().Usings.Where(u => _usings.Add(u, _names))];
            SyntaxTree tree = DeclarationsOnly.Of(ran, usings, isOwner);
            if (!isOwner && usings.Count == 0 && tree.GetCompilationUnitRoot().Members.Count == 0) return false;
            var piece = new DeclaredPiece(_pieces.Count, ran.AssemblyName!, slot, tree, isOwner || usings.Count > 0) { Used = _uses };
            _pieces.Add(piece);
            _names.Add(piece, ran.ScriptClass!);
            CSharpCompilation? previous = _chain.LastOrDefault();
            // The chain may have been made anew while the piece ran.
            CSharpCompilation next = ran.ScriptCompilationInfo!.PreviousScriptCompilation == previous
                ? Numbered(ran.ReplaceSyntaxTree(written, tree), slot)
                : Create(piece.Assembly, slot, tree, ran.References.Except(_inherited), previous);
            Append(piece, next);
            _inherited = _inherited.Union(ran.References);
            return true;
        }
    }

    /// <summary>The same piece with another text.</summary>
    public static CSharpCompilation WithTree(CSharpCompilation piece, SyntaxTree tree, int slot) =>
        Numbered(piece.ReplaceSyntaxTree(piece.SyntaxTrees[^1], tree), slot);

    private void Rebuild(HashSet<DeclaredPiece> needed)
    {
        HashSet<DeclaredPiece> kept = [.. needed];
        kept.UnionWith(_names.WithNeeded(_pieces.Where(p => p.IsForAll || _names.HasExtension(p))));
        foreach (DeclaredPiece recent in _pieces.Where(p => p.IsInChain).OrderByDescending(p => p.Used).ThenByDescending(p => p.Index))
        {
            if (kept.Count >= longest / 2) break;
            kept.UnionWith(_names.WithNeeded([recent]));
        }
        foreach (DeclaredPiece piece in _pieces) piece.IsInChain = false;
        _chain.Clear();
        _inherited = [.. references.All];
        foreach (DeclaredPiece piece in kept.OrderBy(p => p.Index))
            Append(piece, Create(piece.Assembly, piece.Slot, piece.Tree, _chain.Count == 0 ? references.All : [], _chain.LastOrDefault()));
        if (_chain.Count == 0) _inherited = [];
        _limit = 2 * _chain.Count;
    }

    private void Append(DeclaredPiece piece, CSharpCompilation compilation)
    {
        lock (Binding) _ = compilation.Assembly;
        piece.IsInChain = true;
        _chain.Add(compilation);
    }

    private CSharpCompilation Create(string assembly, int slot, SyntaxTree tree, IEnumerable<MetadataReference> added,
        CSharpCompilation? previous)
    {
        CSharpCompilationOptions named = options.WithScriptClassName("Submission" + assembly[(assembly.LastIndexOf('-') + 1)..]);
        var compilation = CSharpCompilation.CreateScriptCompilation(assembly, tree, added, named, returnType: typeof(object));
        // Told the piece before it at once, the compiler would look for errors in that one again, which is as much work as compiling it.
        if (previous is not null)
            compilation = compilation.WithScriptCompilationInfo(compilation.ScriptCompilationInfo!.WithPreviousScriptCompilation(previous));
        lock (Binding) _ = compilation.Assembly;
        return Numbered(compilation, slot);
    }

    /// <summary>
    /// Tells a piece its slot, which the compiler would find by counting the chain; the chain is not always as long as it was.
    /// </summary>
    private static CSharpCompilation Numbered(CSharpCompilation compilation, int slot)
    {
        Slot(compilation) = slot;
        return compilation;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_lazySubmissionSlotIndex")]
    private static extern ref int Slot(Compilation compilation);
}
