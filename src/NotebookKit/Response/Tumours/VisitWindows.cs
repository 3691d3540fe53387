using System.Collections.Immutable;

namespace NotebookKit.Response.Tumours;

/// <summary>Makes scans of a few days one visit.</summary>
/// <remarks>
/// Two scans belong together when they lie within the window, no procedure lies between them (a scan on the day of a procedure lies before
/// it only when marked as baseline), they have no lesion in common and, by the same or an unknown modality, no organ either. The visit is
/// dated by its last scan; every lesion keeps the day on which it was looked at.
/// </remarks>
internal static class VisitWindows
{
    /// <summary>Combines the visits of one patient.</summary>
    /// <param name="visits">Days of imaging, ascending.</param>
    /// <param name="cells">Measurements visit by visit.</param>
    /// <param name="lesions">The lesions.</param>
    /// <param name="procedures">The procedures.</param>
    /// <param name="days">Most days from the first to the last scan of a visit; 0: every day by itself.</param>
    /// <returns>The visits; their cells stand at the front.</returns>
    public static ImmutableArray<Visit> Combine(
        ImmutableArray<Visit> visits, Span<LesionMeasurement> cells, Lesion[] lesions, List<ProcedureRow> procedures, int days)
    {
        int kept = 0;
        Visit[]? combined = null;
        for (int v = 1; v < visits.Length; v++)
        {
            Visit open = combined?[kept] ?? visits[kept];
            Span<LesionMeasurement> row = Row(cells, lesions.Length, kept), next = Row(cells, lesions.Length, v);
            if (visits[v].Date.DayNumber - open.First.DayNumber <= days && !IsBetween(open, visits[v], procedures)
                && LookApart(open, row, visits[v], next, lesions))
            {
                combined ??= [.. visits];
                combined[kept] = open.With(visits[v]);
                for (int l = 0; l < row.Length; l++)
                    if (next[l].IsRecorded) row[l] = next[l];
                    else if (row[l].IsRecorded && row[l].Day == default) row[l] = row[l] with { Day = open.Date };
            }
            else if (++kept < v)
            {
                combined![kept] = visits[v];
                next.CopyTo(Row(cells, lesions.Length, kept));
            }
        }
        return combined is null ? visits : [.. combined.AsSpan(0, kept + 1)];
    }

    private static Span<LesionMeasurement> Row(Span<LesionMeasurement> cells, int lesions, int visit) =>
        cells.Slice(visit * lesions, lesions);

    private static bool IsBetween(Visit open, Visit next, List<ProcedureRow> procedures)
    {
        foreach (ProcedureRow procedure in procedures)
            if (LiesBefore(open, procedure.Date) != LiesBefore(next, procedure.Date)) return true;
        return false;
    }

    private static bool LiesBefore(Visit visit, DateOnly procedure) =>
        visit.Date < procedure || (visit.Date == procedure && visit.IsBaseline);

    private static bool LookApart(Visit open, ReadOnlySpan<LesionMeasurement> row, Visit next, ReadOnlySpan<LesionMeasurement> later,
        Lesion[] lesions)
    {
        bool otherModality = open.Modalities.Length > 0 && next.Modalities.Length > 0 && !open.Modalities.Intersect(next.Modalities).Any();
        bool any = false, anyLater = false;
        for (int l = 0; l < row.Length; l++)
        {
            any |= row[l].IsRecorded;
            anyLater |= later[l].IsRecorded;
            if (!row[l].IsRecorded) continue;
            if (later[l].IsRecorded) return false;
            if (otherModality) continue;
            for (int o = 0; o < later.Length; o++)
                if (later[o].IsRecorded && lesions[o].OrganGroup == lesions[l].OrganGroup) return false;
        }
        return otherModality || (any && anyLater);
    }
}
