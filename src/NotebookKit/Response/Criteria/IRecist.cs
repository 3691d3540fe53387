using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Rendering;

namespace NotebookKit.Response.Criteria;

/// <summary>Response of a time point by iRECIST.</summary>
internal enum ImmuneResponse
{
    /// <summary>Complete response.</summary>
    iCR,

    /// <summary>Partial response.</summary>
    iPR,

    /// <summary>Stable disease.</summary>
    iSD,

    /// <summary>Non-target disease persists without progressing; no targets.</summary>
    NonICRNonIUPD,

    /// <summary>Unconfirmed progression.</summary>
    iUPD,

    /// <summary>Confirmed progression.</summary>
    iCPD,

    /// <summary>Not evaluable.</summary>
    NE,
}

/// <summary>One visit as iRECIST looks at it.</summary>
/// <param name="Date">Day of imaging.</param>
/// <param name="Target">Target response by RECIST 1.1.</param>
/// <param name="NonTarget">Non-target response by RECIST 1.1.</param>
/// <param name="TargetSum">Sum of the targets in mm; null when incomplete.</param>
/// <param name="NewLesions">Number of new lesions seen so far.</param>
/// <param name="NewLesionSum">Sum of the diameters of the new lesions in mm; they are not added to the targets.</param>
internal sealed record ImmuneVisit(DateOnly Date, ResponseCategory Target, ResponseCategory NonTarget, decimal? TargetSum,
    int NewLesions = 0, decimal NewLesionSum = 0)
{
    /// <summary>Number of the new lesions that are still there. The default value is all seen so far.</summary>
    public int NewLesionsPresent { get; init; } = NewLesions;

    /// <summary>Whether the visit is not evaluable because new lesions were not looked for. The default value is false.</summary>
    public bool NotSearched { get; init; }

    /// <summary>Whether a non-target lesion in progression is larger than on the scan before. The default value is false.</summary>
    public bool NonTargetIncreased { get; init; }
}

/// <summary>Response of one visit by iRECIST, with the reason.</summary>
/// <param name="Date">Day of imaging.</param>
/// <param name="Response">The response.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record ImmuneTimePoint(DateOnly Date, ImmuneResponse Response, string Reason);

/// <summary>iRECIST responses of one treatment. Prints one row per visit.</summary>
/// <param name="TimePoints">The visits, by date.</param>
/// <param name="Progression">First iUPD of the confirmed progression; null when none was confirmed.</param>
[TypeFormatterSource(typeof(TableFormatterSource))]
internal sealed record ImmuneAssessment(ImmutableArray<ImmuneTimePoint> TimePoints, DateOnly? Progression) : ITableResult
{
    /// <inheritdoc/>
    public SummaryTable ToTable() => new()
    {
        Title = "iRECIST (Seymour 2017)",
        Columns = [new("Date"), new("Response", TableAlignment.Left), new("Why", TableAlignment.Left)],
        Rows = [.. TimePoints.Select(t => new TableRow([Iso(t.Date), IRecist.Label(t.Response), t.Reason]))],
        Footnotes =
        [
            Progression is { } p ? $"Progression (first iUPD of the confirmed block): {Iso(p)}." : "No confirmed progression.",
            "Seymour L et al. Lancet Oncol 2017;18:e143-e152. doi:10.1016/S1470-2045(17)30074-8",
        ],
    };

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>iRECIST: progression has to be confirmed by the next scan; a response in between resets it.</summary>
/// <remarks>
/// Seymour 2017, table 2 (doi:10.1016/S1470-2045(17)30074-8) and the questions and answers of the EORTC RECIST group. After a first iUPD,
/// iCPD needs at a later scan, at least <c>confirmationDays</c> on: a target sum at least 5 mm above that of the iUPD, a non-target lesion
/// in progression that has grown further, more new lesions, a sum of new lesions at least 5 mm larger, or progression in another category.
/// Increases add up from the iUPD. Once the cause is gone the targets alone decide. While a new lesion or the progression of a non-target
/// lesion persists unchanged the response stays iUPD, unless the targets have shrunk since the iUPD (the paper's table 2: stays iUPD all
/// the same).
/// After such a reset the lesions that persist are known; new progression needs another new lesion, 20% and 5 mm more of their sum than its
/// smallest, or a non-target lesion that has grown.
/// </remarks>
internal static class IRecist
{
    private const decimal FurtherIncreaseMm = 5;

    /// <summary>The printed name.</summary>
    /// <param name="response">The response.</param>
    public static string Label(ImmuneResponse response) =>
        response == ImmuneResponse.NonICRNonIUPD ? "Non-iCR/non-iUPD" : response.ToString();

    /// <summary>Classifies the visits of one treatment.</summary>
    /// <param name="visits">The visits, by date.</param>
    /// <param name="confirmationDays">Least days between iUPD and its confirmation. The default value is 28.</param>
    /// <param name="options">Whether shrinking targets end an unconfirmed progression; null for the defaults.</param>
    /// <returns>One time point per visit. Visits after iCPD remain iCPD.</returns>
    public static ImmuneAssessment Classify(IReadOnlyList<ImmuneVisit> visits, int confirmationDays = 28, ResponseOptions? options = null)
    {
        var run = new Run(confirmationDays, options ?? new ResponseOptions());
        var found = ImmutableArray.CreateBuilder<ImmuneTimePoint>(visits.Count);
        foreach (ImmuneVisit visit in visits) found.Add(run.Next(visit));
        return new ImmuneAssessment(found.ToImmutable(), run.Confirmed);
    }

    private sealed class Run(int confirmationDays, ResponseOptions options)
    {
        private ImmuneVisit? _open; // the visit of the unconfirmed progression
        private int _knownNew; // new lesions seen before the visit
        private decimal? _knownNewSum; // their smallest sum since a reset with new lesions there; null before one
        private bool _knownNonTarget; // a non-target progression that a reset has left behind
        private bool _increased; // a non-target lesion has grown since the unconfirmed progression

        public DateOnly? Confirmed { get; private set; }

        public ImmuneTimePoint Next(ImmuneVisit visit)
        {
            _knownNonTarget &= visit.NonTarget == ResponseCategory.PD;
            (ImmuneResponse response, string reason) = Confirmed is not null ? (ImmuneResponse.iCPD, "progression confirmed before")
                : _open is null ? First(visit) : Later(visit, _open);
            if (response == ImmuneResponse.iCPD) Confirmed ??= _open!.Date;
            else if (response == ImmuneResponse.iUPD) _open ??= visit;
            else if (response != ImmuneResponse.NE)
            {
                if (_open is not null) Reset(visit);
                _open = null;
                _increased = false;
            }
            _knownNew = Math.Max(_knownNew, visit.NewLesions);
            if (_knownNewSum > visit.NewLesionSum) _knownNewSum = visit.NewLesionSum;
            return new ImmuneTimePoint(visit.Date, response, reason);
        }

        private void Reset(ImmuneVisit visit)
        {
            _knownNonTarget = visit.NonTarget == ResponseCategory.PD;
            _knownNewSum = visit.NewLesionsPresent > 0 ? visit.NewLesionSum : null;
        }

        private (ImmuneResponse, string) First(ImmuneVisit visit)
        {
            bool newLesionsGrow = _knownNewSum is { } sum && visit.NewLesionSum >= TargetLesionRules.RecistProgression * sum
                && visit.NewLesionSum - sum >= FurtherIncreaseMm;
            string cause = Words(
                visit.Target == ResponseCategory.PD ? "target sum" : null,
                visit.NonTarget == ResponseCategory.PD && (!_knownNonTarget || visit.NonTargetIncreased) ? "non-target lesions" : null,
                visit.NewLesions > _knownNew ? "new lesion" : null,
                newLesionsGrow ? "new lesions grow" : null);
            return cause.Length > 0 ? (ImmuneResponse.iUPD, cause) : Without(visit);
        }

        private (ImmuneResponse, string) Later(ImmuneVisit visit, ImmuneVisit from)
        {
            _increased |= visit.NonTargetIncreased;
            string further = Words(
                from.Target == ResponseCategory.PD && visit.TargetSum - from.TargetSum >= FurtherIncreaseMm
                    ? "target sum at least 5 mm larger"
                    : null,
                from.Target != ResponseCategory.PD && visit.Target == ResponseCategory.PD ? "target sum now progresses" : null,
                visit.NonTarget == ResponseCategory.PD && _increased ? "non-target lesions have grown further" : null,
                visit.NonTarget == ResponseCategory.PD && from.NonTarget != ResponseCategory.PD && !_increased
                    ? "non-target lesions now progress"
                    : null,
                visit.NewLesions > from.NewLesions ? "another new lesion" : null,
                from.NewLesions > 0 && visit.NewLesionSum - from.NewLesionSum >= FurtherIncreaseMm
                    ? "new lesions at least 5 mm larger"
                    : null);
            bool early = visit.Date.DayNumber - from.Date.DayNumber < confirmationDays;
            if (further.Length > 0) return early
                ? (ImmuneResponse.iUPD, further + ", too early to confirm")
                : (ImmuneResponse.iCPD, further);
            if (visit.Target == ResponseCategory.NE) return (ImmuneResponse.NE, "targets not evaluable");
            if (visit.Target == ResponseCategory.PD) return (ImmuneResponse.iUPD, "no further progression");

            string persists = Words(
                visit.NonTarget == ResponseCategory.PD && !_knownNonTarget ? "non-target progression unchanged" : null,
                visit.NewLesionsPresent > 0 && (_knownNewSum is null || visit.NewLesions > _knownNew || from.NewLesions > 0)
                    ? "new lesion unchanged"
                    : null);
            if (persists.Length == 0) return Without(visit);
            if (!(visit.TargetSum < from.TargetSum)) return (ImmuneResponse.iUPD, persists + "; targets have not shrunk since");
            bool ends = options.ImmuneShrinkageEndsUnconfirmed
                && (options.ImmuneFallBackEndsUnconfirmed || from.Target != ResponseCategory.PD || visit.Target is ResponseCategory.CR
                    or ResponseCategory.PR);
            return ends ? Without(visit) : (ImmuneResponse.iUPD, persists + ", though the targets have shrunk");
        }
    }

    private static string Words(params ReadOnlySpan<string?> causes)
    {
        string words = "";
        foreach (string? cause in causes)
            if (cause is not null) words += words.Length == 0 ? cause : "; " + cause;
        return words;
    }

    // RECIST 1.1 combination without progression; what persists keeps a complete response partial.
    private static (ImmuneResponse, string) Without(ImmuneVisit visit)
    {
        if (visit.NotSearched) return (ImmuneResponse.NE, "new lesions were not looked for");
        ResponseCategory nonTarget = visit.NonTarget == ResponseCategory.PD ? ResponseCategory.NonCRNonPD : visit.NonTarget;
        ResponseCategory overall = ResponseCriterion.Recist11.ClassifyOverall(visit.Target, nonTarget, newLesion: false);
        return overall switch
        {
            ResponseCategory.CR when visit.NewLesionsPresent > 0 =>
                (ImmuneResponse.iPR, "complete response of the targets, new lesions persist"),
            ResponseCategory.CR => (ImmuneResponse.iCR, "complete response"),
            ResponseCategory.PR => (ImmuneResponse.iPR, "partial response"),
            ResponseCategory.SD => (ImmuneResponse.iSD, "stable disease"),
            ResponseCategory.NonCRNonPD => (ImmuneResponse.NonICRNonIUPD, "non-target disease persists"),
            _ => (ImmuneResponse.NE, "not evaluable"),
        };
    }
}
