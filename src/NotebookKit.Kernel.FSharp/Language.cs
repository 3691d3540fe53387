using System.Globalization;
using System.Runtime.Loader;
using FSharp.Compiler.Diagnostics;
using FSharp.Compiler.Interactive;
using FSharp.Compiler.IO;
using Microsoft.FSharp.Core;
using NotebookKit.Kernel.CSharp;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Languages;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Threads;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.FSharp;

/// <summary>F# by an interactive session of its compiler, which uses the same assemblies as the C# of the notebook.</summary>
internal sealed class Language : ILanguage
{
    // Tells the compiler where its library lies; it would look beside the program.
    private const string LibraryFolder = "FSHARP_COMPILER_BIN";

    /// <summary>What F# cells can call without naming a class, as those in C# can.</summary>
    private const string Prelude = """
        open System
        open System.IO
        open System.Text
        open Microsoft.DotNet.Interactive
        open Microsoft.DotNet.Interactive.Formatting
        open NotebookKit.Kernel.Cells
        [<AutoOpen>]
        module NotebookFunctions =
            let display (value: 'a) = CellFunctions.display(box value)
            let HTML (content: string) = CellFunctions.HTML(content)
            let Javascript (content: string) = CellFunctions.Javascript(content)
            let CSS (content: string) = CellFunctions.CSS(content)

        """;

    private readonly SessionLanguages _session;
    private readonly Shell.FsiEvaluationSession _interactive;
    private readonly HashSet<string> _references = new(StringComparer.Ordinal);
    private bool _hasHtml;

    public Language(SessionLanguages session)
    {
        _session = session;
        EmittedAssemblies.Resolve();
        using AssemblyLoadContext.ContextualReflectionScope scope = session.Engine.Loader.EnterContextualReflection();
        FileSystemAutoOpens.FileSystem = new SessionFileSystem(session.Engine.Loader);
        string[] options =
        [
            "notebook", "--noninteractive", "--nologo", "--gui-", "--quiet", "--targetprofile:netcore", "--multiemit+",
            "--langversion:latest", $"-I:{session.WorkingDirectory}",
            $"-r:{typeof(SharedValues).Assembly.Location}",
            $"-r:{typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Assembly.Location}",
            $"-r:{typeof(Microsoft.AspNetCore.Html.IHtmlContent).Assembly.Location}",
            .. Framework.Select(f => $"-r:{f}"),
        ];
        var errors = new StringWriter();
        string? before = Environment.GetEnvironmentVariable(LibraryFolder);
        try
        {
            Environment.SetEnvironmentVariable(LibraryFolder, Path.GetDirectoryName(typeof(Unit).Assembly.Location));
            _interactive = Shell.FsiEvaluationSession.Create(
                Shell.FsiEvaluationSession.GetDefaultConfiguration(), options, TextReader.Null, TextWriter.Null, errors,
                FSharpOption<bool>.None, null);
        }
        catch (Exception e)
        {
            throw new LanguageException("Error", $"F# could not be started: {e.Message}\n{errors}");
        }
        finally
        {
            Environment.SetEnvironmentVariable(LibraryFolder, before);
        }
        Evaluate(Prelude + InterruptibleCode.Prelude, "prelude", default);
    }

    /// <summary>
    /// The framework's own assemblies, as the SDK has them for compilers. Left to itself, the compiler finds only a part of them, and those
    /// that run pass most types on to others, which it takes for other types. Without an SDK that part must do.
    /// </summary>
    private static IEnumerable<string> Framework
    {
        get
        {
            string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            string packs = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
            string framework = FormattableString.Invariant($"net{Environment.Version.Major}.{Environment.Version.Minor}");
            string? folder = Directory.Exists(packs) ? Directory.GetDirectories(packs).Select(v => Path.Combine(v, "ref", framework))
                .LastOrDefault(Directory.Exists) : null;
            return folder is null ? [] : Directory.GetFiles(folder, "*.dll");
        }
    }

    public IReadOnlyList<string> Names => [.. _interactive.GetBoundValues().Select(v => v.Name).Where(n => n != "it")];

    public MimeBundle? Run(CodePart part, string cell, CellContext context, CancellationToken interrupt)
    {
        AddReferences();
        if (!_hasHtml && part.Code.Contains(HtmlFunctions.Open, StringComparison.Ordinal))
        {
            _hasHtml = true;
            Evaluate(HtmlFunctions.Module, "prelude", interrupt);
        }
        // The lines before keep the numbers of lines right.
        string written = new string('\n', part.Line - 1) + part.Code + "\n";
        return CellThread.Complete(
            () =>
            {
                (string code, InterruptibleCode checks) = InterruptibleCode.AddTo(written, _interactive.InteractiveChecker, interrupt);
                Shell.FsiValue? value = Evaluate(code, cell, interrupt, checks);
                return Task.FromResult(value is null || value.ReflectionType == typeof(Unit)
                    ? null
                    : ValueFormatter.Format(value.ReflectionValue));
            },
            interrupt);
    }

    public bool TryGet(string name, out object? value)
    {
        value = null;
        if (_interactive.TryFindBoundValue(name) is not { } found) return false;
        value = found.Value.Value.ReflectionValue;
        if (SharedFrame.IsDataFrame(value)) value = SharedFrame.Of(value!);
        return true;
    }

    public void Set(string name, object? value)
    {
        AddReferences();
        if (value is SharedFrame frame) value = frame.ToDataFrame(_session.Engine.DataAnalysis());
        string type = CSharpTypeName.Of(value?.GetType()).Replace("global::", "", StringComparison.Ordinal);
        if (type == "object") type = "obj";
        Evaluate($"let ``{name}`` = unbox<{type}> ({typeof(SharedValues).FullName}.{nameof(SharedValues.Take)} "
            + $"{SharedValues.Put(value)})\n", "share", default);
    }

    public void Dispose() => ((IDisposable)_interactive).Dispose();

    /// <summary>What cells in any language referred to since the last F# cell.</summary>
    private void AddReferences()
    {
        List<string> added = [.. _session.Engine.References.AddedFiles.Where(
            f => Path.GetFileName(f) != "FSharp.Core.dll" && _references.Add(f))];
        if (added.Count > 0) Evaluate(string.Concat(added.Select(f => $"#r @\"{f}\"\n")), "references", default);
    }

    private Shell.FsiValue? Evaluate(string code, string cell, CancellationToken interrupt, InterruptibleCode? checks = null)
    {
        using AssemblyLoadContext.ContextualReflectionScope scope = _session.Engine.Loader.EnterContextualReflection();
        var (result, diagnostics) = _interactive.EvalInteractionNonThrowing(code, cell, FSharpOption<CancellationToken>.Some(interrupt));
        foreach (string warning in diagnostics.Where(d => d.Severity.IsWarning).Select(d => Describe(d, cell, checks)).Distinct())
            Console.Error.WriteLine(warning);
        if (result is FSharpChoice<FSharpOption<Shell.FsiValue>?, Exception>.Choice1Of2 value) return value.Item?.Value;
        FSharpDiagnostic[] errors = [.. diagnostics.Where(d => d.Severity.IsError)];
        if (errors.Length > 0)
            throw new LanguageException("Compilation error", $"{errors[0].ErrorNumberText}: {Text(errors[0])}", errors[0].StartLine,
                [.. errors.Skip(1).Select(e => Describe(e, cell, checks)).Distinct()]);
        Exception thrown = ((FSharpChoice<FSharpOption<Shell.FsiValue>?, Exception>.Choice2Of2)result).Item;
        interrupt.ThrowIfCancellationRequested();
        // With its own stack, which tells the lines.
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
        throw thrown;
    }

    private static string Describe(FSharpDiagnostic found, string cell, InterruptibleCode? checks)
    {
        int column = checks?.Column(found.StartLine, found.StartColumn) ?? found.StartColumn;
        string place = Path.GetFileName(found.FileName) is { Length: > 0 } file ? file : cell;
        return string.Create(CultureInfo.InvariantCulture,
            $"{place}, line {found.StartLine}, column {column + 1}: {(found.Severity.IsError ? "error" : "warning")} "
                + $"{found.ErrorNumberText}: {Text(found)}");
    }

    /// <summary>The message without the blanks at the ends of its lines.</summary>
    private static string Text(FSharpDiagnostic found) =>
        string.Join('\n', found.Message.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()));

    /// <summary>Lets the compiler load assemblies where the session does, so that a type is the same in all languages.</summary>
    private sealed class SessionFileSystem(SessionLoadContext loader) : DefaultFileSystem, IAssemblyLoader
    {
        public override IAssemblyLoader AssemblyLoader => this;

        public System.Reflection.Assembly AssemblyLoad(System.Reflection.AssemblyName name) => loader.LoadFromAssemblyName(name);

        public System.Reflection.Assembly AssemblyLoadFrom(string file)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            return SessionLoadContext.IsHosts(name)
                ? loader.LoadFromAssemblyName(new(name))
                : loader.LoadFromAssemblyPath(loader.AddFile(file));
        }
    }
}
