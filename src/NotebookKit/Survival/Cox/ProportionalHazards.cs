using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.Cox;

/// <summary>Scale of time against which a change of the hazard ratio is sought.</summary>
public enum TimeTransform
{
    /// <summary>1 − S(t−) of the pooled Kaplan-Meier curve: robust to outlying times; the default, as in R.</summary>
    KaplanMeier,

    /// <summary>Time itself.</summary>
    Identity,

    /// <summary>Rank of the time among all follow-up times.</summary>
    Rank,

    /// <summary>Natural logarithm of time.</summary>
    Log,
}

/// <summary>Score tests of proportional hazards: one per term and one for all.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ProportionalHazardsResult : SurvivalResult
{
    /// <summary>Scale of time used.</summary>
    public required TimeTransform Transform { get; init; }

    /// <summary>One test per term, in the order of the model; those without an estimable coefficient are left out.</summary>
    public required ImmutableArray<ModelTest> Terms { get; init; }

    /// <summary>One test per coefficient.</summary>
    public required ImmutableArray<ModelTest> Coefficients { get; init; }

    /// <summary>Test of all coefficients together.</summary>
    public required ModelTest Global { get; init; }

    /// <summary>Rows of the model.</summary>
    public required int N { get; init; }

    /// <summary>Events of the model.</summary>
    public required int Events { get; init; }

    /// <summary>Options of the model.</summary>
    public required CoxOptions Options { get; init; }

    /// <summary>One row per term and one for all: term, chi_square, df, p.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("term", Terms.Append(Global).Select(t => t.Name)),
        new DoubleDataFrameColumn("chi_square", Terms.Append(Global).Select(t => t.ChiSquare)),
        new Int32DataFrameColumn("df", Terms.Append(Global).Select(t => t.DegreesOfFreedom)),
        new DoubleDataFrameColumn("p", Terms.Append(Global).Select(t => t.P)));

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = "Test of proportional hazards",
        Columns = [new("Term", TableAlignment.Left), new("χ²"), new("df"), new("P")],
        Rows = [.. Terms.Append(Global).Select(t => new TableRow(
        [
            t.Label, new(NumberFormat.Fixed(t.ChiSquare, 2)) { Value = t.ChiSquare },
            t.DegreesOfFreedom.ToString(System.Globalization.CultureInfo.InvariantCulture), new(NumberFormat.PValue(t.P)) { Value = t.P },
        ]))],
        Footnotes = [
            $"Score test of a change of the log hazard ratio with {Describe(Transform)}; a small P speaks against proportional hazards.",
            $"{Print.Sample(N, Unit, Events)}.", .. Print.DataNotes(Excluded, Notes, Unit)],
    };

    private static string Describe(TimeTransform transform) => transform switch
    {
        TimeTransform.KaplanMeier => "1 − S(t) (Kaplan-Meier)",
        TimeTransform.Rank => "the rank of time",
        TimeTransform.Log => "log time",
        _ => "time",
    };
}
