using System.Collections;
using System.Globalization;
using NotebookKit.Kernel.Values;

namespace NotebookKit.Kernel.Hosting;

/// <summary>What all sessions of a process share, as it was before the first of them.</summary>
internal sealed class ProcessState
{
    private readonly Dictionary<string, string> _variables = Variables();
    private readonly CultureInfo? _culture = CultureInfo.DefaultThreadCurrentCulture;
    private readonly CultureInfo? _uiCulture = CultureInfo.DefaultThreadCurrentUICulture;
    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;

    /// <summary>Takes back what a session changed, and lets go of the files that it left open.</summary>
    public void Restore()
    {
        foreach (string name in Variables().Keys.Except(_variables.Keys)) Environment.SetEnvironmentVariable(name, null);
        foreach ((string name, string value) in _variables) Environment.SetEnvironmentVariable(name, value);
        CultureInfo.DefaultThreadCurrentCulture = _culture;
        CultureInfo.DefaultThreadCurrentUICulture = _uiCulture;
        Console.SetOut(_out);
        Console.SetError(_error);
        ValueFormatter.Reset();
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static Dictionary<string, string> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? "");
}
