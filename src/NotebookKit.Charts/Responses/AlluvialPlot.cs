using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Responses;

/// <summary>Turns an <see cref="AlluvialModel"/> into a plot.</summary>
internal static class AlluvialPlot
{
    private const double HalfBox = 0.11;
    private const int CurvePoints = 16;

    public static Plot Of(AlluvialModel model, AlluvialFigureOptions options, FigureStyle style)
    {
        int n = model.N, visits = model.Visits;
        double height = Math.Max(14, 0.32 * style.Width / style.FontSize);
        ImmutableArray<double> ticks = Ticks.Counts(n);
        PlotTick[] shown = [.. ticks.Where(t => t <= n).Select(t => new PlotTick(t, Ticks.Label(t)))];
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("", 0.75, visits + 0.25,
                [.. Enumerable.Range(0, visits).Select(v => new PlotTick(v + 1, AlluvialModel.VisitName(options, v)))]) {
                    ShowLine = false },
            Y = new PlotAxis(Wording.Capital(FigureText.Clean(options.Unit)), 0, n, [.. shown]),
            Series = [.. model.Classes.Select((c, i) => Series(c, i, model, options, height))],
            LegendInRows = true,
            AreaHeightEm = height,
            Notes = model.Notes,
        };
    }

    private static PlotSeries Series(string name, int index, AlluvialModel model, AlluvialFigureOptions options, double height)
    {
        PlotColor color = name switch { AlluvialModel.NotAssessed => Palette.White, "Off study" => Palette.Faint, "Death" => Palette.Ink,
            _ => Palette.Response(name, index) };
        AlluvialBox[] boxes = [.. model.Boxes.Where(b => b.Name == name)];
        return new PlotSeries(name, color,
        [
            .. model.Streams.Where(s => s.From == name).Select(Stream),
            new BarMark([.. boxes.Select(b => new PlotBar(b.Visit + 1, 2 * HalfBox, b.Bottom, b.Top,
                $"{AlluvialModel.VisitName(options, b.Visit)}: {name}\n{NumberFormat.CountPercent(b.Count, model.N)}"))]),
            // A number that does not fit its box is said on hovering and in the text of the figure.
            new LabelMark(
                [.. boxes.Where(b => (double)b.Count / model.N * height >= 1.5)
                    .Select(b => new PlotLabel(new(b.Visit + 1, (b.Bottom + b.Top) / 2.0), b.Count.ToString(CultureInfo.InvariantCulture),
                        LabelSide.Centre))])
                { Color = Palette.Readable(color) },
        ]) { Key = LegendKey.Box };
    }

    private static AreaMark Stream(AlluvialStream stream)
    {
        double from = stream.Visit + 1 + HalfBox, to = stream.Visit + 2 - HalfBox;
        PlotPoint[] upper = [.. Enumerable.Range(0, CurvePoints + 1).Select(i =>
        {
            double share = (double)i / CurvePoints, rise = share * share * (3 - 2 * share);
            return new PlotPoint(from + share * (to - from), stream.Leaves + rise * (stream.Enters - stream.Leaves));
        })];
        return new AreaMark([.. upper, .. upper.Reverse().Select(p => p with { Y = p.Y - stream.Count })]) { Opacity = 0.4 };
    }
}
