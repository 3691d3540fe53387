using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
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
    private static readonly string[] Imports =
    [
        "System", "System.Collections", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading",
        "System.Threading.Tasks",
        "Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.Formatting", "NotebookKit.Kernel.Cells",
        "NotebookKit.Kernel.Cells.CellFunctions",
    ];

    private static int _sessions;

    private readonly SessionLoadContext _loader = new();
    private readonly int _session = Interlocked.Increment(ref _sessions);
    private readonly SubmissionChain _chain;
    private object?[] _states = new object?[16];
    private int _slots;
    private int _compilations;

    /// <param name="workingDirectory">Folder against which relative paths are read.</param>
    /// <param name="longestChain">How many pieces those after them are compiled with, unless they mention others.</param>
    public CSharpEngine(string workingDirectory, int longestChain)
    {
        References = new CSharpReferences(_loader);
        Options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            usings: Imports,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            // A cell is small: handing its parts to other threads and waiting for them costs more than compiling them here.
            concurrentBuild: false,
            metadataReferenceResolver: References,
            sourceReferenceResolver: new SourceFileResolver([], workingDirectory),
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
        _chain = new SubmissionChain(References, Options, longestChain);
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
            : throw new LanguageException("Error",
                $"Data frames need {name}. Load it first: #r \"nuget: {name}\", or #r with the path of its dll.");
    }

    public SessionVariables Variables { get; } = new();

    /// <summary>Compiles a piece as the next of the chain without running it.</summary>
    /// <param name="code">The text.</param>
    /// <param name="file">Name for error messages.</param>
    /// <param name="line">Line of the cell at which the text starts.</param>
    public CSharpCompilation Compile(string code, string file, int line = 1)
    {
        var text = SourceText.From(new string('\n', line - 1) + code, Encoding.UTF8);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, CellSyntax.Options, file);
        // Every compilation has a name of its own: one that is not kept may have been loaded all the same.
        return _chain.Compile($"notebook-{_session}-{Interlocked.Increment(ref _compilations)}", _slots + 1, tree);
    }

    /// <summary>Compiles pieces as the next of the chain, one after the other, to look at: they will not run.</summary>
    /// <param name="codes">The texts with their names for error messages, oldest first.</param>
    public IReadOnlyList<CSharpCompilation> CompileAhead(IEnumerable<(string Code, string File)> codes) => _chain.CompileAhead(
        $"notebook-{_session}-{Interlocked.Increment(ref _compilations)}", _slots + 1,
        [.. codes.Select(c => CSharpSyntaxTree.ParseText(c.Code, CellSyntax.Options, c.File))]);

    /// <summary>The pieces that code could refer to, oldest first, each with its declarations.</summary>
    public IReadOnlyList<CSharpCompilation> Before(string code) => _chain.Before(CSharpSyntaxTree.ParseText(code, CellSyntax.Options));

    /// <summary>What cells declared under names that begin with a text, whatever the compiler has at hand.</summary>
    public IReadOnlyList<(string Name, string Kind)> DeclaredNames(string beginning) => _chain.Names(beginning);

    /// <summary>Makes a compiled piece ready to run.</summary>
    /// <exception cref="CompilationException">The piece does not compile.</exception>
    public LoadedPiece Load(CSharpCompilation original, CancellationToken cancellation)
    {
        SyntaxTree withChecks = InterruptibleCode.Of(original);
        SyntaxTree written = original.SyntaxTrees[^1];
        CSharpCompilation compilation = ReferenceEquals(written, withChecks)
            ? original
            : SubmissionChain.WithTree(original, withChecks, _slots + 1);
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        EmitResult emitted = Emit(compilation, assembly, symbols, cancellation);
        if (!emitted.Success)
        {
            // The text that was written, not the one with checks, has the right columns.
            List<Diagnostic> errors = [.. original.GetDiagnostics(cancellation).Concat(emitted.Diagnostics)
                .Where(d => d.Severity == DiagnosticSeverity.Error)
                .DistinctBy(d => (d.Id, d.Location.GetLineSpan().StartLinePosition.Line))];
            // A piece of nothing but usings is not emitted, yet later pieces need it.
            return errors.Count == 0
                ? new(original, compilation, _ => Task.FromResult<object?>(null), false, false, HasCode: false)
                : throw new CompilationException(errors);
        }
        bool isOwner = HasUnnameableTypes(assembly);
        assembly.Position = symbols.Position = 0;
        IMethodSymbol entry = compilation.GetEntryPoint(cancellation)!;
        Type type = _loader.LoadFromStream(assembly, symbols).GetType(entry.ContainingType.MetadataName, throwOnError: true)!;
        var run = type.GetMethod(entry.MetadataName,
            System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
        return new(original, compilation, run, HasValue(compilation), isOwner, HasCode: true);
    }

    private static EmitResult Emit(CSharpCompilation compilation, MemoryStream assembly, MemoryStream symbols,
        CancellationToken cancellation) =>
        compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
            cancellationToken: cancellation);

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
        bool isReachable = _chain.Add(piece.Compilation, _slots + 1, piece.IsOwner);
        if (state is null) return;
        Variables.Add(piece.Original.SyntaxTrees[^1], state);
        if (isReachable) _slots++;
        else _states[_slots + 1] = null;
    }

    /// <summary>
    /// Whether an emitted assembly has types that the compiler made for values without a type of their own, which later pieces share.
    /// </summary>
    private static bool HasUnnameableTypes(MemoryStream assembly)
    {
        assembly.Position = 0;
        using var file = new PEReader(assembly, PEStreamOptions.LeaveOpen);
        MetadataReader metadata = file.GetMetadataReader();
        return metadata.TypeDefinitions.Any(t => metadata.GetString(metadata.GetTypeDefinition(t).Name) is { } name &&
            (name.StartsWith("<>f", StringComparison.Ordinal) || name.StartsWith("<>A", StringComparison.Ordinal)
                || name.StartsWith("<>F", StringComparison.Ordinal)));
    }

    private static bool HasValue(CSharpCompilation compilation)
    {
        SyntaxTree tree = compilation.SyntaxTrees[^1];
        if (tree.GetCompilationUnitRoot().Members.LastOrDefault() is not GlobalStatementSyntax {
            Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last })
            return false;
        // Only what is called can come to nothing.
        if (!last.Expression.DescendantNodesAndSelf().Any(n => n is InvocationExpressionSyntax or AwaitExpressionSyntax)) return true;
        return compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type is not { SpecialType: SpecialType.System_Void };
    }
}

/// <summary>A piece that is ready to run.</summary>
/// <param name="Original">Its compilation as it was written.</param>
/// <param name="Compilation">Its compilation as it runs.</param>
/// <param name="Run">Runs it on the states of the chain.</param>
/// <param name="HasValue">Whether it ends with an expression whose value is to be shown.</param>
/// <param name="IsOwner">Whether its assembly has types that no code can name.</param>
/// <param name="HasCode">Whether there is anything to run.</param>
internal sealed record LoadedPiece(CSharpCompilation Original, CSharpCompilation Compilation, Func<object?[], Task<object?>> Run,
    bool HasValue, bool IsOwner, bool HasCode);
