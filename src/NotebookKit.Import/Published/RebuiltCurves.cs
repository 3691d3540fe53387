using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;

namespace NotebookKit.Import.Published;

/// <summary>
/// Individual times rebuilt from a published figure, with their quality; prints as a table and says what they cannot carry.
/// </summary>
/// <remarks>Guyot et al. (2012), doi:10.1186/1471-2288-12-9.</remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record RebuiltCurves : ITableResult
{
    private const int SmallestForOtherTable = 2;

    /// <summary>The arms in the order of the figure.</summary>
    public required ImmutableArray<RebuiltArm> Arms { get; init; }

    /// <summary>Unit of the times.</summary>
    public required string Unit { get; init; }

    /// <summary>The options used.</summary>
    public required ReconstructionOptions Options { get; init; }

    /// <summary>What was assumed or does not fit, each with its arm.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>
    /// One row per rebuilt patient: arm, time, event (0 or 1), source (always <c>rebuilt</c>, so that such rows are never taken for
    /// patients).
    /// </summary>
    public DataFrame Frame => new(
        new StringDataFrameColumn("arm", Arms.SelectMany(a => a.Time.Select(_ => a.Arm.Length > 0 ? a.Arm : "all"))),
        new DoubleDataFrameColumn("time", Arms.SelectMany(a => a.Time)),
        new Int32DataFrameColumn("event", Arms.SelectMany(a => a.IsEvent.Select(e => e ? 1 : 0))),
        new StringDataFrameColumn("source", Arms.SelectMany(a => a.Time.Select(_ => "rebuilt"))));

    internal static RebuiltCurves Of(
        ImmutableArray<(string Arm, double[] Time, double[] Survival)> clicks, ArmTables tables, ReconstructionOptions options, string unit)
    {
        if (options.IsAdjusted)
            throw new ArgumentException(
                "Weighted, adjusted and predicted curves cannot be rebuilt: the equations hold for plain Kaplan-Meier curves.");
        if (clicks.IsEmpty) throw new ArgumentException("There are no clicks.");
        RebuiltArm[] arms = [.. clicks.Select(c => ArmRebuilder.Rebuild(c.Arm, c.Time, c.Survival, tables[c.Arm], options))];
        List<string> notes = [.. arms.SelectMany(a => a.Notes.Select(n => a.Arm.Length > 0 ? $"{a.Arm}: {n}" : n)).Distinct()];
        notes.AddRange(Exchanged(clicks, arms, tables, options));
        return new RebuiltCurves { Arms = [.. arms], Unit = unit, Options = options, Notes = [.. notes] };
    }

    // an arm far off its own table that fits another's was probably given the wrong row
    private static IEnumerable<string> Exchanged(
        ImmutableArray<(string Arm, double[] Time, double[] Survival)> clicks, RebuiltArm[] arms, ArmTables tables,
        ReconstructionOptions options)
    {
        for (int a = 0; a < arms.Length; a++)
        {
            if (arms[a].LargestDistance <= ArmRebuilder.Gross || tables[arms[a].Arm].Time.Length < SmallestForOtherTable) continue;
            for (int b = 0; b < arms.Length; b++)
            {
                if (b == a || tables[arms[b].Arm].Time.Length < SmallestForOtherTable) continue;
                RebuiltArm other = ArmRebuilder.Rebuild(arms[a].Arm, clicks[a].Time, clicks[a].Survival, tables[arms[b].Arm], options);
                if (other.LargestDistance < arms[a].LargestDistance / 2)
                    yield return $"The curve of '{arms[a].Arm}' fits the numbers at risk of '{arms[b].Arm}' better than its own: were the "
                        + "rows exchanged?";
            }
        }
    }

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        bool several = Arms.Length > 1;
        List<TableRow> rows = [];
        foreach (RebuiltArm arm in Arms)
        {
            if (several) rows.Add(new TableRow([arm.Arm, .. Enumerable.Repeat(TableCell.Empty, 4)]) { IsHeading = true });
            foreach (RebuiltInterval i in arm.Intervals)
                rows.Add(new TableRow([$"{Number(i.Time)}", Whole(i.Printed), Whole(i.Rebuilt), Whole(i.Events), Whole(i.Censored)]) {
                    Indent = several ? 1 : 0 });
        }
        return new SummaryTable
        {
            Title = "Individual times rebuilt from a published figure",
            Columns = [new(Wording.Capital(Unit), TableAlignment.Left), new("At risk,\nprinted"), new("At risk,\nrebuilt"),
                new("Events to\nthe next"), new("Censored to\nthe next")],
            Rows = [.. rows],
            Footnotes = [.. Footnotes()],
        };
    }

    private IEnumerable<string> Footnotes()
    {
        yield return "Rebuilt from a published figure, not from patients: times are approximate, there are no covariates, no strata and no "
            + "link between "
            + "end points; only unadjusted analyses are possible, and the rows are not to be pooled with real ones without saying so.";
        foreach (RebuiltArm a in Arms)
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{(a.Arm.Length > 0 ? a.Arm + ": " : "")}{a.N} patients, "
                    + $"{a.Events} events{(a.PrintedEvents is { } p ? $" of {p} printed" : "")}; distance from the clicks: median "
                    + $"{a.MedianDistance:0.0000}, root mean square {a.Rmse:0.0000}, largest {a.LargestDistance:0.0000}; "
                    + $"{a.EndCensored} censored at the last click.");
        if (Arms.Any(a => a.Intervals.Length == 1))
            yield return "Hazard ratios from such data are unreliable (errors up to 0.8 standard errors were seen); Guyot et al. found "
                + "reasonable accuracy only "
                + "with numbers at risk or the total number of events.";
        if (Options.Method == ReconstructionMethod.Guyot) yield return "Method as published by Guyot et al. (2012).";
        foreach (string note in Notes) yield return note;
    }

    /// <summary>One row per printed number at risk: arm, time, printed, rebuilt, events, censored.</summary>
    public DataFrame ToDataFrame()
    {
        var rows = Arms.SelectMany(a => a.Intervals.Select(i => (a.Arm, Interval: i))).ToArray();
        return new DataFrame(
            new StringDataFrameColumn("arm", rows.Select(r => r.Arm)), new DoubleDataFrameColumn("time", rows.Select(r => r.Interval.Time)),
            new Int32DataFrameColumn("printed", rows.Select(r => r.Interval.Printed)),
            new Int32DataFrameColumn("rebuilt", rows.Select(r => r.Interval.Rebuilt)),
            new Int32DataFrameColumn("events", rows.Select(r => r.Interval.Events)),
            new Int32DataFrameColumn("censored", rows.Select(r => r.Interval.Censored)));
    }

    /// <summary>The table as aligned plain text.</summary>
    public override string ToString() => ToTable().ToString();

    private static string Number(double value) => value.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);

    private static TableCell Whole(int value) => new(value.ToString(System.Globalization.CultureInfo.InvariantCulture)) { Value = value };
}
