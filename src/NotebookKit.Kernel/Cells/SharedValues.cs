using System.Collections.Concurrent;
using System.ComponentModel;

namespace NotebookKit.Kernel.Cells;

/// <summary>Where a value waits that another language shares with C#. The engine writes the calls; nobody else need.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SharedValues
{
    private static readonly ConcurrentDictionary<int, object?> Values = new();
    private static int _count;

    /// <summary>Takes a value away.</summary>
    /// <param name="number">Which.</param>
    public static object? Take(int number) =>
        Values.TryRemove(number, out object? value) ? value : throw new InvalidOperationException("There is no such value.");

    internal static int Put(object? value)
    {
        int number = Interlocked.Increment(ref _count);
        Values[number] = value;
        return number;
    }
}
