using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Survival.Planning;

/// <summary>Cuts the follow-up of rows into stretches (entry, exit]: at fixed times, or where a covariate changes.</summary>
internal static class FollowUpSplitting
{
    /// <summary>A stretch of a row.</summary>
    private readonly record struct Stretch(int Row, double Entry, double Exit, bool IsLast, int Number);

    /// <summary>Cuts every row at the same times.</summary>
    public static DataFrame At(DataFrame frame, string time, string status, IReadOnlyList<double> cuts, string? entry, string start,
        string episode, string? censored)
    {
        double[] sorted = [.. cuts.Distinct().Order()];
        if (sorted.Length == 0 || !sorted.All(double.IsFinite))
            throw new ArgumentException("Name at least one finite time at which follow-up is cut.");
        var reader = new ColumnReader(frame);
        double[] exits = reader.NumbersOrNaN(time), entries = Entries(reader, entry, exits, time);
        var stretches = new List<Stretch>();
        for (int i = 0; i < exits.Length; i++)
        {
            double[] inside = [.. sorted.Where(c => c > entries[i] && c < exits[i])];
            Add(stretches, i, entries[i], exits[i], inside, sorted.Count(c => c <= entries[i]));
        }
        DataFrame split = Build(frame, stretches, time, status, entry ?? start, censored);
        split.Columns.Add(new Int32DataFrameColumn(New(split, episode), stretches.Select(s => s.Number + 1)));
        return split;
    }

    /// <summary>Cuts the rows of each subject where a value changes, and adds the value that holds in each stretch.</summary>
    public static DataFrame AtChanges(DataFrame frame, DataFrame changes, string id, string when, string? value, string into, string exit,
        string status, string entry, string? censored)
    {
        var reader = new ColumnReader(frame);
        bool hasEntry = reader.Has(entry);
        double[] exits = reader.NumbersOrNaN(exit), entries = Entries(reader, hasEntry ? entry : null, exits, exit);
        string?[] subjects = reader.Texts(id);
        Dictionary<string, List<(double Time, int Row)>> known = Changes(changes, id, when, value, subjects);
        var stretches = new List<Stretch>();
        var source = new List<int>();
        for (int i = 0; i < exits.Length; i++)
        {
            List<(double Time, int Row)> own = subjects[i] is { } name ? known.GetValueOrDefault(name, []) : [];
            Add(stretches, i, entries[i], exits[i], [.. own.Select(c => c.Time).Where(t => t > entries[i] && t < exits[i])], 0);
            while (source.Count < stretches.Count)
            {
                double from = stretches[source.Count].Entry;
                int last = own.FindLastIndex(c => c.Time <= from);
                source.Add(last < 0 || double.IsNaN(from) ? -1 : own[last].Row);
            }
        }
        DataFrame split = Build(frame, stretches, exit, status, entry, censored);
        string name2 = New(split, into);
        if (value is null) split.Columns.Add(new DoubleDataFrameColumn(name2, source.Select(s => s < 0 ? 0.0 : 1.0)));
        else if (ColumnReader.IsNumeric(new ColumnReader(changes).Column(value)))
        {
            double?[] numbers = new ColumnReader(changes).Numbers(value);
            split.Columns.Add(new DoubleDataFrameColumn(name2, source.Select(s => s < 0 ? null : numbers[s])));
        }
        else
        {
            string?[] texts = new ColumnReader(changes).Texts(value);
            split.Columns.Add(new StringDataFrameColumn(name2, source.Select(s => s < 0 ? null : texts[s])));
        }
        return split;
    }

    private static void Add(List<Stretch> stretches, int row, double entry, double exit, double[] inside, int number)
    {
        for (int k = 0; k <= inside.Length; k++)
            stretches.Add(
                new Stretch(row, k == 0 ? entry : inside[k - 1], k == inside.Length ? exit : inside[k], k == inside.Length, number + k));
    }

    private static double[] Entries(ColumnReader reader, string? entry, double[] exits, string time)
    {
        double[] entries = entry is null ? new double[exits.Length] : reader.NumbersOrNaN(entry);
        int bad = Array.FindIndex(entries, e => double.IsNaN(e));
        if (bad >= 0)
            throw new InvalidDataException(
                $"Column '{entry}', row {ColumnReader.ExcelRow(bad)}: the time of entry is missing; it is needed to cut follow-up. Fill it "
                    + "in, or leave the row out first.");
        bad = Enumerable.Range(0, exits.Length).FirstOrDefault(i => exits[i] <= entries[i], -1);
        return bad < 0 ? entries : throw new InvalidDataException(
            string.Create(CultureInfo.InvariantCulture,
                $"Column '{time}', row {ColumnReader.ExcelRow(bad)}: follow-up ends at {exits[bad]}, not after it begins at "
                    + $"{entries[bad]}; a row is at risk in (entry, exit]. Correct the times, or leave the row out first."));
    }

    /// <summary>The times at which the value of each subject changes, ascending; rows without a value change nothing.</summary>
    private static Dictionary<string, List<(double Time, int Row)>> Changes(DataFrame changes, string id, string when, string? value,
        string?[] subjects)
    {
        var reader = new ColumnReader(changes);
        string?[] names = reader.Texts(id), values = value is null ? [] : reader.Texts(value);
        double[] times = reader.NumbersOrNaN(when);
        var frame = subjects.OfType<string>().ToHashSet(StringComparer.Ordinal);
        var known = new Dictionary<string, List<(double Time, int Row)>>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            string at = FormattableString.Invariant($"row {ColumnReader.ExcelRow(i)} of the changes");
            if (names[i] is not { } name) throw new InvalidDataException($"Column '{id}', {at}: the subject is missing.");
            if (!frame.Contains(name))
                throw new InvalidDataException(
                    $"Column '{id}', {at}: subject '{name}' has no row in the frame. Leave those rows out first, or correct the name.");
            if (value is not null && values[i] is null) continue;
            if (double.IsNaN(times[i]))
                throw new InvalidDataException(
                    $"Column '{when}', {at}: the time of the change of subject '{name}' is missing. Fill it in, or leave the row "
                        + "out first.");
            if (!known.TryGetValue(name, out List<(double Time, int Row)>? own)) known[name] = own = [];
            if (own.FindIndex(c => c.Time == times[i]) is >= 0 and var twice)
                throw new InvalidDataException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"Column '{when}', {at}: subject '{name}' changes twice at {times[i]} (also row "
                            + $"{ColumnReader.ExcelRow(own[twice].Row)}). Keep one value of the day."));
            own.Add((times[i], i));
        }
        foreach (List<(double Time, int Row)> own in known.Values) own.Sort((a, b) => a.Time.CompareTo(b.Time));
        return known;
    }

    /// <summary>The rows of the stretches, with their own entry, exit and, but for the last of a row, no event.</summary>
    private static DataFrame Build(DataFrame frame, List<Stretch> stretches, string time, string status, string entry, string? censored)
    {
        DataFrame rows = FrameShaping.Rows(frame, [.. stretches.Select(s => s.Row)]);
        DataFrameColumn cut = Censor(rows.Columns[status], stretches, censored);
        var columns = new List<DataFrameColumn>();
        bool hasEntry = false;
        foreach (DataFrameColumn column in rows.Columns)
        {
            hasEntry |= column.Name == entry;
            if (column.Name == time && !frame.Columns.Any(c => c.Name == entry))
                columns.Add(new DoubleDataFrameColumn(entry, stretches.Select(s => s.Entry)));
            columns.Add(
                column.Name == time ? new DoubleDataFrameColumn(time, stretches.Select(s => double.IsNaN(s.Exit) ? (double?)null : s.Exit))
                : column.Name == entry ? new DoubleDataFrameColumn(entry, stretches.Select(s => s.Entry)) : column.Name == status
                ? cut
                : column);
        }
        return new DataFrame(columns);
    }

    private static DataFrameColumn Censor(DataFrameColumn status, List<Stretch> stretches, string? censored)
    {
        string[] found = [.. new ColumnReader(new DataFrame(status)).Texts(status.Name).OfType<string>().Distinct()
            .Order(StringComparer.Ordinal)];
        if (censored is null && status is not BooleanDataFrameColumn && !found.All(f => f is "0" or "1") && stretches.Any(s => !s.IsLast))
            throw new ArgumentException(
                $"Column '{status.Name}' holds {string.Join(", ", found.Take(12).Select(f => $"'{f}'"))}: say which value means that no "
                    + "event happened (censored: …), as the stretches before the last end without one.");
        censored ??= status is BooleanDataFrameColumn ? "false" : "0";
        if (status is not (StringDataFrameColumn or BooleanDataFrameColumn)
            && !double.TryParse(censored, CultureInfo.InvariantCulture, out _))
            throw new ArgumentException($"Column '{status.Name}' holds numbers; found '{censored}' as the value that means no event.");
        DataFrameColumn column = status.Clone();
        object value = status is StringDataFrameColumn ? censored : status is BooleanDataFrameColumn ? bool.Parse(censored)
            : Convert.ChangeType(double.Parse(censored, CultureInfo.InvariantCulture), status.DataType, CultureInfo.InvariantCulture);
        for (int k = 0; k < stretches.Count; k++) if (!stretches[k].IsLast) column[k] = value;
        return column;
    }

    private static string New(DataFrame frame, string name) =>
        frame.Columns.Any(c => c.Name == name) ? throw new ArgumentException(
            $"The frame already has a column '{name}'. Choose another name.") : name;
}
