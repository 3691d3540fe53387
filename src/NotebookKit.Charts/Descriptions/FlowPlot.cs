using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Descriptions;

/// <summary>Boxes and arrows, measured with the letters that they hold; the axes are pixels.</summary>
internal static class FlowPlot
{
    public static Plot Of(FlowModel model, FigureOptions options, FigureStyle style)
    {
        var draft = new Draft(style);
        double width = style.Width - 2.4 * style.Pad, size = style.FontSize, gap = 1.8 * size;
        bool sides = model.Steps.Any(s => s.LeftOut.Length > 0);
        double main = sides ? 0.52 * width : Math.Min(width, 0.7 * width), side = 0.42 * width, centre = sides ? main / 2 : width / 2;
        double top = 0;
        for (int i = 0; i < model.Steps.Length; i++)
        {
            FlowStep step = model.Steps[i];
            if (i > 0)
            {
                double from = top;
                if (step.LeftOut.Length > 0)
                {
                    List<string> lines = [string.Create(CultureInfo.InvariantCulture, $"Left out (n = {step.LeftOut.Sum(l => l.N)})"),
                        .. step.LeftOut.Select(FlowModel.LeftOut)];
                    double height = draft.Height(lines, side);
                    draft.Box(lines, width - side, from + gap / 2, side, height, left: true);
                    draft.Arrow(centre, from + gap / 2 + height / 2, width - side, from + gap / 2 + height / 2);
                    top = from + gap + height;
                }
                else top = from + gap;
                draft.Arrow(centre, from, centre, top);
            }
            top = Place(draft, step, centre - main / 2, top, main);
        }
        if (!model.Arms.IsEmpty) top = Arms(draft, model, width, centre, top, gap);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("", 0, width, []) { ShowLine = false },
            Y = new PlotAxis("", -top, 0, []) { ShowLine = false },
            Series =
            [
                new("boxes", Palette.White, [new BarMark([.. draft.Boxes])]) { Key = LegendKey.None },
                new("arrows", Palette.Ink,
                    [new SegmentMark([.. draft.Lines]), new PointMark([.. draft.Down], PointShape.TriangleDown) { Size = 0.6 },
                        new PointMark([.. draft.Right], PointShape.TriangleRight) { Size = 0.6 }]) { Key = LegendKey.None },
                new("texts", Palette.Ink, [new LabelMark([.. draft.Centred]), new LabelMark([.. draft.Listed])]) { Key = LegendKey.None },
            ],
            AreaHeightEm = top / size,
            Notes = [.. options.CleanNotes],
        };
    }

    private static double Place(Draft draft, FlowStep step, double left, double top, double width)
    {
        List<string> lines = Lines(step);
        double height = draft.Height(lines, width);
        draft.Box(lines, left, top, width, height, left: false);
        return top + height;
    }

    private static double Arms(Draft draft, FlowModel model, double width, double centre, double top, double gap)
    {
        int n = model.Arms.Length;
        double each = (width - (n - 1) * 0.8 * gap) / n, middle = top + gap / 2, bottom = middle + gap / 2,
            tallest = model.Arms.Max(a => draft.Height(Lines(a), each));
        double[] centres = [.. Enumerable.Range(0, n).Select(i => i * (each + 0.8 * gap) + each / 2)];
        draft.Line(centre, top, centre, middle);
        draft.Line(Math.Min(centre, centres[0]), middle, Math.Max(centre, centres[^1]), middle);
        for (int i = 0; i < n; i++)
        {
            draft.Arrow(centres[i], middle, centres[i], bottom);
            draft.Box(Lines(model.Arms[i]), centres[i] - each / 2, bottom, each, tallest, left: false);
        }
        return bottom + tallest;
    }

    private static List<string> Lines(FlowStep step) =>
        [FigureText.Clean(step.Label), string.Create(CultureInfo.InvariantCulture, $"n = {step.N}"),
            .. step.Also.Length > 0 ? (string[])[FigureText.Clean(step.Also)] : []];

    /// <summary>Collects boxes, lines and texts in pixels; y grows downward here and upward in the plot.</summary>
    private sealed class Draft(FigureStyle style)
    {
        private readonly double _inset = 0.7 * style.FontSize;

        public List<PlotBar> Boxes { get; } = [];

        public List<(PlotPoint, PlotPoint)> Lines { get; } = [];

        public List<PlotPoint> Down { get; } = [];

        public List<PlotPoint> Right { get; } = [];

        public List<PlotLabel> Centred { get; } = [];

        public List<PlotLabel> Listed { get; } = [];

        public double Height(List<string> lines, double width) => 2 * _inset + Wrapped(lines, width).Count * style.LabelLeading;

        public void Box(List<string> lines, double x, double top, double width, double height, bool left)
        {
            Boxes.Add(new PlotBar(x + width / 2, width, -top - height, -top, string.Join("\n", lines)));
            List<string> wrapped = Wrapped(lines, width);
            double first = top + height / 2 - (wrapped.Count - 1) / 2.0 * style.LabelLeading;
            for (int i = 0; i < wrapped.Count; i++)
            {
                double y = -(first + i * style.LabelLeading);
                if (left) Listed.Add(new PlotLabel(new(x + _inset - 0.4 * style.FontSize, y), wrapped[i], LabelSide.Right));
                else Centred.Add(new PlotLabel(new(x + width / 2, y), wrapped[i], LabelSide.Centre));
            }
        }

        /// <summary>A line with a head at its end, to the right or down.</summary>
        public void Arrow(double x1, double y1, double x2, double y2)
        {
            double head = 0.3 * style.FontSize;
            if (y1 == y2)
            {
                Line(x1, y1, x2 - head, y2);
                Right.Add(new(x2 - head, -y2));
            }
            else
            {
                Line(x1, y1, x2, y2 - head);
                Down.Add(new(x2, -y2 + head));
            }
        }

        public void Line(double x1, double y1, double x2, double y2) => Lines.Add((new(x1, -y1), new(x2, -y2)));

        private List<string> Wrapped(List<string> lines, double width) =>
            [.. lines.SelectMany(l => TextMetrics.Wrap(l, style.FontSize, width - 2 * _inset))];
    }
}
