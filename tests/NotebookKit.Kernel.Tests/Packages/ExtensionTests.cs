using System.Net;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Tests.Languages;

namespace NotebookKit.Kernel.Tests.Packages;

/// <summary>What the kit's package runs in an engine that has no formatter for data frames, as .NET Interactive has none.</summary>
public class ExtensionTests
{
    [Fact]
    public async Task The_kits_extension_shows_the_rows_of_data_frames_and_encodes_what_they_hold()
    {
        string extension = await File.ReadAllTextAsync(Repository.Path("src", "NotebookKit", "extension.dib"));
        CodePart[] parts = [.. CellParser.Parse(extension).Cast<CodePart>()];
        Assert.All(parts, p => Assert.Equal("csharp", p.Language));
        string[] lines = parts[^1].Code.Split('\n');
        int guard = Array.FindIndex(lines, l => l.StartsWith("if (!", StringComparison.Ordinal));
        lines[guard] = "if (true)";

        await using var session = new TestSession();
        await session.OkAsync("1");
        await session.OkAsync(TestFrames.Reference + string.Join('\n', lines));
        RecordingSink sink = await session.OkAsync("""
            new DataFrame(new StringDataFrameColumn("<b>", Enumerable.Range(0, 30).Select(i => i == 0 ? null : $"<img src=x onerror=alert({i})>")), new DoubleDataFrameColumn("n", Enumerable.Range(0, 30).Select(i => i / 2.0)))
            """);
        string html = sink.Outputs.OfType<ResultOutput>().Single().Data.Text(MimeTypes.Html)!;
        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("<b>", html);
        Assert.Contains("<td>–</td><td>0</td>", WebUtility.HtmlDecode(html));
        Assert.Contains("<td>9.5</td>", html);
        Assert.EndsWith("30 rows × 2 columns; the first 20 rows are shown</p>", WebUtility.HtmlDecode(html));
        Assert.Equal(21, html.Split("<tr>").Length - 1);
    }
}
