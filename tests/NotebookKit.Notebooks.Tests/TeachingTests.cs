using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;

namespace NotebookKit.Notebooks.Tests;

/// <summary>The teaching notebooks run, their exercises know the right answer, and the scripts say what the notebooks say.</summary>
public sealed partial class TeachingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notebookkit-teaching").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [GeneratedRegex(@"double\? (?<name>answer\d*) = null;\\n"",\s*""Check\(\k<name>, (?<right>.*?)(?<within>, [0-9.]+)?\)""")]
    private static partial Regex Exercise();

    [Fact]
    public async Task Teaching_notebooks_run_and_right_answers_are_right()
    {
        string source = Repository.Path("notebooks", "teaching");
        string[] names = [.. Directory.GetFiles(source, "*.ipynb").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
        Assert.Equal(10, names.Length);
        foreach (string name in names)
        {
            string text = (await File.ReadAllTextAsync(Path.Combine(source, name))).Replace("../../", Repository.Path() + "/",
                StringComparison.Ordinal);
            Assert.Matches(Exercise(), text);
            string answered = Exercise()
                .Replace(text, m => m.Value.Replace("= null;", $"= {m.Groups["right"].Value};", StringComparison.Ordinal));
            await File.WriteAllTextAsync(Path.Combine(_folder, name), answered);
        }
        (int exitCode, string output, string errors) = await CommandLine.RunAsync("run", _folder, "-o", Path.Combine(_folder, "out"));
        Assert.True(exitCode == 0, output + errors);
        foreach (string name in names)
        {
            JsonArray committed = Cells(Path.Combine(source, name)), executed = Cells(Path.Combine(_folder, "out", name));
            AssertFresh(name, NotebookDocument.Load(Path.Combine(source, name)),
                NotebookDocument.Load(Path.Combine(_folder, "out", name)));
            foreach ((JsonNode? was, JsonNode? isNow) in committed.Zip(executed))
            {
                string code = ExecutedNotebooks.Text(was!["source"]!), before = Texts(was), now = Texts(isNow!);
                Assert.Equal(code.Contains("\nCheck(", StringComparison.Ordinal) ? "Right." : before, now);
                Assert.InRange(code.Split('\n').Length, 1, 40); // a cell fits a screen
            }
        }
    }

    [Theory]
    [InlineData("km.cs", "Procedures  Events  Median")]
    [InlineData("response.cs", "Response")]
    [InlineData("safety.cs", "Post-embolization syndrome")]
    public async Task Scripts_run_without_a_notebook(string script, string says)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["run", Repository.Path("notebooks", "scripts", script)])
        {
            WorkingDirectory = Repository.Path(), RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await errors);
        Assert.Contains(says, await output, StringComparison.Ordinal);
        Assert.False(File.Exists(Repository.Path("notebooks", "scripts", "packages.lock.json")));
    }

    /// <summary>Tables and figures too are those of today; only a check differs, which was answered here.</summary>
    private static void AssertFresh(string name, NotebookDocument committed, NotebookDocument today)
    {
        StillOutputs.Apply(today, draw: null);
        HashSet<string> checks = [.. committed.CodeCells.Index().Where(c => c.Item.Source.Contains("\nCheck(", StringComparison.Ordinal))
            .Select(c => $"cell {c.Index + 1}:")];
        string[] stale = [.. OutputComparison.Differences(committed, today, new Tolerance(0, 0))
            .Where(d => !checks.Any(c => d.StartsWith(c, StringComparison.Ordinal)))];
        Assert.True(stale.Length == 0,
            $"{name} shows outputs of another day; run 'bash tests/refresh-notebooks.sh' and commit. {string.Join("; ", stale)}");
    }

    private static JsonArray Cells(string path) => JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray();

    private static string Texts(JsonNode cell) =>
        string.Join('\n', (cell["outputs"]?.AsArray() ?? []).Select(
            o => ExecutedNotebooks.Text(o!["data"]?["text/plain"] ?? o["text"] ?? "")));
}
