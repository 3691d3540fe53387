using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.CompetingRisks;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.MultiState;

/// <summary>State probabilities of histories of any pattern, such as illness and death.</summary>
internal static class MultiStateModel
{
    /// <summary>Follows the rows of a frame whose status is the state entered and whose strata are the groups.</summary>
    /// <param name="data">The frame the rows come from.</param>
    /// <param name="frame">Its complete rows.</param>
    /// <param name="id">Column of the subject.</param>
    /// <param name="from">Column of the state in which a row is spent; null where it follows from the rows before.</param>
    /// <param name="initial">Name of the state in which all begin where <paramref name="from"/> is null.</param>
    /// <param name="options">Confidence level, scale of the limits.</param>
    /// <exception cref="InvalidDataException">A subject is missing, its rows overlap, or its states contradict each other.</exception>
    public static MultiStateEstimate Estimate(DataFrame data, ModelFrame frame, string id, string? from, string initial,
        CumulativeIncidenceOptions options)
    {
        var reader = new ColumnReader(data);
        string[] subjects = Names(reader, id, frame.Rows, "the subject");
        string[] declared = from is null ? [] : Names(reader, from, frame.Rows, "the state");
        string[] entered = [.. frame.Causes];
        if (from is null && entered.Contains(initial))
            throw new ArgumentException(
                $"'{initial}' is a state that subjects enter, so not all begin there: name the column of the state in which each row is "
                    + "spent (from).");
        ImmutableArray<string> states =
            [.. (from is null ? (IEnumerable<string>)[initial] : declared.Distinct().Where(s => !entered.Contains(s)).Order(
                StringComparer.Ordinal)), .. entered];
        int[] to = [.. frame.CauseCodes.Select(c => c == 0 ? -1 : states.IndexOf(frame.Causes[c - 1]))];
        double[] entry = (double[])frame.Entry.Clone();
        var histories = new StateHistories(subjects, entry, frame.Time, to, [.. declared.Select(s => states.IndexOf(s))], states,
            frame.Rows);
        int[] units = frame.Clusters.Length > 0 ? frame.Clusters : histories.Subject;
        int unitCount = units.Max() + 1;
        if (unitCount < 2)
            throw new ArgumentException(
                $"The variance needs at least two {(frame.Clusters.Length > 0 ? "clusters" : "subjects")}; found one.");
        string? by = frame.Model.Strata.FirstOrDefault();
        var rows = new MultiStateData
        {
            Entry = entry, Exit = frame.Time, From = histories.From, To = to, States = states, Units = units, UnitCount = unitCount,
            Weights = frame.Weights,
            Groups = frame.Strata, GroupNames = by is null ? ["All"] : [.. frame.StratumNames.Select(n => n[(by.Length + 1)..])],
        };
        StateCurves[] curves = [.. Enumerable.Range(0, rows.GroupNames.Length).Select(g => AalenJohansen.Estimate(rows, g))];
        List<string> notes = [.. frame.Notes.Where(n => !n.EndsWith("Add cluster(patient_id).", StringComparison.Ordinal)),
            .. histories.Notes];
        if (curves.Any(c => c.HasKnownStart))
            notes.Add("Subjects enter at different times and in different states: the probabilities at the start are those of the subjects "
                + "under observation at the first move, and taken as known.");
        return new MultiStateEstimate
        {
            Data = rows, Curves = [.. curves], Options = options, N = frame.Time.Length, Subjects = histories.Subjects,
            TimeColumn = frame.Model.Time, Unit = frame.Unit,
            Clusters = frame.Clusters.Length > 0 ? unitCount : null, ClusterUnit = frame.ClusterUnit, Excluded = frame.Excluded,
            Notes = [.. notes],
        };
    }

    private static string[] Names(ColumnReader reader, string column, int[] rows, string what)
    {
        string?[] texts = reader.Texts(column);
        return [.. rows.Select(
            i => texts[i] ?? throw new InvalidDataException(
                $"Column '{column}', row {ColumnReader.ExcelRow(i)}: {what} is missing; every row belongs to a history. Fill it in, or "
                    + "leave the row out first."))];
    }
}
