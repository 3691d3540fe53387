using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace NotebookKit.Kernel.CSharp;

/// <summary>Loads the cells of a session and the assemblies they refer to.</summary>
/// <remarks>The framework and the engine itself are shared with the host; everything else is the session's own.</remarks>
internal sealed class SessionLoadContext() : AssemblyLoadContext("notebook session")
{
    private static readonly string FrameworkFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly HashSet<string> Shared = new(StringComparer.OrdinalIgnoreCase)
    {
        typeof(SessionLoadContext).Assembly.GetName().Name!,
        "Microsoft.DotNet.Interactive.Formatting",
        "Microsoft.AspNetCore.Html.Abstractions",
    };

    // Assemblies are looked for on any thread while a cell adds more.
    private readonly ConcurrentDictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, string> _native = new(StringComparer.OrdinalIgnoreCase);
    private ImmutableList<string> _folders = [];

    /// <summary>Makes an assembly file known; the first file of a name stays.</summary>
    /// <returns>The file that stands for this assembly from now on.</returns>
    public string AddFile(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        if (!_files.TryAdd(name, path)) return _files[name];
        string folder = Path.GetDirectoryName(path)!;
        if (!_folders.Contains(folder)) _folders = _folders.Add(folder);
        return path;
    }

    public void AddNative(string path) => _native.TryAdd(Path.GetFileName(path), path);

    /// <summary>The file of an assembly among the known ones and those beside them; null for the host's own.</summary>
    public string? FindFile(string name)
    {
        if (IsHosts(name)) return null;
        if (_files.TryGetValue(name, out string? path)) return path;
        return _folders.Select(f => Path.Combine(f, name + ".dll")).FirstOrDefault(File.Exists);
    }

    public static bool IsHosts(string name) => Shared.Contains(name) || File.Exists(Path.Combine(FrameworkFolder, name + ".dll"));

    protected override Assembly? Load(AssemblyName assemblyName) =>
        FindFile(assemblyName.Name!) is { } path ? LoadFromAssemblyPath(path) : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (string candidate in Candidates(unmanagedDllName))
        {
            if (_native.TryGetValue(candidate, out string? known)) return LoadUnmanagedDllFromPath(known);
            foreach (string folder in _folders)
            {
                string beside = Path.Combine(folder, candidate);
                if (File.Exists(beside)) return LoadUnmanagedDllFromPath(beside);
                string runtime = Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", candidate);
                if (File.Exists(runtime)) return LoadUnmanagedDllFromPath(runtime);
            }
        }
        return 0;
    }

    private static IEnumerable<string> Candidates(string name)
    {
        string extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        yield return name;
        yield return name + extension;
        yield return "lib" + name + extension;
        yield return "lib" + name;
    }
}
