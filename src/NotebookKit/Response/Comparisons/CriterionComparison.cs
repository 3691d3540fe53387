using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;
using NotebookKit.Statistics.Pairs;

namespace NotebookKit.Response.Comparisons;

/// <summary>Two criteria side by side: how often they agree, and where they differ. Prints the table of one by the other.</summary>
/// <remarks>Agreement beyond chance is Cohen's kappa without weights; several treatments of a patient are allowed for in its
/// interval.</remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record CriterionComparison : ITableResult
{
    private const int MostNamed = 12;

    /// <summary>Name of the first criterion: rows.</summary>
    public required string First { get; init; }

    /// <summary>Name of the second criterion: columns.</summary>
    public required string Second { get; init; }

    /// <summary>The disease judged.</summary>
    public required ResponseScope Scope { get; init; }

    /// <summary>Number of units with the same response by both.</summary>
    public required int Same { get; init; }

    /// <summary>Kappa with its confidence interval; no value where one of the criteria gives a single response.</summary>
    public required KappaEstimate Kappa { get; init; }

    /// <summary>Options used, with the first criterion.</summary>
    public required ResponseOptions Options { get; init; }

    internal ImmutableArray<(TreatmentUnit Unit, ResponseCategory First, ResponseCategory Second)> Units { get; init; } = [];

    /// <summary>Judges every treatment by both criteria, all other options equal.</summary>
    internal static CriterionComparison Of(
        TumourData data, ResponseCriterion first, ResponseCriterion second, ResponseScope scope, ResponseOptions options, bool best)
    {
        ImmutableArray<(TreatmentUnit Unit, ResponseCategory Response)> one = Responses(first), two = Responses(second);
        if (one.Length == 0) throw new ArgumentException("There is no treatment to compare the criteria on.", nameof(data));
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((TreatmentUnit unit, _) in one) numbers.TryAdd(unit.PatientId, numbers.Count);
        int[] patients = [.. one.Select(u => numbers[u.Unit.PatientId])];
        bool repeated = numbers.Count < one.Length;
        return new CriterionComparison
        {
            First = first.Name, Second = second.Name, Scope = scope, Options = options with { Criterion = first },
            Units = [.. one.Zip(two, (a, b) => (a.Unit, a.Response, b.Response))],
            Same = one.Zip(two).Count(p => p.First.Response == p.Second.Response),
            Kappa = Statistics.Pairs.Kappa.Cohen([.. one.Select(u => (int)u.Response)], [.. two.Select(u => (int)u.Response)],
                clusters: repeated ? patients : []),
        };

        ImmutableArray<(TreatmentUnit, ResponseCategory)> Responses(ResponseCriterion criterion)
        {
            ResponseAssessment found = ResponseAssessor.Assess(data, options with { Criterion = criterion });
            LandmarkResponse landmark = found.AtDay(options.LandmarkDay, options.WindowFirstDay, options.WindowLastDay);
            return [.. found.Units.Select(u => (u.Unit, Known(best ? u[scope].Best.Response : landmark.Response(u, scope))))];
        }

        static ResponseCategory Known(ResponseCategory response) => response == ResponseCategory.NA ? ResponseCategory.NE : response;
    }

    /// <summary>
    /// One row per treatment: <c>procedure_id</c>, <c>patient_id</c>, <c>first</c>, <c>second</c>, <c>differs</c> (1 or 0).
    /// </summary>
    public DataFrame ToDataFrame() => new(
        new StringDataFrameColumn(Options.Unit == AnalysisUnit.Course ? "course_id" : "procedure_id", Units.Select(u => u.Unit.Id)),
        new StringDataFrameColumn("patient_id", Units.Select(u => u.Unit.PatientId)),
        new StringDataFrameColumn("first", Units.Select(u => u.First.Label())),
        new StringDataFrameColumn("second", Units.Select(u => u.Second.Label())),
        new Int32DataFrameColumn("differs", Units.Select(u => u.First == u.Second ? 0 : 1)));

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        ResponseCategory[] found = [.. Units.SelectMany(u => new[] { u.First, u.Second }).Distinct().Order()];
        TableCell cell(ResponseCategory row, ResponseCategory column)
        {
            int n = Units.Count(u => u.First == row && u.Second == column);
            return new(n.ToString(CultureInfo.InvariantCulture)) { Value = n, Count = n, Denominator = Units.Length,
                Unit = Options.UnitName, Statistic = "n" };
        }
        var differing = Units.Where(u => u.First != u.Second).ToArray();
        string kappa = Kappa.Kappa.Value is null ? "kappa not estimable"
            : $"kappa {NumberFormat.Fixed(Kappa.Kappa.Value, 2)} (95% CI {NumberFormat.Interval(Kappa.Kappa.Lower, Kappa.Kappa.Upper, 2)})";
        string named = string.Join(", ", differing.Take(MostNamed).Select(u => $"{u.Unit.Id} {u.First.Label()} → {u.Second.Label()}"))
            + (differing.Length > MostNamed ? FormattableString.Invariant($" and {differing.Length - MostNamed} more") : "");
        return new SummaryTable
        {
            Title = $"{Scope} response: {First} (rows) by {Second} (columns)",
            Columns = [new(First), .. found.Select(c => new TableColumn(c.Label()))],
            Rows = [.. found.Select(
                row => new TableRow([row.Label(), .. found.Select(column => cell(row, column))]) { Variable = row.Label() })],
            Footnotes =
            [
                $"{Wording.Count(Units.Length, Options.UnitName)}; the same response in "
                    + $"{NumberFormat.CountPercent(Same, Units.Length)}, {kappa}.",
                differing.Length == 0 ? "None differs." : $"Different: {named}.",
                ResponseCategoryNames.Abbreviations(found),
                .. Options.Describe().Skip(1),
            ],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();
}
