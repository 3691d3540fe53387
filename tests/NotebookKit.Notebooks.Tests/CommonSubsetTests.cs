using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NotebookKit.Notebooks.Tests;

/// <summary>
/// Holds the committed notebooks to what an existing .NET Interactive kernel and the engine of this project both understand.
/// </summary>
public sealed class CommonSubsetTests
{
    private static readonly string[] Magics = ["#!csharp", "#!markdown", "#!html", "#!time", "#!import"];

    private static readonly string[] OnlyHere = ["NotebookKit.Kernel", "Microsoft.DotNet.Interactive.Kernel", "KernelInvocationContext",
        "#i ", "nuget:", "Chart.Show", ".Plot("];

    public static TheoryData<string> Notebooks => [.. ExecutedNotebooks.Names];

    public static TheoryData<string> Committed => [.. ExecutedNotebooks.Names, .. Directory.GetFiles(Repository.Path("notebooks",
        "teaching"), "*.ipynb").Select(f => "teaching/" + Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_the_five() =>
        Assert.Superset(new HashSet<string> { "01-cohort", "02-response", "03-survival", "04-adverse-events", "05-adjusted" },
            ExecutedNotebooks.Names.ToHashSet());

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Metadata_names_the_kernel_of_both(string name)
    {
        JsonNode notebook = Read(name);
        JsonNode metadata = notebook["metadata"]!;
        Assert.Equal(".net-csharp", (string?)metadata["kernelspec"]!["name"]);
        Assert.Equal("csharp", (string?)metadata["polyglot_notebook"]!["kernelInfo"]!["defaultKernelName"]);
        Assert.Equal("csharp", (string?)metadata["language_info"]!["name"]); // with "C#" VS Code marks every cell on saving
        Assert.Equal((4, 5), ((int?)notebook["nbformat"], (int?)notebook["nbformat_minor"]));
        Assert.All(Code(name), c => Assert.Equal("csharp", (string?)c["metadata"]!["dotnet_interactive"]!["language"]));
        Assert.All(Code(name), c => Assert.Equal("csharp", (string?)c["metadata"]!["polyglot_notebook"]!["kernelName"]));
        Assert.Equal(notebook["cells"]!.AsArray().Count, notebook["cells"]!.AsArray().Select(c => (string?)c!["id"]).Distinct().Count());
    }

    [Theory]
    [InlineData("01-cohort")]
    [InlineData("02-response")]
    [InlineData("03-survival")]
    [InlineData("04-adverse-events")]
    public void The_walk_through_needs_three_usings_and_two_libraries(string name)
    {
        string[] lines = [.. Code(name).SelectMany(c => Source(c).Split('\n'))];
        Assert.Equal(["using Microsoft.Data.Analysis;", "using NotebookKit;", "using NotebookKit.Charts;"],
            lines.Where(l => l.StartsWith("using ", StringComparison.Ordinal)));
        Assert.Equal(["Microsoft.Data.Analysis.dll", "NotebookKit.Charts.dll", "NotebookKit.dll"],
            lines.Where(l => l.StartsWith("#r ", StringComparison.Ordinal)).Select(l => l.Split('/')[^1].Trim('"'))
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Committed))]
    public void Committed_outputs_are_those_a_Git_host_shows_and_name_no_machine(string name)
    {
        string[] counts = [.. Code(name).Select(c => (string?)c["execution_count"]?.ToString() ?? "none")];
        Assert.Equal(Enumerable.Range(1, counts.Length).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), counts);
        Assert.Null(Read(name)["metadata"]!["notebookkit"]); // hashes of assemblies change with every build
        int shown = 0;
        foreach (JsonNode output in Code(name).SelectMany(c => c["outputs"]!.AsArray()).Select(o => o!))
        {
            Assert.Contains((string?)output["output_type"], (string?[])["execute_result", "display_data", "stream"]);
            shown++;
            if (output["data"] is JsonObject data)
                Assert.All(data, d => Assert.Contains(d.Key, (string[])["text/html", "text/plain", "image/png"]));
            string text = ExecutedNotebooks.Text(output["data"]?["text/html"] ?? "") + "\n" +
                ExecutedNotebooks.Text(output["data"]?["text/plain"] ?? output["text"] ?? "");
            Assert.DoesNotMatch(@"<script|<iframe|data:image/svg|/(home|root|tmp|work|Users|usr|var)/|[A-Z]:\\", text);
        }
        Assert.True(shown > 0, $"{name} shows nothing; run 'bash tests/refresh-notebooks.sh'");
        Assert.InRange(new FileInfo(Repository.Path("notebooks", name + ".ipynb")).Length, 1, 1_200_000);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Every_notebook_says_that_its_data_are_invented_but_that_of_the_paper(string name) =>
        Assert.Equal(name != "paper", Source(Read(name)["cells"]![0]!).Contains("**Synthetic data.**", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Only_magics_of_both_kernels(string name)
    {
        foreach (string line in Code(name).SelectMany(c => Source(c).Split('\n')))
        {
            if (line.StartsWith("#!", StringComparison.Ordinal)) Assert.Contains(line.Split(' ')[0], Magics);
            if (line.StartsWith("#r", StringComparison.Ordinal)) Assert.Matches("^#r \"\\.\\./artifacts/kit/[A-Za-z.]+\\.dll\"$", line);
            Assert.DoesNotContain(OnlyHere, s => line.Contains(s, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Only_the_first_code_cell_loads_the_kit(string name) =>
        Assert.DoesNotContain(Code(name).Skip(1), c => Source(c).Contains("#r ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Code_is_CSharp_12_that_any_of_the_kernels_compiles(string name)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp12, kind: SourceCodeKind.Script);
        foreach (JsonNode cell in Code(name))
        {
            string source = string.Join('\n', Source(cell).Split('\n').Where(l => !Regex.IsMatch(l, "^#[r!]")));
            SyntaxTree tree = CSharpSyntaxTree.ParseText(source, options);
            Assert.Empty(tree.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{name}: {d}"));
            Assert.Empty(tree.GetRoot().DescendantNodes().OfType<FileScopedNamespaceDeclarationSyntax>());
        }
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void A_line_of_code_fits_a_page(string name) =>
        Assert.All(Code(name).SelectMany(c => Source(c).Split('\n')), l => Assert.True(l.Length <= 120, $"{name}: {l}"));

    private static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Repository.Path("notebooks", name + ".ipynb")))!;

    private static IEnumerable<JsonNode> Code(string name) =>
        Read(name)["cells"]!.AsArray().Where(c => (string?)c!["cell_type"] == "code").Select(c => c!);

    private static string Source(JsonNode cell) => string.Concat(cell["source"]!.AsArray().Select(l => (string?)l));
}
