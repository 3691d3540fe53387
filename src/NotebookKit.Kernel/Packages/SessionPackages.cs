using System.Reflection;
using NotebookKit.Kernel.CSharp;

namespace NotebookKit.Kernel.Packages;

/// <summary>The packages of a session: what cells asked for, and what that became.</summary>
internal sealed class SessionPackages(CSharpEngine engine, string notebookFolder, string cache)
{
    private static readonly PackageRequest[] Pins =
        [.. typeof(SessionPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Where(m => m.Key == "Pin")
            .Select(m => PackageRequest.Parse(PackageRequest.Scheme + m.Value))];

    private readonly PackageRestore _restore = new(notebookFolder, cache);
    private readonly List<string> _sources = [];
    private readonly List<PackageRequest> _pending = [];
    private IReadOnlyList<PackageRequest> _requested = [];
    private IReadOnlyList<PackageFiles> _restored = [];

    /// <summary>All packages in use, in order of their names.</summary>
    public IReadOnlyList<ResolvedPackage> All =>
        [.. _restored.Select(p => p.Package).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase)];

    public bool HasPending => _pending.Count > 0;

    /// <summary>Adds a folder or an address in which packages are looked for.</summary>
    /// <param name="source">As the cell names it.</param>
    /// <param name="folder">Where relative paths start.</param>
    /// <exception cref="PackageException">There is no such folder.</exception>
    public void AddSource(string source, string folder)
    {
        if (PackageRequest.IsPackage(source)) source = source[PackageRequest.Scheme.Length..].Trim();
        bool isAddress = Uri.TryCreate(source, UriKind.Absolute, out Uri? address) && !address.IsFile;
        if (!isAddress)
        {
            source = Path.GetFullPath(address?.LocalPath ?? source, folder);
            if (!Directory.Exists(source))
                throw new PackageException(
                    $"The package source '{source}' is not a folder. Correct the path (relative paths start at '{folder}'), or give an "
                        + "address.");
        }
        if (!_sources.Contains(source)) _sources.Add(source);
    }

    /// <summary>Notes a package; <see cref="Restore"/> gets all that were noted.</summary>
    /// <exception cref="PackageException">The session already uses another version.</exception>
    /// <exception cref="FormatException">The text names no package.</exception>
    public void Request(string reference)
    {
        PackageRequest request = PackageRequest.Parse(reference);
        if (_restored.FirstOrDefault(p => Same(p.Package.Name, request.Name)) is { Package: var used })
        {
            if (request.Version == "*" || Same(request.Version, used.Version) || _requested.Contains(request)) return;
            throw new PackageException(
                $"{request.Name} {used.Version} is already loaded in this session; {request.Version} cannot replace it. Restart the "
                    + "kernel, or ask for the same version everywhere.");
        }
        _pending.RemoveAll(p => Same(p.Name, request.Name));
        _pending.Add(request);
    }

    /// <summary>Gets what was noted, makes it known to the cells that follow, and tells what is new.</summary>
    /// <returns>The packages that were not in use before, each after those it depends on.</returns>
    /// <exception cref="PackageException">The packages cannot be had; the session stays as it was.</exception>
    public IReadOnlyList<PackageFiles> Restore(CancellationToken interrupt)
    {
        List<PackageRequest> asked = [.. _requested, .. _pending];
        _pending.Clear();
        IReadOnlyList<PackageFiles> restored = RestorePinned(asked, interrupt);
        HashSet<string> before = [.. _restored.Select(p => p.Package.Name)];
        foreach (PackageFiles package in _restored)
            if (restored.FirstOrDefault(p => Same(p.Package.Name, package.Package.Name)) is { } now
                && now.Package.Version != package.Package.Version)
                throw new PackageException(
                    $"{string.Join("; ", asked.Except(_requested))} needs {now.Package.Name} {now.Package.Version}, but "
                    + $"{package.Package.Version} is already loaded in this session. " +
                    "Restart the kernel and ask for all packages in the first cell.");
        (_requested, _restored) = (asked, restored);
        List<PackageFiles> added = [.. restored.Where(p => !before.Contains(p.Package.Name))];
        foreach (PackageFiles package in added)
        {
            foreach (string native in package.Natives) engine.Loader.AddNative(native);
            foreach (string assembly in package.Assemblies) engine.References.Add(assembly);
        }
        return added;
    }

    /// <summary>
    /// Libraries that packages bring and languages need in one version: a session that has another could not run cells of that language any
    /// more.
    /// </summary>
    private IReadOnlyList<PackageFiles> RestorePinned(IReadOnlyList<PackageRequest> asked, CancellationToken interrupt)
    {
        IReadOnlyList<PackageFiles> restored = _restore.Restore(asked, _sources, interrupt);
        List<PackageRequest> pins =
            [.. Pins.Where(pin => !asked.Any(a => Same(a.Name, pin.Name))
                && restored.Any(r => Same(r.Package.Name, pin.Name) && r.Package.Version != pin.Version))];
        if (pins.Count == 0) return restored;
        try
        {
            return [.. _restore.Restore([.. asked, .. pins], _sources, interrupt)
                .Select(p => pins.Any(pin => Same(pin.Name, p.Package.Name))
                    ? p with { Package = p.Package with { IsRequested = false } }
                    : p)];
        }
        catch (PackageException)
        {
            // The pinned one cannot be had here, or something needs a newer one: C# runs all the same.
            return restored;
        }
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
