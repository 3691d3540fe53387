using System.Globalization;
using System.Collections.Immutable;
using NotebookKit.Rendering;

namespace NotebookKit.Cohorts;

/// <summary>Joins the rows (entry, exit] of one subject that follow one another: a change of row is not a censoring.</summary>
/// <param name="subjects">Subject of each row.</param>
/// <param name="columns">Which column holds what.</param>
/// <param name="rows">Frame row of each row.</param>
internal sealed class SubjectHistories(CategoryColumn subjects, SurvivalColumns columns, int[] rows)
{
    /// <summary>Rows that differ by rounding alone follow one another; R's √ε.</summary>
    private const double Tolerance = 1.4901161193847656e-8;

    private int _gaps, _firstGap, _afterEvent, _firstAfterEvent, _changes, _firstChange;

    /// <summary>What a reader must know about the histories; set by <see cref="Join"/>.</summary>
    public ImmutableArray<string> Notes { get; private set; } = [];

    /// <summary>Moves the entry of the last row of each history to its beginning and returns the rows that stay, ascending.</summary>
    /// <param name="time">Exit of each row.</param>
    /// <param name="status">1 for an event.</param>
    /// <param name="entry">Entry of each row; changed.</param>
    /// <param name="sameCurve">Whether two rows count in the same curve, with the same weight.</param>
    /// <exception cref="InvalidDataException">Two rows of a subject overlap.</exception>
    public int[] Join(double[] time, byte[] status, double[] entry, Func<int, int, bool> sameCurve)
    {
        int[] order = [.. Enumerable.Range(0, time.Length).OrderBy(i => subjects.Codes[rows[i]]).ThenBy(i => entry[i])
            .ThenBy(i => time[i])];
        var joined = new bool[time.Length];
        for (int k = 1; k < order.Length; k++)
        {
            int before = order[k - 1], row = order[k];
            if (subjects.Codes[rows[before]] != subjects.Codes[rows[row]]) continue;
            double tolerance = Tolerance * Math.Max(1, Math.Abs(time[before]));
            if (entry[row] < time[before] - tolerance) throw Overlap(before, row, time, entry);
            if (status[before] == 1) Count(ref _afterEvent, ref _firstAfterEvent, row);
            else if (entry[row] > time[before] + tolerance) Count(ref _gaps, ref _firstGap, row);
            else if (!sameCurve(before, row)) Count(ref _changes, ref _firstChange, row);
            else (joined[before], entry[row]) = (true, entry[before]);
        }
        int[] kept = [.. Enumerable.Range(0, time.Length).Where(i => !joined[i])];
        Notes = [.. Describe(order.Select(i => subjects.Codes[rows[i]]).Distinct().Count(), time.Length, kept.Length)];
        return kept;
    }

    private IEnumerable<string> Describe(int distinct, int before, int after)
    {
        string id = $"column '{columns.Id}'";
        if (after < before)
            yield return $"{before} rows of {Wording.Count(distinct, "subjects")} ({id}) make {Wording.Count(after, "histories")}: a "
                + "change of row within a subject is not a censoring.";
        if (_gaps > 0)
            yield return $"Gaps within subjects: {_gaps} (first before row {ColumnReader.ExcelRow(_firstGap)}); the subject counts as "
                + "censored where observation stops and enters again.";
        if (_afterEvent > 0)
            yield return $"Rows after an event of the same subject: {_afterEvent} (first: row {ColumnReader.ExcelRow(_firstAfterEvent)}); "
                + "they are counted, so that events are recurrent. Leave them out if the event ends follow-up.";
        if (_changes > 0)
            yield return $"Rows that continue a subject in another group, stratum, cluster or weight: {_changes} (first: row "
                + $"{ColumnReader.ExcelRow(_firstChange)}); the subject counts as censored there and enters here.";
    }

    private void Count(ref int count, ref int first, int row)
    {
        if (count++ == 0 || rows[row] < first) first = rows[row];
    }

    private InvalidDataException Overlap(int before, int row, double[] time, double[] entry) =>
        new(string.Create(CultureInfo.InvariantCulture,
        $"Column '{columns.Entry}', row {ColumnReader.ExcelRow(rows[row])}: subject '{subjects.Levels[subjects.Codes[rows[row]]]}' enters "
            + $"at {entry[row]}, before its row {ColumnReader.ExcelRow(rows[before])} ends at {time[before]}; ")
        + "rows of one subject may touch but not overlap. Check the dates, or that the column names one subject each.");
}
