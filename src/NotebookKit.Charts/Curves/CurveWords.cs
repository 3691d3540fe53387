using NotebookKit.Charts.Plots;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Curves;

/// <summary>Words that curves over time share.</summary>
internal static class CurveWords
{
    public static string TimeUnit(CurveFigureOptions options, string timeColumn) =>
        FigureText.Clean(options.TimeUnit ?? (Wording.Unit(timeColumn) is { Length: > 0 } unit ? unit : "months"));

    public static string TimeTitle(CurveFigureOptions options, string unit) =>
        Wording.Capital(FigureText.Clean($"{unit} since {options.Origin}"));
}
