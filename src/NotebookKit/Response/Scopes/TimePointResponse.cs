using System.Collections.Immutable;
using NotebookKit.Response.Criteria;

namespace NotebookKit.Response.Scopes;

/// <summary>Response at one visit in one scope.</summary>
public sealed record TimePointResponse
{
    /// <summary>Day of imaging.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Days since the treatment.</summary>
    public required int Day { get; init; }

    /// <summary>Names of the scans.</summary>
    public required ImmutableArray<string> ImagingIds { get; init; }

    /// <summary>Number of targets with a size at this visit.</summary>
    public required int Evaluated { get; init; }

    /// <summary>Sum of the targets with a size, in mm (mm² for products).</summary>
    public required decimal Sum { get; init; }

    /// <summary>Smallest complete sum before this visit, baseline included; null when there is none.</summary>
    public required decimal? Nadir { get; init; }

    /// <summary>Change of the sum from baseline in percent; null when the sum is incomplete or baseline is 0.</summary>
    public required double? ChangeFromBaseline { get; init; }

    /// <summary>Change of the sum from nadir in percent; null when the sum is incomplete or nadir is 0.</summary>
    public required double? ChangeFromNadir { get; init; }

    /// <summary>Rule that classed the target lesions.</summary>
    internal ResponseRule<TargetState> TargetRule { get; init; } = null!;

    /// <summary>Rule that classed the non-target lesions.</summary>
    internal ResponseRule<NonTargetState> NonTargetRule { get; init; } = null!;

    /// <summary>Rule that combined them.</summary>
    internal ResponseRule<TimePointState> OverallRule { get; init; } = null!;

    /// <summary>Which new lesion counts; null when none does.</summary>
    public required string? NewLesionReason { get; init; }

    /// <summary>Number of new lesions that count, seen at this visit or before.</summary>
    public required int NewLesionCount { get; init; }

    /// <summary>Sum of the longest diameters of these lesions at this visit, in mm; never added to the targets.</summary>
    public required decimal NewLesionSum { get; init; }

    /// <summary>Number of those new lesions that are still there.</summary>
    internal int NewLesionsPresent { get; init; }

    /// <summary>Whether the response is not evaluable because new lesions were not looked for.</summary>
    internal bool NotSearched { get; init; }

    /// <summary>Whether a non-target lesion in progression is larger than on the scan before.</summary>
    internal bool NonTargetIncreased { get; init; }

    /// <summary>Response of the target lesions.</summary>
    public ResponseCategory Target => TargetRule.Category;

    /// <summary>Response of the non-target lesions.</summary>
    public ResponseCategory NonTarget => NonTargetRule.Category;

    /// <summary>Whether a new lesion counts at this visit.</summary>
    public bool NewLesion => NewLesionReason is not null;

    /// <summary>Response of the time point.</summary>
    public ResponseCategory Overall => OverallRule.Category;

    /// <summary>The rules that decided, in words.</summary>
    public string Rule => Overall == ResponseCategory.PD
        ? "PD: " + Cause
        : $"{Overall.Label()}: {OverallRule.Condition} (targets: {TargetRule.Condition})";

    /// <summary>What progressed, in words; empty when nothing did.</summary>
    public string Cause => CauseOf(Target, NonTarget, NewLesionReason);

    internal static string CauseOf(ResponseCategory target, ResponseCategory nonTarget, string? newLesion)
    {
        string lesions = target != ResponseCategory.PD ? nonTarget == ResponseCategory.PD ? "non-target lesion" : ""
            : nonTarget == ResponseCategory.PD ? "target sum; non-target lesion" : "target sum";
        return newLesion is null ? lesions : lesions.Length == 0 ? newLesion : lesions + "; " + newLesion;
    }

    /// <summary>Options that would have changed the class, and lesions that were not counted.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
