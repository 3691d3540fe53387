using System.Reflection;
using System.Runtime.CompilerServices;

namespace NotebookKit.Rendering;

/// <summary>
/// In .NET Interactive, which knows no formatter of data frames, loads the one in <c>NotebookKit.Interactive.dll</c> from beside
/// this assembly, however this assembly was loaded. The engine is known by its name alone; elsewhere nothing happens.
/// </summary>
internal static class DotNetInteractive
{
    private const string EngineName = "Microsoft.DotNet.Interactive";

#pragma warning disable CA2255 // a notebook that loads the kit by path has no other moment at which the kit could act
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void LoadFormatters()
    {
        Assembly? engine = Array.Find(AppDomain.CurrentDomain.GetAssemblies(), a => a.GetName().Name == EngineName);
        object? root = engine?.GetType(EngineName + ".Kernel")?.GetProperty("Root")?.GetValue(null);
        string extension = Path.ChangeExtension(typeof(DotNetInteractive).Assembly.Location, "Interactive.dll");
        if (root is null || !File.Exists(extension)) return;
        Assembly.LoadFrom(extension).GetType("NotebookKit.Interactive.KernelExtension")!.GetMethod("Load")!.Invoke(null, [root]);
    }
}
