using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Running;

namespace NotebookKit.Kernel.Tests.Running;

public class NotebookParametersTests
{
    private const string Declarations = """
        var months = 6;
        double alpha = 0.05;
        var scope = "hepatic";
        bool adjusted = true;
        DateOnly cutoff = new(2024, 1, 1);
        int? limit = null;
        var odd = new List<int>();
        """;

    [Theory]
    [InlineData("months", "12", "months = 12;")]
    [InlineData("alpha", "1e-3", "alpha = 0.001d;")]
    [InlineData("scope", "a\"; Delete(); //\n", "scope = \"a\\\"; Delete(); //\\n\";")]
    [InlineData("adjusted", "FALSE", "adjusted = false;")]
    [InlineData("cutoff", "2025-02-28", "cutoff = new DateOnly(2025, 2, 28);")]
    [InlineData("limit", "null", "limit = null;")]
    [InlineData("limit", "-3", "limit = -3;")]
    public void A_value_is_written_as_its_type_asks(string name, string value, string expected)
    {
        NotebookDocument document = Inject(name, value);
        Assert.Equal(expected, document.Cells[1].Source);
        Assert.Contains(NotebookParameters.InjectedTag, document.Cells[1].Tags);
        Assert.Equal("months", document.Cells[2].Source);
    }

    [Theory]
    [InlineData("months", "6.5", "of type int")]
    [InlineData("months", "null", "of type int")]
    [InlineData("alpha", "NaN", "of type double")]
    [InlineData("cutoff", "28.02.2025", "2026-12-31")]
    [InlineData("mnths", "6", "no parameter 'mnths'")]
    [InlineData("odd", "1", "List<int>")]
    public void What_does_not_fit_is_refused(string name, string value, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Inject(name, value)).Message);

    [Fact]
    public void Values_given_again_replace_the_earlier_ones()
    {
        NotebookDocument document = Inject("months", "12");
        NotebookParameters.Inject(document, new Dictionary<string, string> { ["months"] = "24" });
        Assert.Equal(3, document.Cells.Count);
        Assert.Equal("months = 24;", document.Cells[1].Source);
    }

    [Fact]
    public void A_notebook_without_parameters_says_so() =>
        Assert.Contains("takes no parameters", Assert.Throws<ArgumentException>(
            () => NotebookParameters.Inject(Notebook.Of("1"), new Dictionary<string, string> { ["a"] = "1" })).Message);

    private static NotebookDocument Inject(string name, string value)
    {
        NotebookDocument document = NotebookDocument.Create();
        document.Insert(0, "code", Declarations, tags: NotebookParameters.Tag);
        document.Insert(1, "code", "months");
        NotebookParameters.Inject(document, new Dictionary<string, string> { [name] = value });
        return document;
    }
}
