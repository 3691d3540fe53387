using System.Collections.Immutable;
using static NotebookKit.Response.ResponseCategory;

namespace NotebookKit.Response.Criteria;

/// <summary>The published rules that combine targets, non-targets and new lesions, in the order in which they are tried.</summary>
internal static class TimePointRules
{
    private const string RecistTable1 = "Eisenhauer 2009, table 1";
    private const string RecistTable2 = "Eisenhauer 2009, table 2";

    public static ImmutableArray<ResponseRule<TimePointState>> By(string? citation = null) =>
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
}

/// <summary>What a rule for the whole time point looks at.</summary>
/// <param name="Target">Response of the target lesions.</param>
/// <param name="NonTarget">Response of the non-target lesions.</param>
/// <param name="NewLesion">Whether there is a new lesion that counts.</param>
/// <param name="NotSearched">Whether the reader did not look for new lesions.</param>
internal readonly record struct TimePointState(ResponseCategory Target, ResponseCategory NonTarget, bool NewLesion,
    bool NotSearched = false);
