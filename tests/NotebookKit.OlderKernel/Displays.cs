namespace NotebookKit.OlderKernel;

/// <summary>What the kernel offers to cells for showing values.</summary>
public static class Displays
{
    private static readonly List<object> s_shown = [];

    /// <summary>Shows a value before the cell ends.</summary>
    public static void Display(this object value) => s_shown.Add(value);

    /// <summary>What the cell showed, then its value; forgets them.</summary>
    internal static IReadOnlyList<object> Take(object? result)
    {
        object[] all = result is null ? [.. s_shown] : [.. s_shown, result];
        s_shown.Clear();
        return all;
    }
}
