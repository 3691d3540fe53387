using NotebookKit.Kernel.Documents;

namespace NotebookKit.Cli;

/// <summary>A notebook to run.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Name of the executed copy, different for every notebook of a run.</param>
internal sealed record NotebookFile(string Path, string Name);

/// <summary>Finds the notebooks that a command line names.</summary>
internal static class NotebookFiles
{
    /// <summary>The notebooks in the order they run, or null after an error was reported.</summary>
    public static IReadOnlyList<NotebookFile>? Find(IReadOnlyList<string> paths, TextWriter errors)
    {
        var found = new List<string>();
        foreach (string path in paths)
        {
            if (File.Exists(path))
            {
                found.Add(Path.GetFullPath(path));
            }
            else if (Directory.Exists(path))
            {
                string[] inside = Directory.GetFiles(path, "*.ipynb");
                Array.Sort(inside, StringComparer.Ordinal);
                if (inside.Length == 0)
                {
                    errors.WriteLine($"'{path}' holds no notebooks (*.ipynb).");
                    return null;
                }
                found.AddRange(inside.Select(Path.GetFullPath));
            }
            else
            {
                errors.WriteLine($"'{path}' does not exist; give notebook files or folders with notebooks.");
                return null;
            }
        }
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. found.Distinct().Select(path => new NotebookFile(path, UniqueName(path, names)))];
    }

    /// <summary>Reads a notebook in any form the kit knows.</summary>
    /// <exception cref="InvalidDataException">The file is no notebook.</exception>
    public static NotebookDocument Load(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"'{path}' does not exist.");
        return Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase) ? DibFile.Parse(File.ReadAllText(path)) : NotebookDocument.Load(path);
    }

    private static string UniqueName(string path, HashSet<string> taken)
    {
        string name = Path.GetFileName(path);
        for (string? folder = Path.GetDirectoryName(path); !taken.Add(name); folder = Path.GetDirectoryName(folder))
            name = $"{Path.GetFileName(folder)}-{name}";
        return name;
    }
}
