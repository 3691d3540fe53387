using System.Collections.Immutable;
using NotebookKit.AdverseEvents;
using NotebookKit.AdverseEvents.Counting;
using NotebookKit.Tables.Description;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Proportions;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Safety;

/// <summary>Counts the events of an assessment row by row.</summary>
internal sealed class AdverseEventTableBuilder
{
    private readonly SafetyAssessment safety;
    private readonly AdverseEventTableOptions options;
    private readonly CountingUnit per;
    private readonly Func<AdverseEvent, int> unitOf;
    private readonly ImmutableArray<int> groupOfUnit;
    private readonly string unit;
    private readonly string? otherScale;
    private readonly int reference = -1;
    private readonly RiskTimes? risk;

    private AdverseEventTableBuilder(SafetyAssessment safety, CountingUnit per, AdverseEventTableOptions? options)
    {
        ArgumentNullException.ThrowIfNull(safety);
        this.safety = safety;
        this.per = per;
        options ??= new AdverseEventTableOptions();
        this.options = options with { Notes = safety.Words.Notes(options.Notes) };
        (unitOf, groupOfUnit, unit) = safety.Units(per);
        if (this.options.Scale == GradeScale.Ctcae && safety.Events.All(e => e.Rank(GradeScale.Ctcae) == 0)
            && safety.Events.SelectMany(e => e.Scales).Distinct().FirstOrDefault(s => safety.Events.Any(e => e.Rank(s) > 0)) is { } graded)
            (this.options, otherScale) = (this.options with { Scale = graded }, $"Grades are those of {graded.Name}: no event has a CTCAE grade.");
        if ((this.options.P || Compares) && safety.Groups.Length < 2)
            throw new ArgumentException("A comparison needs two groups: name the column of the groups in 'by'.", nameof(options));
        if (!Compares) return;
        reference = this.options.Reference is null ? safety.Groups.Length - 1 : safety.Groups.IndexOf(this.options.Reference);
        if (reference < 0) throw new ArgumentException($"Reference: there is no group '{this.options.Reference}'; the groups are {string.Join(", ", safety.Groups)}.", nameof(options));
        if (!this.options.RateRatio) return;
        if (per == CountingUnit.Procedure) throw new ArgumentException("A rate ratio counts patients, whose time at risk ends with their first event: count per patient, or leave RateRatio out.", nameof(options));
        risk = TimeAtRisk.Of(safety);
    }

    private bool Compares => options.RiskDifference || options.RiskRatio || options.RateRatio;

    public static AdverseEventTable ByTerm(SafetyAssessment safety, CountingUnit per, AdverseEventTableOptions? options) =>
        new AdverseEventTableBuilder(safety, per, options).ByTerm();

    public static AdverseEventTable Overview(SafetyAssessment safety, CountingUnit per, AdverseEventTableOptions? options) =>
        new AdverseEventTableBuilder(safety, per, (options ?? new AdverseEventTableOptions()) with { Columns = GradeColumns.Any }).Overview();

    private AdverseEventTable ByTerm()
    {
        var rows = new List<AdverseEventRow> { Count("Any adverse event", safety.Events) };
        if (options.BySoc)
        {
            foreach ((AdverseEventRow soc, AdverseEvent[] events) in Sorted(safety.Events.GroupBy(e => e.Soc ?? "No class given"), (k, e) => Count(k, e) with { Soc = k }))
            {
                AdverseEventRow[] terms = [.. Terms(events, 1).Select(r => r with { Soc = soc.Soc })];
                if (terms.Length > 0) rows.AddRange([soc, .. terms]);
            }
        }
        else
        {
            rows.AddRange(Terms(safety.Events, 0));
        }
        return Table(rows);
    }

    private AdverseEventTable Overview()
    {
        GradeScale scale = options.Scale;
        bool Related(AdverseEvent e) => e.IsRelated ?? safety.Options.UnknownAttributionIsRelated;
        IEnumerable<string> unknown = safety.Options.Attribution == EventAttribution.AllCause && safety.UnknownAttributionNote(safety.Events) is { } note ? [note] : [];
        int unsaid = safety.Events.Count(e => e.Serious is null);
        if (unsaid > 0) unknown = unknown.Append($"Seriousness missing or unreadable, n = {unsaid} events: not counted as serious.");
        return Table(
        [
            Count("Any adverse event", safety.Events),
            Count($"Related to {safety.Cause}", safety.Events.Where(Related)),
            Count(scale.SevereHead, safety.Events.Where(e => e.Rank(scale) >= scale.SevereFrom)),
            Count("Serious", safety.Events.Where(e => e.Serious == true)),
            Count("Serious and related", safety.Events.Where(e => e.Serious == true && Related(e))),
            Count("Fatal", safety.Events.Where(e => e.Fatal)),
        ], unknown);
    }

    private IEnumerable<AdverseEventRow> Terms(IEnumerable<AdverseEvent> events, int indent) =>
        Sorted(events.GroupBy(e => e.Term), (k, e) => Count(TermLabels.Of(k), e) with { Term = k, Indent = indent }).Select(r => r.Row)
            .Where(r => r.ByGroup.Append(r.Overall).Any(g => g.N > 0 && g.Any >= options.MinimumProportion * g.N));

    private IEnumerable<(AdverseEventRow Row, AdverseEvent[] Events)> Sorted(
        IEnumerable<IGrouping<string, AdverseEvent>> groups, Func<string, AdverseEvent[], AdverseEventRow> count)
    {
        var rows = groups.Select(g => (Events: g.ToArray(), g.Key)).Select(g => (Row: count(g.Key, g.Events), g.Events));
        return options.Order == TermOrder.Alphabetical
            ? rows.OrderBy(r => r.Row.Label, StringComparer.Ordinal)
            : rows.OrderByDescending(r => r.Row.Overall.Any).ThenByDescending(r => r.Row.Overall.Events).ThenBy(r => r.Row.Label, StringComparer.Ordinal);
    }

    private AdverseEventRow Count(string label, IEnumerable<AdverseEvent> selected)
    {
        AdverseEvent[] events = [.. selected];
        ImmutableArray<GradeCounts> counts = GradeCounts.Of(
            events.Select(e => (unitOf(e), e.Rank(options.Scale))), groupOfUnit.AsSpan(), safety.Groups.Length, options.Scale.Levels.Length);
        return new AdverseEventRow
        {
            Label = label, ByGroup = counts, Overall = GradeCounts.Sum(counts),
            Comparison = options.P ? Compare(counts, events) : null,
            Effects = Compares ? Effects(counts, events) : [],
        };
    }

    private IEnumerable<int> Others => Enumerable.Range(0, safety.Groups.Length).Where(g => g != reference);

    private ImmutableArray<EventComparison> Effects(ImmutableArray<GradeCounts> counts, AdverseEvent[] events)
    {
        (int Events, double Years)[]? rates = risk?.Count(events, true, safety.Groups.Length);
        (GradeCounts r, double level) = (counts[reference], options.ConfidenceLevel);
        return [.. Others.Select(g => new EventComparison(
            options.RiskDifference ? ProportionDifference.Of(counts[g].Any, counts[g].N, r.Any, r.N, level) : null,
            options.RiskRatio ? RiskRatio.Katz(counts[g].Any, counts[g].N, r.Any, r.N, level) : null,
            rates is null ? null : RateRatio.Exact(rates[g].Events, rates[g].Years, rates[reference].Events, rates[reference].Years, level)))];
    }

    private GroupComparison? Compare(ImmutableArray<GradeCounts> counts, IEnumerable<AdverseEvent> events)
    {
        GroupComparison comparison = GroupComparer.Proportions([.. counts.Select(c => ((long)c.Any, (long)c.N))], null);
        if (per == CountingUnit.Patient) return comparison;
        var affected = new int[groupOfUnit.Length];
        foreach (AdverseEvent e in events)
            if (unitOf(e) >= 0) affected[unitOf(e)] = 1;
        return new ClusteredComparison([.. groupOfUnit], [.. safety.Set.PatientOfProcedure], options.Patience).Categorical(comparison, affected);
    }

    private AdverseEventTable Table(IReadOnlyList<AdverseEventRow> rows, IEnumerable<string>? more = null)
    {
        var notes = new List<string> { $"n (%) of {unit}, each counted once per row at its worst grade." };
        notes.AddRange(safety.Notes);
        notes.AddRange(more ?? []);
        int ungraded = safety.Events.Count(e => e.Rank(options.Scale) == 0);
        if (ungraded > 0 && (options.Columns != GradeColumns.Any || more is not null))
            notes.Add($"Events without a {options.Scale.Name}, n = {ungraded}: they count in any grade, in no single grade and not in {options.Scale.SevereLabel}.");
        int ungrouped = groupOfUnit.Count(g => g < 0);
        if (ungrouped > 0) notes.Add($"Left out, n = {ungrouped}: {unit} without a value of '{safety.By}'.");
        int unassigned = per == CountingUnit.Procedure ? safety.Events.Count(e => e.Procedure < 0) : 0;
        if (unassigned > 0) notes.Add($"Left out, n = {unassigned}: events that belong to no procedure.");
        if (options.MinimumProportion > 0)
            notes.Add($"Terms in at least {Rendering.NumberFormat.Percent(options.MinimumProportion, options.Style)} of any group.");
        if (per == CountingUnit.Procedure)
            notes.Add($"{Rendering.Wording.Count(safety.Procedures, "procedures")} in {Rendering.Wording.Count(safety.Patients, "patients")}" + (options.P ? "; P takes them as independent, clustered P does not." : "."));
        if (otherScale is not null) notes.Add(otherScale);
        string pairs = string.Join("; ", Others.Select(g => $"{safety.Groups[g]} against {safety.Groups[Math.Max(0, reference)]}"));
        if (options.RiskDifference) notes.Add($"Risk difference in percentage points (pp), {pairs}: interval by Newcombe.");
        if (options.RiskRatio) notes.Add($"Risk ratio, {pairs}: interval of the logarithm (Katz); NE without events in a group.");
        if (risk is not null) notes.Add($"Rate ratio, {pairs}: patients with the event over time to their first event, exact conditional interval. {risk.Definition}");
        if (risk is not null && risk.Days.Count(d => d is null) is > 0 and int untimed) notes.Add($"Left out of rate ratios, n = {untimed}: {risk.Unknown}, and their events.");
        if (Compares && per == CountingUnit.Procedure) notes.Add("Intervals take the procedures of a patient as independent.");
        if (options.P) notes.Add("P: groups compared in the proportion with any grade.");
        if (options.P && options.AdjustP is { } method)
        {
            rows = Adjusted(rows, method);
            notes.Add($"Adjusted P: {AdjustedP.Name(method)}, over all rows of the table.");
        }
        return new AdverseEventTable
        {
            Per = per, Groups = safety.Groups, Rows = [.. rows], Options = options, Notes = [.. notes], IsGrouped = safety.By is not null,
            Pairs = Compares ? [.. Others.Select(g => (safety.Groups[g], safety.Groups[reference]))] : [],
        };
    }

    private static AdverseEventRow[] Adjusted(IReadOnlyList<AdverseEventRow> rows, PAdjustMethod method)
    {
        ImmutableArray<double?> adjusted = PAdjust.Adjust(rows.Select(r => r.Comparison?.P), method);
        return [.. rows.Select((r, i) => r with { Comparison = r.Comparison is null ? null : r.Comparison with { AdjustedP = adjusted[i] } })];
    }
}
