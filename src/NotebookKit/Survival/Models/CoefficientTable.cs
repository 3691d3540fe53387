using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.Models;

/// <summary>Lays the coefficients of a fit out as journals print them.</summary>
internal static class CoefficientTable
{
    public static SummaryTable Build(ImmutableArray<Coefficient> coefficients, string title, string ratio, double confidenceLevel,
        ImmutableArray<string> footnotes) => new()
    {
        Title = title,
        Columns = [new("Covariate", TableAlignment.Left), new(ratio), new(Print.Level(confidenceLevel)), new("P")],
        Rows = [.. coefficients.Select(c => new TableRow(
        [
            c.Label, new(HazardRatio(c.HazardRatio)) { Value = c.HazardRatio, Statistic = "hazard ratio" },
            c.Estimate is null ? "NE" : Interval(c.Lower, c.Upper), Print.PValue(c.P),
        ]))],
        Footnotes = footnotes,
    };

    internal static string Describe(ModelTest test) => $"{test.Name} test: {test.Statistic}";

    /// <summary>Two decimals, but three significant digits below 0.1 so that no ratio prints as 0.00.</summary>
    internal static string HazardRatio(double? value) => value switch
    {
        null => "NE",
        >= 1e5 or < 1e-3 => value.Value.ToString("0.0E+0", CultureInfo.InvariantCulture),
        >= 100 => NumberFormat.Fixed(value, 0),
        < 0.095 => NumberFormat.Fixed(value, 3),
        _ => NumberFormat.Fixed(value, 2),
    };

    internal static string Interval(double? lower, double? upper) => $"{HazardRatio(lower)}–{HazardRatio(upper)}";

    /// <summary>One row per coefficient.</summary>
    public static DataFrame Frame(ImmutableArray<Coefficient> coefficients) => new(
        new StringDataFrameColumn("term", coefficients.Select(c => c.Term)),
        new StringDataFrameColumn("name", coefficients.Select(c => c.Name)),
        new DoubleDataFrameColumn("estimate", coefficients.Select(c => c.Estimate)),
        new DoubleDataFrameColumn("se", coefficients.Select(c => c.StandardError)),
        new DoubleDataFrameColumn("model_se", coefficients.Select(c => c.ModelStandardError)),
        new DoubleDataFrameColumn("z", coefficients.Select(c => c.Z)),
        new DoubleDataFrameColumn("p", coefficients.Select(c => c.P)),
        new DoubleDataFrameColumn("hazard_ratio", coefficients.Select(c => c.HazardRatio)),
        new DoubleDataFrameColumn("lower", coefficients.Select(c => c.Lower)),
        new DoubleDataFrameColumn("upper", coefficients.Select(c => c.Upper)));
}
