using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Criteria;

/// <summary>How response is judged. Every option is printed with the result.</summary>
public sealed record ResponseOptions
{
    /// <summary>The criterion. The default value is mRECIST (Lencioni &amp; Llovet 2010).</summary>
    public ResponseCriterion Criterion { get; init; } = ResponseCriterion.MRecist2010;

    /// <summary>
    /// Least increase over nadir in mm that progression needs besides. The default value is null: the criterion's (mRECIST 0, RECIST 1.1
    /// 5).
    /// </summary>
    public decimal? AbsoluteIncreaseMm { get; init; }

    /// <summary>
    /// Whether a partial response lasts until progression (EORTC) instead of being judged anew at each scan. The default value is false.
    /// </summary>
    public bool StickyResponse { get; init; }

    /// <summary>Size in mm given to a lesion that is too small to measure; null: not evaluable. The default value is 5.</summary>
    public decimal? TooSmallMm { get; init; } = 5;

    /// <summary>Most targets in all. The default value is 5.</summary>
    public int MaxTargets { get; init; } = 5;

    /// <summary>Most targets per organ; all nodes are one organ. The default value is 2.</summary>
    public int MaxTargetsPerOrgan { get; init; } = 2;

    /// <summary>Most targets among the lesions treated by one procedure. The default value is 2.</summary>
    public int MaxLocalTargets { get; init; } = 2;

    /// <summary>
    /// Least diameter of a target in mm; at least twice the slice thickness where that is known. The default value is 10.
    /// </summary>
    public decimal MinTargetMm { get; init; } = 10;

    /// <summary>Least short axis of a target node in mm. The default value is 15.</summary>
    public decimal MinTargetNodeMm { get; init; } = 15;

    /// <summary>
    /// Least short axis of a hilar node in mm to count as disease. The default value is null: the criterion's (mRECIST 20).
    /// </summary>
    public decimal? PortaHepatisNodeMm { get; init; }

    /// <summary>
    /// Least diameter in mm of a new liver lesion that counts. The default value is null: the criterion's (mRECIST 10, others any).
    /// </summary>
    public decimal? NewHepaticLesionMm { get; init; }

    /// <summary>
    /// Whether an equivocal (atypical) new liver lesion counts once it has reached 10 mm, as is often paraphrased, instead of after growing
    /// by at least 10 mm (mRECIST 2010). The default value is false.
    /// </summary>
    public bool EquivocalCountsAtTenMm { get; init; }

    /// <summary>
    /// Whether a new liver lesion counts only when the reader called it unequivocal, typical of the tumour; without a call it is then
    /// equivocal.
    /// The default value is false: without a call it is unequivocal.
    /// </summary>
    public bool NewLesionsNeedCall { get; init; }

    /// <summary>
    /// Whether a visit on which new lesions were not looked for (<c>new_lesions</c> = not_evaluated on all its scans) is not evaluable in
    /// the liver and overall unless known lesions progress, because every response asks that there are none (RECIST 1.1, tables 1 and 2;
    /// EORTC questions and answers on missing assessments), instead of being judged by the known lesions alone. The local response speaks
    /// of the treated lesions and stands. The default value is true.
    /// </summary>
    public bool NeedsNewLesionSearch { get; init; } = true;

    /// <summary>Whether a new lesion confirmed later counts from the scan that first showed it. The default value is true.</summary>
    public bool BackDateNewLesions { get; init; } = true;

    /// <summary>
    /// Whether equivocal progression of a non-target lesion that its next assessment calls unequivocal counts from the scan that first
    /// suspected it (Eisenhauer 2009, special notes on response assessment) instead of from the scan that is sure. The default value is
    /// false; a note tells where it would matter.
    /// </summary>
    public bool BackDateEquivocalProgression { get; init; }

    /// <summary>Whether progression of an effusion needs cytology. The default value is null: the criterion's (mRECIST yes).</summary>
    public bool? EffusionNeedsCytology { get; init; }

    /// <summary>Effusions proven by cytology, by lesion name. The default value is none.</summary>
    public ImmutableArray<string> CytologyProven { get; init; } = [];

    /// <summary>
    /// Most days from the first to the last scan of one visit: scans that look at different lesions, such as MRI of the liver and CT of the
    /// chest, are one assessment, dated by the last. The default value is 14; 0 makes every day a visit.
    /// </summary>
    public int VisitWindowDays { get; init; } = 14;

    /// <summary>
    /// Oldest scan before the procedure, in days, from which the baseline of a lesion may be taken that the last scan did not show. The
    /// default value is 28.
    /// </summary>
    public int BaselineWindowDays { get; init; } = 28;

    /// <summary>What one row stands for. The default value is <see cref="AnalysisUnit.Procedure"/>.</summary>
    public AnalysisUnit Unit { get; init; }

    /// <summary>
    /// Longest time in days over which procedures on different lesions are one staged course, where no <c>course_id</c> is given. The
    /// default value is 90.
    /// </summary>
    public int CourseGapDays { get; init; } = 90;

    /// <summary>Whether scans after a retreatment of the same lesion are left out. The default value is true.</summary>
    public bool UntilRetreatment { get; init; } = true;

    /// <summary>Target day of the response at a fixed time. The default value is 30 (one month).</summary>
    public int LandmarkDay { get; init; } = 30;

    /// <summary>First day of the window around the target day. The default value is 14.</summary>
    public int WindowFirstDay { get; init; } = 14;

    /// <summary>Last day of the window around the target day. The default value is 60.</summary>
    public int WindowLastDay { get; init; } = 60;

    /// <summary>
    /// iRECIST: whether targets that shrank since an unconfirmed progression end it while its new lesion or non-target progression persists
    /// unchanged (EORTC RECIST questions and answers, scenario B) instead of leaving it iUPD (Seymour 2017, table 2). The default value is
    /// true.
    /// </summary>
    public bool ImmuneShrinkageEndsUnconfirmed { get; init; } = true;

    /// <summary>
    /// iRECIST: whether that also holds for targets that progressed themselves and have fallen back to stable, not to a response; published
    /// sources differ:
    /// EORTC scenario D against Seymour 2017, table 2. The default value is true.
    /// </summary>
    public bool ImmuneFallBackEndsUnconfirmed { get; init; } = true;

    /// <summary>Reader whose scans are used. The default value is null: all scans.</summary>
    public string? Reader { get; init; }

    /// <summary>How the best response is chosen. The default value is unconfirmed, without a least duration of stable disease.</summary>
    public BestResponseOptions Best { get; init; } = new();

    internal decimal AbsoluteIncrease => AbsoluteIncreaseMm ?? Criterion.AbsoluteIncreaseMm;

    internal decimal PortaHepatisNode => PortaHepatisNodeMm ?? Criterion.PortaHepatisNodeMm;

    internal decimal NewHepaticLesion => NewHepaticLesionMm ?? Criterion.NewHepaticLesionMm;

    internal bool CytologyNeeded => EffusionNeedsCytology ?? Criterion.EffusionNeedsCytology;

    internal bool LacksCytology(Lesion lesion) =>
        lesion.Character == LesionCharacter.Effusion && CytologyNeeded && !CytologyProven.Contains(lesion.Id);

    internal string UnitName => Unit switch
    {
        AnalysisUnit.Procedure => "procedures",
        AnalysisUnit.Course => "courses",
        _ => "patients",
    };

    /// <summary>The options in words, one line each, as printed below every table.</summary>
    public ImmutableArray<string> Describe() =>
    [
        $"Criterion: {Criterion.Name}; absolute increase for PD {(AbsoluteIncrease == 0 ? "not required" : Mm(AbsoluteIncrease))}; "
            + $"partial response {(StickyResponse ? "lasts until progression" : "judged anew at each scan")}; "
            + $"too small to measure {(TooSmallMm is { } t ? "= " + Mm(t) : "= NE")}.",
        $"Targets: at least {Mm(MinTargetMm)} (nodes {Mm(MinTargetNodeMm)}, hilar {Mm(PortaHepatisNode)}), at most "
        + $"{N(MaxTargetsPerOrgan)} per organ and {N(MaxTargets)} in all, "
            + $"{N(MaxLocalTargets)} of those treated.",
        $"New lesions: liver {(NewHepaticLesion == 0 ? "any size" : "from " + Mm(NewHepaticLesion))}, "
        + $"{(NewLesionsNeedCall ? "equivocal" : "unequivocal")} without a reader's call; equivocal ones count when called "
        + "unequivocal later"
            + (NewHepaticLesion == 0 ? "" : EquivocalCountsAtTenMm ? " or grown to 10 mm" : " or grown by 10 mm")
            + (BackDateNewLesions ? ", dated when first seen" : ", dated when certain") + "; effusion "
            + (CytologyNeeded ? "only with cytology" : "without cytology")
            + (NeedsNewLesionSearch
                ? "; not looked for: NE unless known lesions progress (not locally)."
                : "; not looked for: judged by the known lesions.")
            + (BackDateEquivocalProgression
                ? " Equivocal non-target progression confirmed by the next assessment counts from when first suspected."
                : ""),
        $"Visits: scans within {N(VisitWindowDays)} days that look at different lesions are one, dated by the last; baseline: last scan "
        + "before the treatment "
            + $"(of its day only when marked), of a lesion it does not show the last before within {N(BaselineWindowDays)} days.",
        $"Unit of analysis: {UnitName}"
            + (Unit == AnalysisUnit.Course ? $" (staged within {N(CourseGapDays)} days)" : "")
            + (Reader is null ? "" : $"; reader {Reader}")
            + (UntilRetreatment ? "; scans after retreatment of the same lesion left out." : "; scans after retreatment included."),
        Best.Describe(),
    ];

    internal string DescribeWindow() =>
        $"the scan nearest day {N(LandmarkDay)} within days {N(WindowFirstDay)} to {N(WindowLastDay)} (of two equally near, the later), NE "
            + "where there is none";

    internal void Validate()
    {
        Check(AbsoluteIncrease >= 0, nameof(AbsoluteIncreaseMm), "0 or more");
        Check(TooSmallMm is null or >= 0, nameof(TooSmallMm), "0 or more, or null");
        Check(MaxTargets >= 1 && MaxTargetsPerOrgan >= 1 && MaxLocalTargets >= 1, nameof(MaxTargets), "1 or more");
        Check(MinTargetMm >= 0 && MinTargetNodeMm >= 0, nameof(MinTargetMm), "0 or more");
        Check(CourseGapDays >= 0, nameof(CourseGapDays), "0 or more");
        Check(VisitWindowDays >= 0 && BaselineWindowDays >= 0, nameof(VisitWindowDays), "0 or more");
        Check(WindowFirstDay > 0 && WindowFirstDay <= LandmarkDay && LandmarkDay <= WindowLastDay, nameof(LandmarkDay),
            "0 < first day ≤ target day ≤ last day");
        Best.Validate();
    }

    private static void Check(bool valid, string option, string expected)
    {
        if (!valid) throw new ArgumentException($"ResponseOptions.{option}: expected {expected}.", option);
    }

    private static string Mm(decimal value) => value.ToString("0.###", CultureInfo.InvariantCulture) + " mm";

    private static string N(int value) => value.ToString(CultureInfo.InvariantCulture);
}
