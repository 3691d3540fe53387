using System.Collections.Immutable;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Effects;

/// <summary>Turns a <see cref="NomogramModel"/> into a plot whose labels never touch.</summary>
internal static class NomogramPlot
{
    // Of the width, the names take up to a quarter; what is left is the rules'.
    private const double NameShare = 0.24, RuleShare = 0.66, Rim = 0.05;

    private const double LineEm = 1.35, GapEm = 0.5;

    public static Plot Of(NomogramModel model, FigureOptions options, FigureStyle style)
    {
        double pixels = RuleShare * style.Width;
        int[][] lines = [.. model.Rules.Select(r => LinesOf(r, style, pixels))];
        // Even places below the rule, odd ones above it.
        double[] below = [.. lines.Select(l => 0.35 + LineEm * (l.DefaultIfEmpty(0).Max() / 2 + 1))],
            above = [.. lines.Select(l => 0.4 + LineEm * ((l.DefaultIfEmpty(0).Max() + 1) / 2))];
        double[] at = new double[model.Rules.Length];
        double sum = 0;
        for (int i = model.Rules.Length - 1; i >= 0; i--)
        {
            // A name on two lines needs its own height too.
            double name = LineEm / 2 * ColumnMeasure.Lines(new PlotCell(model.Rules[i].Name, model.Rules[i].IsBold), style,
                NameShare * style.Width, 2).Length + 0.1;
            at[i] = sum + Math.Max(name, below[i]);
            sum = at[i] + Math.Max(name, above[i]) + 0.3;
        }
        var labels = ImmutableArray.CreateBuilder<PlotLabel>();
        var strokes = ImmutableArray.CreateBuilder<(PlotPoint, PlotPoint)>();
        for (int i = 0; i < model.Rules.Length; i++)
        {
            NomogramRule rule = model.Rules[i];
            if (rule.Marks.Length > 1) strokes.Add((new(rule.Marks.Min(m => m.At), at[i]), new(rule.Marks.Max(m => m.At), at[i])));
            for (int j = 0; j < rule.Marks.Length; j++)
            {
                int side = lines[i][j] % 2 == 0 ? -1 : 1;
                strokes.Add((new(rule.Marks[j].At, at[i]), new(rule.Marks[j].At, at[i] + 0.3 * side)));
                labels.Add(new PlotLabel(new(rule.Marks[j].At, at[i] + side * (0.98 + LineEm * (lines[i][j] / 2))), rule.Marks[j].Label,
                    LabelSide.Centre));
            }
        }
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("", -Rim, 1 + Rim, []) { ShowLine = false },
            Y = new PlotAxis("", 0, sum, []) { ShowLine = false },
            Columns = [new PlotColumn("", [.. model.Rules.Select(r => new PlotCell(r.Name, r.IsBold))], TextAnchor.Start) {
                MostWidth = NameShare }],
            RowPositions = [.. at],
            Series = [new("rules", Palette.Ink, [new SegmentMark(strokes.ToImmutable()), new LabelMark(labels.ToImmutable())]) {
                Key = LegendKey.None }],
            AreaHeightEm = sum,
            Notes = ["Read the points of each value from the upper rule, add them up, and read the prediction below the total.",
                .. model.Rules.Any(r => !r.Falls.IsEmpty) ? (string[])["Labels below a rule: points fall as the value rises."] : [],
                .. options.CleanNotes],
        };
    }

    // A label that would touch the one before it on its line goes to the other side of the rule, then farther out.
    private static int[] LinesOf(NomogramRule rule, FigureStyle style, double pixels)
    {
        var ends = new List<double>();
        int[] lines = new int[rule.Marks.Length];
        foreach (int j in Enumerable.Range(0, rule.Marks.Length).OrderBy(i => rule.Marks[i].At))
        {
            double half = TextMetrics.Width(rule.Marks[j].Label, style.FontSize) / 2 + GapEm * style.FontSize / 2,
                x = rule.Marks[j].At * pixels;
            int line = 0;
            while (line < ends.Count && ends[line] > x - half || !rule.Falls.IsEmpty && rule.Falls[j] != (line % 2 == 0)) line++;
            while (ends.Count <= line) ends.Add(0);
            ends[line] = x + half;
            lines[j] = line;
        }
        return lines;
    }
}
