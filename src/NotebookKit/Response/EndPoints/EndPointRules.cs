using NotebookKit.Response.Scopes;

namespace NotebookKit.Response.EndPoints;

/// <summary>Time to local, hepatic and overall progression of one treatment.</summary>
/// <remarks>
/// The event of an outer scope is the earlier of its own progression and the event of the inner scope, and all scopes share one
/// set of adequate assessments, to which every day of progression belongs. So overall ≤ hepatic ≤ local holds under every option
/// but <see cref="EndPointOptions.RetreatmentEndsLocalOnly"/> and <see cref="EndPointOptions.SymptomProgression"/>. Censoring
/// follows FDA (2018, appendix 3, table A) and EMA (CHMP/27994/2008 Rev 1).
/// </remarks>
internal static class EndPointRules
{
    /// <summary>Derives the three end points.</summary>
    /// <param name="history">What is known of the treatment.</param>
    /// <param name="options">Options; null for the defaults.</param>
    public static UnitEndPoints Derive(UnitHistory history, EndPointOptions? options = null)
    {
        options ??= new EndPointOptions();
        options.Validate();
        DateOnly start = history.Unit.Date;
        // A death before the treatment is a wrong date, and so is whatever follows a death; both are findings elsewhere.
        if (history.Death < start) history = history with { Death = null };
        List<DateOnly> assessments = [.. history.Assessments, .. history.Progressions.OfType<FirstProgression>().Select(p => p.Date)];
        assessments.RemoveAll(d => d <= start || d > history.Death);
        assessments.Sort();

        var ends = new EndPoint[3];
        FirstProgression? progression = null;
        for (int s = 0; s < 3; s++)
        {
            if (history.Progressions[s] is { } own && own.Date > start && !(own.Date > history.Death)
                && (progression is null || own.Date < progression.Date)) progression = own;
            ends[s] = Derive(history, (ResponseScope)s, progression, assessments, options);
        }
        return new UnitEndPoints(history.Unit, ends[0], ends[1], ends[2]);
    }

    private static EndPoint Derive(UnitHistory history, ResponseScope scope, FirstProgression? progression, List<DateOnly> assessments,
        EndPointOptions options)
    {
        InterveningTreatments intervening = InterveningTreatments.Of(history, scope, options);
        (DateOnly Date, string Reason, bool Death, InterveningRule? By)? end = progression is { } p
            ? (p.Date, "progression: " + p.Reason, false, null)
            : null;
        if (intervening.End is { } i && (end is null || i.Date < end.Value.Date)) end = (i.Date, i.Reason, false, i.Rule);
        if (history.Death is { } death && (end is null || death < end.Value.Date)) end = (death, "death", true, null);

        if (intervening.Stop is { } s && (end is null || s.Date < end.Value.Date))
            return Censor(s.Date, "censored at the last adequate assessment before " + s.Reason);
        if (end is not { } e) return Censor(DateOnly.MaxValue, "censored at the last adequate assessment");
        if (e.Death && options.Death == DeathRule.Censor) return Censor(e.Date, "death: censored at the last adequate assessment");
        if (options.MaxGapDays is { } gap && e.By != InterveningRule.Competing && e.Date.DayNumber - LastBefore(e.Date).DayNumber > gap)
            return Censor(e.Date.AddDays(-1),
                $"censored at the last adequate assessment: {(e.Death ? "death" : "progression")} after too long a gap");
        bool competes = e.By == InterveningRule.Competing || (e.Death && options.Death == DeathRule.Competing);
        return new EndPoint(Days(e.Date), (int)(competes ? EndPointStatus.Competing : EndPointStatus.Event), e.Date, e.Reason, e.Death)
        {
            IsIntervention = e.By is not null && e.Reason != InterveningTreatments.Symptoms,
        };

        EndPoint Censor(DateOnly until, string reason)
        {
            DateOnly last = until == DateOnly.MaxValue ? LastBefore(until) : LastBefore(until.AddDays(1));
            return new EndPoint(Days(last), 0, last, last == history.Unit.Date ? "no assessment after treatment: " + reason : reason);
        }

        DateOnly LastBefore(DateOnly date)
        {
            int at = assessments.BinarySearch(date);
            if (at < 0) at = ~at;
            while (at > 0 && assessments[at - 1] >= date) at--;
            return at > 0 ? assessments[at - 1] : history.Unit.Date;
        }

        int Days(DateOnly date) => date.DayNumber - history.Unit.Date.DayNumber + (options.AddDay ? 1 : 0);
    }
}
