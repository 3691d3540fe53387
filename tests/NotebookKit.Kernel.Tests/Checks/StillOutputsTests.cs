using System.Text;
using System.Text.Json.Nodes;
using NotebookKit.Kernel.Checks;
using NotebookKit.Kernel.Documents;
using NotebookKit.Kernel.Outputs;

namespace NotebookKit.Kernel.Tests.Checks;

public class StillOutputsTests
{
    private const string Svg = "<svg viewBox=\"0 0 640 480\"></svg>";

    [Fact]
    public void A_figure_becomes_an_image_of_its_own_size_and_a_table_stays()
    {
        NotebookDocument document = Ran(Figure(Svg), "<table></table>");
        var drawn = new List<string>();
        StillOutputs.Apply(document, svg => { drawn.Add(svg); return [1, 2, 3]; });
        Assert.Equal([Svg], drawn);
        JsonNode figure = document.CodeCells[0].Outputs[0]!, table = document.CodeCells[1].Outputs[0]!;
        Assert.Equal(["image/png", "text/plain"], figure["data"]!.AsObject().Select(d => d.Key));
        Assert.Equal("AQID", (string?)figure["data"]!["image/png"]);
        Assert.Equal((640, 481), ((int)figure["metadata"]!["image/png"]!["width"]!, (int)figure["metadata"]!["image/png"]!["height"]!));
        Assert.Equal(["text/plain", "text/html"], table["data"]!.AsObject().Select(d => d.Key));
        Assert.True(StillOutputs.Has(document));
        Assert.False(StillOutputs.Has(Ran("<table></table>")));
    }

    [Fact]
    public void Saved_images_are_compared_by_the_drawing_behind_them()
    {
        NotebookDocument saved = Ran(Figure(Svg)), same = Ran(Figure(Svg)), other = Ran(Figure(Svg.Replace("640", "641")));
        StillOutputs.Apply(saved, _ => [1]);
        foreach (NotebookDocument today in (NotebookDocument[])[same, other]) StillOutputs.Apply(today, draw: null);
        Assert.Empty(OutputComparison.Differences(saved, same, new Tolerance(0, 0)));
        Assert.Equal(["cell 1: the figure is drawn in another way"], OutputComparison.Differences(saved, other, new Tolerance(0, 0)));
    }

    [Fact]
    public void Markup_that_only_holds_a_figure_among_other_things_stays_as_it_is()
    {
        NotebookDocument document = Ran("<p>Two:</p>" + Figure(Svg));
        StillOutputs.Apply(document, _ => throw new InvalidOperationException("drawn"));
        Assert.True(document.CodeCells[0].Outputs[0]!["data"]!.AsObject().ContainsKey("text/html"));
    }

    private static NotebookDocument Ran(params string[] html) => Notebook.Of([.. html.Select(_ => "1")]).Ran(
        [.. html.Select(h => new ResultOutput(new MimeBundle().Add(MimeTypes.Plain, "what it shows").Add(MimeTypes.Html, h)))]);

    private static string Figure(string svg) => "<style>.a{color:red}</style><img class=\"nbk-figure\" alt=\"a\" width=\"640\" "
        + "height=\"480.6\" style=\"max-width:100%\" src=\"data:image/svg+xml;base64,"
        + Convert.ToBase64String(Encoding.UTF8.GetBytes(svg)) + "\">";
}
