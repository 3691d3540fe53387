using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using System.Globalization;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.Regression;

/// <summary>Lays a Cox fit out as journals print it.</summary>
internal static class CoxFitTable
{
    public static SummaryTable Build(CoxFit fit) => Coefficients(fit.Coefficients,
        fit.Options.Title ?? "Cox proportional-hazards regression", "Hazard ratio", fit.Options.ConfidenceLevel, [.. Footnotes(fit)]);

    public static SummaryTable Coefficients(ImmutableArray<CoxCoefficient> coefficients, string title, string ratio, double confidenceLevel, ImmutableArray<string> footnotes) => new()
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

    private static IEnumerable<string> Footnotes(CoxFit fit)
    {
        yield return $"{Print.Sample(fit.N, fit.Unit, fit.Events)}" + (fit.Clusters is { } c ? $", from {Wording.Count(c, fit.ClusterUnit)} (robust standard errors)" : "")
            + (fit.Strata > 1 ? $", {Wording.Count(fit.Strata, "strata")}" : "") + $"; {fit.Options.Ties} ties. CI, confidence interval"
            + (fit.Coefficients.Any(x => x.Estimate is null) ? "; NE, not estimable." : ".");
        if (fit.Formula.Length > 0) yield return $"Model: {fit.Formula}.";
        if (fit.Coefficients.Length > 0)
            yield return string.Join("; ", new[] { fit.LikelihoodRatio, fit.Wald, fit.Score, fit.RobustScore }.OfType<ModelTest>().Select(Describe)) + ".";
        foreach (string note in Print.DataNotes(fit.Excluded, fit.Notes, fit.Unit)) yield return note;
    }

    internal static string Describe(ModelTest test) =>
        test.ChiSquare is null ? $"{test.Name} test: NE"
        : $"{test.Name} test: χ² = {NumberFormat.Fixed(test.ChiSquare, 2)} on {test.DegreesOfFreedom} df, {NumberFormat.PEquals(test.P)}";

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
    public static DataFrame Frame(ImmutableArray<CoxCoefficient> coefficients) => new(
        new StringDataFrameColumn("term", coefficients.Select(c => c.Term)), new StringDataFrameColumn("name", coefficients.Select(c => c.Name)),
        new DoubleDataFrameColumn("estimate", coefficients.Select(c => c.Estimate)), new DoubleDataFrameColumn("se", coefficients.Select(c => c.StandardError)),
        new DoubleDataFrameColumn("model_se", coefficients.Select(c => c.ModelStandardError)), new DoubleDataFrameColumn("z", coefficients.Select(c => c.Z)),
        new DoubleDataFrameColumn("p", coefficients.Select(c => c.P)), new DoubleDataFrameColumn("hazard_ratio", coefficients.Select(c => c.HazardRatio)),
        new DoubleDataFrameColumn("lower", coefficients.Select(c => c.Lower)), new DoubleDataFrameColumn("upper", coefficients.Select(c => c.Upper)));
}
