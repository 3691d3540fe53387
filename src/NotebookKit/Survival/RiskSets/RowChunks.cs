namespace NotebookKit.Survival.RiskSets;

/// <summary>
/// Splits rows into chunks of fixed size for two or more threads; the size does not depend on the machine, so results do not either.
/// </summary>
internal static class RowChunks
{
    public const int Size = 1 << 16;

    public static int Count(int rows) => (rows + Size - 1) / Size;

    /// <summary>Runs an action on [start, end) of every chunk.</summary>
    public static void ForEach(int rows, Action<int, int, int> action)
    {
        int chunks = Count(rows);
        void Run(int chunk) => action(chunk, chunk * Size, Math.Min(rows, (chunk + 1) * Size));
        if (chunks > 1) Parallel.For(0, chunks, Run);
        else if (chunks == 1) Run(0);
    }
}
