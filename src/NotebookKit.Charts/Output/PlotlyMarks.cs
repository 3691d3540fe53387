using NotebookKit.Charts.Plots;
using static NotebookKit.Charts.Output.PlotlyWriter;
using Trace = Plotly.NET.Trace;

namespace NotebookKit.Charts.Output;

/// <summary>The marks of one series as Plotly traces; a click on the legend hides them all, with their rows of counts.</summary>
internal sealed class PlotlyMarks(PlotLayout layout, PlotSeries series, string axes, string legend, string group)
{
    private bool _inLegend;

    public IEnumerable<Trace> Areas() => series.Marks.OfType<AreaMark>().Select(area =>
    {
        Trace trace = Scatter("lines", area.Outline);
        trace.SetProperty("fill", "toself");
        trace.SetProperty("fillcolor", area.Opacity < 1 ? series.Color.WithAlpha(area.Opacity) : series.Color.Hex);
        trace.SetProperty("line", Map(("width", 0), ("color", series.Color.Hex)));
        trace.SetProperty("showlegend", series.Key == LegendKey.Box && !_inLegend);
        if (series.Key == LegendKey.Box) _inLegend = true;
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
                LineMark line => Line(line),
                SegmentMark segments => Segments(segments),
                PointMark points => Points(points),
                BarMark bars => Bars(bars),
                LabelMark labels => Labels(labels),
                _ => null,
            };
            if (trace is null) continue;
            bool shows = series.Key != LegendKey.None && !_inLegend && (series.Key != LegendKey.Marker || mark is PointMark);
            trace.SetProperty("showlegend", shows);
            _inLegend |= shows;
            yield return trace;
        }
    }

    /// <summary>
    /// A row of counts below the ticks, and its key and label on an axis of pixels, so that they come and go with the curve.
    /// </summary>
    public IEnumerable<Trace> Counts(PlacedCounts row, int index, string rowAxis, string pixelAxis)
    {
        Trace cells = Scatter("text", [.. layout.Plot.X.Ticks.Select(t => new PlotPoint(t.At, index))]);
        cells.SetProperty("text", row.Cells.Select(PlotlyText.Encode).ToArray());
        cells.SetProperty("textposition", "middle center");
        Trace label = Scatter("text", [new PlotPoint(row.LabelX, index)]);
        label.SetProperty("text", new[] { PlotlyText.Encode(row.Label) });
        label.SetProperty("textposition", "middle right");
        label.SetProperty("xaxis", pixelAxis);
        Trace key = Scatter("lines",
            [new PlotPoint(row.KeyX, index), new PlotPoint(row.KeyX + layout.Style.KeyWidth - 0.6 * layout.Style.FontSize, index)]);
        key.SetProperty("line", LineStyle(series.Color, layout.Style.StrokeWidth, series.Dash));
        key.SetProperty("xaxis", pixelAxis);
        foreach (Trace trace in row.Row.HasKey ? (Trace[])[cells, label, key] : [cells, label])
        {
            trace.SetProperty("yaxis", rowAxis);
            trace.SetProperty("cliponaxis", false);
            trace.SetProperty("showlegend", false);
            trace.SetProperty("hoverinfo", "skip");
            yield return trace;
        }
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

    private Trace Line(LineMark line)
    {
        Trace trace = Scatter("lines", line.Points);
        trace.SetProperty("line", LineStyle(series.Color, line.Width * layout.Style.StrokeWidth, line.Dash ?? series.Dash));
        trace.SetProperty("cliponaxis", false);
        Hover(trace, line.Hover);
        return trace;
    }

    private Trace Segments(SegmentMark segments)
    {
        Trace trace = Named("scatter");
        trace.SetProperty("mode", "lines");
        // A missing point between two strokes parts them.
        trace.SetProperty("x", segments.Segments.SelectMany(s => new[] { s.From.X, s.To.X, double.NaN }).ToArray());
        trace.SetProperty("y", segments.Segments.SelectMany(s => new[] { s.From.Y, s.To.Y, double.NaN }).ToArray());
        trace.SetProperty("line", LineStyle(segments.Color ?? series.Color, segments.Width * layout.Style.StrokeWidth,
            segments.Dash ?? PlotDash.Solid));
        trace.SetProperty("cliponaxis", false);
        trace.SetProperty("hoverinfo", "skip");
        return trace;
    }

    private Trace Points(PointMark points)
    {
        Trace trace = Scatter("markers", points.Points);
        double size = layout.Style.FontSize, stroke = layout.Style.StrokeWidth;
        bool line = points.Shape is PointShape.Tick or PointShape.Cross;
        double width = points.Shape == PointShape.Tick ? 0.75 * stroke : line || points.Hollow ? stroke : points.Rim ? 0.6 * stroke : 0;
        trace.SetProperty("marker", Map(
            ("symbol", PointShapes.PlotlySymbol(points.Shape, hollow: false)),
            ("size", points.Shape == PointShape.Tick ? 0.72 * size : points.Sizes.IsEmpty ? points.Size * size : points.Sizes.Select(
                s => s * size).ToArray()),
            ("color", points.Hollow ? Palette.White.Hex : series.Color.Hex), ("opacity", points.Opacity),
            ("line", Map(("width", width), ("color", points.Rim && !line && !points.Hollow ? Palette.White.Hex : series.Color.Hex)))));
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
        trace.SetProperty("marker",
            Map(("color", series.Color.Hex), ("line", Map(("width", 0.4 * layout.Style.StrokeWidth), ("color", Palette.Ink.Hex)))));
        trace.SetProperty("cliponaxis", false);
        Hover(trace, bars.Bars.Select(b => b.Hover));
        return trace;
    }

    private Trace Labels(LabelMark labels)
    {
        Trace trace = Scatter("text", [.. labels.Labels.Select(l => l.At)]);
        trace.SetProperty("text", labels.Labels.Select(l => Text(l, labels.Bold)).ToArray());
        trace.SetProperty("textposition", labels.Labels.Select(l => l.Side switch
        {
            LabelSide.Right => "middle right",
            LabelSide.Left => "middle left",
            LabelSide.Above => "top center",
            LabelSide.Below => "bottom center",
            _ => "middle center",
        }).ToArray());
        if (labels.Color is { } color) trace.SetProperty("textfont", Map(("color", color.Hex)));
        trace.SetProperty("cliponaxis", false);
        trace.SetProperty("hoverinfo", "skip");
        return trace;
    }

    private static string Text(PlotLabel label, bool bold)
    {
        string text = PlotlyText.Encode(label.Text);
        if (bold) text = "<b>" + text + "</b>";
        return label.Side switch { LabelSide.Right => "\u00A0" + text, LabelSide.Left => text + "\u00A0", _ => text };
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
        if (encoded.All(t => t.Length == 0))
        {
            trace.SetProperty("hoverinfo", "skip");
            return;
        }
        trace.SetProperty("hovertext", encoded);
        trace.SetProperty("hoverinfo", "text");
    }
}
