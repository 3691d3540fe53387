namespace NotebookKit.Kernel.Execution;

/// <summary>How a session behaves.</summary>
public sealed record SessionOptions
{
    /// <summary>Folder of the notebook, against which relative paths are read. The default value is the current directory.</summary>
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Characters of printed text kept per cell; the rest is counted and left out. The default value is 20 million.</summary>
    public long MaxStreamCharacters { get; init; } = 20_000_000;
}
