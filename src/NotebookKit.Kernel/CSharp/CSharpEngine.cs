using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.CSharp;

/// <summary>Compiles C# pieces one after the other; each sees the variables, types and usings of those before it.</summary>
/// <remarks>
/// The chain is the engine's own rather than that of the scripting API, because a piece that throws or is interrupted
/// half-way must keep what it set until then.
/// </remarks>
internal sealed class CSharpEngine
{
    private static readonly string[] s_imports =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading", "System.Threading.Tasks",
        "Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.Formatting", "NotebookKit.Kernel.Cells", "NotebookKit.Kernel.Cells.CellFunctions",
    ];

    private static readonly Lock s_binding = new();
    private static int s_sessions;

    private readonly SessionLoadContext _loader = new();
    private readonly int _session = Interlocked.Increment(ref s_sessions);
    private readonly List<(CSharpCompilation Compilation, object State)> _submissions = [];
    private object?[] _states = new object?[16];
    private readonly List<CSharpCompilation> _chain = [];
    private readonly ShadowedVariables _shadowed = new();
    private System.Collections.Immutable.ImmutableHashSet<MetadataReference> _inherited = [];
    private CSharpCompilation? _last;
    private int _count;
    private int _slots;
    private int _compilations;

    public CSharpEngine(string workingDirectory)
    {
        References = new CSharpReferences(_loader);
        Options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            usings: s_imports,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            metadataReferenceResolver: References,
            sourceReferenceResolver: new SourceFileResolver([], workingDirectory),
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
    }

    public CSharpReferences References { get; }

    public SessionLoadContext Loader => _loader;

    public CSharpCompilationOptions Options { get; }

    /// <summary>The assembly of data frames that this session uses.</summary>
    /// <exception cref="LanguageException">No cell has referred to it.</exception>
    public System.Reflection.Assembly DataAnalysis()
    {
        const string name = "Microsoft.Data.Analysis";
        return _loader.FindFile(name) is { } file
            ? _loader.LoadFromAssemblyPath(file)
            : throw new LanguageException("Error", $"Data frames need {name}. Load it first: #r \"nuget: {name}\", or #r with the path of its dll.");
    }

    /// <summary>Every piece that is part of the chain, as it was written, oldest first.</summary>
    public IReadOnlyList<CSharpCompilation> Chain
    {
        get
        {
            lock (_chain) return [.. _chain];
        }
    }

    /// <summary>The pieces that ran so far, oldest first, with the object that holds their variables.</summary>
    public IReadOnlyList<(CSharpCompilation Compilation, object State)> Submissions => _submissions;

    /// <summary>Compiles a piece as the next of the chain without running it.</summary>
    /// <param name="code">The text.</param>
    /// <param name="file">Name for error messages.</param>
    /// <param name="line">Line of the cell at which the text starts.</param>
    public CSharpCompilation Compile(string code, string file, int line = 1)
    {
        var text = SourceText.From(new string('\n', line - 1) + code, Encoding.UTF8);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, CellSyntax.Options, file);
        return Compile(tree);
    }

    /// <remarks>Every compilation has a name of its own: one that is not kept may have been loaded all the same.</remarks>
    private CSharpCompilation Compile(SyntaxTree tree)
    {
        var compilation = CSharpCompilation.CreateScriptCompilation(
            $"notebook-{_session}-{Interlocked.Increment(ref _compilations)}", tree, NewReferences(), Options.WithScriptClassName($"Submission{_count + 1}"), _last, typeof(object));
        // Compilations that meet their references at the same time each make symbols of their own for the same assembly.
        // A later piece may then get others than the pieces before it, and System.Type is not System.Type any more.
        lock (s_binding) _ = compilation.Assembly;
        return compilation;
    }

    /// <summary>References that no piece of the chain has: a piece inherits those of the one before it, and would hold them once for each.</summary>
    private IEnumerable<MetadataReference> NewReferences() => _last is null ? References.All : References.All.Except(_inherited);

    /// <summary>Makes a compiled piece ready to run.</summary>
    /// <exception cref="CompilationException">The piece does not compile.</exception>
    public LoadedPiece Load(CSharpCompilation original, CancellationToken cancellation)
    {
        SyntaxTree withChecks = InterruptChecks.AddTo(original);
        CSharpCompilation compilation = ReferenceEquals(original.SyntaxTrees[^1], withChecks) ? original : Compile(withChecks);
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        EmitResult emitted = Emit(compilation, assembly, symbols, cancellation);
        if (!emitted.Success)
        {
            // The text that was written, not the one with checks, has the right columns.
            List<Diagnostic> errors = [.. original.GetDiagnostics(cancellation).Concat(emitted.Diagnostics).Where(d => d.Severity == DiagnosticSeverity.Error)
                .DistinctBy(d => (d.Id, d.Location.GetLineSpan().StartLinePosition.Line))];
            // A piece of nothing but usings is not emitted, yet later pieces need it.
            return errors.Count == 0 ? new(original, compilation, _ => Task.FromResult<object?>(null), false, HasCode: false) : throw new CompilationException(errors);
        }
        assembly.Position = symbols.Position = 0;
        IMethodSymbol entry = compilation.GetEntryPoint(cancellation)!;
        Type type = _loader.LoadFromStream(assembly, symbols).GetType(entry.ContainingType.MetadataName, throwOnError: true)!;
        var run = type.GetMethod(entry.MetadataName, System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        return new(original, compilation, run, HasValue(compilation), HasCode: true);
    }

    private static EmitResult Emit(CSharpCompilation compilation, MemoryStream assembly, MemoryStream symbols, CancellationToken cancellation) =>
        compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb), cancellationToken: cancellation);

    /// <summary>Runs a piece. Call <see cref="Keep"/> afterwards, however it ended.</summary>
    public Task<object?> RunAsync(LoadedPiece piece)
    {
        if (_slots + 2 > _states.Length) Array.Resize(ref _states, 2 * _states.Length);
        return piece.Run(_states);
    }

    /// <summary>Adds the piece that ran last to the chain, with whatever it set.</summary>
    public void Keep(LoadedPiece piece)
    {
        // The first slot belongs to a host object, which this engine does not have; a piece without code takes no slot.
        object? state = piece.HasCode ? _states[_slots + 1] : null;
        if (piece.HasCode && state is null) return;
        if (piece.HasCode) _slots++;
        _count++;
        // A copy has none of what the compiler worked out for this piece, several MB of it, and works out again only what later pieces ask for.
        lock (_chain) _chain.Add(piece.Original.Clone());
        _last = piece.Compilation.Clone();
        _inherited = _inherited.Union(piece.Compilation.References);
        lock (s_binding) _ = _last.Assembly;
        if (state is null) return;
        _submissions.Add((_last, state));
        _shadowed.Add(piece.Original.SyntaxTrees[^1], state);
    }

    private static bool HasValue(CSharpCompilation compilation)
    {
        SyntaxTree tree = compilation.SyntaxTrees[^1];
        if (tree.GetCompilationUnitRoot().Members.LastOrDefault() is not GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last })
            return false;
        return compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type is not { SpecialType: SpecialType.System_Void };
    }
}

/// <summary>A piece that is ready to run.</summary>
/// <param name="Original">Its compilation as it was written.</param>
/// <param name="Compilation">Its compilation as it runs.</param>
/// <param name="Run">Runs it on the states of the chain.</param>
/// <param name="HasValue">Whether it ends with an expression whose value is to be shown.</param>
/// <param name="HasCode">Whether there is anything to run.</param>
internal sealed record LoadedPiece(CSharpCompilation Original, CSharpCompilation Compilation, Func<object?[], Task<object?>> Run, bool HasValue, bool HasCode);
