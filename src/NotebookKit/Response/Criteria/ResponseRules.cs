using System.Collections.Immutable;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Response.Criteria;

/// <summary>The published rules, in the order in which they are tried.</summary>
internal static class ResponseRules
{
    private const string Recist = "Eisenhauer 2009";
    private const string Questions = "EORTC RECIST questions and answers";
    private const string RecistTable1 = "Eisenhauer 2009, table 1";
    private const string RecistTable2 = "Eisenhauer 2009, table 2";

    // Above the rules that hold it: static members start in order of text.
    private static ResponseRule<TargetState> Sticky { get; } =
        new(PR, "with the sticky option: PR before and no progression since", Questions, (in s) => s.Sticky && s.HadPartialResponse);

    public static ImmutableArray<ResponseRule<TargetState>> Diameters(string citation, string disappeared, bool absolute) =>
    [
        .. Opening(citation),
        new(CR, disappeared, citation, (in s) => s.NonNodalSum == 0 && s.NodesNormal),
        new(PD, "the sum has grown by at least 20% over its smallest before" + (absolute ? " and by at least 5 mm" : "")
            + "; after nothing was left, any size", citation, (in s) => s.MeetsProgression),
        new(PR, "the sum has fallen by at least 30% from baseline", citation, (in s) => s.Sum <= s.PartialResponseRatio * s.Baseline),
        Sticky,
        new(SD, "none of the above", citation, (in _) => true),
    ];

    public static ImmutableArray<ResponseRule<TargetState>> Products(string citation, string disappeared) =>
    [
        .. Opening(citation),
        new(CR, disappeared, citation, (in s) => s.Sum == 0),
        new(PD, "the sum of products has grown by at least 25% over its smallest before; after nothing was left, any size", citation,
            (in s) => s.MeetsProgression),
        new(PR, "the sum of products has fallen by at least 50% from baseline", citation,
            (in s) => s.Sum <= s.PartialResponseRatio * s.Baseline),
        Sticky,
        new(SD, "none of the above", citation, (in _) => true),
    ];

    public static readonly ImmutableArray<ResponseRule<TargetState>> Choi =
    [
        .. Opening("Choi 2007", missingMayProgress: false),
        new(CR, "all targets gone", "Choi 2007", (in s) => s.NonNodalSum == 0 && s.NodesNormal),
        new(NE, "the sum has grown by at least 10% over its smallest before, but attenuation is missing, which could make it a response",
            "convention", (in s) => s.MeetsProgression && !HasAttenuation(s)),
        new(PD, "the sum has grown by at least 10% over its smallest before, and attenuation has not fallen by 15%", "Choi 2007",
            (in s) => s.MeetsProgression && !DensityResponse(s)),
        new(PR, "the sum has fallen by at least 10% from baseline, or attenuation by at least 15%", "Choi 2007",
            (in s) => s.Sum <= s.PartialResponseRatio * s.Baseline || DensityResponse(s)),
        new(NE, "attenuation is missing and size alone shows no response", "convention", (in s) => !HasAttenuation(s)),
        Sticky,
        new(SD, "none of the above", "Choi 2007", (in _) => true),
    ];

    public static ImmutableArray<ResponseRule<NonTargetState>> NonTargets(string citation, string gone) =>
    [
        new(NA, "no non-target lesion at baseline", Recist, (in s) => s.Lesions == 0),
        new(PD, "unequivocal progression of a non-target lesion", citation, (in s) => s.Progressing > 0),
        new(PD, "a non-target lesion has returned after complete response of all disease", Questions,
            (in s) => s.HadOverallCompleteResponse && s.Present > 0),
        new(NonCRNonPD, "at least one non-target lesion persists", citation, (in s) => s.Present > 0),
        new(NE, "a non-target lesion is not evaluated, and none is known to persist", Recist, (in s) => s.NotEvaluated > 0),
        new(CR, gone, citation, (in _) => true),
    ];

    public static ImmutableArray<ResponseRule<TimePointState>> Overall(string? citation = null) =>
    [
        new(PD, "a new lesion, or progression of target or non-target lesions", citation ?? RecistTable1,
            (in s) => s.NewLesion || s.Target == PD || s.NonTarget == PD),
        new(NE, "new lesions were not looked for; every response asks that there are none", RecistTable1 + " and 2",
            (in s) => s.NotSearched),
        new(NE, "not all targets evaluated", RecistTable1, (in s) => s.Target == NE),
        new(CR, "targets CR, non-targets CR or none", citation ?? RecistTable1, (in s) => s.Target == CR && s.NonTarget is CR or NA),
        new(PR, "targets CR, non-targets persist or are not evaluated", citation ?? RecistTable1, (in s) => s.Target == CR),
        new(PR, "targets PR, non-targets not PD or not all evaluated", citation ?? RecistTable1, (in s) => s.Target == PR),
        new(SD, "targets SD, non-targets not PD or not all evaluated", citation ?? RecistTable1, (in s) => s.Target == SD),
        new(CR, "no targets at baseline, non-targets CR", RecistTable2, (in s) => s.NonTarget == CR),
        new(NonCRNonPD, "no targets at baseline, non-targets persist", RecistTable2, (in s) => s.NonTarget == NonCRNonPD),
        new(NE, "no targets at baseline, non-targets not evaluated or none", RecistTable2, (in _) => true),
    ];

    private static IEnumerable<ResponseRule<TargetState>> Opening(string citation, bool missingMayProgress = true)
    {
        yield return new(NA, "no target lesion at baseline", Recist, (in s) => s.Targets == 0);
        yield return new(NE, "baseline sum incomplete or 0", Recist, (in s) => s.Baseline is not > 0);
        if (missingMayProgress)
            yield return new(PD, "a target is not evaluable, but the others already prove progression", citation,
                (in s) => !s.IsComplete && s.MeetsProgression);
        yield return new(NE, "a target is not evaluable", Recist, (in s) => !s.IsComplete);
    }

    private static bool HasAttenuation(in TargetState s) => s.Attenuation is not null && s.BaselineAttenuation is > 0;

    private static bool DensityResponse(in TargetState s) => HasAttenuation(s) && s.Attenuation <= 0.85m * s.BaselineAttenuation;
}
