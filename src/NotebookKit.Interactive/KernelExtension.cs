using Microsoft.DotNet.Interactive.Events;
using NotebookKit.Kernel.Values;
using RootKernel = Microsoft.DotNet.Interactive.Kernel;

namespace NotebookKit.Interactive;

/// <summary>What NotebookKit adds to a running .NET Interactive kernel: data frames are shown as tables of their first rows.</summary>
public static class KernelExtension
{
    private static IDisposable? _listening;

    /// <summary>
    /// Registers the formatters of data frames, as HTML and as plain text. They win over those that the package of data frames
    /// brings, whichever of the two is loaded first. A second call does nothing.
    /// </summary>
    /// <param name="root">The kernel that holds all others, <c>Kernel.Root</c>.</param>
    /// <example><code>NotebookKit.Interactive.KernelExtension.Load(Microsoft.DotNet.Interactive.Kernel.Root);</code></example>
    public static void Load(RootKernel root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (_listening is not null) return;
        DataFrameFormatter.Register();
        _listening = root.KernelEvents.Subscribe(new LaterExtensions());
    }

    /// <summary>Another extension may have brought formatters of its own.</summary>
    private sealed class LaterExtensions : IObserver<KernelEvent>
    {
        public void OnNext(KernelEvent value)
        {
            if (value is KernelExtensionLoaded) DataFrameFormatter.RegisterAgain();
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
