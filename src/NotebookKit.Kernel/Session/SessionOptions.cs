namespace NotebookKit.Kernel.Session;

/// <summary>How a session behaves.</summary>
public sealed record SessionOptions
{
    /// <summary>Folder of the notebook, against which relative paths are read. The default value is the current directory.</summary>
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Characters of printed text kept per cell; the rest is counted and left out. The default value is 20 million.</summary>
    public long MaxStreamCharacters { get; init; } = 20_000_000;

    /// <summary>
    /// Folder that remembers which packages a set of requests became, so that the next session needs no restore.
    /// The default value is <c>notebookkit/packages</c> in the user's local data.
    /// </summary>
    public string PackageCache { get; init; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "notebookkit",
        "packages");

    /// <summary>How many cells the compiler has at hand, besides those whose names a cell mentions; more make every cell slower.</summary>
    internal int LongestChain { get; init; } = 48;
}
