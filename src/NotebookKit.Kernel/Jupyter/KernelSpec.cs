using System.Text.Json;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Kernel.Jupyter;

/// <summary>Makes the kernel known to Jupyter front-ends of this user.</summary>
public static class KernelSpec
{
    private const string Mark = "notebookkit";

    /// <summary>Installs the kernel under a name.</summary>
    /// <param name="name">Name of the kernel, such as <c>.net-csharp</c>.</param>
    /// <param name="command">Program and arguments that serve a connection file, whose path is appended.</param>
    /// <returns>Folder of the kernel.</returns>
    /// <exception cref="InvalidOperationException">A kernel of this name exists that is not ours.</exception>
    public static string Install(string name, IReadOnlyList<string> command)
    {
        string folder = FolderOf(name);
        RefuseForeign(name, folder);
        var spec = new JsonObject
        {
            ["argv"] = new JsonArray([.. command.Append("{connection_file}").Select(a => (JsonNode)a)]),
            ["display_name"] = ".NET (C#)",
            ["language"] = "csharp",
            ["interrupt_mode"] = "message",
            ["metadata"] = new JsonObject { [Mark] = true },
        };
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, "kernel.json"), NotebookJson.Write(spec));
        return folder;
    }

    /// <summary>Removes the kernel of a name.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidOperationException">The kernel of this name is not ours.</exception>
    public static bool Uninstall(string name)
    {
        string folder = FolderOf(name);
        RefuseForeign(name, folder);
        if (!Directory.Exists(folder)) return false;
        Directory.Delete(folder, recursive: true);
        return true;
    }

    private static void RefuseForeign(string name, string folder)
    {
        string file = Path.Combine(folder, "kernel.json");
        if (!Directory.Exists(folder) || File.Exists(file) && IsOurs(file)) return;
        throw new InvalidOperationException(
            $"There is a kernel '{name}' that NotebookKit did not install, in '{folder}'. Remove it yourself, or choose another name "
                + "with --as.");
    }

    private static bool IsOurs(string file)
    {
        try
        {
            return (JsonNode.Parse(File.ReadAllText(file)) as JsonObject)?["metadata"] is JsonObject metadata && metadata.ContainsKey(Mark);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string FolderOf(string name)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') || name.Trim('.').Length == 0)
            throw new InvalidOperationException($"'{name}' is not a name for a kernel: letters, digits, '.', '-' and '_' are allowed.");
        return Path.Combine(DataFolder(), "kernels", name);
    }

    private static string DataFolder()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen) return chosen;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Jupyter");
        string data = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(home, ".local", "share");
        return Path.Combine(data, "jupyter");
    }
}
