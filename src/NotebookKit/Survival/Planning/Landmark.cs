using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.Planning;

/// <summary>Rows still under observation at a landmark, with their time counted from it.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record LandmarkCohort : SurvivalResult
{
    /// <summary>The rows of the frame that are at risk just after the landmark; the time column counts from the landmark.</summary>
    public required DataFrame Data { get; init; }

    /// <summary>The landmark, in the unit of the time column.</summary>
    public required double Landmark { get; init; }

    /// <summary>Column of the times.</summary>
    public required string TimeColumn { get; init; }

    /// <summary>Rows kept.</summary>
    public required int N { get; init; }

    /// <summary>Events among them, all after the landmark.</summary>
    public required int Events { get; init; }

    /// <summary>How the status column is coded.</summary>
    public required EventCoding EventCoding { get; init; }

    /// <summary>The rows kept: <see cref="Data"/>.</summary>
    public override DataFrame ToDataFrame() => Data;

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = FormattableString.Invariant($"Landmark at {Landmark:0.####} ({TimeColumn})"),
        Columns = [new("", TableAlignment.Left), Print.Head(Unit)],
        Rows = [new TableRow(["At risk after the landmark", Print.Count(N, Unit)]),
            .. Excluded.Select(e => new TableRow([e.Reason, Print.Count(e.Count, Unit)]))],
        Footnotes = [$"{Print.Sample(N, Unit, Events)} after the landmark; {EventCoding.Name}.", .. Notes],
    };
}

/// <summary>Landmark analysis (Anderson, Cain and Gelber 1983, doi:10.1200/JCO.1983.1.11.710).</summary>
internal static class LandmarkAnalysis
{
    public static LandmarkCohort Select(DataFrame df, string time, string status, double landmark, EventCoding coding, string unit)
    {
        if (!double.IsFinite(landmark)) throw new ArgumentException($"Found landmark {landmark}; expected a finite number.");
        var reader = new ColumnReader(df);
        double[] times = reader.NumbersOrNaN(time);
        sbyte[] events = SurvivalCohortReader.Status(reader, new SurvivalColumns(time, status) { EventCoding = coding });
        bool[] kept = Array.ConvertAll(times, t => t > landmark);
        int missing = times.Count(double.IsNaN);
        int early = times.Where((t, i) => t <= landmark && events[i] == 1).Count(),
            lost = times.Where((t, i) => t <= landmark && events[i] != 1).Count();
        DataFrame data = df.Filter(new BooleanDataFrameColumn("kept", kept));
        data.Columns[time] = new DoubleDataFrameColumn(time, times.Where(t => t > landmark).Select(t => t - landmark));
        ExcludedRows[] excluded =
        [
            new("event up to the landmark", early), new("censored up to the landmark", lost),
            new($"missing time (column '{time}')", missing),
        ];
        return new LandmarkCohort
        {
            Data = data, Landmark = landmark, TimeColumn = time, N = kept.Count(k => k),
            Events = kept.Where((k, i) => k && events[i] == 1).Count(),
            EventCoding = coding, Unit = unit,
            Notes = ["Groups must be formed from what was known at the landmark; times count from it. R: subset(time > landmark) with time "
                + "- landmark."],
            Excluded = [.. excluded.Where(e => e.Count > 0)],
        };
    }
}
