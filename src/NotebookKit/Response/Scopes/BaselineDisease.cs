using System.Globalization;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Scopes;

/// <summary>
/// The disease of one scope at the baseline of one treatment: which lesions are summed, which are only judged, which would be new.
/// </summary>
internal sealed class BaselineDisease
{
    private readonly List<(int Lesion, decimal? Size)> _candidates = [];
    private int[] _at = [];

    /// <summary>Targets with their baseline size, largest first; a size of null: chosen, but without baseline.</summary>
    public List<(int Lesion, decimal? Size)> Targets { get; } = [];

    /// <summary>Lesions judged without summing.</summary>
    public List<int> NonTargets { get; } = [];

    /// <summary>Lesions not present at baseline, which count as new when they appear, with the least size that counts.</summary>
    public List<(int Lesion, decimal LeastSize)> Potential { get; } = [];

    /// <summary>What was decided, in words.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The sum of the targets; null when there is none or one was not measured before.</summary>
    public decimal? Sum
    {
        get
        {
            decimal? sum = Targets.Count == 0 ? null : 0;
            foreach ((_, decimal? size) in Targets) sum += size;
            return sum;
        }
    }

    /// <summary>The visit from which the baseline of a lesion is taken.</summary>
    public int BaselineVisit(int lesion) => _at[lesion];

    /// <summary>Whether a lesion is a target.</summary>
    public bool IsTarget(int lesion)
    {
        foreach ((int target, _) in Targets)
            if (target == lesion) return true;
        return false;
    }

    /// <summary>
    /// Chooses targets (largest first, within the caps) and non-targets by the criterion's rules of eligibility, in place of what was
    /// chosen before.
    /// </summary>
    public void Choose(PatientImaging patient, TreatmentUnit unit, ResponseScope scope, int baseline, ResponseOptions options)
    {
        Targets.Clear();
        NonTargets.Clear();
        Potential.Clear();
        Notes.Clear();
        _candidates.Clear();
        if (_at.Length < patient.Lesions.Length) _at = new int[patient.Lesions.Length];
        for (int l = 0; l < patient.Lesions.Length; l++)
        {
            Lesion lesion = patient.Lesions[l];
            _at[l] = BaselineOf(patient, unit, l, baseline, options);
            bool isFragment = lesion.PartOf is { } whole && patient.IndexOf(whole) >= 0;
            if (scope != ResponseScope.Local
                ? isFragment || !IsInScope(lesion, unit, scope)
                : !StandsLocally(patient, unit, l, baseline, Notes)) continue;
            Sort(patient, unit, l, _at[l], options);
            if (_at[l] != baseline)
                Notes.Add($"{lesion.Id}: baseline from the scan of "
                    + $"{patient.Day(_at[l], l).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        }
        if (_candidates.Count > 0) Choose(patient, scope, options);
    }

    // The last adequate look at the lesion before the treatment: the last visit or, where that did not show it, one before it within the
    // window.
    private static int BaselineOf(PatientImaging patient, TreatmentUnit unit, int l, int baseline, ResponseOptions options)
    {
        for (int v = baseline; v >= 0; v--)
        {
            DateOnly day = patient.Visits[v].Date;
            if (v < baseline && (unit.Date.DayNumber - day.DayNumber > options.BaselineWindowDays || day <= unit.Previous)) break;
            if (patient.IsRecorded(v, l) && patient[v, l].Status != MeasurementStatus.NotEvaluable) return v;
        }
        return baseline;
    }

    // The treated lesion itself; of a fragment treated as such its whole where that was not yet split at baseline; and what is new in the
    // territory.
    private static bool StandsLocally(PatientImaging patient, TreatmentUnit unit, int l, int baseline, List<string> notes)
    {
        Lesion lesion = patient.Lesions[l];
        if (unit.NewInTerritory.Contains(lesion.Id)) return true;
        int whole = lesion.PartOf is { } id ? patient.IndexOf(id) : -1;
        if (unit.TreatedLesions.Contains(lesion.Id))
            return whole < 0
                || (!unit.TreatedLesions.Contains(patient.Lesions[whole].Id)
                    && (patient[baseline, l].IsRecorded || !patient[baseline, whole].IsRecorded));
        foreach (int fragment in patient.Fragments(l))
        {
            if (!unit.TreatedLesions.Contains(patient.Lesions[fragment].Id) || patient[baseline, fragment].IsRecorded
                || !patient[baseline, l].IsRecorded) continue;
            notes.Add($"{patient.Lesions[fragment].Id}: part of {lesion.Id}, which was whole at baseline and stands for it");
            return true;
        }
        return false;
    }

    private void Sort(PatientImaging patient, TreatmentUnit unit, int l, int baseline, ResponseOptions options)
    {
        Lesion lesion = patient.Lesions[l];
        ref readonly LesionMeasurement cell = ref patient[baseline, l];
        bool treated = unit.TreatedLesions.Contains(lesion.Id);
        if (!patient.IsRecorded(baseline, l))
        {
            if (lesion.Role == LesionRole.New && !treated && !IsRecordedBefore(patient, l, baseline))
                Potential.Add((l, NewLesionMinimum(lesion, options)));
            else if (lesion.Role != LesionRole.NonTarget && treated)
            {
                Notes.Add($"{lesion.Id}: treated, but not measured at baseline; target response is NE");
                _candidates.Add((l, null));
            }
            else
            {
                if (lesion.Role == LesionRole.Target) Notes.Add($"{lesion.Id}: not measured at baseline; followed as non-target");
                NonTargets.Add(l);
            }
            return;
        }
        decimal? size = LesionSize.Of(patient, baseline, l, options);
        if (size == 0 || cell.NonTarget == NonTargetStatus.Absent)
        {
            Potential.Add((l, NewLesionMinimum(lesion, options)));
            return;
        }
        if (lesion.IsNode && cell.Longest is { } axis && axis < NodeDiseaseMinimum(lesion, options))
        {
            Notes.Add($"{lesion.Id}: node of {Mm(axis)} is not disease");
            Potential.Add((l, NewLesionMinimum(lesion, options)));
            return;
        }
        if (lesion.Role == LesionRole.NonTarget) NonTargets.Add(l);
        else if (treated && size is null && lesion.Character == LesionCharacter.WellDefined)
        {
            Notes.Add($"{lesion.Id}: treated, but without a size at baseline; target response is NE");
            _candidates.Add((l, null));
        }
        else if (Ineligible(lesion, patient[baseline, Largest(patient, l, baseline)], patient.Visits[baseline], options) is { } reason)
        {
            Notes.Add($"{lesion.Id}: {reason}; followed as non-target");
            NonTargets.Add(l);
        }
        else
        {
            if (lesion.PriorLocalTherapy && LesionSize.Method(lesion, options.Criterion.Measure) != MeasurementMethod.Viable)
                Notes.Add($"{lesion.Id}: treated before; a target only if it has progressed since");
            _candidates.Add((l, size));
        }
    }

    // Of a split lesion its largest fragment has to be measurable.
    private static int Largest(PatientImaging patient, int l, int baseline)
    {
        if (!patient.IsSplit(baseline, l)) return l;
        int largest = patient.Fragments(l)[0];
        foreach (int fragment in patient.Fragments(l))
            if (patient[baseline, fragment].Longest > (patient[baseline, largest].Longest ?? 0)) largest = fragment;
        return largest;
    }

    private static string? Ineligible(Lesion lesion, in LesionMeasurement cell, Visit visit, ResponseOptions options)
    {
        if (lesion.Character != LesionCharacter.WellDefined) return $"{Words(lesion.Character)} lesions are not measurable";
        if (cell.Status == MeasurementStatus.NotEvaluable) return "not evaluable at baseline";
        bool viable = LesionSize.Method(lesion, options.Criterion.Measure) == MeasurementMethod.Viable;
        decimal? diameter = viable ? cell.Enhancing : cell.Longest;
        if (diameter is not { } d) return viable ? "no viable diameter at baseline" : "no diameter at baseline";
        decimal least = lesion.Organ == "porta_hepatis_node" ? Math.Max(options.MinTargetNodeMm, options.PortaHepatisNode)
            : lesion.IsNode ? options.MinTargetNodeMm
            : Math.Max(options.MinTargetMm, 2 * (visit.SliceThickness ?? 0));
        if (d >= least) return null;
        string why = lesion.PriorLocalTherapy ? ", treated before" : "";
        return $"{Mm(d)} at baseline, below {Mm(least)}{why}";
    }

    private void Choose(PatientImaging patient, ResponseScope scope, ResponseOptions options)
    {
        // Lesions chosen as targets by the reader come before those that appeared later; then the largest first.
        if (_candidates.Count > 1) SortCandidates(patient);
        int inAll = scope == ResponseScope.Local ? options.MaxLocalTargets : options.MaxTargets;
        foreach ((int lesion, decimal? size) in _candidates)
        {
            string organ = patient.Lesions[lesion].OrganGroup;
            int inOrgan = 0;
            if (scope != ResponseScope.Local)
                foreach ((int target, _) in Targets)
                    if (patient.Lesions[target].OrganGroup == organ) inOrgan++;
            if (Targets.Count < inAll && inOrgan < options.MaxTargetsPerOrgan) Targets.Add((lesion, size));
            else
            {
                Notes.Add($"{patient.Lesions[lesion].Id}: beyond the most targets allowed; followed as non-target");
                NonTargets.Add(lesion);
            }
        }
    }

    private void SortCandidates(PatientImaging patient) => _candidates.Sort((a, b) =>
    {
        Lesion x = patient.Lesions[a.Lesion], y = patient.Lesions[b.Lesion];
        int order = (x.Role == LesionRole.New).CompareTo(y.Role == LesionRole.New);
        if (order == 0) order = (b.Size ?? decimal.MaxValue).CompareTo(a.Size ?? decimal.MaxValue);
        return order != 0 ? order : string.CompareOrdinal(x.Id, y.Id);
    });

    private static bool IsInScope(Lesion lesion, TreatmentUnit unit, ResponseScope scope) => scope switch
    {
        ResponseScope.Local => unit.TreatedLesions.Contains(lesion.Id) || unit.NewInTerritory.Contains(lesion.Id),
        ResponseScope.Hepatic => lesion.IsHepatic,
        _ => true,
    };

    private static bool IsRecordedBefore(PatientImaging patient, int lesion, int baseline)
    {
        for (int v = 0; v < baseline; v++)
            if (patient.IsRecorded(v, lesion)) return true;
        return false;
    }

    private static decimal NodeDiseaseMinimum(Lesion node, ResponseOptions options) =>
        node.Organ == "porta_hepatis_node" ? options.PortaHepatisNode : 10;

    private static decimal NewLesionMinimum(Lesion lesion, ResponseOptions options) =>
        lesion.Organ == "porta_hepatis_node" ? Math.Max(options.PortaHepatisNode, options.MinTargetNodeMm)
        : lesion.IsNode ? options.MinTargetNodeMm
        : lesion.IsHepatic ? options.NewHepaticLesion : 0;

    private static string Words(LesionCharacter character) => character.ToString().ToLowerInvariant();

    private static string Mm(decimal value) => value.ToString("0.###", CultureInfo.InvariantCulture) + " mm";
}
