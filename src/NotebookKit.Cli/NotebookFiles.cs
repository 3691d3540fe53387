using NotebookKit.Kernel.Documents;

namespace NotebookKit.Cli;

/// <summary>A notebook to run.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name, different for every notebook of a run.</param>
/// <param name="Stem">Name of the executed copy and of the report without extension, different for every notebook of a run.</param>
internal sealed record NotebookFile(string Path, string Name, string Stem);

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
                string[] inside = [.. Directory.GetFiles(path, "*.ipynb").Where(f => !Path.GetFileName(f).StartsWith('.'))];
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
        // The page that leads to the reports has the name "index".
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase), stems = new(StringComparer.OrdinalIgnoreCase) { "index" };
        return [.. found.Distinct(Names).Select(path => new NotebookFile(path, UniqueName(path, names), UniqueStem(path, stems)))];
    }

    /// <summary>Whether two paths lead to the same file, through whatever links.</summary>
    public static bool AreSame(string path, string other) =>
        Names.Equals(RealPath(path), RealPath(other));

    private static StringComparer Names => OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Reads a notebook in any form the kit knows.</summary>
    /// <exception cref="InvalidDataException">The file is not a notebook.</exception>
    public static NotebookDocument Load(string path)
    {
        if (Directory.Exists(path)) throw new InvalidDataException($"'{path}' is a folder; give a notebook file.");
        if (!File.Exists(path)) throw new InvalidDataException($"'{path}' does not exist.");
        return Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase)
            ? DibFile.Parse(File.ReadAllText(path))
            : NotebookDocument.Load(path);
    }

    private static string RealPath(string path)
    {
        path = Path.GetFullPath(path);
        FileSystemInfo found = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (found.LinkTarget is not null && found.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            return RealPath(target.FullName);
        return Path.GetDirectoryName(path) is { } folder ? Path.Combine(RealPath(folder), Path.GetFileName(path)) : path;
    }

    private static string UniqueStem(string path, HashSet<string> taken)
    {
        string stem = Path.GetFileNameWithoutExtension(path);
        if (taken.Add(stem)) return stem;
        string kind = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        if (taken.Add($"{stem}-{kind}")) return $"{stem}-{kind}";
        for (string? folder = Path.GetDirectoryName(path); ; folder = Path.GetDirectoryName(folder))
        {
            stem = $"{Path.GetFileName(folder)}-{stem}";
            if (taken.Add(stem)) return stem;
        }
    }

    private static string UniqueName(string path, HashSet<string> taken)
    {
        string name = Path.GetFileName(path);
        for (string? folder = Path.GetDirectoryName(path); !taken.Add(name); folder = Path.GetDirectoryName(folder))
            name = $"{Path.GetFileName(folder)}-{name}";
        return name;
    }
}
