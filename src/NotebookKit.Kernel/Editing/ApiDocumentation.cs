using System.Globalization;
using Microsoft.CodeAnalysis;

namespace NotebookKit.Kernel.Editing;

/// <summary>Finds the documentation that belongs to an assembly.</summary>
internal static class ApiDocumentation
{
    /// <summary>Files that document what the runtime keeps in its core assembly.</summary>
    private static readonly string[] CoreFiles = ["System.Runtime.xml", "System.Collections.xml", "System.Threading.xml",
        "System.Memory.xml", "System.Runtime.InteropServices.xml"];

    private static readonly Lazy<string?> Framework = new(FindFramework);

    public static DocumentationProvider? For(string assembly)
    {
        string beside = Path.ChangeExtension(assembly, ".xml");
        if (File.Exists(beside)) return XmlDocumentationProvider.CreateFromFile(beside);
        if (Framework.Value is not { } folder || Path.GetDirectoryName(assembly) != Path.GetDirectoryName(typeof(object).Assembly.Location))
            return null;
        string name = Path.GetFileName(beside);
        string[] files = [.. (name == "System.Private.CoreLib.xml" ? CoreFiles : [name]).Select(f => Path.Combine(folder, f))
            .Where(File.Exists)];
        return files.Length == 0 ? null : new Joined(
            [.. files.Select(f => (DocumentationProvider)XmlDocumentationProvider.CreateFromFile(f))]);
    }

    /// <summary>The SDK keeps the documentation of the framework beside its reference assemblies.</summary>
    private static string? FindFramework()
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string packs = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        if (!Directory.Exists(packs)) return null;
        string framework = string.Create(CultureInfo.InvariantCulture, $"net{Environment.Version.Major}.{Environment.Version.Minor}");
        return Directory.GetDirectories(packs).Select(v => Path.Combine(v, "ref", framework)).LastOrDefault(Directory.Exists);
    }

    private sealed class Joined(DocumentationProvider[] providers) : DocumentationProvider
    {
        private static readonly System.Reflection.MethodInfo LookUp = typeof(DocumentationProvider).GetMethod(
            nameof(GetDocumentationForSymbol), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        protected override string? GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture,
            CancellationToken cancellationToken = default) =>
            providers.Select(p => (string?)LookUp.Invoke(p, [documentationMemberID, preferredCulture, cancellationToken]))
                .FirstOrDefault(text => !string.IsNullOrEmpty(text));
    }
}
