using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NotebookKit.Kernel.CSharp;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Editing;

/// <summary>The cells that ran and the one being written, as the compiler's own editor services want them: a chain of projects.</summary>
internal sealed class CellWorkspace(CSharpEngine engine)
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly Dictionary<string, MetadataReference> _documented = new(StringComparer.Ordinal);
    private Solution? _ran;
    private ProjectId? _last;
    private int _count;

    /// <summary>A document with the text of the cell, after all cells that ran.</summary>
    public Document DocumentOf(string code)
    {
        IReadOnlyList<CSharpCompilation> ran = engine.Chain;
        _ran ??= _workspace.CurrentSolution;
        for (; _count < ran.Count; _count++)
            (_ran, _last) = Add(_ran, ran[_count].SyntaxTrees[^1].GetText(), $"ran {_count}");
        (Solution solution, ProjectId project) = Add(_ran, SourceText.From(code), "cell");
        return solution.GetProject(project)!.Documents.Single();
    }

    private (Solution Solution, ProjectId Project) Add(Solution solution, SourceText text, string name)
    {
        ProjectId id = ProjectId.CreateNewId(name);
        ProjectInfo project = ProjectInfo.Create(
            id, VersionStamp.Create(), name, name, LanguageNames.CSharp,
            compilationOptions: engine.Options.WithScriptClassName("Cell" + _count), parseOptions: CellSyntax.Options,
            metadataReferences: engine.References.All.Select(WithDocumentation).DistinctBy(r => r.Display),
            projectReferences: _last is null ? [] : [new ProjectReference(_last)], isSubmission: true);
        solution = solution.AddProject(project).AddDocument(DocumentId.CreateNewId(id, name), name, text);
        return (solution, id);
    }

    private MetadataReference WithDocumentation(MetadataReference reference)
    {
        if (reference is not PortableExecutableReference { FilePath: { } path } file) return reference;
        if (_documented.TryGetValue(path, out MetadataReference? known)) return known;
        MetadataReference documented = ApiDocumentation.For(path) is { } documentation && file.GetMetadata() is AssemblyMetadata metadata
            ? metadata.GetReference(documentation, filePath: path)
            : reference;
        return _documented[path] = documented;
    }
}
