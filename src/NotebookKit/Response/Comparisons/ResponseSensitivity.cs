using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Comparisons;

/// <summary>One option changed, all else equal.</summary>
/// <param name="Option">Name of the option, as in <see cref="ResponseOptions"/>.</param>
/// <param name="Chosen">The choice made.</param>
/// <param name="Instead">The other choice.</param>
/// <param name="Responders">Units in CR or PR with the other choice: local, hepatic, overall.</param>
/// <param name="Changes">The units whose class changes, by scope: local, hepatic, overall.</param>
internal sealed record OptionChange(string Option, string Chosen, string Instead, ImmutableArray<int> Responders,
    ImmutableArray<ImmutableArray<ClassChange>> Changes);

/// <summary>A unit whose class another choice changes.</summary>
/// <param name="UnitId">Name of the procedure, course or patient.</param>
/// <param name="From">Class with the choice made.</param>
/// <param name="To">Class with the other choice.</param>
internal sealed record ClassChange(string UnitId, ResponseCategory From, ResponseCategory To);

/// <summary>Which classes would change under the other choice of every option on which authors differ. Prints one row per option.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ResponseSensitivity : ITableResult
{
    private const int MostNamed = 6;

    /// <summary>One entry per option.</summary>
    internal ImmutableArray<OptionChange> Changes { get; init; } = [];

    /// <summary>Units in CR or PR with the choices made: local, hepatic, overall.</summary>
    public required ImmutableArray<int> Responders { get; init; }

    /// <summary>Number of units.</summary>
    public required int Units { get; init; }

    /// <summary>Whether the best response is compared, not that at the landmark day.</summary>
    public required bool Best { get; init; }

    /// <summary>The choices made.</summary>
    public required ResponseOptions Options { get; init; }

    /// <summary>Judges the cohort again with each option changed.</summary>
    /// <param name="data">The cohort's tumours.</param>
    /// <param name="options">The choices made; null for the defaults.</param>
    /// <param name="best">Whether to compare the best response instead of that at the landmark day.</param>
    internal static ResponseSensitivity Of(TumourData data, ResponseOptions? options = null, bool best = false)
    {
        options ??= new ResponseOptions();
        ResponseCategory[][] chosen = Classes(data, options, best);
        var changes = ImmutableArray.CreateBuilder<OptionChange>();
        string[] units = [.. ResponseAssessor.Assess(data, options).Units.Select(u => u.Unit.Id)];
        foreach ((string option, string here, string instead, ResponseOptions other) in Alternatives(options, best))
        {
            ResponseCategory[][] classes = Classes(data, other, best);
            changes.Add(
                new OptionChange(option, here, instead, Count(classes),
                    [.. Enumerable.Range(0, 3).Select(s => Enumerable.Range(0, units.Length)
                .Where(u => classes[u][s] != chosen[u][s]).Select(u => new ClassChange(units[u], chosen[u][s], classes[u][s]))
                .ToImmutableArray())]));
        }
        return new ResponseSensitivity { Changes = changes.ToImmutable(), Responders = Count(chosen), Units = units.Length, Best = best,
            Options = options };
    }

    /// <summary>
    /// One row per option and changed unit: <c>option</c>, <c>instead</c>, <c>scope</c>, <c>unit_id</c>, <c>from</c>, <c>to</c>.
    /// </summary>
    public DataFrame ToDataFrame()
    {
        var rows = Changes.SelectMany(
            c => c.Changes.SelectMany((list, s) => list.Select(change => (c.Option, c.Instead, Scope: (ResponseScope)s, Change: change))))
                .ToArray();
        return new DataFrame(
            new StringDataFrameColumn("option", rows.Select(r => r.Option)),
            new StringDataFrameColumn("instead", rows.Select(r => r.Instead)),
            new StringDataFrameColumn("scope", rows.Select(r => r.Scope.ToString().ToLowerInvariant())),
            new StringDataFrameColumn("unit_id", rows.Select(r => r.Change.UnitId)),
            new StringDataFrameColumn("from", rows.Select(r => r.Change.From.Label())),
            new StringDataFrameColumn("to", rows.Select(r => r.Change.To.Label())));
    }

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        string unit = Options.UnitName;
        TableCell responders(int n) =>
            new(FormattableString.Invariant($"{n}/{Units}")) { Count = n, Denominator = Units, Unit = unit, Statistic = "n/N",
                Value = Units == 0 ? null : (double)n / Units };
        TableCell cell(OptionChange change, int s) => change.Changes[s].IsEmpty ? responders(change.Responders[s])
            : responders(change.Responders[s]) with
            {
                Text = FormattableString.Invariant($"{change.Responders[s]}/{Units}\n{change.Changes[s].Length} changed"),
                Note = string.Join(", ", change.Changes[s].Take(MostNamed).Select(c => $"{c.UnitId} {c.From.Label()} → {c.To.Label()}"))
                    + (change.Changes[s].Length > MostNamed ? FormattableString.Invariant(
                        $" and {change.Changes[s].Length - MostNamed} more") : ""),
            };
        return new SummaryTable
        {
            Title = (Best ? "Best response" : FormattableString.Invariant($"Response at day {Options.LandmarkDay}"))
                + " if one option were chosen otherwise: CR + PR",
            Columns = [new("Option", TableAlignment.Left), new("Here", TableAlignment.Left), new("Instead", TableAlignment.Left),
                new("Local"), new("Hepatic"), new("Overall")],
            Rows =
            [
                new TableRow(["As chosen", "", "", .. Responders.Select(responders)]),
                .. Changes.Select(c => new TableRow([c.Option, c.Chosen, c.Instead, .. Enumerable.Range(0, 3).Select(s => cell(c, s))]) {
                    Variable = c.Option }),
            ],
            Footnotes = [$"n/N of {unit}; one option changed at a time.", .. Options.Describe()],
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private static ResponseCategory[][] Classes(TumourData data, ResponseOptions options, bool best)
    {
        ResponseAssessment assessment = ResponseAssessor.Assess(data, options);
        LandmarkResponse landmark = assessment.AtDay(options.LandmarkDay, options.WindowFirstDay, options.WindowLastDay);
        return [.. assessment.Units.Select(u => Enum.GetValues<ResponseScope>()
            .Select(s => best ? u[s].Best.Response : landmark.Response(u, s)).ToArray())];
    }

    private static ImmutableArray<int> Count(ResponseCategory[][] classes) =>
        [.. Enumerable.Range(0, 3).Select(s => classes.Count(c => c[s].IsResponse()))];

    private static IEnumerable<(string Option, string Chosen, string Instead, ResponseOptions Other)> Alternatives(
        ResponseOptions o, bool best)
    {
        string mm(decimal? value) => value is { } v ? FormattableString.Invariant($"{v:0.###} mm") : "NE";
        string yes(bool value) => value ? "yes" : "no";
        bool isRecist = o.Criterion == ResponseCriterion.Recist11;
        yield return ("Criterion", o.Criterion.Name, isRecist ? ResponseCriterion.MRecist2010.Name : ResponseCriterion.Recist11.Name,
            o with { Criterion = isRecist ? ResponseCriterion.MRecist2010 : ResponseCriterion.Recist11 });
        if (o.Criterion.Measure is SizeMeasure.ViableDiameter or SizeMeasure.LongestDiameter)
            yield return ("AbsoluteIncreaseMm", mm(o.AbsoluteIncrease), mm(o.AbsoluteIncrease > 0 ? 0 : 5),
                o with { AbsoluteIncreaseMm = o.AbsoluteIncrease > 0 ? 0 : 5 });
        yield return ("StickyResponse", yes(o.StickyResponse), yes(!o.StickyResponse), o with { StickyResponse = !o.StickyResponse });
        yield return ("TooSmallMm", mm(o.TooSmallMm), mm(o.TooSmallMm is null ? 5 : null),
            o with { TooSmallMm = o.TooSmallMm is null ? 5 : null });
        bool capped = o.MaxTargetsPerOrgan < int.MaxValue;
        yield return ("MaxTargets", capped ? FormattableString.Invariant(
            $"{o.MaxTargetsPerOrgan} per organ, {o.MaxTargets} in all, {o.MaxLocalTargets} local") : "no caps",
            capped ? "no caps" : "2 per organ, 5 in all, 2 local",
            capped
                ? o with { MaxTargets = int.MaxValue, MaxTargetsPerOrgan = int.MaxValue, MaxLocalTargets = int.MaxValue }
                : o with { MaxTargets = 5, MaxTargetsPerOrgan = 2, MaxLocalTargets = 2 });
        yield return ("PortaHepatisNodeMm", mm(o.PortaHepatisNode), mm(o.PortaHepatisNode > 15 ? 15 : 20),
            o with { PortaHepatisNodeMm = o.PortaHepatisNode > 15 ? 15 : 20 });
        yield return ("NewHepaticLesionMm", mm(o.NewHepaticLesion), mm(o.NewHepaticLesion > 0 ? 0 : 10),
            o with { NewHepaticLesionMm = o.NewHepaticLesion > 0 ? 0 : 10 });
        yield return ("NewLesionsNeedCall", yes(o.NewLesionsNeedCall), yes(!o.NewLesionsNeedCall),
            o with { NewLesionsNeedCall = !o.NewLesionsNeedCall });
        yield return ("NeedsNewLesionSearch", yes(o.NeedsNewLesionSearch), yes(!o.NeedsNewLesionSearch),
            o with { NeedsNewLesionSearch = !o.NeedsNewLesionSearch });
        yield return ("EquivocalCountsAtTenMm", yes(o.EquivocalCountsAtTenMm), yes(!o.EquivocalCountsAtTenMm),
            o with { EquivocalCountsAtTenMm = !o.EquivocalCountsAtTenMm });
        yield return ("BackDateNewLesions", yes(o.BackDateNewLesions), yes(!o.BackDateNewLesions),
            o with { BackDateNewLesions = !o.BackDateNewLesions });
        yield return ("BackDateEquivocalProgression", yes(o.BackDateEquivocalProgression), yes(!o.BackDateEquivocalProgression),
            o with { BackDateEquivocalProgression = !o.BackDateEquivocalProgression });
        yield return ("EffusionNeedsCytology", yes(o.CytologyNeeded), yes(!o.CytologyNeeded),
            o with { EffusionNeedsCytology = !o.CytologyNeeded });
        yield return ("UntilRetreatment", yes(o.UntilRetreatment), yes(!o.UntilRetreatment),
            o with { UntilRetreatment = !o.UntilRetreatment });
        if (!best) yield break;
        int minimum = o.Best.StableDiseaseMinimumDays > 0 ? 0 : 42;
        yield return ("StableDiseaseMinimumDays", Days(o.Best.StableDiseaseMinimumDays), Days(minimum),
            o with { Best = o.Best with { StableDiseaseMinimumDays = minimum } });
        int? confirmation = o.Best.ConfirmationDays is null ? 28 : null;
        yield return ("ConfirmationDays", Days(o.Best.ConfirmationDays), Days(confirmation),
            o with { Best = o.Best with { ConfirmationDays = confirmation } });
        yield return ("UntilNewTherapy", yes(o.Best.UntilNewTherapy), yes(!o.Best.UntilNewTherapy),
            o with { Best = o.Best with { UntilNewTherapy = !o.Best.UntilNewTherapy } });
    }

    private static string Days(int? days) => days is { } d ? FormattableString.Invariant($"{d} days") : "none";
}
