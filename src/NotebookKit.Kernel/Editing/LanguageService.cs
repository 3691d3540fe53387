using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.QuickInfo;
using Microsoft.CodeAnalysis.Text;
using NotebookKit.Kernel.CSharp;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Editing;

/// <summary>What an editor asks about code that is being written: completions, types, parameters, errors.</summary>
/// <remarks>Positions count UTF-16 units of the cell. Descriptions and parameters need the compiler's editor services: half a second and
/// much memory when first asked.</remarks>
public sealed class LanguageService
{
    /// <summary>Errors that say of a name that it does not exist: itself, as a type, in a namespace or type, or as a member.</summary>
    private static readonly HashSet<string> UnknownNames = ["CS0103", "CS0234", "CS0246", "CS0117", "CS0012", "CS1061", "CS1929", "CS7036"];

    private readonly CSharpEngine _engine;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lazy<CellWorkspace> _workspace;

    internal LanguageService(CSharpEngine engine)
    {
        _engine = engine;
        _workspace = new(() => new CellWorkspace(engine));
    }

    /// <summary>Whether a cell could run as it stands, needs more lines, or is wrong.</summary>
    public static Completeness CheckComplete(string code)
    {
        string text = CellText.CSharpOnly(code);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, CellSyntax.Options);
        if (!SyntaxFactory.IsCompleteSubmission(tree)) return Completeness.Incomplete;
        return tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error) ? Completeness.Invalid : Completeness.Complete;
    }

    /// <summary>What could stand at a position.</summary>
    public Task<CompletionList> CompleteAsync(string code, int position, CancellationToken cancellation = default) => InTurnAsync(
        () => Task.FromResult(MagicAt(code, position) ?? Completions.At(_engine, CellText.CSharpOnly(code), position, cancellation)),
        cancellation);

    /// <summary>What the name at a position means: its declaration and documentation; null where there is nothing to say.</summary>
    public Task<string?> DescribeAsync(string code, int position, CancellationToken cancellation = default) => InTurnAsync(
        async () =>
        {
            Document document = _workspace.Value.DocumentOf(CellText.CSharpOnly(code));
            QuickInfoService service = QuickInfoService.GetService(document)!;
            // Behind the last letter of a name is still at the name.
            QuickInfoItem? info = await service.GetQuickInfoAsync(document, Math.Min(position, code.Length), cancellation)
                .ConfigureAwait(false);
            if (info is null && position > 0) info = await service.GetQuickInfoAsync(document, position - 1, cancellation)
                .ConfigureAwait(false);
            return info is null ? null : string.Join("\n", info.Sections.Select(s => s.Text).Where(t => t.Length > 0));
        },
        cancellation);

    /// <summary>The parameters of the call around a position; null outside a call.</summary>
    public Task<SignatureList?> SignaturesAsync(string code, int position, CancellationToken cancellation = default) => InTurnAsync(
        () => Signatures.AtAsync(_workspace.Value.DocumentOf(CellText.CSharpOnly(code)), position, cancellation), cancellation);

    /// <summary>Errors and warnings of a cell, without running it.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="above">Cells above it that have not run, from the top.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<CodeProblem> Diagnose(string code, IReadOnlyList<string>? above = null, CancellationToken cancellation = default)
    {
        const string cell = "cell";
        IReadOnlyList<CSharpCompilation> pieces = _engine.CompileAhead(
            [.. (above ?? []).Select(a => (CellText.CSharpOnly(a), "above")), (CellText.CSharpOnly(code), cell)]);
        // What a cell will bring that does not compile, loads something or shares a value of another language is not known before it ran.
        bool isKnown = (above ?? []).All(CellText.IsCSharpOnly) &&
            pieces.SkipLast(1).All(p => !p.GetDiagnostics(cancellation).Any(d => d.Severity == DiagnosticSeverity.Error));
        return
        [
            .. pieces[^1].GetDiagnostics(cancellation)
                .Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Location.SourceTree?.FilePath == cell)
                .Where(d => isKnown || !UnknownNames.Contains(d.Id))
                .Select(d => new CodeProblem(d.Location.SourceSpan.Start, d.Location.SourceSpan.End,
                    d.Severity == DiagnosticSeverity.Error && isKnown, d.Id,
                    d.GetMessage(System.Globalization.CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>Completions for a command that is being written at a position; null when none is.</summary>
    private static CompletionList? MagicAt(string code, int position)
    {
        int start = code.LastIndexOf('\n', Math.Max(position - 1, 0)) + 1;
        if (start > position || position - start < 2 || !code.AsSpan(start, position - start).StartsWith("#!")) return null;
        string typed = code[start..position];
        if (typed.Contains(' ', StringComparison.Ordinal)) return null;
        return new(start, position, [.. CellCommands.All.Select(c => c.Name).Where(n => n.StartsWith(typed, StringComparison.Ordinal))
            .Select(n => new Completion(n, n, "Keyword"))]);
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}
