using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Scopes;

/// <summary>
/// The sums of the target lesions visit by visit: lesions that merge, attenuation, and what another option would make of them.
/// </summary>
/// <param name="patient">Imaging of the patient.</param>
/// <param name="disease">The disease at baseline.</param>
/// <param name="options">Options.</param>
internal readonly struct TargetSums(PatientImaging patient, BaselineDisease disease, ResponseOptions options)
{
    private readonly decimal? _baselineAttenuation = Attenuation(patient, disease, null);

    /// <summary>The sum at baseline; null when there is none or a target was not measured before.</summary>
    public decimal? Baseline { get; } = disease.Sum;

    /// <summary>What the rules for targets look at on a visit.</summary>
    public TargetState At(int v, decimal? nadir, bool hadComplete, bool hadPartial, bool hadOverall, List<string> notes) =>
        State(v, nadir, hadComplete, hadPartial, options.TooSmallMm is not null, hadOverall, notes);

    private TargetState State(int v, decimal? nadir, bool hadComplete, bool hadPartial, bool countTooSmall, bool hadOverall,
        List<string>? notes = null)
    {
        decimal sum = 0, nonNodal = 0;
        int evaluated = 0;
        bool nodesNormal = true;
        foreach ((int l, _) in disease.Targets)
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
            Targets = disease.Targets.Count,
            Evaluated = evaluated,
            Baseline = Baseline,
            Nadir = nadir,
            Sum = sum,
            NonNodalSum = nonNodal,
            NodesNormal = nodesNormal,
            HadCompleteResponse = hadComplete,
            HadPartialResponse = hadPartial,
            HadOverallCompleteResponse = hadOverall,
            BaselineAttenuation = _baselineAttenuation,
            Attenuation = Attenuation(patient, disease, v),
            PartialResponseRatio = options.Criterion.PartialResponseRatio,
            ProgressionRatio = options.Criterion.ProgressionRatio,
            AbsoluteIncrease = options.AbsoluteIncrease,
            Sticky = options.StickyResponse,
        };
    }

    private static decimal? Attenuation(PatientImaging patient, BaselineDisease disease, int? visit)
    {
        if (disease.Targets.Count == 0) return null;
        decimal sum = 0;
        foreach ((int l, _) in disease.Targets)
        {
            if (patient[visit ?? disease.BaselineVisit(l), l].Attenuation is not { } hu) return null;
            sum += hu;
        }
        return sum / disease.Targets.Count;
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
            if (disease.IsTarget(o)) return LesionSize.Of(patient, v, l, options);
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

    /// <summary>Notes the class under the other choice of each option on which authors differ.</summary>
    public void Sensitivity(int v, in TargetState state, ResponseCategory category, List<string> notes)
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
            State(v, state.Nadir, state.HadCompleteResponse, state.HadPartialResponse, countTooSmall: false,
                state.HadOverallCompleteResponse)).Category;
        if (without != category) notes.Add($"without a size for lesions too small to measure the targets would be {without.Label()}");
    }

    private bool HasTooSmall(int v)
    {
        foreach ((int l, _) in disease.Targets)
            if (patient[v, l].Status == MeasurementStatus.TooSmall) return true;
        return false;
    }

    /// <summary>Change of a sum in percent; null from nothing.</summary>
    public static double? Change(decimal sum, decimal? from)
    {
        if (from is not (> 0 and { } f)) return null;
        int places = Math.Max(sum.Scale, f.Scale);
        decimal difference = sum - f;
        // Of whole numbers below 2⁵³ the quotient of doubles is the exact one, rounded once; dividing decimals takes five times as long.
        if (places >= Tens.Length || Math.Max(sum, f) >= Largest) return (double)(100 * difference / f);
        return (double)(long)(100 * Tens[places] * difference) / (long)(Tens[places] * f);
    }

    private const decimal Largest = 1_000_000_000;

    private static readonly decimal[] Tens = [1, 10, 100, 1000, 10_000];

    private static readonly string[] WithIncrease = Texts("with the 5 mm absolute increase"),
        WithoutIncrease = Texts("without the absolute increase"),
        Lasting = Texts("with a partial response lasting until progression"), Anew = Texts("judged anew at each scan");

    private static string[] Texts(string otherwise) =>
        [.. Enum.GetValues<ResponseCategory>().Select(c => $"{otherwise} the targets would be {c.Label()}")];
}
