using System.Text.Json.Nodes;

namespace NotebookKit.Notebooks.Tests;

/// <summary>The notebooks of the repository, executed once for all tests that read their outputs.</summary>
public sealed class ExecutedNotebooks : IAsyncLifetime
{
    private readonly string _output = Directory.CreateTempSubdirectory("notebookkit").FullName;

    public static IEnumerable<string> Names =>
        Directory.GetFiles(Repository.Path("notebooks"), "*.ipynb").Select(f => Path.GetFileNameWithoutExtension(f)!)
            .Order(StringComparer.Ordinal);

    public string Messages { get; private set; } = "";

    public int ExitCode { get; private set; }

    public async ValueTask InitializeAsync()
    {
        (ExitCode, string output, string errors) = await CommandLine.RunAsync("run", Repository.Path("notebooks"), "-o", _output);
        Messages = output + errors;
    }

    public JsonArray Cells(string notebook) =>
        JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(_output, notebook + ".ipynb")))!["cells"]!.AsArray();

    public string File(string name) => System.IO.File.ReadAllText(Path.Combine(_output, name));

    public string Report(string name) => System.IO.File.ReadAllText(Path.Combine(_output, name + ".html"));

    /// <summary>The plain text of every output of a notebook.</summary>
    public IReadOnlyList<string> Texts(string notebook) =>
    [
        .. from cell in Cells(notebook)
           from output in cell!["outputs"]?.AsArray() ?? []
           select Text(output!["data"]?["text/plain"] ?? output["text"] ?? ""),
    ];

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_output, recursive: true);
        return ValueTask.CompletedTask;
    }

    public static string Text(JsonNode value) => value is JsonArray lines
        ? string.Concat(lines.Select(l => (string?)l))
        : (string?)value ?? "";
}
