using System.Collections.Immutable;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace NotebookKit.Kernel.CSharp;

/// <summary>The assemblies that the code of a session compiles against.</summary>
internal sealed class CSharpReferences(SessionLoadContext loader) : MetadataReferenceResolver
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> FrameworkFiles = new(Framework);
    // Read by editor queries while a cell adds more.
    private ImmutableArray<PortableExecutableReference> _added = [];

    public ImmutableArray<MetadataReference> All => [.. FrameworkFiles.Value, .. _added];

    /// <summary>Files that were added to the framework's own.</summary>
    public IEnumerable<string> AddedFiles => _added.Select(r => r.FilePath!);

    public override bool ResolveMissingAssemblies => true;

    /// <summary>Adds an assembly for the cells that follow.</summary>
    public void Add(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (SessionLoadContext.IsHosts(name)) return;
        string file = loader.AddFile(path);
        if (!_added.Any(r => r.FilePath == file)) _added = _added.Add(Reference(file));
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        loader.FindFile(referenceIdentity.Name) is { } path ? Reference(path) : null;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath,
        MetadataReferenceProperties properties) => [];

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>
    /// Reads only the metadata of an assembly: the compiler does not look at its code, most of the file, which may be built again
    /// meanwhile.
    /// </summary>
    private static PortableExecutableReference Reference(string path)
    {
        using FileStream file = File.OpenRead(path);
        return AssemblyMetadata.Create(ModuleMetadata.CreateFromStream(file, PEStreamOptions.PrefetchMetadata))
            .GetReference(filePath: path);
    }

    /// <summary>
    /// Maps the file, of whose metadata few pages are ever looked at. Nobody changes the files of an installation while they are in use.
    /// </summary>
    private static PortableExecutableReference Mapped(string path) =>
        AssemblyMetadata.Create(
            ModuleMetadata.CreateFromStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1)))
                .GetReference(filePath: path);

    private static ImmutableArray<MetadataReference> Framework()
    {
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        IEnumerable<string> files = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(f => Path.GetDirectoryName(f) == folder && !Path.GetFileName(f)
                .StartsWith("Microsoft.VisualBasic", StringComparison.Ordinal));
        return
        [
            .. files.Select(Mapped),
            Mapped(typeof(CSharpReferences).Assembly.Location),
            Mapped(typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Assembly.Location),
            Mapped(typeof(Microsoft.AspNetCore.Html.IHtmlContent).Assembly.Location),
        ];
    }
}
