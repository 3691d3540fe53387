using System.Collections.Immutable;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Response.Criteria;

/// <summary>The published rules for the target lesions (30% smaller, 20% larger, …), in the order in which they are tried.</summary>
internal static class TargetLesionRules
{
    /// <summary>RECIST: a sum at or above this multiple of the smallest before is progression.</summary>
    public const decimal RecistProgression = 1.2m;

    /// <summary>RECIST: a sum at or below this share of baseline is a partial response.</summary>
    public const decimal RecistPartialResponse = 0.7m;

    public const string Recist = "Eisenhauer 2009";
    public const string Questions = "EORTC RECIST questions and answers";
    public const string Convention = "convention";

    // Above the rules that hold it: static members start in order of text.
    private static ResponseRule<TargetState> Sticky { get; } =
        new(PR, "only where a partial response is chosen to last until progression: PR before, and no progression since", Questions,
            (in s) => s.Sticky && s.HadPartialResponse);

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
            Convention, (in s) => s.MeetsProgression && !HasAttenuation(s)),
        new(PD, "the sum has grown by at least 10% over its smallest before, and attenuation has not fallen by 15%", "Choi 2007",
            (in s) => s.MeetsProgression && !DensityResponse(s)),
        new(PR, "the sum has fallen by at least 10% from baseline, or attenuation by at least 15%", "Choi 2007",
            (in s) => s.Sum <= s.PartialResponseRatio * s.Baseline || DensityResponse(s)),
        new(NE, "attenuation is missing and size alone shows no response", Convention, (in s) => !HasAttenuation(s)),
        Sticky,
        new(SD, "none of the above", "Choi 2007", (in _) => true),
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

/// <summary>The sums a target rule looks at, with the thresholds in force.</summary>
internal readonly record struct TargetState
{
    /// <summary>Number of target lesions.</summary>
    public required int Targets { get; init; }

    /// <summary>Number of targets with a size at this time point.</summary>
    public required int Evaluated { get; init; }

    /// <summary>Baseline sum in mm (mm² for products); null when a target has no baseline.</summary>
    public required decimal? Baseline { get; init; }

    /// <summary>Smallest complete sum before this time point, baseline included; null when there is none.</summary>
    public required decimal? Nadir { get; init; }

    /// <summary>Sum of the targets with a size.</summary>
    public required decimal Sum { get; init; }

    /// <summary>Part of <see cref="Sum"/> that is not lymph nodes.</summary>
    public decimal NonNodalSum { get; init; }

    /// <summary>Whether every target lymph node has a short axis below 10 mm.</summary>
    public bool NodesNormal { get; init; }

    /// <summary>Whether the targets were in complete response before.</summary>
    public bool HadCompleteResponse { get; init; }

    /// <summary>Whether the whole disease was in complete response before.</summary>
    public bool HadOverallCompleteResponse { get; init; }

    /// <summary>Whether the targets were in partial response before.</summary>
    public bool HadPartialResponse { get; init; }

    /// <summary>Mean attenuation of the targets at baseline in HU; null when not measured in each.</summary>
    public decimal? BaselineAttenuation { get; init; }

    /// <summary>Mean attenuation of the targets now in HU; null when not measured in each.</summary>
    public decimal? Attenuation { get; init; }

    /// <summary>Sum at or below this share of baseline is a partial response.</summary>
    public required decimal PartialResponseRatio { get; init; }

    /// <summary>Sum at or above this multiple of nadir is progression.</summary>
    public required decimal ProgressionRatio { get; init; }

    /// <summary>Least increase over nadir in mm that progression needs besides.</summary>
    public decimal AbsoluteIncrease { get; init; }

    /// <summary>Whether a partial response lasts until progression.</summary>
    public bool Sticky { get; init; }

    /// <summary>Whether every target has a size.</summary>
    public bool IsComplete => Evaluated == Targets;

    /// <summary>
    /// Whether the sizes known prove progression: S ≥ ratio × N and S − N ≥ the absolute increase, or anything after nothing.
    /// </summary>
    public bool MeetsProgression => MeetsProgressionWith(AbsoluteIncrease);

    /// <summary>The same with another absolute increase.</summary>
    public bool MeetsProgressionWith(decimal absoluteIncrease) =>
        (HadCompleteResponse && NonNodalSum > 0)
        || (HadOverallCompleteResponse && (NonNodalSum > 0 || !NodesNormal))
        || (Nadir is { } n && (n == 0 ? Sum > 0 : Sum >= ProgressionRatio * n && Sum - n >= absoluteIncrease));
}
