using NotebookKit.Rendering;

namespace NotebookKit.Tests.Rendering;

public sealed class SummaryTableTests
{
    private static readonly SummaryTable Table = new()
    {
        Title = "Sex & age",
        Columns = [new("Characteristic", TableAlignment.Left), new("NET\nN = 20")],
        Rows = [new([new("<script>alert(1)</script>"), new("8 (40%)") { Count = 8, Denominator = 20, Unit = "patients" }])],
        Footnotes = ["n (%) of patients"],
    };

    [Fact]
    public void Html_encodes_every_text()
    {
        string html = Table.ToHtml();
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html);
        Assert.DoesNotContain("<script", html);
        Assert.Contains("Sex &amp; age", html);
        Assert.Contains("NET<br>N = 20", html);
    }

    [Fact]
    public void Text_aligns_columns()
    {
        string expected =
            "Sex & age\n" +
            "Characteristic             NET N = 20\n" +
            "-------------------------------------\n" +
            "<script>alert(1)</script>     8 (40%)\n" +
            "n (%) of patients\n";
        Assert.Equal(expected, Table.ToString());
    }
}
