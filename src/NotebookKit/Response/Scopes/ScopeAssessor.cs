using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Response.Scopes;

/// <summary>Judges the visits after one treatment in one scope: sums, nadir, rules.</summary>
/// <remarks>Linear in visits × lesions.</remarks>
internal static class ScopeAssessor
{
    /// <summary>Judges one scope of one treatment.</summary>
    /// <param name="patient">Imaging of the patient.</param>
    /// <param name="unit">The treatment. Its baseline is the last visit before it; a visit of its day only when marked as baseline.</param>
    /// <param name="scope">The disease judged.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="timePoints">Whether the time points are kept, with what other options would change; else only the progression and the
    /// days judged.</param>
    /// <param name="workspace">What is reused from scope to scope; null for none.</param>
    /// <returns>One time point per visit after the treatment that has a row for a lesion of the scope, by date.</returns>
    public static ScopeResponse Assess(PatientImaging patient, TreatmentUnit unit, ResponseScope scope, ResponseOptions? options = null,
        bool timePoints = true,
        ScopeWorkspace? workspace = null)
    {
        options ??= new ResponseOptions();
        int baseline = -1, last = -1;
        for (int v = 0; v < patient.Visits.Length; v++)
        {
            if (patient.Visits[v].Date < unit.Date || (patient.Visits[v].Date == unit.Date && patient.Visits[v].IsBaseline)) baseline = v;
            if (!options.UntilRetreatment || unit.Retreatment is not { } end || patient.Visits[v].Date <= end) last = v;
        }
        if (baseline < 0) return Without(patient, unit, scope, options);
        int first = baseline + 1;
        while (first < patient.Visits.Length && patient.Visits[first].Date <= unit.Date) first++;

        workspace ??= new ScopeWorkspace();
        workspace.Clear();
        BaselineDisease disease = workspace.Disease;
        disease.Choose(patient, unit, scope, baseline, options);
        var run = new Run(patient, unit, scope, options, workspace, first, last, timePoints);
        ImmutableArray<TimePointResponse> points = run.TimePoints();
        return new ScopeResponse
        {
            UnitId = unit.Id,
            PatientId = unit.PatientId,
            Scope = scope,
            Start = unit.Date,
            BaselineDate = patient.Visits[baseline].Date,
            Baseline = disease.Sum,
            Targets = Targets(patient, disease, options),
            NonTargets = NonTargets(patient, disease),
            TimePoints = points,
            Notes = [.. disease.Notes],
            Progression = run.Progression,
            EvaluableDays = run.EvaluableDays,
            IsAssessed = run.IsAnyAssessed,
            NewTherapy = unit.NewTherapy,
            Options = options,
        };
    }

    private static ImmutableArray<TargetLesion> Targets(PatientImaging patient, BaselineDisease disease, ResponseOptions options)
    {
        if (disease.Targets.Count == 0) return [];
        var targets = new TargetLesion[disease.Targets.Count];
        for (int t = 0; t < targets.Length; t++)
        {
            (int l, decimal? size) = disease.Targets[t];
            targets[t] = new TargetLesion(patient.Lesions[l].Id, LesionSize.Method(patient.Lesions[l], options.Criterion.Measure), size);
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(targets);
    }

    private static ImmutableArray<string> NonTargets(PatientImaging patient, BaselineDisease disease)
    {
        if (disease.NonTargets.Count == 0) return [];
        var names = new string[disease.NonTargets.Count];
        for (int n = 0; n < names.Length; n++) names[n] = patient.Lesions[disease.NonTargets[n]].Id;
        return ImmutableCollectionsMarshal.AsImmutableArray(names);
    }

    private static ScopeResponse Without(PatientImaging patient, TreatmentUnit unit, ResponseScope scope, ResponseOptions options) => new()
    {
        UnitId = unit.Id,
        PatientId = patient.PatientId,
        Scope = scope,
        Start = unit.Date,
        BaselineDate = null,
        Baseline = null,
        Targets = [],
        NonTargets = [],
        TimePoints = [],
        Notes = ["no scan before the treatment (a scan on the day of treatment counts only when marked as baseline): not evaluable"],
        Progression = null,
        NewTherapy = unit.NewTherapy,
        Options = options,
    };

    private sealed class Run(PatientImaging patient, TreatmentUnit unit, ResponseScope scope, ResponseOptions options,
        ScopeWorkspace workspace, int first, int last, bool keep)
    {
        private readonly BaselineDisease _disease = workspace.Disease;

        public FirstProgression? Progression { get; private set; }

        public bool IsAnyAssessed { get; private set; }

        public ImmutableArray<DateOnly> EvaluableDays => [.. workspace.EvaluableDays];

        public ImmutableArray<TimePointResponse> TimePoints()
        {
            List<NewLesions.Counted> newLesions = workspace.NewLesions;
            NewLesions.Find(newLesions, patient, _disease, scope, first, last, options, workspace.NewLesionNotes);
            var sums = new TargetSums(patient, _disease, options);
            var calls = new NonTargetCalls(patient, _disease, options, last);
            decimal? nadir = sums.Baseline;
            List<string> notes = workspace.Notes;
            bool hadComplete = false, hadPartial = false, hadOverall = false;
            var found = ImmutableArray.CreateBuilder<TimePointResponse>(keep ? Math.Max(0, last - first + 1) : 0);
            for (int v = first; v <= last; v++)
            {
                if (!IsAssessed(v)) continue;
                notes.Clear();
                TargetState state = sums.At(v, nadir, hadComplete, hadPartial, hadOverall, notes);
                ResponseRule<TargetState> target = options.Criterion.TargetRule(state);
                if (keep) sums.Sensitivity(v, state, target.Category, notes);
                ResponseRule<NonTargetState> nonTarget = options.Criterion.NonTargetRule(calls.At(v, hadOverall, notes));
                int seen = 0, there = 0;
                decimal newSum = 0;
                foreach (NewLesions.Counted lesion in newLesions)
                {
                    if (lesion.Visit > v) break;
                    seen++;
                    if (lesion.Lesion < 0 || !IsGone(v, lesion.Lesion)) there++;
                    if (lesion.Lesion >= 0) newSum += patient[v, lesion.Lesion].Longest ?? 0;
                }
                bool isNew = seen > 0;
                bool notSearched = patient.Visits[v].NewLesionsNotEvaluated && options.NeedsNewLesionSearch && scope != ResponseScope.Local;
                ResponseRule<TimePointState> overall = options.Criterion.OverallRule(target.Category, nonTarget.Category, isNew,
                    notSearched);
                foreach ((int visit, string note) in workspace.NewLesionNotes)
                    if (visit == v) notes.Add(note);
                if (patient.Visits[v].NewLesionsNotEvaluated && !isNew)
                    notes.Add(NotSearched(target.Category, nonTarget.Category, overall.Category));

                bool complete = state.IsComplete && state.Targets > 0;
                IsAnyAssessed = true;
                if (!keep && overall.Category.IsEvaluable()) workspace.EvaluableDays.Add(patient.Visits[v].Date);
                bool isFirstProgression = overall.Category == PD && Progression is null;
                if (keep || isFirstProgression)
                {
                    var point = new TimePointResponse
                    {
                        Date = patient.Visits[v].Date,
                        Day = patient.Visits[v].Date.DayNumber - unit.Date.DayNumber,
                        ImagingIds = patient.Visits[v].ImagingIds,
                        TargetRule = target,
                        NonTargetRule = nonTarget,
                        OverallRule = overall,
                        NewLesionReason = isNew ? newLesions[0].Reason : null,
                        NewLesionCount = seen,
                        NewLesionSum = newSum,
                        NewLesionsPresent = there,
                        NotSearched = notSearched,
                        NonTargetIncreased = calls.HasIncreased(v),
                        Evaluated = state.Evaluated,
                        Sum = state.Sum,
                        Nadir = nadir,
                        ChangeFromBaseline = complete ? TargetSums.Change(state.Sum, sums.Baseline) : null,
                        ChangeFromNadir = complete ? TargetSums.Change(state.Sum, nadir) : null,
                        Notes = [.. notes],
                    };
                    if (keep) found.Add(point);
                    if (isFirstProgression) Progression = FirstProgression.At(point, v, patient, newLesions);
                }
                if (complete && sums.Baseline is not null && state.Sum < nadir) nadir = state.Sum;
                hadComplete |= target.Category == CR;
                hadPartial |= target.Category == PR;
                hadOverall |= overall.Category == CR;
            }
            return found.DrainToImmutable();
        }

        private string NotSearched(ResponseCategory target, ResponseCategory nonTarget, ResponseCategory overall)
        {
            ResponseCategory known = options.Criterion.ClassifyOverall(target, nonTarget, newLesion: false);
            return "new lesions were not looked for; "
                + (overall == known ? $"{known.Label()} holds for the known lesions" : $"without any it would be {known.Label()}");
        }

        private bool IsAssessed(int v)
        {
            foreach ((int l, _) in _disease.Targets) if (patient.IsRecorded(v, l)) return true;
            foreach (int l in _disease.NonTargets) if (patient.IsRecorded(v, l)) return true;
            foreach ((int l, _) in _disease.Potential) if (patient[v, l].IsRecorded) return true;
            return scope == ResponseScope.Overall && patient.Visits[v].ReportsNewLesions;
        }

        // A new lesion is gone when the reader says so; without a row it is taken to persist.
        private bool IsGone(int v, int l) =>
            patient[v, l].Status == MeasurementStatus.Disappeared || patient[v, l].NonTarget == NonTargetStatus.Absent
            || (patient[v, l].Status == MeasurementStatus.Measured && patient[v, l].Longest == 0);
    }
}
