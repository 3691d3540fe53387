using System.Reflection;
using NotebookKit.Kernel.CSharp;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Packages;

namespace NotebookKit.Kernel.Languages;

/// <summary>The languages of a session. All but C# start when they are first used.</summary>
/// <param name="engine">Its C#.</param>
/// <param name="packages">Its packages.</param>
/// <param name="workingDirectory">Folder against which relative paths are read.</param>
internal sealed class SessionLanguages(CSharpEngine engine, SessionPackages packages, string workingDirectory) : IDisposable
{
    private readonly Dictionary<string, ILanguage> _started = new(StringComparer.Ordinal) { ["csharp"] = new CSharpLanguage(engine) };

    public CSharpEngine Engine { get; } = engine;

    public string WorkingDirectory { get; } = workingDirectory;

    /// <summary>Those that have been used, by name.</summary>
    public IReadOnlyDictionary<string, ILanguage> Started => _started;

    /// <summary>Whether cells in this language are run, rather than shown.</summary>
    public static bool IsProgramming(string name) => name is "csharp" or "fsharp" or "sql" or "r" or "javascript" or "pwsh" or "value";

    /// <summary>A language, started if need be.</summary>
    public ILanguage Get(string name, CancellationToken interrupt)
    {
        if (_started.TryGetValue(name, out ILanguage? language)) return language;
        return _started[name] = name switch
        {
            "fsharp" => LoadAddOn("NotebookKit.Kernel.FSharp", interrupt),
            "sql" => LoadAddOn("NotebookKit.Kernel.Sql", interrupt),
            "r" => new RLanguage(WorkingDirectory),
            "javascript" => new JavaScriptLanguage(),
            "pwsh" => new PowerShellLanguage(WorkingDirectory),
            "value" => new ValueLanguage(WorkingDirectory),
            _ => throw new ArgumentException($"Unknown language '{name}'.", nameof(name)),
        };
    }

    public void Dispose()
    {
        foreach (ILanguage language in _started.Values) language.Dispose();
        _started.Clear();
    }

    /// <summary>Loads a language from an assembly beside this one, and the packages that assembly names, into the session.</summary>
    private ILanguage LoadAddOn(string name, CancellationToken interrupt)
    {
        string file = Path.Combine(Path.GetDirectoryName(typeof(SessionLanguages).Assembly.Location)!, name + ".dll");
        if (!File.Exists(file))
            throw new LanguageException("Error", $"This installation lacks {name}.dll, which runs the cell. Install the command again.");
        Assembly assembly = Engine.Loader.LoadFromAssemblyPath(file);
        try
        {
            foreach (string package in assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Where(m => m.Key == "Package")
                .Select(m => m.Value!))
                packages.Request(PackageRequest.Scheme + package);
            if (packages.HasPending) packages.Restore(interrupt);
        }
        catch (PackageException e)
        {
            throw new LanguageException("Error", e.Message);
        }
        return (ILanguage)Activator.CreateInstance(assembly.GetType(name + ".Language", throwOnError: true)!, [this])!;
    }
}
