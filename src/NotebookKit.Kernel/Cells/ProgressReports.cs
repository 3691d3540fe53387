using System.Reflection;

namespace NotebookKit.Kernel.Cells;

/// <summary>Hears how far long computations of the kit have come. The kit is known by name alone, wherever a cell loads it from.</summary>
internal static class ProgressReports
{
    private static int _isInstalled;

    public static void Install()
    {
        if (Interlocked.Exchange(ref _isInstalled, 1) != 0) return;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Listen(loaded.LoadedAssembly);
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies()) Listen(assembly);
    }

    private static void Listen(Assembly assembly)
    {
        if (assembly.GetName().Name != "NotebookKit") return;
        Action<string, double> report = static (what, share) => CellContext.Current?.Report(what, share);
        assembly.GetType("NotebookKit.Numerics.LongWork")?.GetProperty("Listener", BindingFlags.Public | BindingFlags.Static)?
            .SetValue(null, report);
    }
}
