using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace NotebookKit.Notebooks.Tests;

/// <summary>The notebooks on .NET 8, C# 12 and the formatters of .NET Interactive show what they show here.</summary>
public sealed class OlderKernelTests(ExecutedNotebooks executed) : IClassFixture<ExecutedNotebooks>
{
    public static TheoryData<string> Notebooks => [.. ExecutedNotebooks.Names];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task An_older_kernel_shows_the_same(string name)
    {
        JsonNode older = await RunAsync(name);
        Assert.Equal("8", ((string)older["runtime"]!).Split('.')[0]);
        JsonNode[] ours = [.. executed.Cells(name).Where(c => (string?)c!["cell_type"] == "code").Select(c => c!["outputs"]!)];
        JsonArray cells = older["cells"]!.AsArray();
        Assert.Equal(ours.Length, cells.Count);
        int compared = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            JsonNode[] here = [.. ours[i].AsArray().Select(o => o!["data"]).OfType<JsonNode>()], there = [.. cells[i]!.AsArray().OfType<JsonNode>()];
            Assert.Equal(here.Length, there.Length);
            for (int k = 0; k < here.Length; k++)
            {
                // Data frames are the kernel's own to show; the formatter for them comes with the package, which a dll does not load.
                if (((string?)there[k]["text/html"])?.Contains("dni-treeview", StringComparison.Ordinal) == true) continue;
                foreach ((string mimeType, JsonNode? value) in there[k].AsObject())
                {
                    Assert.Equal(ExecutedNotebooks.Text(here[k][mimeType]!), (string?)value);
                    compared++;
                }
            }
        }
        Assert.True(compared >= cells.Count, $"Only {compared} forms of outputs were compared.");
    }

    private static async Task<JsonNode> RunAsync(string name)
    {
        string program = typeof(OlderKernelTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "OlderKernel").Value!;
        using Process process = Process.Start(new ProcessStartInfo(program, [Repository.Path("notebooks", name + ".ipynb")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return JsonNode.Parse(await output)!;
    }
}
