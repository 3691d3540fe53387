using System.Text.RegularExpressions;
using NotebookKit.Kernel.Cells;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Languages;

/// <summary>Texts that other languages ask for by name: <c>#!value --name x</c> and the lines after it, or a file.</summary>
internal sealed partial class ValueLanguage(string workingDirectory) : ILanguage
{
    private readonly SortedDictionary<string, object?> _values = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names => [.. _values.Keys];

    public MimeBundle? Run(CodePart part, string cell, CellContext context, CancellationToken interrupt)
    {
        Match name = Name().Match(part.Arguments), file = FromFile().Match(part.Arguments);
        if (!name.Success)
            throw new LanguageException("Error",
                "Write #!value --name x and the text on the lines after it, or #!value --name x --from-file path.",
                Math.Max(part.Line - 1, 1));
        _values[name.Groups["name"].Value] = file.Success ? Read(file.Groups["path"].Value.Trim('"')) : part.Code;
        return null;
    }

    public bool TryGet(string name, out object? value) => _values.TryGetValue(name, out value);

    public void Set(string name, object? value) => _values[name] = value;

    public void Dispose()
    {
    }

    private string Read(string path)
    {
        string full = Path.GetFullPath(path, workingDirectory);
        return File.Exists(full)
            ? File.ReadAllText(full)
            : throw new LanguageException("Error", $"The file '{full}' was not found; relative paths start at '{workingDirectory}'.");
    }

    [GeneratedRegex(@"--name\s+(?<name>[\p{L}_][\p{L}\p{Nd}_]*)")]
    private static partial Regex Name();

    [GeneratedRegex("--from-file\\s+(?<path>\"[^\"]+\"|\\S+)")]
    private static partial Regex FromFile();
}
