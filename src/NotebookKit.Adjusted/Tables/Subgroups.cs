using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Tables;

/// <summary>One variable that makes subgroups.</summary>
/// <param name="Name">Name for a reader.</param>
/// <param name="Levels">Levels.</param>
/// <param name="Codes">Level of each row; −1 where missing.</param>
public sealed record SubgroupVariable(string Name, ImmutableArray<string> Levels, ReadOnlyMemory<int> Codes);

/// <summary>Effect of treatment in one subgroup.</summary>
/// <param name="Label">Subgroup.</param>
/// <param name="N">Rows in the control arm and in the treated arm.</param>
/// <param name="Events">Events in the control arm and in the treated arm.</param>
public sealed record SubgroupRow(string Label, (int Control, int Treated) N, (int Control, int Treated) Events)
{
    /// <summary>Log ratio fitted within the subset; null with fewer than 5 events or without an estimate.</summary>
    public double? Estimate { get; init; }

    /// <summary>Its standard error.</summary>
    public double? StandardError { get; init; }

    /// <summary>Ratio.</summary>
    public double? Effect { get; init; }

    /// <summary>Lower limit of the ratio.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper limit of the ratio.</summary>
    public double? Upper { get; init; }

    /// <summary>P of the overall row; subgroups carry none.</summary>
    public double? P { get; init; }

    /// <summary>
    /// Log ratio of this level from the model with interaction, which shares baseline and main effects; null for the overall row.
    /// </summary>
    public double? InteractionEstimate { get; init; }

    /// <summary>Its standard error.</summary>
    public double? InteractionStandardError { get; init; }
}

/// <summary>Subgroups of one variable with their interaction.</summary>
/// <param name="Variable">Name.</param>
/// <param name="Rows">One per level.</param>
/// <param name="DegreesOfFreedom">Levels less one.</param>
public sealed record SubgroupSet(string Variable, ImmutableArray<SubgroupRow> Rows, int DegreesOfFreedom)
{
    /// <summary>Likelihood ratio of treatment × variable; null with clusters.</summary>
    public double? LikelihoodRatio { get; init; }

    /// <summary>P for interaction: likelihood ratio, Wald with clusters.</summary>
    public double? P { get; init; }

    /// <summary>Wald statistic of the interaction.</summary>
    public double? Wald { get; init; }

    /// <summary>P of the Wald statistic.</summary>
    public double? WaldP { get; init; }

    /// <summary>Likelihood ratio with a baseline of its own in every level (Cox alone), to which the subset effects belong.</summary>
    public double? StratifiedLikelihoodRatio { get; init; }

    /// <summary>Its P.</summary>
    public double? StratifiedP { get; init; }

    /// <summary>P for interaction adjusted over the variables by Holm; null unless asked for.</summary>
    public double? HolmP { get; init; }
}

/// <summary>Treatment effect overall and by subgroup: the numbers of a forest plot.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record SubgroupTable : AdjustedResult
{
    /// <summary>Hazard or odds.</summary>
    public required RegressionKind Kind { get; init; }

    /// <summary>Names of the arms, the control first.</summary>
    public required (string Control, string Treated) Arms { get; init; }

    /// <summary>All rows together.</summary>
    public required SubgroupRow Overall { get; init; }

    /// <summary>One set per variable.</summary>
    public required ImmutableArray<SubgroupSet> Variables { get; init; }

    /// <summary>Options of the fits.</summary>
    public required RegressionOptions Options { get; init; }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame()
    {
        (string Variable, SubgroupRow Row, double? P)[] rows =
            [("", Overall, Overall.P), .. Variables.SelectMany(v => v.Rows.Select(r => (v.Variable, r, v.P)))];
        return new DataFrame(
            new StringDataFrameColumn("variable", rows.Select(r => r.Variable)),
            new StringDataFrameColumn("level", rows.Select(r => r.Row.Label)),
            new Int32DataFrameColumn("n_control", rows.Select(r => r.Row.N.Control)),
            new Int32DataFrameColumn("n_treated", rows.Select(r => r.Row.N.Treated)),
            new Int32DataFrameColumn("events_control", rows.Select(r => r.Row.Events.Control)),
            new Int32DataFrameColumn("events_treated", rows.Select(r => r.Row.Events.Treated)),
            new DoubleDataFrameColumn("effect", rows.Select(r => r.Row.Effect)),
            new DoubleDataFrameColumn("lower", rows.Select(r => r.Row.Lower)),
            new DoubleDataFrameColumn("upper", rows.Select(r => r.Row.Upper)), new DoubleDataFrameColumn("p", rows.Select(r => r.P)));
    }

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        rows.Add(Line(Overall, 0, Print.PValue(Overall.P)));
        foreach (SubgroupSet set in Variables)
        {
            rows.Add(new TableRow([set.Variable, TableCell.Empty, TableCell.Empty, TableCell.Empty, Print.PValue(set.P)]) {
                IsHeading = false });
            foreach (SubgroupRow row in set.Rows) rows.Add(Line(row, 1, TableCell.Empty));
        }
        return new SummaryTable
        {
            Title = $"Subgroups: {Arms.Treated} against {Arms.Control}",
            Columns = [new("Subgroup", TableAlignment.Left), new($"{Arms.Control}, events/n"), new($"{Arms.Treated}, events/n"),
                new($"{RegressionFitTable.Ratio(Kind)} ({Print.Level(Options.ConfidenceLevel)})"),
                new("P for interaction") { Note = "The overall row carries the P of treatment itself." }],
            Rows = rows.ToImmutable(), Footnotes = [.. Footnotes()],
        };

        static TableRow Line(SubgroupRow row, int indent, TableCell p) =>
            new([row.Label, $"{row.Events.Control}/{row.N.Control}", $"{row.Events.Treated}/{row.N.Treated}",
            row.Effect is null ? NumberFormat.NotEstimable : Print.Estimate(row.Effect, row.Lower, row.Upper, 2), p]) { Indent = indent };
    }
}
