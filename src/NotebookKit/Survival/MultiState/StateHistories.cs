using System.Collections.Immutable;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.MultiState;

/// <summary>
/// Follows every subject from row to row: in which state each row is spent, and what is wrong with a history (R's <c>survcheck</c>).
/// </summary>
internal sealed class StateHistories
{
    private const double Tolerance = 1.4901161193847656e-8;

    private readonly Dictionary<string, (int Count, int First)> _found = [];

    /// <param name="subjects">Name of the subject of each row used.</param>
    /// <param name="entry">Entry time of each row.</param>
    /// <param name="exit">Exit time of each row.</param>
    /// <param name="to">State entered at the exit; −1 for none.</param>
    /// <param name="declared">State in which each row is said to be spent; empty where nothing is said.</param>
    /// <param name="states">Names of the states; the first is that in which every subject begins unless declared.</param>
    /// <param name="frameRows">Frame row of each row.</param>
    /// <exception cref="InvalidDataException">Rows of a subject overlap, or a declared state is not that which the subject is
    /// in.</exception>
    public StateHistories(string[] subjects, double[] entry, double[] exit, int[] to, int[] declared, ImmutableArray<string> states,
        int[] frameRows)
    {
        From = new int[entry.Length];
        Subject = new int[entry.Length];
        int[] order = [.. Enumerable.Range(0, entry.Length).OrderBy(i => subjects[i], StringComparer.Ordinal).ThenBy(i => entry[i])
            .ThenBy(i => exit[i])];
        int subject = -1;
        for (int k = 0; k < order.Length; k++)
        {
            int row = order[k], before = k > 0 ? order[k - 1] : -1;
            bool isFirst = before < 0 || subjects[before] != subjects[row];
            if (isFirst) subject++;
            Subject[row] = subject;
            string at = FormattableString.Invariant($"Row {ColumnReader.ExcelRow(frameRows[row])}, subject '{subjects[row]}'");
            if (isFirst)
            {
                From[row] = declared.Length > 0 ? declared[row] : 0;
                if (to[row] == From[row]) Count("Rows that end in the state they were in, which is not a move", frameRows[row]);
                continue;
            }
            double tolerance = Tolerance * Math.Max(1, Math.Abs(exit[before]));
            if (entry[row] < exit[before] - tolerance)
                throw new InvalidDataException(
                    FormattableString.Invariant(
                        $"{at}: enters at {entry[row]}, before its row {ColumnReader.ExcelRow(frameRows[before])} ends at {exit[before]}; ")
                    + "rows of one subject may touch but not overlap. Check the dates, or that the column names one subject each.");
            bool gap = entry[row] > exit[before] + tolerance;
            int now = to[before] >= 0 ? to[before] : From[before];
            if (gap) Count("Gaps within subjects, in which they are not under observation", frameRows[row]);
            else entry[row] = exit[before];
            From[row] = declared.Length > 0 ? declared[row] : now;
            if (From[row] != now && !gap)
                throw new InvalidDataException(
                    $"{at}: is said to be in {states[From[row]]}, but its row {ColumnReader.ExcelRow(frameRows[before])} left it in "
                    + $"{states[now]} at the same time. "
                    + "Correct one of the two, or let the states follow from the rows before.");
            if (From[row] != now) Count("Subjects found in another state after a gap, a move that nobody saw", frameRows[row]);
            if (to[row] == From[row]) Count("Rows that end in the state they were in, which is not a move", frameRows[row]);
        }
        Subjects = subject + 1;
    }

    /// <summary>State in which each row is spent.</summary>
    public int[] From { get; }

    /// <summary>Subject of each row: 0, 1, …</summary>
    public int[] Subject { get; }

    public int Subjects { get; }

    public IEnumerable<string> Notes =>
        _found.Select(f => $"{f.Key}: {f.Value.Count} (first: row {ColumnReader.ExcelRow(f.Value.First)}).");

    private void Count(string what, int row) =>
        _found[what] = _found.TryGetValue(what, out (int Count, int First) found)
            ? (found.Count + 1, Math.Min(found.First, row))
            : (1, row);
}
