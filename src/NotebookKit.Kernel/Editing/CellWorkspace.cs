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
    private readonly List<(CSharpCompilation Piece, Solution Solution, ProjectId Project)> _ran = [];

    /// <summary>A document with the text of the cell, after the cells that ran.</summary>
    public Document DocumentOf(string code)
    {
        IReadOnlyList<CSharpCompilation> ran = engine.Before(code);
        int known = _ran.Zip(ran).TakeWhile(p => p.First.Piece == p.Second).Count();
        _ran.RemoveRange(known, _ran.Count - known);
        foreach (CSharpCompilation piece in ran.Skip(known))
        {
            (Solution solution, ProjectId project) = Add(piece.SyntaxTrees[^1].GetText(), piece.AssemblyName!);
            _ran.Add((piece, solution, project));
        }
        (Solution all, ProjectId last) = Add(SourceText.From(code), "cell");
        return all.GetProject(last)!.Documents.Single();
    }

    /// <summary>Adds a piece after those that ran.</summary>
    private (Solution Solution, ProjectId Project) Add(SourceText text, string name)
    {
        ProjectId id = ProjectId.CreateNewId(name);
        ProjectInfo project = ProjectInfo.Create(
            id, VersionStamp.Create(), name, name, LanguageNames.CSharp,
            compilationOptions: engine.Options.WithScriptClassName("Cell" + _ran.Count), parseOptions: CellSyntax.Options,
            metadataReferences: engine.References.All.Select(WithDocumentation).DistinctBy(r => r.Display),
            projectReferences: _ran.Count == 0 ? [] : [new ProjectReference(_ran[^1].Project)], isSubmission: true);
        Solution before = _ran.Count == 0 ? _workspace.CurrentSolution : _ran[^1].Solution;
        return (before.AddProject(project).AddDocument(DocumentId.CreateNewId(id, name), name, text), id);
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
