using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Tests;

/// <summary>Nothing lies on anything else, at any width; type is never below what journals print.</summary>
public sealed class GeometryTests
{
    public static TheoryData<string> Kinds => [.. Gallery.Figures.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void Nothing_overlaps_on_a_phone_a_page_and_a_wide_screen(string kind)
    {
        Figure figure = Gallery.Figures[kind]();
        foreach (Figure sized in (Figure[])[figure, figure.Resize(480), figure.Resize(1200)]) AssertClean(kind, sized);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Nothing_overlaps_in_print_and_no_type_is_below_6_points(string kind)
    {
        Figure figure = Gallery.Figures[kind]();
        foreach (PrintFormat format in (PrintFormat[])[PrintFormat.OneColumn, PrintFormat.TwoColumns, PrintFormat.SpringerOneColumn])
        {
            Figure printed = figure.For(format);
            AssertClean($"{kind} at {format.Millimetres} mm", printed);
            Assert.Equal(format.Millimetres / 25.4 * 96, printed.Width, 1.0);
            double smallest = GeometryCanvas.Of(printed).Texts.Min(t => t.Text.Size) * 0.75;
            Assert.True(smallest >= 7, $"{kind}: type of {smallest} pt at {format.Millimetres} mm");
        }
    }

    private static void AssertClean(string kind, Figure figure)
    {
        string[] faults = [.. GeometryCanvas.Of(figure).Faults(figure.Width, figure.Height)];
        Assert.True(faults.Length == 0, $"{kind}, {figure.Width} px: {string.Join("; ", faults.Take(8))}");
    }
}
