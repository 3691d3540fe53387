using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Packages;

namespace NotebookKit.Kernel.Checks;

/// <summary>
/// What an executed notebook came from: versions, files with their hashes, seeds. No clock: the same run gives the same record.
/// </summary>
public static partial class Provenance
{
    private const string Key = "notebookkit";

    /// <summary>Writes the record into the metadata of a notebook that ran.</summary>
    /// <param name="document">The notebook.</param>
    /// <param name="folder">Folder from which its relative paths start.</param>
    /// <param name="packages">The packages that were in use; null when only those that the cells name are known.</param>
    public static void Record(NotebookDocument document, string folder, IReadOnlyList<ResolvedPackage>? packages = null)
    {
        List<NotebookCell> cells = [.. document.CodeCells.Where(c => c.Source.Trim().Length > 0)];
        var sources = new JsonObject();
        foreach (NotebookCell cell in cells)
            if (cell.Id is { } id && cell.ExecutionCount is not null) sources[id] = Hash(cell.Source);
        document.Metadata[Key] = new JsonObject
        {
            ["engine"] = typeof(Provenance).Assembly.GetName().Version!.ToString(3),
            ["runtime"] = Environment.Version.ToString(),
            ["assemblies"] = Hashes(cells.SelectMany(Assemblies).Where(a => File.Exists(Path.GetFullPath(a, folder))), folder),
            ["scripts"] = Hashes(cells.SelectMany(Scripts).Where(a => File.Exists(Path.GetFullPath(a, folder))), folder),
            ["packages"] = packages?.Count > 0
                ? new JsonObject(
                    packages.Select(
                        p => KeyValuePair.Create($"{p.Name}, {p.Version}", (JsonNode?)(p.Sha512 is null ? null : "sha512:" + p.Sha512))))
                : new JsonObject(cells.SelectMany(Packages).Distinct().Order(StringComparer.Ordinal)
                    .Select(p => KeyValuePair.Create(p, PackageHash(p)))),
            ["data"] = Hashes(DataFiles(document, folder), folder),
            ["seeds"] = new JsonArray([.. cells.SelectMany(Seeds).Distinct().Order(StringComparer.Ordinal).Select(s => (JsonNode)s)]),
            ["cells"] = sources,
        };
    }

    /// <summary>
    /// Sentences on assemblies, scripts, data and packages that are not those the saved outputs came from; empty without a record.
    /// </summary>
    /// <param name="document">The notebook with its record.</param>
    /// <param name="folder">Folder from which its relative paths start.</param>
    /// <param name="packages">The packages that are in use now; null before the notebook ran, when packages are not compared.</param>
    public static IReadOnlyList<string> Changes(NotebookDocument document, string folder, IReadOnlyList<ResolvedPackage>? packages = null)
    {
        if (document.Metadata[Key] is not JsonObject record) return [];
        var now = NotebookDocument.Parse(document.ToString());
        Record(now, folder, packages);
        string[] kinds = packages is null ? ["assemblies", "scripts", "data"] : ["packages"];
        return [.. kinds.SelectMany(kind => Changes(kind, record[kind] as JsonObject ?? [], (JsonObject)now.Metadata[Key]![kind]!))];
    }

    private static IEnumerable<string> Changes(string kind, JsonObject saved, JsonObject now)
    {
        foreach ((string name, JsonNode? hash) in saved)
            if (!now.ContainsKey(name)) yield return $"{kind}: '{name}' was used for the saved outputs and is not now";
            else if (hash is not null && now[name] is { } other && (string?)hash != (string?)other)
                yield return $"{kind}: '{name}' is not the one of the saved outputs ({Short(hash)} then, {Short(other)} now)";
        foreach (string name in now.Select(n => n.Key).Where(n => !saved.ContainsKey(n)))
            yield return $"{kind}: '{name}' was not used for the saved outputs";
    }

    private static string Short(JsonNode hash) => (string?)hash is { Length: > 19 } text ? text[..19] + "…" : hash.ToString();

    /// <summary>Removes the record.</summary>
    public static bool Remove(NotebookDocument document) => document.Metadata.Remove(Key);

    /// <summary>
    /// The files that the code names in its texts and that exist, folders with their files; relative to the notebook's folder.
    /// </summary>
    public static IReadOnlyList<string> DataFiles(NotebookDocument document, string folder)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string text in document.CodeCells.SelectMany(Texts).Where(IsPath))
        {
            string path = Path.GetFullPath(text, folder);
            if (File.Exists(path)) files.Add(text);
            else if (Directory.Exists(path) && text.Contains('/', StringComparison.Ordinal))
                foreach (string file in Directory.GetFiles(path).Select(f => Path.GetFileName(f)).Where(IsOfPeople))
                    files.Add($"{text.TrimEnd('/')}/{file}");
        }
        return [.. files];
    }

    /// <summary>Not what programs and systems put beside the files of people while they are open.</summary>
    private static bool IsOfPeople(string file) => !file.StartsWith('.') && !file.StartsWith("~$", StringComparison.Ordinal);

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal))));

    /// <summary>The hash of each cell's code as it ran, by the cell's name; empty when the notebook has no record.</summary>
    internal static IReadOnlyDictionary<string, string> SourcesOf(NotebookDocument document) =>
        (document.Metadata[Key]?["cells"] as JsonObject)?.ToDictionary(c => c.Key, c => c.Value?.ToString() ?? "") ?? [];

    private static JsonObject Hashes(IEnumerable<string> files, string folder)
    {
        var hashes = new JsonObject();
        foreach (string file in files.Distinct().Order(StringComparer.Ordinal))
        {
            hashes[file] = Convert.ToHexStringLower(FileHash(Path.GetFullPath(file, folder)));
        }
        return hashes;
    }

    /// <summary>
    /// The hash of what a file holds. Of a text that is the same with the line ends of Windows and of other systems, between which
    /// repositories turn them.
    /// </summary>
    internal static byte[] FileHash(string path)
    {
        // Excel holds the file that it shows, open for writing.
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (!TextFiles.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)) return SHA256.HashData(stream);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        bool isHeld = false;
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, count);
            if (isHeld && rest[0] != '\n') hash.AppendData("\r"u8);
            for (int end; (end = rest.IndexOf("\r\n"u8)) >= 0; rest = rest[(end + 1)..]) hash.AppendData(rest[..end]);
            isHeld = rest.EndsWith("\r"u8);
            hash.AppendData(isHeld ? rest[..^1] : rest);
        }
        if (isHeld) hash.AppendData("\r"u8);
        return hash.GetHashAndReset();
    }

    private static readonly string[] TextFiles = [".csv", ".tsv", ".txt", ".json", ".md", ".cs", ".csx", ".fsx", ".sql", ".r", ".dib",
        ".ipynb"];

    private static IEnumerable<string> Assemblies(NotebookCell cell) =>
        Reference().Matches(cell.Source).Select(m => m.Groups[1].Value).Where(r => !IsPackage(r));

    private static IEnumerable<string> Scripts(NotebookCell cell) => Script().Matches(cell.Source).Select(m => m.Groups[1].Value.Trim());

    private static IEnumerable<string> Packages(NotebookCell cell) =>
        Reference().Matches(cell.Source).Select(m => m.Groups[1].Value).Where(IsPackage).Select(r => r["nuget:".Length..].Trim());

    /// <summary>The hash that the package restore keeps beside a package; null where no exact version is named.</summary>
    private static JsonNode? PackageHash(string package)
    {
        string[] parts = package.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries);
        string root = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string file = parts.Length < 2 ? "" : Path.Combine(root, parts[0], parts[1], $"{parts[0]}.{parts[1]}.nupkg.sha512");
        return File.Exists(file) ? "sha512:" + File.ReadAllText(file).Trim() : null;
    }

    private static bool IsPackage(string reference) => reference.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Texts(NotebookCell cell) =>
        Tree(cell).DescendantTokens().Where(t => t.IsKind(SyntaxKind.StringLiteralToken)).Select(t => t.ValueText);

    private static bool IsPath(string text) =>
        text.Length is > 0 and < 260 && text.AsSpan().IndexOfAny("\n\r\0*?<>|\"") < 0 && !text.Contains("://", StringComparison.Ordinal);

    /// <summary>Numbers given to something called a seed: <c>seed: 1</c>, <c>Seed = 1</c>, <c>new Random(1)</c>.</summary>
    private static IEnumerable<string> Seeds(NotebookCell cell) => Tree(cell).DescendantNodes().OfType<LiteralExpressionSyntax>()
        .Where(l => l.IsKind(SyntaxKind.NumericLiteralExpression) && l.Parent switch
        {
            ArgumentSyntax { NameColon.Name.Identifier.ValueText: var name } => IsSeed(name),
            AssignmentExpressionSyntax set => IsSeed(set.Left.ToString()),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => IsSeed(variable.Identifier.ValueText),
            ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax { Type: var type } } => type.ToString() == "Random",
            _ => false,
        }).Select(l => l.Token.ValueText);

    private static bool IsSeed(string name) => name.EndsWith("seed", StringComparison.OrdinalIgnoreCase);

    private static CompilationUnitSyntax Tree(NotebookCell cell) =>
        CSharpSyntaxTree.ParseText(cell.Language == "csharp" ? CellText.CSharpOnly(cell.Source) : "", CellSyntax.Options)
            .GetCompilationUnitRoot();

    [GeneratedRegex("""^\s*#r\s+"([^"]+)"\s*$""", RegexOptions.Multiline)]
    private static partial Regex Reference();

    [GeneratedRegex("""^\s*(?:#load|#!import)\s+"?([^"\r\n]+)"?\s*$""", RegexOptions.Multiline)]
    private static partial Regex Script();
}
