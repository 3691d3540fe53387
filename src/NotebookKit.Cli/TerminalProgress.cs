using System.Globalization;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Running;

namespace NotebookKit.Cli;

/// <summary>Shows on the terminal how far a notebook has come.</summary>
internal sealed class TerminalProgress(string notebook) : IProgress<CellProgress>, IDisposable
{
    private readonly bool _isLive = !Console.IsOutputRedirected;
    private readonly System.Diagnostics.Stopwatch _clock = System.Diagnostics.Stopwatch.StartNew();
    private int _cells;

    public void Report(CellProgress value)
    {
        _cells = value.Count;
        if (value.Doing is { } doing)
        {
            // A log is not filled with what passes.
            if (_isLive) Console.Write($"\r\u001b[K{notebook}  cell {value.Cell} of {value.Count}  {doing}");
            return;
        }
        // A log tells the same as a terminal, each cell on a line of its own.
        string state = string.Create(CultureInfo.InvariantCulture,
            $"{notebook}  cell {value.Cell} of {value.Count} starts after {_clock.Elapsed.TotalSeconds:F1} s");
        if (_isLive) Console.Write($"\r\u001b[K{state}");
        else Console.WriteLine(state);
    }

    public void Finish(CellError? error, TimeSpan time)
    {
        Dispose();
        if (error is null)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{notebook}  {_cells} cells  {time.TotalSeconds:F1} s"));
            return;
        }
        Console.WriteLine($"{notebook}  stopped at {Place(error)}");
        Console.Error.WriteLine($"{notebook}, {Place(error)}: {error.Name}: {error.Message}");
        foreach (string line in error.Trace.Skip(1)) Console.Error.WriteLine(line);
    }

    public static string Place(CellError error) => error.Line is { } line ? $"{error.Cell}, line {line}" : error.Cell;

    public void Dispose()
    {
        if (_isLive) Console.Write("\r\u001b[K");
    }
}
