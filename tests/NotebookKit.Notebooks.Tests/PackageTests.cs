using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NotebookKit.Notebooks.Tests;

/// <summary>Packs the kit into a folder and uses it from there, as a user does who has no checkout and no network.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string[] Projects = ["NotebookKit", "NotebookKit.Charts", "NotebookKit.Cli"];

    private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit-feed").FullName;

    // No other run has this version, so no package cache does.
    private readonly string _version = $"9999.{Random.Shared.Next(1, 60000)}.{Random.Shared.Next(1, 60000)}";

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (string project in Projects)
        {
            string unpacked = Path.Combine(packages, project.ToLowerInvariant(), _version);
            if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
        }
    }

    [Fact]
    public async Task The_packed_command_runs_a_notebook_with_the_packed_kit()
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        foreach (string project in Projects)
            await RunAsync("dotnet", "pack", Repository.Path("src", project), "--no-build", "-c", configuration,
                $"-p:PackageVersion={_version}", "-o", _folder);
        string config = Path.Combine(_folder, "nuget.config");
        await File.WriteAllTextAsync(config,
            $"<configuration><packageSources><clear /><add key=\"feed\" value=\"{_folder}\" /></packageSources></configuration>");
        string tools = Path.Combine(_folder, "tools");
        await RunAsync("dotnet", "tool", "install", "NotebookKit.Cli", "--version", _version, "--tool-path", tools, "--configfile", config);

        string notebook = Path.Combine(_folder, "kit.ipynb");
        await File.WriteAllTextAsync(notebook, Notebook(
            $"#i \"nuget: {_folder}\"\n#r \"nuget: NotebookKit, {_version}\"\n#r \"nuget: NotebookKit.Charts, {_version}\"",
            "var frame = new DataFrame(new DoubleDataFrameColumn(\"months\", [1.0, 2, 3, 4]), new Int32DataFrameColumn(\"death\", [1, 0, 1,"
                + " 1]));\nvar estimate = frame.KaplanMeier(\"months\", \"death\");\nestimate",
            "Console.Write(estimate.ToTable().ToHtml());",
            "frame",
            "estimate.ToFigure()",
            "#!sql\nselect sum(months) as total from frame"));
        await RunAsync(Path.Combine(tools, "notebookkit"), "run", notebook, "--to", "docx", "-o", Path.Combine(_folder, "run"));
        // The picture of the figure was drawn by the native library that the command carries.
        using (var word = System.IO.Compression.ZipFile.OpenRead(Path.Combine(_folder, "run", "kit.docx")))
            Assert.Contains(word.Entries, e => e.FullName.EndsWith(".png", StringComparison.Ordinal));

        JsonNode document = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "run", "kit.ipynb")))!;
        JsonObject recorded = document["metadata"]!["notebookkit"]!["packages"]!.AsObject();
        Assert.StartsWith("sha512:", (string?)recorded[$"NotebookKit, {_version}"]);
        Assert.Contains(recorded, p => p.Key.StartsWith("MathNet.Numerics, ", StringComparison.Ordinal));
        JsonArray cells = document["cells"]!.AsArray();
        Assert.Equal($"Packages: NotebookKit, {_version}; NotebookKit.Charts, {_version}",
            Text(cells[0]!["outputs"]![0]!["data"]!["text/plain"]));
        string table = Text(cells[1]!["outputs"]![0]!["data"]!["text/html"]);
        Assert.StartsWith("<figure", table);
        Assert.Equal(Text(cells[2]!["outputs"]![0]!["text"]), table);
        Assert.EndsWith("4 rows × 2 columns", Text(cells[3]!["outputs"]![0]!["data"]!["text/plain"]));
        Assert.Contains("data:image/svg+xml;base64,", Text(cells[4]!["outputs"]![0]!["data"]!["text/html"]));
        Assert.NotNull(cells[4]!["outputs"]![0]!["data"]!["application/vnd.plotly.v1+json"]);
        Assert.StartsWith("total\n   10\n", Text(cells[5]!["outputs"]![0]!["data"]!["text/plain"]));
    }

    private static string Notebook(params string[] cells) => new JsonObject
    {
        ["cells"] = new JsonArray(
            [.. cells.Select(
                c => new JsonObject { ["cell_type"] = "code", ["metadata"] = new JsonObject(), ["source"] = c,
                    ["outputs"] = new JsonArray() })]),
        ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5,
    }.ToJsonString();

    private static string Text(JsonNode? lines) => lines is JsonArray list
        ? string.Concat(list.Select(l => (string?)l))
        : (string?)lines ?? "";

    private async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = _folder };
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        // What the command remembers of packages goes away with the folder.
        start.Environment["XDG_DATA_HOME"] = Path.Combine(_folder, "data");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{await output}\n{await errors}");
    }
}
