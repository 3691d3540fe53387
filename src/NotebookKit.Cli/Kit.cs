using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;

namespace NotebookKit.Cli;

/// <summary>The kit beside the command, which knows no statistics itself: loaded from its folder, in a context of its own.</summary>
internal static class Kit
{
    private static readonly Lazy<KitContext> Context = new(() => new KitContext(Folder()));

    /// <summary>The folder of the kit: beside the command, or where the sources are built.</summary>
    public static string Folder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            foreach (string candidate in new[] { Path.Combine(folder.FullName, "kit"), Path.Combine(folder.FullName, "artifacts", "kit") })
                if (File.Exists(Path.Combine(candidate, "NotebookKit.Import.dll"))) return candidate;
        throw new FileNotFoundException("The kit (NotebookKit.Import.dll) is not beside the notebookkit command. Install it again.");
    }

    /// <summary>Calls a public static method of the kit.</summary>
    public static object? Call(string assembly, string type, string method, params object?[] arguments)
    {
        Assembly loaded = Context.Value.LoadFromAssemblyPath(Path.Combine(Context.Value.Folder, assembly + ".dll"));
        MethodInfo called = loaded.GetType(type, throwOnError: true)!.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!;
        return Invoke(null, called, arguments);
    }

    /// <summary>A property of an object of the kit.</summary>
    public static object? Property(object of, string name) => Invoke(of, of.GetType().GetProperty(name)!.GetMethod!);

    private static object? Invoke(object? of, MethodInfo method, params object?[] arguments)
    {
        try
        {
            return method.Invoke(of, arguments);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    /// <summary>Loads from the folder of the kit first: this command and the library differ in the case of their names alone.</summary>
    private sealed class KitContext(string folder) : AssemblyLoadContext("kit")
    {
        public string Folder { get; } = folder;

        protected override Assembly? Load(AssemblyName name) => Path.Combine(Folder, name.Name + ".dll") is var file && File.Exists(file)
            ? LoadFromAssemblyPath(file)
            : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName)
        {
            foreach (string name in (string[])[unmanagedDllName, unmanagedDllName + ".so", unmanagedDllName + ".dll",
                unmanagedDllName + ".dylib"])
                if (Path.Combine(Folder, name) is var file && File.Exists(file)) return LoadUnmanagedDllFromPath(file);
            return 0;
        }
    }
}
