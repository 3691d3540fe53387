using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Tests.Checks;

public class OutputComparisonTests
{
    private static readonly Tolerance Tolerance = new(1e-6, 1e-9);

    [Theory]
    [InlineData("median 7.40000001 (6.1–9.0)", "median 7.4 (6.1–9.0)")]
    [InlineData("1e-3", "0.001")]
    [InlineData("a  b\n", "a b")]
    [InlineData("-0.0", "0.0")]
    public void Equal_within_the_tolerance(string saved, string again) => Assert.Empty(Compare(Notebook.Text(saved), Notebook.Text(again)));

    [Theory]
    [InlineData("median 7.4 months", "median 7.5 months")]
    [InlineData("7.4", "-7.4")]
    [InlineData("P002", "P003")]
    [InlineData("CTCAE 5.0", "CTCAE v5.0")]
    [InlineData("1 2", "1 2 3")]
    [InlineData("not reached", "12.5")]
    public void Different(string saved, string again) => Assert.Single(Compare(Notebook.Text(saved), Notebook.Text(again)));

    [Fact]
    public void The_message_names_the_cell_and_both_values()
    {
        string message = Assert.Single(Compare(Notebook.Text("median 7.4 months"), Notebook.Text("median 7.5 months")));
        Assert.Equal("cell 1: text/plain: expected 'median 7.4 months', found 'median 7.5 months'", message);
    }

    [Fact]
    public void Figures_are_compared_by_their_data()
    {
        Assert.Empty(Compare(Figure("1.0000000001", "AAAA"), Figure("1", "BBBB")));
        Assert.Contains("data[0].y[0]", Assert.Single(Compare(Figure("1", "AAAA"), Figure("2", "AAAA"))));
    }

    [Fact]
    public void Missing_outputs_forms_and_errors_are_differences()
    {
        NotebookDocument saved = Notebook.Of("1").Ran(Notebook.Text("1")), empty = Notebook.Of("1").Ran();
        Assert.Single(OutputComparison.Differences(saved, empty, Tolerance));
        Assert.Single(OutputComparison.Differences(empty, saved, Tolerance));
        Assert.Contains("text/html is missing", Assert.Single(
            Compare(new ResultOutput(new MimeBundle().Add(MimeTypes.Plain, "1").Add(MimeTypes.Html, "1")), Notebook.Text("1"))));
        Assert.Contains("expected a result, found error E",
            Assert.Single(Compare(Notebook.Text("1"), new ErrorOutput(new("E", "m", "cell 1", 1, [])))));
    }

    private static IReadOnlyList<string> Compare(CellOutput saved, CellOutput again) =>
        OutputComparison.Differences(Notebook.Of("1").Ran(saved).Copy(), Notebook.Of("1").Ran(again), Tolerance);

    private static DisplayOutput Figure(string y, string picture) => new(new MimeBundle()
        .Add(MimeTypes.Plotly, $$"""{"data":[{"y":[{{y}}]}]}""").Add(MimeTypes.Html, $"<img src=\"data:image/svg+xml;base64,{picture}\">")
        .Add(MimeTypes.Plain, "figure"));
}
