using System.Text.Json.Nodes;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;
using NotebookKit.Kernel.Reports;

namespace NotebookKit.Kernel.Tests.Reports;

public class HtmlReportTests
{
    private const string Attack = "<img src=x onerror=alert(1)></pre></script><script>alert(1)</script>";

    [Fact]
    public void Text_of_every_kind_is_encoded()
    {
        CellOutput[] outputs =
        [
            new StreamOutput("stdout", Attack),
            new ErrorOutput(new("E", Attack, "cell 1", 1, [Attack])),
            new ResultOutput(new MimeBundle().Add(MimeTypes.Plain, Attack)),
            new DisplayOutput(new MimeBundle().Add(MimeTypes.Plotly, new JsonObject { ["data"] = Attack }.ToJsonString())
                .Add(MimeTypes.Plain, Attack)),
        ];
        string html = Report(Attack, outputs).Html;
        Assert.DoesNotContain("<img src=x", html);
        Assert.DoesNotContain("<script>alert", html);
    }

    /// <remarks>As another program saved it: "&lt;" as it stands, in a value and in a name.</remarks>
    [Fact]
    public void The_end_of_a_script_inside_a_saved_figure_ends_no_script()
    {
        string html = HtmlReport.Of(NotebookDocument.Parse("""
            {"cells":[{"cell_type":"code","source":"","outputs":[{"output_type":"display_data","metadata":{},"data":{
              "text/plain":"figure",
              "application/vnd.plotly.v1+json":{"data":[{"name":"</script><script>alert(1)</script>","</script>":["<!--",1]}],"layout":{}}}}]}]}
            """), "n.ipynb", ".").Html;
        int start = html.IndexOf("<script type=\"application/json\">", StringComparison.Ordinal)
            + "<script type=\"application/json\">".Length;
        string json = html[start..html.IndexOf("</script>", start, StringComparison.OrdinalIgnoreCase)];
        Assert.DoesNotContain("<", json);
        JsonNode trace = JsonNode.Parse(json)!["data"]![0]!;
        Assert.Equal("</script><script>alert(1)</script>", (string?)trace["name"]);
        Assert.Equal("<!--", (string?)trace["</script>"]![0]);
    }

    [Fact]
    public void Only_scripts_of_the_report_may_run_and_nothing_may_be_fetched()
    {
        string html = Report("1", []).Html;
        Assert.Contains("default-src 'none'", html);
        Assert.Contains("script-src 'none'", html);
        Assert.DoesNotContain("http://", html);
        Assert.DoesNotContain("https://", html);
    }

    [Fact]
    public void A_report_says_what_it_is_for()
    {
        string html = Report("1", []).Html;
        Assert.Contains("for research and teaching: not a medical device, and not for decisions on single patients.", html);
    }

    [Fact]
    public void Headings_make_the_title_and_the_contents()
    {
        HtmlReport report = HtmlReport.Of(Document("# The *title*\n## One\n## Two `x`"), "n.ipynb", ".");
        Assert.Equal("The title", report.Title);
        Assert.Contains("<a href=\"#section-2\">One</a>", report.Html);
        Assert.Contains("<h2 id=\"section-3\">", report.Html);
    }

    [Theory]
    [InlineData("<meta http-equiv=refresh content=\"0;url=https://example.org\">")]
    [InlineData("<META/http-equiv=refresh content='0;url=https://example.org'")]
    [InlineData("<base href=https://example.org>")]
    [InlineData("<link rel=stylesheet href=https://example.org>")]
    public void Nothing_sends_the_reader_of_a_report_elsewhere(string markup)
    {
        CellOutput[] outputs = [new DisplayOutput(new MimeBundle().Add(MimeTypes.Html, markup)),
            new DisplayOutput(new MimeBundle().Add(MimeTypes.Markdown, markup))];
        string head = Report("1", []).Html;
        foreach (string html in new[] { Report("1", outputs).Html, HtmlReport.Of(Document(markup), "n.ipynb", ".").Html })
            Assert.Equal(Elements(head), Elements(html));

        static int Elements(string html) =>
            System.Text.RegularExpressions.Regex.Count(html, "<(meta|base|link)\\b",
                System.Text.RegularExpressions.RegexOptions.IgnoreCase);
    }

    [Fact]
    public void A_script_that_comes_with_a_notebook_is_not_taken_for_that_of_the_kit()
    {
        string folder = Directory.CreateTempSubdirectory("notebookkit").FullName;
        byte[] script = System.Text.Encoding.UTF8.GetBytes("alert('from the notebook')");
        var compilation = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create("Plotly.NET",
            references: [Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            options: new(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));
        using (FileStream file = File.Create(Path.Combine(folder, "Plotly.NET.dll")))
            Assert.True(
                compilation.Emit(file,
                    manifestResources: [new("plotly-2.28.0.min.js", () => new MemoryStream(script), isPublic: true)]).Success);
        File.WriteAllText(Path.Combine(folder, "x.dll"), "");
        NotebookDocument document = Notebook.Of("#r \"x.dll\"")
            .Ran(new DisplayOutput(new MimeBundle().Add(MimeTypes.Plotly, "{\"data\":[]}")));
        Assert.DoesNotContain("from the notebook", HtmlReport.Of(document, "n", folder).Html);
        File.WriteAllText(Path.Combine(folder, "Plotly.NET.dll"), "no assembly");
        Assert.Contains("script-src 'none'", HtmlReport.Of(document, "n", folder).Html);
        File.Copy(Repository.Path("artifacts", "kit", "Plotly.NET.dll"), Path.Combine(folder, "Plotly.NET.dll"), overwrite: true);
        Assert.Contains("script-src 'nonce-", HtmlReport.Of(document, "n", folder).Html);
        Directory.Delete(folder, recursive: true);
    }

    private static HtmlReport Report(string source, CellOutput[] outputs)
    {
        NotebookDocument document = NotebookDocument.Parse(new JsonObject
        {
            ["cells"] = new JsonArray(new JsonObject { ["cell_type"] = "code", ["source"] = source }),
        }.ToJsonString());
        document.Cells[0].SetOutputs(outputs, 1);
        return HtmlReport.Of(document, "n.ipynb", ".");
    }

    private static NotebookDocument Document(string markdown) => NotebookDocument.Parse(new JsonObject
    {
        ["cells"] = new JsonArray(new JsonObject { ["cell_type"] = "markdown", ["source"] = markdown }),
    }.ToJsonString());
}
