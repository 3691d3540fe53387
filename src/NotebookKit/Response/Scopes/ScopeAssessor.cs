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
        var run = new Run(patient, scope, options, workspace, first, last, timePoints);
        run.Judge();
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
            Visits = run.Visits,
            ImagingVisits = patient.Visits,
            VisitNotes = [.. workspace.VisitNotes],
            NewLesionReason = workspace.NewLesions.Count == 0 ? null : workspace.NewLesions[0].Reason,
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
        Notes = ["no scan before the treatment (a scan on the day of treatment counts only when marked as baseline): not evaluable"],
        Progression = null,
        NewTherapy = unit.NewTherapy,
        Options = options,
    };

    private sealed class Run(PatientImaging patient, ResponseScope scope, ResponseOptions options, ScopeWorkspace workspace, int first,
        int last, bool keep)
    {
        private readonly BaselineDisease _disease = workspace.Disease;

        public FirstProgression? Progression { get; private set; }

        public bool IsAnyAssessed { get; private set; }

        public ImmutableArray<DateOnly> EvaluableDays => [.. workspace.EvaluableDays];

        public ArraySegment<JudgedVisit> Visits { get; private set; } = ArraySegment<JudgedVisit>.Empty;

        public void Judge()
        {
            List<NewLesions.Counted> newLesions = workspace.NewLesions;
            NewLesions.Find(newLesions, patient, _disease, scope, first, last, options, workspace.NewLesionNotes);
            var sums = new TargetSums(patient, _disease, options);
            var calls = new NonTargetCalls(patient, _disease, options, last);
            decimal? nadir = sums.Baseline;
            List<string> notes = workspace.VisitNotes;
            ResponseCriterion criterion = options.Criterion;
            bool hadComplete = false, hadPartial = false, hadOverall = false;
            if (keep) workspace.Visits.Open(Math.Max(0, last - first + 1));
            for (int v = first; v <= last; v++)
            {
                if (!IsAssessed(v)) continue;
                TargetState state = sums.At(v, nadir, hadComplete, hadPartial, hadOverall, notes);
                byte targetRule = criterion.TargetRuleNumber(state);
                ResponseCategory target = criterion.TargetRules[targetRule].Category;
                if (keep) sums.Sensitivity(v, state, target, notes);
                byte nonTargetRule = criterion.NonTargetRuleNumber(calls.At(v, hadOverall, notes));
                ResponseCategory nonTarget = criterion.NonTargetRules[nonTargetRule].Category;
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
                byte overallRule = criterion.OverallRuleNumber(new TimePointState(target, nonTarget, isNew, notSearched));
                ResponseCategory overall = criterion.OverallRules[overallRule].Category;
                foreach ((int visit, string note) in workspace.NewLesionNotes)
                    if (visit == v) notes.Add(note);
                if (patient.Visits[v].NewLesionsNotEvaluated && !isNew) notes.Add(NotSearched(target, nonTarget, overall));

                IsAnyAssessed = true;
                if (!keep && overall.IsEvaluable()) workspace.EvaluableDays.Add(patient.Visits[v].Date);
                if (overall == PD && Progression is null) Progression = FirstProgression.At(target, nonTarget, v, patient, newLesions);
                if (keep)
                    workspace.Visits.Add(new JudgedVisit
                    {
                        Visit = v,
                        Evaluated = state.Evaluated,
                        Sum = ShortDecimal.Of(state.Sum),
                        Nadir = ShortDecimal.Of(nadir),
                        NewLesionSum = ShortDecimal.Of(newSum),
                        NewLesions = seen,
                        NewLesionsPresent = there,
                        NotesEnd = notes.Count,
                        Rules = (targetRule, nonTargetRule, overallRule),
                        NotSearched = notSearched,
                        NonTargetIncreased = calls.HasIncreased(v),
                    });
                if (state.IsComplete && state.Targets > 0 && sums.Baseline is not null && state.Sum < nadir) nadir = state.Sum;
                hadComplete |= target == CR;
                hadPartial |= target == PR;
                hadOverall |= overall == CR;
            }
            if (keep) Visits = workspace.Visits.Close();
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
