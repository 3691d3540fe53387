using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Response.Criteria;

/// <summary>
/// What a response of a tumour marker is. The thresholds have no default: no agreed ones exist for chromogranin A, 5-HIAA or
/// alpha-fetoprotein.
/// </summary>
public sealed record MarkerResponseOptions
{
    /// <summary>Name of the marker as printed, such as <c>chromogranin A</c>.</summary>
    public required string Marker { get; init; }

    /// <summary>Fall from baseline in percent, at least, that is a partial response; such as 50.</summary>
    public required decimal ResponsePercent { get; init; }

    /// <summary>Rise over the smallest value so far (baseline included) in percent, at least, that is progression; such as 25.</summary>
    public required decimal ProgressionPercent { get; init; }

    /// <summary>Source of the thresholds, such as a protocol or a paper; printed. It may not be blank.</summary>
    public required string Source { get; init; }

    /// <summary>
    /// Upper limit of normal in the unit of the values; a value at or below it after a baseline above it is a complete response. The
    /// default value is null: none is called.
    /// </summary>
    public decimal? UpperLimit { get; init; }

    /// <summary>
    /// Least baseline to be evaluable, in the unit of the values; a lower one makes the subject NE. The default value is null: any above 0.
    /// </summary>
    public decimal? LeastBaseline { get; init; }

    /// <summary>Oldest baseline in days before time zero. The default value is null: any.</summary>
    public int? BaselineWindowDays { get; init; }

    /// <summary>How the best response is chosen, with its confirmation. The default value is unconfirmed, SD from day 42.</summary>
    public BestResponseOptions Best { get; init; } = new();

    internal void Validate()
    {
        Check(!string.IsNullOrWhiteSpace(Marker), nameof(Marker), "a name");
        Check(!string.IsNullOrWhiteSpace(Source), nameof(Source), "where the thresholds come from");
        Check(ResponsePercent is > 0 and <= 100, nameof(ResponsePercent), "above 0 and at most 100");
        Check(ProgressionPercent > 0, nameof(ProgressionPercent), "above 0");
        Check(UpperLimit is null or > 0 && LeastBaseline is null or > 0 && BaselineWindowDays is null or >= 0, nameof(UpperLimit),
            "limits above 0, or null");
        Best.Validate();
    }

    internal IEnumerable<string> Describe()
    {
        string n(decimal value) => value.ToString("0.###", CultureInfo.InvariantCulture);
        yield return $"Response: a fall by at least {n(ResponsePercent)}% from baseline"
            + (UpperLimit is { } limit ? $"; complete: at most {n(limit)} after a baseline above it" : "; none is called complete")
            + $". Progression: a rise by at least {n(ProgressionPercent)}% over the smallest value so far, baseline included; it is tried "
            + $"before response. Thresholds: {Source}.";
        yield return "Baseline: the last value on or before time zero"
            + (BaselineWindowDays is { } days ? $", at most {n(days)} days old" : "")
            + (LeastBaseline is { } least ? $"; evaluable from {n(least)}." : "; evaluable above 0.");
        yield return "A marker response is not a response of the tumour by imaging, and not validated as one outside the setting of "
            + "its source.";
        yield return Best.Describe();
    }

    private static void Check(bool valid, string option, string expected)
    {
        if (!valid) throw new ArgumentException($"MarkerResponseOptions.{option}: expected {expected}.", option);
    }
}

/// <summary>Response of a tumour marker of every subject. Prints the best responses.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record MarkerResponses : ITableResult
{
    internal sealed record Subject(string Id, decimal? Baseline,
        ImmutableArray<(DateOnly Date, int Day, decimal Value, ResponseCategory Response)> Points, BestResponseResult Best);

    internal ImmutableArray<Subject> Subjects { get; init; } = [];

    /// <summary>Options used.</summary>
    public required MarkerResponseOptions Options { get; init; }

    /// <summary>Rows left out, with the reason.</summary>
    public required ImmutableArray<ExcludedRows> Excluded { get; init; }

    /// <summary>What a reader must know: subjects without baseline, two values on one day.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Response of one value.</summary>
    internal static ResponseCategory Classify(decimal? baseline, decimal? nadir, decimal value, MarkerResponseOptions o)
    {
        if (baseline is not > 0 and not null || baseline is null || nadir is null || baseline < o.LeastBaseline) return ResponseCategory.NE;
        if (o.UpperLimit is { } limit && value <= limit && baseline > limit) return ResponseCategory.CR;
        if (nadir == 0 ? value > 0 : value >= nadir * (1 + o.ProgressionPercent / 100)) return ResponseCategory.PD;
        return value <= baseline * (1 - o.ResponsePercent / 100) ? ResponseCategory.PR : ResponseCategory.SD;
    }

    internal static MarkerResponses Derive(ColumnReader columns, string subject, string date, string value, string reference,
        MarkerResponseOptions options)
    {
        options.Validate();
        string?[] subjects = columns.Texts(subject);
        DateTime?[] dates = columns.Dates(date), references = columns.Dates(reference);
        double?[] values = columns.Numbers(value);
        var order = new List<string>();
        var rows = new Dictionary<string, (DateOnly Zero, SortedDictionary<DateOnly, (decimal Value, int Row)> Values)>(
            StringComparer.Ordinal);
        var notes = new List<string>();
        int incomplete = 0;
        for (int i = 0; i < subjects.Length; i++)
        {
            if (subjects[i] is not { } id || references[i] is not { } start)
            {
                incomplete++;
                continue;
            }
            var zero = DateOnly.FromDateTime(start);
            if (!rows.TryGetValue(id, out var found))
            {
                order.Add(id);
                rows[id] = found = (zero, []);
            }
            string row = FormattableString.Invariant($"row {ColumnReader.ExcelRow(i)}");
            if (found.Zero != zero)
                throw new ArgumentException($"{row}: subject '{id}' has a second time zero; expected {Iso(found.Zero)} as above.");
            if (dates[i] is not { } day || values[i] is not { } number)
            {
                incomplete++;
                continue;
            }
            if (!(number >= 0 && number < 1e15))
                throw new ArgumentException(FormattableString.Invariant($"{row}: found {options.Marker} {number}; expected 0 or more."));
            var at = DateOnly.FromDateTime(day);
            if (found.Values.TryGetValue(at, out var known) && known.Value != (decimal)number)
                notes.Add(string.Create(CultureInfo.InvariantCulture,
                    $"Subject '{id}' has two values on {Iso(at)}: {known.Value} (row {ColumnReader.ExcelRow(known.Row)}) and "
                        + $"{number} ({row}); the larger one counts."));
            if (!(known.Value >= (decimal)number) || !found.Values.ContainsKey(at)) found.Values[at] = ((decimal)number, i);
        }
        ImmutableArray<Subject> judged = [.. order.Select(id => Judge(id, rows[id].Zero, rows[id].Values, options))];
        foreach (Subject s in judged.Where(s => s.Baseline is null)) notes.Add($"Subject '{s.Id}' has no baseline value; not evaluable.");
        return new MarkerResponses
        {
            Subjects = judged, Options = options, Notes = [.. notes],
            Excluded = incomplete == 0 ? [] : [new ExcludedRows("subject, date, value or time zero missing", incomplete)],
        };
    }

    private static Subject Judge(string id, DateOnly zero, SortedDictionary<DateOnly, (decimal Value, int Row)> values,
        MarkerResponseOptions options)
    {
        decimal? baseline = null, nadir = null;
        var points = ImmutableArray.CreateBuilder<(DateOnly, int, decimal, ResponseCategory)>();
        foreach ((DateOnly day, (decimal value, _)) in values)
        {
            int number = day.DayNumber - zero.DayNumber;
            if (number <= 0)
            {
                if (!(-number > options.BaselineWindowDays)) baseline = nadir = value;
                continue;
            }
            points.Add((day, number, value, Classify(baseline, nadir, value, options)));
            if (value < nadir) nadir = value;
        }
        ImmutableArray<(DateOnly Date, int, decimal, ResponseCategory Response)> all = points.ToImmutable();
        return new Subject(id, baseline, all, BestResponse.Classify(all.Select(p => new DatedResponse(p.Date, p.Response)), zero,
            options.Best));
    }

    /// <summary>
    /// One row per subject and value: <c>subject</c>, <c>date</c>, <c>day</c>, <c>value</c>, <c>change_percent</c> (from baseline),
    /// <c>response</c>, <c>best_response</c>.
    /// </summary>
    public DataFrame ToDataFrame()
    {
        var rows = Subjects.SelectMany(s => s.Points.Select(p => (Subject: s, Point: p))).ToArray();
        return new DataFrame(
            new StringDataFrameColumn("subject", rows.Select(r => r.Subject.Id)),
            new DateTimeDataFrameColumn("date", rows.Select(r => r.Point.Date.ToDateTime(TimeOnly.MinValue))),
            new Int32DataFrameColumn("day", rows.Select(r => r.Point.Day)),
            new DoubleDataFrameColumn("value", rows.Select(r => (double)r.Point.Value)),
            new DoubleDataFrameColumn("change_percent",
                rows.Select(r => r.Subject.Baseline is > 0 and { } b ? (double?)(100 * (r.Point.Value - b) / b) : null)),
            new StringDataFrameColumn("response", rows.Select(r => r.Point.Response.Label())),
            new StringDataFrameColumn("best_response", rows.Select(r => r.Subject.Best.Response.Label())));
    }

    /// <inheritdoc/>
    public SummaryTable ToTable() => new()
    {
        Title = $"Best response of {Options.Marker}",
        Columns = [new("Response"), new($"N = {Wording.Count(Subjects.Length, "subjects")}")],
        Rows =
        [
            .. Subjects.GroupBy(s => s.Best.Response).OrderBy(g => g.Key)
                .Select(g => new TableRow([g.Key.Label(), new TableCell(NumberFormat.CountPercent(g.Count(), Subjects.Length))
                { Value = (double)g.Count() / Subjects.Length, Count = g.Count(), Denominator = Subjects.Length, Unit = "subjects",
                    Statistic = "n (%)" }])),
        ],
        Footnotes = [.. Options.Describe(), .. Notes, .. Excluded.Select(e => $"{e.Count} rows left out: {e.Reason}.")],
    };

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
