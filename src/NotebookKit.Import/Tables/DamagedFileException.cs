namespace NotebookKit.Import.Tables;

/// <summary>A file that cannot be read any further.</summary>
internal sealed class DamagedFileException(string kind, string message, string remedy) : Exception(message)
{
    public string Kind { get; } = kind;

    public string Remedy { get; } = remedy;
}
