using System.Globalization;
using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;

namespace NotebookKit.Cohorts;

/// <summary>Reads and checks the columns of a <see cref="SurvivalCohort"/>.</summary>
internal static class SurvivalCohortReader
{
    private const string PatientColumn = "patient_id";

    /// <summary>Reads rows, or combinations of values with the number of rows that have each.</summary>
    /// <param name="frame">The columns.</param>
    /// <param name="columns">Which column holds what; counted rows have no clusters and no subjects.</param>
    /// <param name="frequency">Rows that each row of the frame stands for; default where each stands for itself.</param>
    /// <param name="patients">Patients of counted rows, where they repeat; null where the frame tells, or they do not.</param>
    public static SurvivalCohort Read(DataFrame frame, SurvivalColumns columns, ImmutableArray<long> frequency = default,
        long? patients = null)
    {
        var reader = new ColumnReader(frame);
        double[] time = reader.NumbersOrNaN(columns.Time);
        sbyte[] status = Status(reader, columns, frequency);
        double[]? entry = columns.Entry is { } e ? reader.NumbersOrNaN(e) : null;
        double[]? weight = columns.Weights is { } w ? reader.NumbersOrNaN(w) : null;
        CategoryColumn? group = columns.By is { } by
            ? reader.Categories(by, columns.GroupOrder.IsDefaultOrEmpty ? null : columns.GroupOrder) : null;
        CategoryColumn? strata = columns.Strata is { } s ? reader.Categories(s) : null;
        CategoryColumn? cluster = columns.Cluster is { } c ? reader.Categories(c) : null;
        CategoryColumn? subject = columns.Id is { } id ? reader.Categories(id) : null;
        if (subject is not null && entry is null)
            throw new ArgumentException(
                $"Id ('{columns.Id}') says which rows (entry, exit] belong to one subject; name the column of the entry in Entry too.");
        RefuseImpossible(time, columns.Time, frequency, v => double.IsFinite(v), "a finite number");
        if (entry is not null) RefuseImpossible(entry, columns.Entry!, frequency, v => double.IsFinite(v), "a finite number");
        if (weight is not null) RefuseImpossible(weight, columns.Weights!, frequency, v => v >= 0 && double.IsFinite(v), "a number ≥ 0");

        int[] kept = Keep(columns, time, status, entry, weight, group, strata, cluster, subject, frequency,
            out ImmutableArray<ExcludedRows> excluded);
        if (kept.Length == 0)
            throw new InvalidDataException(
                $"No {columns.Unit} left to analyse in columns '{columns.Time}' and '{columns.Status}': the frame has "
                + $"{(frequency.IsDefault ? time.Length : frequency.Sum())} rows"
                + $"{string.Concat(excluded.Select(x => $"; {x.Count} left out: {x.Reason}"))}.");
        double[]? keptEntry = entry is null ? null : Pick(entry, kept);
        ImmutableArray<string> histories = [];
        if (subject is not null)
        {
            var joined = new SubjectHistories(subject, columns, kept);
            int[] last = joined.Join(Pick(time, kept), Pick(MemoryMarshal.Cast<sbyte, byte>(status).ToArray(), kept),
                keptEntry = (double[])keptEntry!.Clone(),
                (i, j) => Same(group, kept[i], kept[j]) && Same(strata, kept[i], kept[j]) && Same(cluster, kept[i], kept[j])
                    && (weight is null || weight[kept[i]] == weight[kept[j]]));
            (keptEntry, kept, histories) = (Pick(keptEntry, last), Pick(kept, last), joined.Notes);
        }
        var (groupNames, groupCodes) = Select(group, kept);
        var (strataNames, strataCodes) = Select(strata, kept);
        var (clusterNames, clusterCodes) = Select(cluster, kept);
        double[] keptTime = Pick(time, kept);
        return new SurvivalCohort(
            keptTime, Pick(MemoryMarshal.Cast<sbyte, byte>(status).ToArray(), kept), groupCodes, strataCodes, clusterCodes,
            keptEntry, weight is null ? null : Pick(weight, kept))
        {
            Groups = groupNames, Strata = strataNames, Clusters = cluster is null ? 0 : clusterNames.Length,
            Excluded = excluded, Columns = columns, Notes = [.. histories, .. Notes(reader, columns, keptTime, kept, frequency, patients)],
            Frequency = frequency.IsDefault ? default : [.. kept.Select(i => frequency[i])],
        };
    }

    /// <summary>Where a value stands: the row as a spreadsheet shows it, or how many rows have it where they were counted.</summary>
    private static string Place(int row, ImmutableArray<long> frequency) => frequency.IsDefault
        ? FormattableString.Invariant($"row {ColumnReader.ExcelRow(row)}") : Wording.Count(frequency[row], "rows");

    private static bool Same(CategoryColumn? column, int row, int other) => column is null || column.Codes[row] == column.Codes[other];

    internal static sbyte[] Status(ColumnReader reader, SurvivalColumns columns, ImmutableArray<long> frequency = default)
    {
        DataFrameColumn column = reader.Column(columns.Status);
        var status = new sbyte[reader.RowCount];
        int unknown = -1;
        if (ColumnReader.IsNumeric(column) || column.DataType == typeof(bool))
            unknown = columns.EventCoding.Decode(reader.NumbersOrNaN(columns.Status), status);
        else
            for (int i = 0; i < status.Length && unknown < 0; i++)
                if (columns.EventCoding.Decode(column[i]) is { } code) status[i] = (sbyte)code;
                else unknown = i;
        if (unknown >= 0)
            throw new InvalidDataException(
                $"Column '{columns.Status}', {Place(unknown, frequency)}: found {EventCoding.Text(column[unknown])}; "
                + $"expected {columns.EventCoding}. Pass another EventCoding: ZeroOne, OneTwo, Boolean or Of(eventValue, censoredValue).");
        return status;
    }

    private static void RefuseImpossible(double[] values, string column, ImmutableArray<long> frequency, Func<double, bool> possible,
        string expected)
    {
        int i = Array.FindIndex(values, v => !double.IsNaN(v) && !possible(v));
        if (i >= 0)
            throw new InvalidDataException(
                FormattableString.Invariant($"Column '{column}', {Place(i, frequency)}: found {values[i]}; expected {expected}."));
    }

    private static int[] Keep(
        SurvivalColumns columns, double[] time, sbyte[] status, double[]? entry, double[]? weight,
        CategoryColumn? group, CategoryColumn? strata, CategoryColumn? cluster, CategoryColumn? subject,
        ImmutableArray<long> frequency, out ImmutableArray<ExcludedRows> excluded)
    {
        if (Complete(time, status, entry, weight, [group, strata, cluster, subject]))
        {
            excluded = [];
            return [.. Enumerable.Range(0, time.Length)];
        }
        (string Reason, Func<int, bool> Applies)?[] reasons =
        [
            ($"missing time (column '{columns.Time}')", i => double.IsNaN(time[i])),
            ($"missing status (column '{columns.Status}')", i => status[i] < 0),
            entry is null ? null : ($"missing entry time (column '{columns.Entry}')", i => double.IsNaN(entry[i])),
            entry is null ? null : ($"entry not before exit (columns '{columns.Entry}', '{columns.Time}')", i => entry[i] >= time[i]),
            weight is null ? null : ($"missing weight (column '{columns.Weights}')", i => double.IsNaN(weight[i])),
            group is null ? null : ($"missing group (column '{columns.By}')", i => group.Codes[i] < 0),
            strata is null ? null : ($"missing stratum (column '{columns.Strata}')", i => strata.Codes[i] < 0),
            subject is null ? null : ($"missing subject (column '{columns.Id}')", i => subject.Codes[i] < 0),
            cluster is null ? null : ($"missing cluster (column '{columns.Cluster}')", i => cluster.Codes[i] < 0),
        ];
        var checks = reasons.Where(r => r is not null).Select(r => r!.Value).ToArray();
        var counts = new long[checks.Length];
        var kept = new List<int>(time.Length);
        for (int i = 0; i < time.Length; i++)
        {
            int reason = 0;
            while (reason < checks.Length && !checks[reason].Applies(i)) reason++;
            if (reason < checks.Length) counts[reason] += frequency.IsDefault ? 1 : frequency[i];
            else kept.Add(i);
        }
        excluded = [.. checks.Select((c, k) => new ExcludedRows(c.Reason, checked((int)counts[k]))).Where(x => x.Count > 0)];
        return [.. kept];
    }

    private static bool Complete(double[] time, sbyte[] status, double[]? entry, double[]? weight, CategoryColumn?[] columns)
    {
        if (TensorPrimitives.IsNaNAny<double>(time) || status.AsSpan().Contains((sbyte)-1) || TensorPrimitives.IsNaNAny<double>(weight))
            return false;
        for (int i = 0; i < entry?.Length; i++) if (!(entry[i] < time[i])) return false;
        return columns.All(c => c is null || !c.Codes.AsSpan().Contains(-1));
    }

    /// <summary>Codes of the kept rows, with levels that no longer occur removed.</summary>
    private static (ImmutableArray<string> Names, int[]? Codes) Select(CategoryColumn? column, int[] kept)
    {
        if (column is null) return (["All"], null);
        int[] codes = Pick(column.Codes.AsSpan().ToArray(), kept);
        var used = new bool[column.Levels.Length];
        foreach (int code in codes) used[code] = true;
        var position = new int[used.Length];
        int next = 0;
        for (int level = 0; level < used.Length; level++) position[level] = used[level] ? next++ : -1;
        for (int i = 0; i < codes.Length; i++) codes[i] = position[codes[i]];
        return ([.. column.Levels.Where((_, level) => used[level])], codes);
    }

    private static ImmutableArray<string> Notes(ColumnReader reader, SurvivalColumns columns, double[] time, int[] kept,
        ImmutableArray<long> frequency, long? patients)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        int negative = Array.FindIndex(time, t => t < 0);
        if (negative >= 0)
        {
            long count = Enumerable.Range(0, time.Length).Where(i => time[i] < 0).Sum(i => frequency.IsDefault ? 1 : frequency[kept[i]]);
            string first = frequency.IsDefault ? $"first in row {ColumnReader.ExcelRow(kept[negative])}" : "such as";
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"{count} {columns.Unit} have a negative time in column '{columns.Time}' ({first}: {time[negative]}); they are counted as "
                    + $"given. Check the dates."));
        }
        string patient = columns.Patient ?? PatientColumn;
        if (columns.Cluster is null && (patients is not null || reader.Has(patient)))
        {
            long rows = frequency.IsDefault ? kept.Length : kept.Sum(i => frequency[i]);
            long persons = patients
                ?? Select(reader.Categories(patient), [.. kept.Where(i => reader.Column(patient)[i] is not (null or ""))]).Names.Length;
            if (persons > 0 && persons < rows)
                notes.Add($"{rows} {columns.Unit} of {persons} patients are treated as independent: standard errors and P "
                    + "values are too small when outcomes "
                    + $"within a patient are alike. "
                    + $"{(columns.Patient is null ? $"Pass cluster: \"{patient}\"." : "Independent() asked for it.")}");
        }
        return notes.ToImmutable();
    }

    private static T[] Pick<T>(T[] values, int[] rows)
    {
        if (rows.Length == values.Length) return values;
        var picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++) picked[i] = values[rows[i]];
        return picked;
    }
}
