using System.Text.Json.Nodes;

namespace NotebookKit.Kernel.Packages;

/// <summary>Packages as they travel between processes.</summary>
internal static class PackageJson
{
    public static JsonArray Write(IEnumerable<ResolvedPackage> packages) =>
        [.. packages.Select(
            p => new JsonObject { ["name"] = p.Name, ["version"] = p.Version, ["sha512"] = p.Sha512, ["requested"] = p.IsRequested })];

    public static IReadOnlyList<ResolvedPackage> Read(JsonNode? packages) =>
        [.. (packages as JsonArray ?? []).Select(
            p => new ResolvedPackage((string)p!["name"]!, (string)p["version"]!, (string?)p["sha512"], (bool)p["requested"]!))];
}
