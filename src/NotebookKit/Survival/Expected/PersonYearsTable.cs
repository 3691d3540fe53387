using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Statistics;

namespace NotebookKit.Survival.Expected;

/// <summary>One cell of person-years.</summary>
internal sealed record PersonYears(string Group, string Band, int N, int Events, double Years, IntervalEstimate Rate, double? Expected,
    IntervalEstimate? Ratio);

/// <summary>Person-years and events by group and band of attained age, beside what a population would show.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record PersonYearsTable : SurvivalResult
{
    internal ImmutableArray<PersonYears> Lines { get; init; } = [];

    internal bool HasBands { get; init; }

    /// <summary>Options used.</summary>
    public required ExpectedOptions Options { get; init; }

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    /// <summary>Events.</summary>
    public required double EventTotal { get; init; }

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        bool expected = Lines.Any(l => l.Expected is not null);
        string level = Print.Level(Options.ConfidenceLevel);
        return new()
        {
            Title = "Person-years",
            Columns =
            [
                new("Group", TableAlignment.Left), .. HasBands ? (TableColumn[])[new("Age", TableAlignment.Left)] : [], Print.Head(Unit),
                new("Events"), new("Person-years"), new($"Rate per 100 ({level})"),
                .. expected ? (TableColumn[])[new("Expected"), new($"Observed/expected ({level})")] : [],
            ],
            Rows = [.. Lines.Select(l => new TableRow([
                l.Group, .. HasBands ? (TableCell[])[l.Band] : [], Print.Count(l.N, Unit), Print.Count(l.Events, "events"),
                Print.Number(l.Years, 1),
                Print.Estimate(100 * l.Rate.Value, 100 * l.Rate.Lower, 100 * l.Rate.Upper, 1),
                .. expected
                    ? (TableCell[])[Print.Number(l.Expected, 2), Print.Estimate(l.Ratio?.Value, l.Ratio?.Lower, l.Ratio?.Upper, 2)]
                    : []]))],
            Footnotes =
            [
                $"{Print.Sample(N, Unit, EventTotal)}. CI, confidence interval, exact "
                    + $"Poisson.{(HasBands ? " A row counts in every band of age it lives through." : "")}",
                .. Print.DataNotes(Excluded, Notes, Unit),
            ],
        };
    }

    /// <summary>
    /// One row per cell: group, age, n, events, person_years, rate, rate_lower, rate_upper (per person-year), expected, ratio, ratio_lower,
    /// ratio_upper.
    /// </summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("group", Lines.Select(l => l.Group)), new StringDataFrameColumn("age", Lines.Select(l => l.Band)),
        new Int32DataFrameColumn("n", Lines.Select(l => l.N)),
        new Int32DataFrameColumn("events", Lines.Select(l => l.Events)),
        new DoubleDataFrameColumn("person_years", Lines.Select(l => l.Years)),
        new DoubleDataFrameColumn("rate", Lines.Select(l => l.Rate.Value)),
        new DoubleDataFrameColumn("rate_lower", Lines.Select(l => l.Rate.Lower)),
        new DoubleDataFrameColumn("rate_upper", Lines.Select(l => l.Rate.Upper)),
        new DoubleDataFrameColumn("expected", Lines.Select(l => l.Expected)),
        new DoubleDataFrameColumn("ratio", Lines.Select(l => l.Ratio?.Value)),
        new DoubleDataFrameColumn("ratio_lower", Lines.Select(l => l.Ratio?.Lower)),
        new DoubleDataFrameColumn("ratio_upper", Lines.Select(l => l.Ratio?.Upper)));
}

/// <summary>Observed, expected and relative survival of a group at a time.</summary>
internal sealed record RelativeSurvival(string Group, double Time, double AtRisk, double? Observed, double? Expected, double? Relative,
    double? StdErr, double? Lower, double? Upper);

/// <summary>Survival of groups relative to that of a population of the same age, sex and calendar time.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ExpectedSurvivalEstimate : SurvivalResult
{
    internal ImmutableArray<RelativeSurvival> Points { get; init; } = [];

    /// <summary>Options used.</summary>
    public required ExpectedOptions Options { get; init; }

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    /// <summary>Events.</summary>
    public required double EventTotal { get; init; }

    /// <summary>Column of the times. The default value is empty.</summary>
    public string TimeColumn { get; init; } = "";

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = "Relative survival",
        Columns = [new("Group", TableAlignment.Left),
            new(Wording.Unit(TimeColumn) is { Length: > 0 } unit ? Wording.Capital(unit) : "Time"), new("At risk"), new("Observed"),
            new("Expected"), new($"Relative ({Print.Level(Options.ConfidenceLevel)})")],
        Rows = [.. Points.Select(p => new TableRow([
            p.Group, Print.Plain(p.Time), Print.Count(p.AtRisk, Unit),
            new(p.Observed is null ? "NE" : NumberFormat.Percent(p.Observed)) { Value = p.Observed },
            new(p.Expected is null ? "NE" : NumberFormat.Percent(p.Expected)) { Value = p.Expected },
            Print.PercentEstimate(p.Relative, p.Lower, p.Upper)]))],
        Footnotes =
        [
            $"{Print.Sample(N, Unit, EventTotal)}{(Clusters is { } k ? $", from {Wording.Count(k, ClusterUnit)}" : "")}. Observed survival "
            + $"by Kaplan-Meier, expected by "
            + $"{(Options.Conditional ? "Ederer II, of those still under observation" : "Ederer I, of the whole group")}; "
                + "limits are those of the observed over the expected. CI, confidence interval; NE, not estimable.",
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    /// <summary>One row per group and time: group, time, at_risk, observed, expected, relative, se, lower, upper.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("group", Points.Select(p => p.Group)), new DoubleDataFrameColumn("time", Points.Select(p => p.Time)),
        new DoubleDataFrameColumn("at_risk", Points.Select(p => p.AtRisk)),
        new DoubleDataFrameColumn("observed", Points.Select(p => p.Observed)),
        new DoubleDataFrameColumn("expected", Points.Select(p => p.Expected)),
        new DoubleDataFrameColumn("relative", Points.Select(p => p.Relative)),
        new DoubleDataFrameColumn("se", Points.Select(p => p.StdErr)), new DoubleDataFrameColumn("lower", Points.Select(p => p.Lower)),
        new DoubleDataFrameColumn("upper", Points.Select(p => p.Upper)));
}
