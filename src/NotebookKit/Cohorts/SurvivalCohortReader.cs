using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;

namespace NotebookKit.Cohorts;

/// <summary>Reads and checks the columns of a <see cref="SurvivalCohort"/>.</summary>
internal static class SurvivalCohortReader
{
    private const string PatientColumn = "patient_id";

    public static SurvivalCohort Read(DataFrame frame, SurvivalColumns columns)
    {
        var reader = new ColumnReader(frame);
        double[] time = reader.NumbersOrNaN(columns.Time);
        sbyte[] status = Status(reader, columns);
        double[]? entry = columns.Entry is { } e ? reader.NumbersOrNaN(e) : null;
        double[]? weight = columns.Weights is { } w ? reader.NumbersOrNaN(w) : null;
        CategoryColumn? group = columns.By is { } by
            ? reader.Categories(by, columns.GroupOrder.IsDefaultOrEmpty ? null : columns.GroupOrder) : null;
        CategoryColumn? strata = columns.Strata is { } s ? reader.Categories(s) : null;
        CategoryColumn? cluster = columns.Cluster is { } c ? reader.Categories(c) : null;
        CategoryColumn? subject = columns.Id is { } id ? reader.Categories(id) : null;
        if (subject is not null && entry is null)
            throw new ArgumentException($"Id ('{columns.Id}') says which rows (entry, exit] belong to one subject; name the column of the entry in Entry too.");
        RefuseImpossible(time, columns.Time, v => double.IsFinite(v), "a finite number");
        if (entry is not null) RefuseImpossible(entry, columns.Entry!, v => double.IsFinite(v), "a finite number");
        if (weight is not null) RefuseImpossible(weight, columns.Weights!, v => v >= 0 && double.IsFinite(v), "a number ≥ 0");

        int[] kept = Keep(columns, time, status, entry, weight, group, strata, cluster, subject, out ImmutableArray<ExcludedRows> excluded);
        if (kept.Length == 0)
            throw new InvalidDataException($"No {columns.Unit} left to analyse in columns '{columns.Time}' and '{columns.Status}': the frame has "
                + $"{time.Length} rows{string.Concat(excluded.Select(x => $"; {x.Count} left out: {x.Reason}"))}.");
        double[]? keptEntry = entry is null ? null : Pick(entry, kept);
        ImmutableArray<string> histories = [];
        if (subject is not null)
        {
            var joined = new SubjectHistories(subject, columns, kept);
            int[] last = joined.Join(Pick(time, kept), Pick(MemoryMarshal.Cast<sbyte, byte>(status).ToArray(), kept), keptEntry = (double[])keptEntry!.Clone(),
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
            Excluded = excluded, Columns = columns, Notes = [.. histories, .. Notes(reader, columns, keptTime, kept)],
        };
    }

    private static bool Same(CategoryColumn? column, int row, int other) => column is null || column.Codes[row] == column.Codes[other];

    internal static sbyte[] Status(ColumnReader reader, SurvivalColumns columns)
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
            throw new InvalidDataException($"Column '{columns.Status}', row {ColumnReader.ExcelRow(unknown)}: found {EventCoding.Text(column[unknown])}; "
                + $"expected {columns.EventCoding}. Pass another EventCoding: ZeroOne, OneTwo, Boolean or Of(eventValue, censoredValue).");
        return status;
    }

    private static void RefuseImpossible(double[] values, string column, Func<double, bool> possible, string expected)
    {
        int i = Array.FindIndex(values, v => !double.IsNaN(v) && !possible(v));
        if (i >= 0)
            throw new InvalidDataException(FormattableString.Invariant($"Column '{column}', row {ColumnReader.ExcelRow(i)}: found {values[i]}; expected {expected}."));
    }

    private static int[] Keep(
        SurvivalColumns columns, double[] time, sbyte[] status, double[]? entry, double[]? weight,
        CategoryColumn? group, CategoryColumn? strata, CategoryColumn? cluster, CategoryColumn? subject, out ImmutableArray<ExcludedRows> excluded)
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
        var counts = new int[checks.Length];
        var kept = new List<int>(time.Length);
        for (int i = 0; i < time.Length; i++)
        {
            int reason = 0;
            while (reason < checks.Length && !checks[reason].Applies(i)) reason++;
            if (reason < checks.Length) counts[reason]++;
            else kept.Add(i);
        }
        excluded = [.. checks.Select((c, k) => new ExcludedRows(c.Reason, counts[k])).Where(x => x.Count > 0)];
        return [.. kept];
    }

    private static bool Complete(double[] time, sbyte[] status, double[]? entry, double[]? weight, CategoryColumn?[] columns)
    {
        if (TensorPrimitives.IsNaNAny<double>(time) || status.AsSpan().Contains((sbyte)-1) || TensorPrimitives.IsNaNAny<double>(weight)) return false;
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

    private static ImmutableArray<string> Notes(ColumnReader reader, SurvivalColumns columns, double[] time, int[] kept)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        int negative = Array.FindIndex(time, t => t < 0);
        if (negative >= 0)
            notes.Add(FormattableString.Invariant($"{time.Count(t => t < 0)} {columns.Unit} have a negative time in column '{columns.Time}' (first in row {ColumnReader.ExcelRow(kept[negative])}: {time[negative]}); they are counted as given. Check the dates."));
        if (columns.Cluster is null && reader.Has(PatientColumn))
        {
            var (patients, _) = Select(reader.Categories(PatientColumn), [.. kept.Where(i => reader.Column(PatientColumn)[i] is not (null or ""))]);
            if (patients.Length > 0 && patients.Length < kept.Length)
                notes.Add($"{kept.Length} {columns.Unit} of {patients.Length} patients are treated as independent: standard errors and P values are too "
                    + $"small when outcomes within a patient are alike. Pass cluster: \"{PatientColumn}\".");
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
