using System.Reflection;

namespace NotebookKit.Kernel.Cells;

/// <summary>
/// Hears how far long computations of the kit have come, and ends them with their cell. The kit is known by name alone, wherever a cell
/// loads it from.
/// </summary>
internal static class ProgressReports
{
    private static int _isInstalled;

    /// <param name="interrupt">Throws when the running cell was interrupted.</param>
    public static void Install(Action interrupt)
    {
        if (Interlocked.Exchange(ref _isInstalled, 1) != 0) return;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Listen(loaded.LoadedAssembly, interrupt);
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies()) Listen(assembly, interrupt);
    }

    private static void Listen(Assembly assembly, Action interrupt)
    {
        if (assembly.GetName().Name != "NotebookKit") return;
        Action<string, double> report = static (what, share) => CellContext.Current?.Report(what, share);
        Type? work = assembly.GetType("NotebookKit.Numerics.LongWork");
        work?.GetProperty("Listener", BindingFlags.Public | BindingFlags.Static)?.SetValue(null, report);
        work?.GetProperty("Interrupt", BindingFlags.Public | BindingFlags.Static)?.SetValue(null, interrupt);
    }
}
