using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Models;

/// <summary>Turns an <see cref="AdverseEventModel"/> into a plot.</summary>
internal static class AdverseEventPlot
{
    public static Plot Of(AdverseEventModel model, AdverseEventFigureOptions options, FigureStyle style)
    {
        int n = model.Terms.Length;
        double most = model.Terms.Select(t => Percent(model, t.Total)).Append(5).Max();
        // Room on the right for the printed count of the longest bar.
        ImmutableArray<double> ticks = Ticks.Covering(0, most * 1.02, 7);
        double max = Math.Max(ticks[^1], most * 1.24),
            row = model.Terms.Any(t => TextMetrics.Width(t.Term, style.FontSize) > 0.36 * style.Width) ? 2.8 : 1.9;
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis($"Percent of {model.Unit} (n = {model.Denominator.ToString(CultureInfo.InvariantCulture)})", 0, max,
                [.. ticks.Select(t => new PlotTick(t, Ticks.Label(t)))]),
            Y = new PlotAxis("", 0.4, Math.Max(n, 1) + 0.6, [.. model.Terms.Select((t, i) => new PlotTick(n - i, t.Term)).Reverse()]),
            Series = [.. model.Grades.Select(g => Bars(model, g)), Counts(model)],
            Inset = n == 0 ? ["No adverse event"] : [],
            LegendInRows = true,
            AreaHeightEm = Math.Max(3, row * n),
            Notes = Notes(model, options),
        };
    }

    private static ImmutableArray<string> Notes(AdverseEventModel model, AdverseEventFigureOptions options) =>
    [
        $"Each {Wording.Singular(model.Unit)} counts once per term, at its worst grade.",
        .. options.Grading.Length > 0 ? (string[])[$"Grades by {FigureText.Clean(options.Grading)}."] : [],
    ];

    private static PlotSeries Bars(AdverseEventModel model, int grade)
    {
        ImmutableArray<PlotBar> bars =
        [
            .. model.Terms.Select((term, i) => (term, place: model.Terms.Length - i))
                .Where(t => t.term.ByGrade.GetValueOrDefault(grade) > 0).Select(t => new PlotBar(
                t.place, 0.66, Percent(model, t.term.Below(grade)), Percent(model, t.term.Below(grade) + t.term.ByGrade[grade]),
                $"{t.term.Term}\n{AdverseEventModel.Name(grade)}: {NumberFormat.CountPercent(t.term.ByGrade[grade], model.Denominator)}")),
        ];
        return new PlotSeries(AdverseEventModel.Name(grade), grade == AdverseEventModel.NotGraded ? Palette.White : Palette.Severity(grade),
            [new BarMark(bars) { Horizontal = true }]) { Key = LegendKey.Box };
    }

    private static PlotSeries Counts(AdverseEventModel model) => new("counts", Palette.Ink,
    [
        new LabelMark(
            [.. model.Terms.Select(
                (t, i) => new PlotLabel(new(Percent(model, t.Total), model.Terms.Length - i),
                    NumberFormat.CountPercent(t.Total, model.Denominator), LabelSide.Right))]),
    ]) { Key = LegendKey.None };

    private static double Percent(AdverseEventModel model, int count) => 100.0 * count / model.Denominator;
}
