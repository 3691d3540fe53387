using System.Collections.Immutable;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Response.Criteria;

/// <summary>The published rules for the non-target lesions, in the order in which they are tried.</summary>
internal static class NonTargetLesionRules
{
    private const string Recist = "Eisenhauer 2009";
    private const string Questions = "EORTC RECIST questions and answers";

    public static ImmutableArray<ResponseRule<NonTargetState>> For(string citation, string gone) =>
    [
        new(NA, "no non-target lesion at baseline", Recist, (in s) => s.Lesions == 0),
        new(PD, "unequivocal progression of a non-target lesion", citation, (in s) => s.Progressing > 0),
        new(PD, "a non-target lesion has returned after complete response of all disease", Questions,
            (in s) => s.HadOverallCompleteResponse && s.Present > 0),
        new(NonCRNonPD, "at least one non-target lesion persists", citation, (in s) => s.Present > 0),
        new(NE, "a non-target lesion is not evaluated, and none is known to persist", Recist, (in s) => s.NotEvaluated > 0),
        new(CR, gone, citation, (in _) => true),
    ];
}

/// <summary>What a non-target rule looks at: numbers of non-target lesions by call.</summary>
/// <param name="Lesions">Non-target lesions at baseline.</param>
/// <param name="Progressing">Those in unequivocal progression.</param>
/// <param name="Present">Those that persist.</param>
/// <param name="NotEvaluated">Those without a call.</param>
/// <param name="HadOverallCompleteResponse">Whether the whole disease was in complete response before.</param>
internal readonly record struct NonTargetState(int Lesions, int Progressing, int Present, int NotEvaluated,
    bool HadOverallCompleteResponse = false);
