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
            new DisplayOutput(new MimeBundle().Add(MimeTypes.Plotly, new JsonObject { ["data"] = Attack }.ToJsonString()).Add(MimeTypes.Plain, Attack)),
        ];
        string html = Report(Attack, outputs).Html;
        Assert.DoesNotContain("<img src=x", html);
        Assert.DoesNotContain("<script>alert", html);
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
    public void Headings_make_the_title_and_the_contents()
    {
        HtmlReport report = HtmlReport.Of(Document("# The *title*\n## One\n## Two `x`"), "n.ipynb", ".");
        Assert.Equal("The title", report.Title);
        Assert.Contains("<a href=\"#section-2\">One</a>", report.Html);
        Assert.Contains("<h2 id=\"section-3\">", report.Html);
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
