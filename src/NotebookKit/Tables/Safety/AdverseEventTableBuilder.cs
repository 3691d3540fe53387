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
    private readonly SafetyAssessment _safety;
    private readonly AdverseEventTableOptions _options;
    private readonly CountingUnit _per;
    private readonly Func<AdverseEvent, int> _unitOf;
    private readonly ImmutableArray<int> _groupOfUnit;
    private readonly string _unit;
    private readonly string? _otherScale;
    private readonly int _reference = -1;
    private readonly RiskTimes? _risk;

    private AdverseEventTableBuilder(SafetyAssessment safety, CountingUnit per, AdverseEventTableOptions? options)
    {
        ArgumentNullException.ThrowIfNull(safety);
        this._safety = safety;
        this._per = per;
        options ??= new AdverseEventTableOptions();
        this._options = options with { Notes = safety.Words.Notes(options.Notes) };
        (_unitOf, _groupOfUnit, _unit) = safety.Units(per);
        if (this._options.Scale == GradeScale.Ctcae && safety.Events.All(e => e.Rank(GradeScale.Ctcae) == 0)
            && safety.Events.SelectMany(e => e.Scales).Distinct().FirstOrDefault(s => safety.Events.Any(e => e.Rank(s) > 0)) is { } graded)
            (this._options, _otherScale) = (this._options with { Scale = graded },
                $"Grades are those of {graded.Name}: no event has a CTCAE grade.");
        if ((this._options.P || Compares) && safety.Groups.Length < 2)
            throw new ArgumentException("A comparison needs two groups: name the column of the groups in 'by'.", nameof(options));
        if (!Compares) return;
        _reference = this._options.Reference is null ? safety.Groups.Length - 1 : safety.Groups.IndexOf(this._options.Reference);
        if (_reference < 0)
            throw new ArgumentException(
                $"Reference: there is no group '{this._options.Reference}'; the groups are {string.Join(", ", safety.Groups)}.",
                nameof(options));
        if (!this._options.RateRatio) return;
        if (per == CountingUnit.Procedure)
            throw new ArgumentException(
                "A rate ratio counts patients, whose time at risk ends with their first event: count per patient, or leave RateRatio out.",
                nameof(options));
        _risk = TimeAtRisk.Of(safety);
    }

    private bool Compares => _options.RiskDifference || _options.RiskRatio || _options.RateRatio;

    public static AdverseEventTable ByTerm(SafetyAssessment safety, CountingUnit per, AdverseEventTableOptions? options) =>
        new AdverseEventTableBuilder(safety, per, options).ByTerm();

    public static AdverseEventTable Overview(SafetyAssessment safety, CountingUnit per, AdverseEventTableOptions? options) =>
        new AdverseEventTableBuilder(safety, per, (options ?? new AdverseEventTableOptions()) with { Columns = GradeColumns.Any })
            .Overview();

    private AdverseEventTable ByTerm()
    {
        var rows = new List<AdverseEventRow> { Count("Any adverse event", _safety.Events) };
        if (_options.BySoc)
        {
            foreach ((AdverseEventRow soc, AdverseEvent[] events) in Sorted(_safety.Events.GroupBy(e => e.Soc ?? "No class given"),
                (k, e) => Count(k, e) with { Soc = k }))
            {
                AdverseEventRow[] terms = [.. Terms(events, 1).Select(r => r with { Soc = soc.Soc })];
                if (terms.Length > 0) rows.AddRange([soc, .. terms]);
            }
        }
        else
        {
            rows.AddRange(Terms(_safety.Events, 0));
        }
        return Table(rows);
    }

    private AdverseEventTable Overview()
    {
        GradeScale scale = _options.Scale;
        bool Related(AdverseEvent e) => e.IsRelated ?? _safety.Options.UnknownAttributionIsRelated;
        IEnumerable<string> unknown = _safety.Options.Attribution == EventAttribution.AllCause
            && _safety.UnknownAttributionNote(_safety.Events) is { } note ? [note] : [];
        int unsaid = _safety.Events.Count(e => e.Serious is null);
        if (unsaid > 0) unknown = unknown.Append($"Seriousness missing or unreadable, n = {unsaid} events: not counted as serious.");
        return Table(
        [
            Count("Any adverse event", _safety.Events),
            Count($"Related to {_safety.Cause}", _safety.Events.Where(Related)),
            Count(scale.SevereHead, _safety.Events.Where(e => e.Rank(scale) >= scale.SevereFrom)),
            Count("Serious", _safety.Events.Where(e => e.Serious == true)),
            Count("Serious and related", _safety.Events.Where(e => e.Serious == true && Related(e))),
            Count("Fatal", _safety.Events.Where(e => e.Fatal)),
        ], unknown);
    }

    private IEnumerable<AdverseEventRow> Terms(IEnumerable<AdverseEvent> events, int indent) =>
        Sorted(events.GroupBy(e => e.Term), (k, e) => Count(TermLabels.Of(k), e) with { Term = k, Indent = indent }).Select(r => r.Row)
            .Where(r => r.ByGroup.Append(r.Overall).Any(g => g.N > 0 && g.Any >= _options.MinimumProportion * g.N));

    private IEnumerable<(AdverseEventRow Row, AdverseEvent[] Events)> Sorted(
        IEnumerable<IGrouping<string, AdverseEvent>> groups, Func<string, AdverseEvent[], AdverseEventRow> count)
    {
        var rows = groups.Select(g => (Events: g.ToArray(), g.Key)).Select(g => (Row: count(g.Key, g.Events), g.Events));
        return _options.Order == TermOrder.Alphabetical
            ? rows.OrderBy(r => r.Row.Label, StringComparer.Ordinal)
            : rows.OrderByDescending(r => r.Row.Overall.Any).ThenByDescending(r => r.Row.Overall.Events)
            .ThenBy(r => r.Row.Label, StringComparer.Ordinal);
    }

    private AdverseEventRow Count(string label, IEnumerable<AdverseEvent> selected)
    {
        AdverseEvent[] events = [.. selected];
        ImmutableArray<GradeCounts> counts = GradeCounts.Of(
            events.Select(e => (_unitOf(e), e.Rank(_options.Scale))), _groupOfUnit.AsSpan(), _safety.Groups.Length,
            _options.Scale.Levels.Length);
        return new AdverseEventRow
        {
            Label = label, ByGroup = counts, Overall = GradeCounts.Sum(counts),
            Comparison = _options.P ? Compare(counts, events) : null,
            Effects = Compares ? Effects(counts, events) : [],
        };
    }

    private IEnumerable<int> Others => Enumerable.Range(0, _safety.Groups.Length).Where(g => g != _reference);

    private ImmutableArray<EventComparison> Effects(ImmutableArray<GradeCounts> counts, AdverseEvent[] events)
    {
        (int Events, double Years)[]? rates = _risk?.Count(events, true, _safety.Groups.Length);
        (GradeCounts r, double level) = (counts[_reference], _options.ConfidenceLevel);
        return [.. Others.Select(g => new EventComparison(
            _options.RiskDifference ? ProportionDifference.Of(counts[g].Any, counts[g].N, r.Any, r.N, level) : null,
            _options.RiskRatio ? RiskRatio.Katz(counts[g].Any, counts[g].N, r.Any, r.N, level) : null,
            rates is null ? null : RateRatio.Exact(rates[g].Events, rates[g].Years, rates[_reference].Events,
                rates[_reference].Years, level)))];
    }

    private GroupComparison? Compare(ImmutableArray<GradeCounts> counts, IEnumerable<AdverseEvent> events)
    {
        GroupComparison comparison = GroupComparer.Proportions([.. counts.Select(c => ((long)c.Any, (long)c.N))], null);
        if (_per == CountingUnit.Patient) return comparison;
        var affected = new int[_groupOfUnit.Length];
        foreach (AdverseEvent e in events)
            if (_unitOf(e) >= 0) affected[_unitOf(e)] = 1;
        return new ClusteredComparison([.. _groupOfUnit], [.. _safety.Set.PatientOfProcedure], _options.Patience)
            .Categorical(comparison, affected);
    }

    private AdverseEventTable Table(IReadOnlyList<AdverseEventRow> rows, IEnumerable<string>? more = null)
    {
        var notes = new List<string> { $"n (%) of {_unit}, each counted once per row at its worst grade." };
        notes.AddRange(_safety.Notes);
        notes.AddRange(more ?? []);
        int ungraded = _safety.Events.Count(e => e.Rank(_options.Scale) == 0);
        if (ungraded > 0 && (_options.Columns != GradeColumns.Any || more is not null))
            notes.Add($"Events without a {_options.Scale.Name}, n = {ungraded}: they count in any grade, in no single grade and not in "
                + $"{_options.Scale.SevereLabel}.");
        int ungrouped = _groupOfUnit.Count(g => g < 0);
        if (ungrouped > 0) notes.Add($"Left out, n = {ungrouped}: {_unit} without a value of '{_safety.By}'.");
        int unassigned = _per == CountingUnit.Procedure ? _safety.Events.Count(e => e.Procedure < 0) : 0;
        if (unassigned > 0) notes.Add($"Left out, n = {unassigned}: events that belong to no procedure.");
        if (_options.MinimumProportion > 0)
            notes.Add($"Terms in at least {Rendering.NumberFormat.Percent(_options.MinimumProportion, _options.Style)} of any group.");
        if (_per == CountingUnit.Procedure)
            notes.Add($"{Rendering.Wording.Count(_safety.Procedures, "procedures")} in "
                + $"{Rendering.Wording.Count(_safety.Patients, "patients")}"
                + (_options.P ? "; P takes them as independent, clustered P does not." : "."));
        if (_otherScale is not null) notes.Add(_otherScale);
        string pairs = string.Join("; ", Others.Select(g => $"{_safety.Groups[g]} against {_safety.Groups[Math.Max(0, _reference)]}"));
        if (_options.RiskDifference) notes.Add($"Risk difference in percentage points (pp), {pairs}: interval by Newcombe.");
        if (_options.RiskRatio) notes.Add($"Risk ratio, {pairs}: interval of the logarithm (Katz); NE without events in a group.");
        if (_risk is not null)
            notes.Add($"Rate ratio, {pairs}: patients with the event over time to their first event, exact conditional interval. "
                + $"{_risk.Definition}");
        if (_risk is not null && _risk.Days.Count(d => d is null) is > 0 and int untimed)
            notes.Add($"Left out of rate ratios, n = {untimed}: {_risk.Unknown}, and their events.");
        if (Compares && _per == CountingUnit.Procedure) notes.Add("Intervals take the procedures of a patient as independent.");
        if (_options.P) notes.Add("P: groups compared in the proportion with any grade.");
        if (_options.P && _options.AdjustP is { } method)
        {
            rows = Adjusted(rows, method);
            notes.Add($"Adjusted P: {AdjustedP.Name(method)}, over all rows of the table.");
        }
        return new AdverseEventTable
        {
            Per = _per, Groups = _safety.Groups, Rows = [.. rows], Options = _options, Notes = [.. notes],
            IsGrouped = _safety.By is not null,
            Pairs = Compares ? [.. Others.Select(g => (_safety.Groups[g], _safety.Groups[_reference]))] : [],
        };
    }

    private static AdverseEventRow[] Adjusted(IReadOnlyList<AdverseEventRow> rows, PAdjustMethod method)
    {
        ImmutableArray<double?> adjusted = PAdjust.Adjust(rows.Select(r => r.Comparison?.P), method);
        return [.. rows.Select(
            (r, i) => r with { Comparison = r.Comparison is null ? null : r.Comparison with { AdjustedP = adjusted[i] } })];
    }
}
