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
internal sealed record ImmuneVisit(DateOnly Date, ResponseCategory Target, ResponseCategory NonTarget, decimal? TargetSum, int NewLesions = 0, decimal NewLesionSum = 0);

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
/// Seymour 2017, table 2 (doi:10.1016/S1470-2045(17)30074-8). After a first iUPD, iCPD needs at a later scan at least
/// <c>confirmationDays</c> on: a target sum at least 5 mm above that of the iUPD, non-target lesions still in unequivocal progression,
/// more new lesions, a sum of new lesions at least 5 mm larger, or progression in another category. Increases add up from the iUPD.
/// If instead the targets are CR or PR, or nothing progresses and there is no new lesion, the bar is reset. While new lesions stay
/// without change and the targets are stable the response remains iUPD.
/// </remarks>
internal static class IRecist
{
    private const decimal FurtherIncreaseMm = 5;

    /// <summary>The printed name.</summary>
    /// <param name="response">The response.</param>
    public static string Label(ImmuneResponse response) => response == ImmuneResponse.NonICRNonIUPD ? "Non-iCR/non-iUPD" : response.ToString();

    /// <summary>Classifies the visits of one treatment.</summary>
    /// <param name="visits">The visits, by date.</param>
    /// <param name="confirmationDays">Least days between iUPD and its confirmation. The default value is 28.</param>
    /// <returns>One time point per visit. Visits after iCPD remain iCPD.</returns>
    public static ImmuneAssessment Classify(IReadOnlyList<ImmuneVisit> visits, int confirmationDays = 28)
    {
        var found = ImmutableArray.CreateBuilder<ImmuneTimePoint>(visits.Count);
        ImmuneVisit? open = null; // the visit of the unconfirmed progression
        DateOnly? confirmed = null;
        int knownNew = 0;
        foreach (ImmuneVisit visit in visits)
        {
            (ImmuneResponse response, string reason) = confirmed is not null ? (ImmuneResponse.iCPD, "progression confirmed before")
                : open is null ? First(visit, knownNew) : Next(visit, open, confirmationDays);
            if (response == ImmuneResponse.iCPD) confirmed ??= open!.Date;
            else if (response == ImmuneResponse.iUPD) open ??= visit;
            else if (response != ImmuneResponse.NE) open = null;
            knownNew = Math.Max(knownNew, visit.NewLesions);
            found.Add(new ImmuneTimePoint(visit.Date, response, reason));
        }
        return new ImmuneAssessment(found.ToImmutable(), confirmed);
    }

    private static (ImmuneResponse, string) First(ImmuneVisit visit, int knownNew)
    {
        string cause = string.Join("; ", new[]
        {
            visit.Target == ResponseCategory.PD ? "target sum" : null,
            visit.NonTarget == ResponseCategory.PD ? "non-target lesions" : null,
            visit.NewLesions > knownNew ? "new lesion" : null,
        }.OfType<string>());
        return cause.Length > 0 ? (ImmuneResponse.iUPD, cause) : Without(visit);
    }

    private static (ImmuneResponse, string) Next(ImmuneVisit visit, ImmuneVisit open, int confirmationDays)
    {
        string further = string.Join("; ", new[]
        {
            open.Target == ResponseCategory.PD && visit.TargetSum - open.TargetSum >= FurtherIncreaseMm ? "target sum at least 5 mm larger" : null,
            open.Target != ResponseCategory.PD && visit.Target == ResponseCategory.PD ? "target sum now progresses" : null,
            visit.NonTarget == ResponseCategory.PD ? "non-target lesions progress" : null,
            visit.NewLesions > open.NewLesions ? "another new lesion" : null,
            open.NewLesions > 0 && visit.NewLesionSum - open.NewLesionSum >= FurtherIncreaseMm ? "new lesions at least 5 mm larger" : null,
        }.OfType<string>());
        bool early = visit.Date.DayNumber - open.Date.DayNumber < confirmationDays;
        if (further.Length > 0) return early ? (ImmuneResponse.iUPD, further + ", too early to confirm") : (ImmuneResponse.iCPD, further);
        bool shrunk = visit.Target is ResponseCategory.CR or ResponseCategory.PR;
        bool settled = visit.Target != ResponseCategory.PD && visit.NonTarget != ResponseCategory.PD && visit.NewLesions == 0;
        if (visit.Target == ResponseCategory.NE) return (ImmuneResponse.NE, "targets not evaluable");
        return shrunk || settled ? Without(visit) : (ImmuneResponse.iUPD, "no further progression");
    }

    // RECIST 1.1 combination without progression; new lesions that persist keep a complete response partial.
    private static (ImmuneResponse, string) Without(ImmuneVisit visit)
    {
        ResponseCategory overall = ResponseCriterion.Recist11.ClassifyOverall(visit.Target, visit.NonTarget, newLesion: false);
        return overall switch
        {
            ResponseCategory.CR when visit.NewLesions > 0 => (ImmuneResponse.iPR, "complete response of the targets, new lesions persist"),
            ResponseCategory.CR => (ImmuneResponse.iCR, "complete response"),
            ResponseCategory.PR => (ImmuneResponse.iPR, "partial response"),
            ResponseCategory.SD => (ImmuneResponse.iSD, "stable disease"),
            ResponseCategory.NonCRNonPD => (ImmuneResponse.NonICRNonIUPD, "non-target disease persists"),
            _ => (ImmuneResponse.NE, "not evaluable"),
        };
    }
}
