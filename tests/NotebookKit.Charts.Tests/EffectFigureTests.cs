using NotebookKit.Charts.Plots;
using static NotebookKit.Charts.Tests.Drawings;

namespace NotebookKit.Charts.Tests;

/// <summary>Forests, balance, ROC and calibration show the numbers they were given.</summary>
public sealed class EffectFigureTests
{
    [Fact]
    public void A_forest_prints_what_it_draws_and_cuts_with_an_arrow()
    {
        Figure figure = EffectFigures.Forest([new("A", 0.5, 0.25, 1), new("B", 1, 0.01, 4) { P = 0.04 }, new("C")]);
        string[] texts = [.. Texts(Svg(figure)).Select(t => t.Value)];
        Assert.Contains("0.50 (0.25–1.00)", texts);
        Assert.Contains("1.00 (0.010–4.00)", texts);
        Assert.Contains("NE", texts);
        Assert.Contains("Arrows: the interval goes on; its limits are printed.", texts);
        PlotSeries intervals = figure.Plots[0].Series[0];
        PointMark left = intervals.Marks.OfType<PointMark>().First(m => m.Shape == PointShape.TriangleLeft);
        Assert.Equal(figure.Plots[0].X.Min, left.Points.Single().X);
        Assert.Equal([(0.5, 3.0), (1, 2)], figure.Plots[0].Series[1].Marks.OfType<PointMark>().First().Points.Select(p => (p.X, p.Y)));
        Assert.True(figure.Plots[0].X.Log);
        Assert.All(figure.Plots[0].X.Ticks, t => Assert.True(t.At > 0));
        Assert.Contains("A 0.50 (0.25–1.00); B 1.00 (0.010–4.00); C NE", figure.Text);
    }

    [Fact]
    public void A_cox_model_gives_a_heading_a_reference_and_a_level_per_factor()
    {
        Figure figure = Gallery.Figures["forest-cox"]();
        string[] texts = [.. Texts(Svg(figure)).Select(t => t.Value)];
        Assert.Contains("Group", texts);
        Assert.Contains("NET", texts);
        Assert.Contains("1 (reference)", texts);
        Assert.Contains(texts, t => t.StartsWith("Cox regression, rows n = 80", StringComparison.Ordinal));
    }

    [Fact]
    public void Wrong_rows_are_refused_with_the_reason()
    {
        Assert.Contains("'A' has the value -1", Assert.Throws<ArgumentException>(() => EffectFigures.Forest([new("A", -1)])).Message);
        Assert.Contains("does not hold the estimate",
            Assert.Throws<ArgumentException>(() => EffectFigures.Forest([new("A", 1, 2, 3)])).Message);
        Assert.Throws<ArgumentException>(() => EffectFigures.Forest([]));
        Assert.Contains("rise from (0, 0) to (1, 1)",
            Assert.Throws<ArgumentException>(() => EffectFigures.Roc([new("A", [(0, 0), (0.5, 0.4), (0.4, 1), (1, 1)])])).Message);
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentException>(
            () => EffectFigures.Calibration([new("A", [(0.2, 1.2, null, null)])])).Message);
    }

    [Fact]
    public void Balance_is_sorted_by_its_size_before()
    {
        Plot plot = EffectFigures.LovePlot([new("small", 0.1, 0), new("large", -0.5, 0.05), new("unknown", null, 0.3)]).Plots[0];
        Assert.Equal(["small", "unknown", "large"], plot.Y.Ticks.Select(t => t.Label));
        Assert.Equal([0.5, 0.1], plot.Series[0].Marks.OfType<PointMark>().Single().Points.Select(p => p.X));
        Assert.Equal(0.1, plot.Guides[0].From.X);
    }

    [Fact]
    public void Roc_and_calibration_are_square()
    {
        foreach (string kind in (string[])["roc", "calibration"])
        {
            PlotLayout layout = Gallery.Figures[kind]().Layouts[0];
            Assert.Equal(layout.Area.Width, layout.Area.Height, 1.0);
            Assert.Equal(layout.Plot.X.Max, layout.Plot.Y.Max);
        }
        Assert.Contains(Texts(Svg(Gallery.Figures["roc"]())), t => t.Value == "Apparent, AUC 0.81 (0.70–0.91)");
    }

    [Fact]
    public void A_logarithmic_axis_has_round_ticks_that_cover_the_values()
    {
        Assert.Equal([0.25, 0.5, 1, 2, 4], Ticks.Log("", 0.3, 3, 6).Ticks.Select(t => t.At));
        Assert.Equal([0.01, 0.1, 1, 10], Ticks.Log("", 0.02, 8, 3).Ticks.Select(t => t.At));
        Assert.Equal([0.5, 1, 2], Ticks.Log("", 1, 1, 6).Ticks.Select(t => t.At));
    }

    [Fact]
    public void Further_columns_of_a_forest_are_printed_at_every_width()
    {
        Figure figure = Gallery.Figures["forest-columns"]();
        foreach (Figure sized in (Figure[])[figure, figure.Resize(340), figure.For(PrintFormat.OneColumn)])
        {
            string words = string.Join(' ', Texts(Svg(sized)).Select(t => t.Value));
            Assert.All((string[])["0.28", "0.44", "0.052", "0.061", "permuted"],
                t => Assert.Contains(t, words, StringComparison.Ordinal));
        }
        ArgumentException refused = Assert.Throws<ArgumentException>(() =>
            EffectFigures.Forest([new("A", 1, 0.5, 2) { Columns = ["x", "y"] }], new() { ColumnTitles = ["one"] }));
        Assert.Contains("2 further texts, but ColumnTitles names 1", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_love_plot_prints_variance_ratios()
    {
        string[] words = [.. Texts(Svg(Gallery.Figures["love-ratios"]())).Select(t => t.Value)];
        Assert.Contains("1.92; 1.31", words);
        Assert.Contains(words, w => w.StartsWith("2.05; ", StringComparison.Ordinal));
    }

    [Fact]
    public void Spikes_of_a_calibration_count_the_predicted_risks()
    {
        Figure figure = EffectFigures.Calibration([new("A", [(0.1, 0.1, null, null), (0.9, 0.9, null, null)]) {
            Risks = [0.101, 0.102, 0.5, 1] }]);
        var spikes = figure.Plots[0].Series[0].Marks.OfType<SegmentMark>().Single().Segments;
        Assert.Equal([0.1, 0.05, 0.05], spikes.Select(s => Math.Round(s.To.Y, 12)));
        Assert.Contains("predicted risk 1.2", Assert.Throws<ArgumentException>(() =>
            EffectFigures.Calibration([new("A", [(0.1, 0.1, null, null)]) { Risks = [1.2] }])).Message, StringComparison.Ordinal);
    }
}
