using System.Text.Json;

namespace NotebookKit.Kernel.Packages;

/// <summary>Reads what a restore decided (<c>project.assets.json</c>).</summary>
internal static class RestoreAssets
{
    /// <summary>The packages, each after those it depends on; null when a file is missing.</summary>
    public static IReadOnlyList<PackageFiles>? Read(string assetsFile, IReadOnlyCollection<PackageRequest> requests)
    {
        if (!File.Exists(assetsFile)) return null;
        using JsonDocument assets = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
        JsonElement root = assets.RootElement;
        List<string> roots = [.. root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name)];
        JsonElement libraries = root.GetProperty("libraries");
        // With a runtime identifier there are two targets; the longer name is the one of this machine.
        JsonElement target = root.GetProperty("targets").EnumerateObject().MaxBy(t => t.Name.Length).Value;

        var found = new Dictionary<string, (PackageFiles Files, List<string> Needs)>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty library in target.EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package") continue;
            string[] id = library.Name.Split('/');
            JsonElement entry = libraries.GetProperty(library.Name);
            string path = entry.GetProperty("path").GetString()!;
            if (roots.Select(r => Path.Combine(r, path)).FirstOrDefault(Directory.Exists) is not { } folder) return null;
            var package = new ResolvedPackage(
                id[0], id[1], entry.TryGetProperty("sha512", out JsonElement hash) ? hash.GetString() : null,
                requests.Any(r => r.Name.Equals(id[0], StringComparison.OrdinalIgnoreCase)));
            var files = new PackageFiles(package, folder, Files(library.Value, "runtime", folder), Files(library.Value, "native", folder));
            if (!files.Assemblies.Concat(files.Natives).All(File.Exists)) return null;
            List<string> needs = library.Value.TryGetProperty("dependencies", out JsonElement dependencies)
                ? [.. dependencies.EnumerateObject().Select(d => d.Name)]
                : [];
            found.Add(id[0], (files, needs));
        }
        return InOrder(found);
    }

    private static List<string> Files(JsonElement library, string kind, string folder) =>
        library.TryGetProperty(kind, out JsonElement files)
            ? [.. files.EnumerateObject().Where(f => !f.Name.EndsWith("/_._", StringComparison.Ordinal))
                .Select(f => Path.Combine(folder, f.Name))]
            : [];

    private static List<PackageFiles> InOrder(Dictionary<string, (PackageFiles Files, List<string> Needs)> found)
    {
        var ordered = new List<PackageFiles>();
        var visited = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in found.Keys.Order(StringComparer.OrdinalIgnoreCase)) Visit(name);
        return ordered;

        void Visit(string name)
        {
            if (!visited.Add(name) || !found.TryGetValue(name, out var entry)) return;
            foreach (string need in entry.Needs) Visit(need);
            ordered.Add(entry.Files);
        }
    }
}
