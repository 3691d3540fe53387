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
            Baseline = run.Baseline,
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

    private static readonly string[] WithIncrease = Texts("with the 5 mm absolute increase"),
        WithoutIncrease = Texts("without the absolute increase"),
        Lasting = Texts("with a partial response lasting until progression"), Anew = Texts("judged anew at each scan");

    private static string[] Texts(string otherwise) =>
        [.. Enum.GetValues<ResponseCategory>().Select(c => $"{otherwise} the targets would be {c.Label()}")];

    private sealed class Run(PatientImaging patient, TreatmentUnit unit, ResponseScope scope, ResponseOptions options,
        ScopeWorkspace workspace, int first, int last, bool keep)
    {
        private readonly BaselineDisease _disease = workspace.Disease;

        public decimal? Baseline { get; } = workspace.Disease.Sum;

        public Progression? Progression { get; private set; }

        public bool IsAnyAssessed { get; private set; }

        public ImmutableArray<DateOnly> EvaluableDays => [.. workspace.EvaluableDays];

        public ImmutableArray<TimePointResponse> TimePoints()
        {
            List<NewLesions.Counted> newLesions = workspace.NewLesions;
            NewLesions.Find(newLesions, patient, _disease, scope, first, last, options, workspace.NewLesionNotes);
            decimal? baselineAttenuation = Attenuation(null);
            decimal? nadir = Baseline;
            List<string> notes = workspace.Notes;
            bool hadComplete = false, hadPartial = false, hadOverall = false;
            var found = ImmutableArray.CreateBuilder<TimePointResponse>(keep ? Math.Max(0, last - first + 1) : 0);
            for (int v = first; v <= last; v++)
            {
                if (!IsAssessed(v)) continue;
                notes.Clear();
                TargetState state = State(v, nadir, hadComplete, hadPartial, baselineAttenuation, options.TooSmallMm is not null,
                    hadOverall, notes);
                ResponseRule<TargetState> target = options.Criterion.TargetRule(state);
                if (keep) Sensitivity(v, state, target.Category, notes);
                ResponseRule<NonTargetState> nonTarget = options.Criterion.NonTargetRule(NonTargets(v, hadOverall, notes));
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
                        NonTargetIncreased = HasIncreasedNonTarget(v),
                        Evaluated = state.Evaluated,
                        Sum = state.Sum,
                        Nadir = nadir,
                        ChangeFromBaseline = complete ? Change(state.Sum, Baseline) : null,
                        ChangeFromNadir = complete ? Change(state.Sum, nadir) : null,
                        Notes = [.. notes],
                    };
                    if (keep) found.Add(point);
                    if (isFirstProgression) Progression = Progressed(v, point, newLesions);
                }
                if (complete && Baseline is not null && state.Sum < nadir) nadir = state.Sum;
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

        // A new lesion counts from its own scan, the sum from the last scan of the visit.
        private Progression Progressed(int v, TimePointResponse point, List<NewLesions.Counted> newLesions)
        {
            DateOnly visit = patient.Visits[v].Date, date = visit;
            bool inside = false, outside = false;
            foreach (NewLesions.Counted lesion in newLesions)
            {
                if (lesion.Visit > v) break;
                if (lesion.Date < date) date = lesion.Date;
                if (lesion.Lesion >= 0)
                    (inside, outside) = (inside || patient.Lesions[lesion.Lesion].IsHepatic,
                        outside || !patient.Lesions[lesion.Lesion].IsHepatic);
            }
            bool alone = point.NonTarget != PD && !point.NewLesion;
            string?[] pattern = alone ? [] : [point.Target == PD ? "target" : null, point.NonTarget == PD ? "non-target" : null,
                inside ? "new intrahepatic" : null, outside ? "new extrahepatic" : null,
                point.NewLesion && !inside && !outside ? "new, site not said" : null];
            return new Progression(date, point.Cause) { VisitDate = visit,
                Pattern = alone ? "target" : string.Join(" + ", pattern.OfType<string>()) };
        }

        private TargetState State(int v, decimal? nadir, bool hadComplete, bool hadPartial, decimal? baselineAttenuation,
            bool countTooSmall, bool hadOverall, List<string>? notes = null)
        {
            decimal sum = 0, nonNodal = 0;
            int evaluated = 0;
            bool nodesNormal = true;
            foreach ((int l, _) in _disease.Targets)
            {
                bool dropped = !countTooSmall && patient[v, l] is { Status: MeasurementStatus.TooSmall };
                if (dropped || Size(v, l, notes) is not { } size) continue;
                evaluated++;
                sum += size;
                if (patient.Lesions[l].IsNode) nodesNormal &= patient[v, l].Status == MeasurementStatus.Disappeared
                    || patient[v, l].Longest is not >= 10;
                else nonNodal += size;
            }
            return new TargetState
            {
                Targets = _disease.Targets.Count,
                Evaluated = evaluated,
                Baseline = Baseline,
                Nadir = nadir,
                Sum = sum,
                NonNodalSum = nonNodal,
                NodesNormal = nodesNormal,
                HadCompleteResponse = hadComplete,
                HadPartialResponse = hadPartial,
                HadOverallCompleteResponse = hadOverall,
                BaselineAttenuation = baselineAttenuation,
                Attenuation = Attenuation(v),
                PartialResponseRatio = options.Criterion.PartialResponseRatio,
                ProgressionRatio = options.Criterion.ProgressionRatio,
                AbsoluteIncrease = options.AbsoluteIncrease,
                Sticky = options.StickyResponse,
            };
        }

        // A lesion that has merged is 0 where the whole is another target, else the whole itself stands for it.
        private decimal? Size(int v, int l, List<string>? notes)
        {
            if (patient[v, l].Status != MeasurementStatus.Merged) return LesionSize.Of(patient, v, l, options);
            string id = patient.Lesions[l].Id, organ = patient.Lesions[l].OrganGroup;
            int whole = -1, others = 0;
            for (int o = 0; o < patient.Lesions.Length; o++)
            {
                if (o == l || patient.Lesions[o].OrganGroup != organ || patient[v, o].Status == MeasurementStatus.Merged) continue;
                if (!patient.IsRecorded(v, o) || LesionSize.Of(patient, v, o, options) is not > 0) continue;
                if (_disease.IsTarget(o)) return LesionSize.Of(patient, v, l, options);
                (whole, others) = (o, others + 1);
            }
            if (others == 1)
            {
                notes?.Add($"{id} has merged with {patient.Lesions[whole].Id}, which is not a target and stands for it");
                return LesionSize.Of(patient, v, whole, options);
            }
            notes?.Add($"{id} has merged, but the whole is {(others == 0 ? "not measured" : "one of several lesions")}: not evaluable");
            return null;
        }

        // The class under the other choice of each option on which authors differ.
        private void Sensitivity(int v, in TargetState state, ResponseCategory category, List<string> notes)
        {
            bool diameters = options.Criterion.Measure is SizeMeasure.ViableDiameter or SizeMeasure.LongestDiameter;
            decimal increase = state.AbsoluteIncrease > 0 ? 0 : 5;
            if (diameters && state.MeetsProgressionWith(increase) != state.MeetsProgression
                && options.Criterion.TargetRule(state with { AbsoluteIncrease = increase }).Category is var otherwise
                && otherwise != category)
                notes.Add((state.AbsoluteIncrease > 0 ? WithoutIncrease : WithIncrease)[(int)otherwise]);
            if (state.HadPartialResponse && options.Criterion.TargetRule(state with { Sticky = !state.Sticky }).Category is var sticky
                && sticky != category)
                notes.Add((state.Sticky ? Anew : Lasting)[(int)sticky]);
            if (options.TooSmallMm is null || !HasTooSmall(v)) return;
            ResponseCategory without = options.Criterion.TargetRule(
                State(v, state.Nadir, state.HadCompleteResponse, state.HadPartialResponse, state.BaselineAttenuation, countTooSmall: false,
                    state.HadOverallCompleteResponse)).Category;
            if (without != category) notes.Add($"without a size for lesions too small to measure the targets would be {without.Label()}");
        }

        private bool HasTooSmall(int v)
        {
            foreach ((int l, _) in _disease.Targets)
                if (patient[v, l].Status == MeasurementStatus.TooSmall) return true;
            return false;
        }

        private NonTargetState NonTargets(int v, bool hadOverallComplete, List<string> notes)
        {
            int progressing = 0, present = 0, missing = 0;
            foreach (int l in _disease.NonTargets)
                switch (Call(v, l, notes))
                {
                    case NonTargetStatus.UnequivocalProgression: progressing++; break;
                    case NonTargetStatus.Present: present++; break;
                    case NonTargetStatus.NotEvaluable: missing++; break;
                }
            return new NonTargetState(_disease.NonTargets.Count, progressing, present, missing, hadOverallComplete);
        }

        private NonTargetStatus Call(int v, int l, List<string> notes)
        {
            Lesion lesion = patient.Lesions[l];
            ref readonly LesionMeasurement cell = ref patient[v, l];
            if (!patient.IsRecorded(v, l)) return NonTargetStatus.NotEvaluable;
            if (cell.Progresses && options.LacksCytology(lesion))
            {
                notes.Add($"effusion {lesion.Id} not counted as progression without cytology; with proof it would be PD");
                return NonTargetStatus.Present;
            }
            if (cell.Progresses) return NonTargetStatus.UnequivocalProgression;
            if (cell.NonTarget == NonTargetStatus.EquivocalProgression)
            {
                if (Confirmed(v, l) is not { } later)
                    notes.Add($"{lesion.Id}: equivocal progression of a non-target lesion is not counted; called unequivocal it "
                        + "would be PD");
                else if (options.BackDateEquivocalProgression)
                {
                    notes.Add($"{lesion.Id}: equivocal progression, confirmed on {Iso(later)}, counts from here");
                    return NonTargetStatus.UnequivocalProgression;
                }
                else notes.Add(
                    $"{lesion.Id}: equivocal progression of a non-target lesion, confirmed on {Iso(later)}, counts from there; dated when "
                        + "first suspected it would be PD here");
                return NonTargetStatus.Present;
            }
            if (cell.NonTarget != NonTargetStatus.NotRecorded) return cell.NonTarget;
            if (cell.Status == MeasurementStatus.NotEvaluable) return NonTargetStatus.NotEvaluable;
            decimal? size = LesionSize.Of(patient, v, l, options);
            return size == 0 || (lesion.IsNode && cell.Longest is < 10) ? NonTargetStatus.Absent : NonTargetStatus.Present;
        }

        // The next assessment of the lesion, where that calls the progression unequivocal.
        private DateOnly? Confirmed(int v, int l)
        {
            for (int next = v + 1; next <= last; next++)
                if (patient.IsRecorded(next, l) && patient[next, l].Status != MeasurementStatus.NotEvaluable
                    && patient[next, l].NonTarget != NonTargetStatus.NotEvaluable)
                    return patient[next, l].Progresses ? patient.Visits[next].Date : null;
            return null;
        }

        private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        // A new lesion is gone when the reader says so; without a row it is taken to persist.
        private bool IsGone(int v, int l) =>
            patient[v, l].Status == MeasurementStatus.Disappeared || patient[v, l].NonTarget == NonTargetStatus.Absent
            || (patient[v, l].Status == MeasurementStatus.Measured && patient[v, l].Longest == 0);

        // By the reader's word or, where the reader says no more than that it progresses, by its diameter.
        private bool HasIncreasedNonTarget(int v)
        {
            foreach (int l in _disease.NonTargets)
            {
                if (patient[v, l].NonTarget == NonTargetStatus.IncreasedSinceLast) return true;
                if (patient[v, l].NonTarget != NonTargetStatus.UnequivocalProgression || patient[v, l].Longest is not { } now) continue;
                int last = v - 1;
                while (last > 0 && !patient[last, l].IsRecorded) last--;
                if (patient[last, l].Longest < now) return true;
            }
            return false;
        }

        private decimal? Attenuation(int? visit)
        {
            if (_disease.Targets.Count == 0) return null;
            decimal sum = 0;
            foreach ((int l, _) in _disease.Targets)
            {
                if (patient[visit ?? _disease.BaselineVisit(l), l].Attenuation is not { } hu) return null;
                sum += hu;
            }
            return sum / _disease.Targets.Count;
        }

        private bool IsAssessed(int v)
        {
            foreach ((int l, _) in _disease.Targets) if (patient.IsRecorded(v, l)) return true;
            foreach (int l in _disease.NonTargets) if (patient.IsRecorded(v, l)) return true;
            foreach ((int l, _) in _disease.Potential) if (patient[v, l].IsRecorded) return true;
            return scope == ResponseScope.Overall && patient.Visits[v].ReportsNewLesions;
        }

        // Of whole numbers below 2⁵³ the quotient of doubles is the exact one, rounded once; dividing decimals takes five times as long.
        private static double? Change(decimal sum, decimal? from)
        {
            if (from is not (> 0 and { } f)) return null;
            int places = Math.Max(sum.Scale, f.Scale);
            decimal difference = sum - f;
            if (places >= Tens.Length || Math.Max(sum, f) >= Largest) return (double)(100 * difference / f);
            return (double)(long)(100 * Tens[places] * difference) / (long)(Tens[places] * f);
        }

        private const decimal Largest = 1_000_000_000;

        private static readonly decimal[] Tens = [1, 10, 100, 1000, 10_000];
    }
}
