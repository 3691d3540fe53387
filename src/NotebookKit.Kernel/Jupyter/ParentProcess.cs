using System.Diagnostics;
using System.Globalization;

namespace NotebookKit.Kernel.Jupyter;

/// <summary>Watches the process that started the kernel, so that none is left behind when it is killed.</summary>
internal static class ParentProcess
{
    /// <summary>Ends when the parent is gone; never when there is none to watch.</summary>
    public static async Task GoneAsync()
    {
        // On Windows the variable holds a handle instead, and the front-end puts its children into a job that ends with it.
        if (OperatingSystem.IsWindows() || !int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), CultureInfo.InvariantCulture,
            out int id))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan).ConfigureAwait(false);
            return;
        }
        while (IsAlive(id)) await Task.Delay(1000).ConfigureAwait(false);
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
