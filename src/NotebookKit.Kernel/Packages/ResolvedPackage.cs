namespace NotebookKit.Kernel.Packages;

/// <summary>A package as a session uses it.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Version">The exact version.</param>
/// <param name="Sha512">Hash of the package file, in base 64; null when the restore did not tell it.</param>
/// <param name="IsRequested">Whether a cell asked for it by name, rather than another package.</param>
public sealed record ResolvedPackage(string Name, string Version, string? Sha512, bool IsRequested);

/// <summary>Where the files of a package lie.</summary>
/// <param name="Package">The package.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Assemblies">Its assemblies for this machine.</param>
/// <param name="Natives">Its native libraries for this machine.</param>
internal sealed record PackageFiles(ResolvedPackage Package, string Folder, IReadOnlyList<string> Assemblies, IReadOnlyList<string> Natives)
{
    /// <summary>Cells that the package wants to be run when it is loaded.</summary>
    public string? Extension => Path.Combine(Folder, "interactive-extensions", "dotnet", "extension.dib") is var file && File.Exists(file)
        ? file
        : null;
}
