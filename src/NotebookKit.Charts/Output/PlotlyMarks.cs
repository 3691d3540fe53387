using NotebookKit.Charts.Plots;
using static NotebookKit.Charts.Output.PlotlyWriter;
using Trace = Plotly.NET.Trace;

namespace NotebookKit.Charts.Output;

/// <summary>The marks of one series as Plotly traces; a click on the legend hides them all, with their row of counts.</summary>
internal sealed class PlotlyMarks(PlotLayout layout, PlotSeries series, string axes, string legend, string group)
{
    private bool _inLegend;

    public IEnumerable<Trace> Areas() => series.Marks.OfType<AreaMark>().Select(area =>
    {
        Trace trace = Scatter("lines", area.Outline);
        trace.SetProperty("fill", "toself");
        trace.SetProperty("fillcolor", series.Color.WithAlpha(0.14));
        trace.SetProperty("line", Map(("width", 0), ("color", series.Color.Hex)));
        trace.SetProperty("showlegend", false);
        trace.SetProperty("hoverinfo", "skip");
        return trace;
    });

    public IEnumerable<Trace> Others()
    {
        foreach (PlotMark mark in series.Marks)
        {
            Trace? trace = mark switch
            {
                StepMark step => Steps(step),
                PointMark points => Points(points),
                BarMark bars => Bars(bars),
                LabelMark labels => Labels(labels),
                _ => null,
            };
            if (trace is null) continue;
            trace.SetProperty("showlegend", series.Key != LegendKey.None && !_inLegend);
            _inLegend = true;
            yield return trace;
        }
    }

    public Trace Counts(PlotCountRow row, int index, string rowAxis)
    {
        Trace trace = Scatter("text", [.. layout.Plot.X.Ticks.Select(t => new PlotPoint(t.At, index))]);
        trace.SetProperty("yaxis", rowAxis);
        trace.SetProperty("text", row.Cells.Select(PlotlyText.Encode).ToArray());
        trace.SetProperty("textposition", "middle center");
        trace.SetProperty("cliponaxis", false);
        trace.SetProperty("showlegend", false);
        trace.SetProperty("hoverinfo", "skip");
        return trace;
    }

    private Trace Steps(StepMark step)
    {
        Trace trace = Scatter("lines", step.Points);
        Dictionary<string, object?> line = LineStyle(series.Color, layout.Style.StrokeWidth, series.Dash);
        line["shape"] = "hv";
        trace.SetProperty("line", line);
        trace.SetProperty("cliponaxis", false);
        Hover(trace, step.Hover);
        return trace;
    }

    private Trace Points(PointMark points)
    {
        Trace trace = Scatter("markers", points.Points);
        double size = layout.Style.FontSize;
        trace.SetProperty("marker", points.Shape switch
        {
            PointShape.Tick => Map(("symbol", "line-ns-open"), ("size", 0.72 * size), ("color", series.Color.Hex), ("line", Map(("width", 0.75 * layout.Style.StrokeWidth), ("color", series.Color.Hex)))),
            PointShape.Star => Map(("symbol", "star"), ("size", 0.6 * size), ("color", series.Color.Hex)),
            _ => Map(("symbol", "circle"), ("size", 0.54 * size), ("color", series.Color.Hex), ("opacity", 0.75)),
        });
        trace.SetProperty("cliponaxis", false);
        Hover(trace, points.Hover);
        return trace;
    }

    private Trace Bars(BarMark bars)
    {
        Trace trace = Named("bar");
        double[] positions = [.. bars.Bars.Select(b => b.Position)], lengths = [.. bars.Bars.Select(b => b.To - b.From)];
        trace.SetProperty("orientation", bars.Horizontal ? "h" : "v");
        trace.SetProperty("x", bars.Horizontal ? lengths : positions);
        trace.SetProperty("y", bars.Horizontal ? positions : lengths);
        trace.SetProperty("base", bars.Bars.Select(b => b.From).ToArray());
        trace.SetProperty("width", bars.Bars.Select(b => b.Thickness).ToArray());
        trace.SetProperty("marker", Map(("color", series.Color.Hex), ("line", Map(("width", 0.4 * layout.Style.StrokeWidth), ("color", Palette.Ink.Hex)))));
        trace.SetProperty("cliponaxis", false);
        Hover(trace, bars.Bars.Select(b => b.Hover));
        return trace;
    }

    private Trace Labels(LabelMark labels)
    {
        Trace trace = Scatter("text", [.. labels.Labels.Select(l => l.At)]);
        trace.SetProperty("text", labels.Labels.Select(l => (l.Right ? "\u00A0" : "") + PlotlyText.Encode(l.Text)).ToArray());
        trace.SetProperty("textposition", labels.Labels.Select(l => l.Right ? "middle right" : "top center").ToArray());
        trace.SetProperty("cliponaxis", false);
        trace.SetProperty("hoverinfo", "skip");
        return trace;
    }

    private Trace Scatter(string mode, IReadOnlyCollection<PlotPoint> points)
    {
        Trace trace = Named("scatter");
        trace.SetProperty("mode", mode);
        trace.SetProperty("x", points.Select(p => p.X).ToArray());
        trace.SetProperty("y", points.Select(p => p.Y).ToArray());
        return trace;
    }

    private Trace Named(string type)
    {
        var trace = new Trace(type);
        trace.SetProperty("name", PlotlyText.Lines(layout.LegendLines(series)));
        trace.SetProperty("legendgroup", group);
        trace.SetProperty("legend", legend);
        trace.SetProperty("xaxis", "x" + axes);
        trace.SetProperty("yaxis", "y" + axes);
        return trace;
    }

    private static void Hover(Trace trace, IEnumerable<string> texts)
    {
        string[] encoded = [.. texts.Select(t => PlotlyText.Lines(t.Split('\n')))];
        if (encoded.Length == 0)
        {
            trace.SetProperty("hoverinfo", "skip");
            return;
        }
        trace.SetProperty("hovertext", encoded);
        trace.SetProperty("hoverinfo", "text");
    }
}
