using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using NotebookKit.Kernel.CSharp;

namespace NotebookKit.Kernel.FSharp;

/// <summary>The compiler loads what it made of a cell outside the session; this leads its references back into the session.</summary>
/// <remarks>Only that way it has the lines of the cell. References to assemblies that this program itself consists of stay
/// outside.</remarks>
internal static class EmittedAssemblies
{
    private static readonly ConditionalWeakTable<Assembly, SessionLoadContext> Owners = [];
    private static int _isResolving;

    public static bool IsEmitted(Assembly assembly) =>
        assembly.GetName().Name?.StartsWith("FSI-ASSEMBLY", StringComparison.Ordinal) == true;

    public static void Resolve()
    {
        if (Interlocked.Exchange(ref _isResolving, 1) != 0) return;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
        {
            // They are loaded while the session that they belong to runs.
            if (IsEmitted(loaded.LoadedAssembly) && AssemblyLoadContext.CurrentContextualReflectionContext is SessionLoadContext owner)
                Owners.AddOrUpdate(loaded.LoadedAssembly, owner);
        };
        AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) =>
            wanted.RequestingAssembly is { } asking && Owners.TryGetValue(asking, out SessionLoadContext? owner)
            ? owner.LoadFromAssemblyName(new(wanted.Name))
            : null;
    }
}
