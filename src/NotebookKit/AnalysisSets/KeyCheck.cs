using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.AnalysisSets;

/// <summary>The key of a set is present and unique, and every row has its patient.</summary>
internal static class KeyCheck
{
    private const int Shown = 5;

    public static void Require(DataFrame frame, string unit, string key, string? patient)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentException.ThrowIfNullOrWhiteSpace(unit);
        var reader = new ColumnReader(frame);
        if (frame.Rows.Count == 0) throw new ArgumentException($"The frame has no rows: there are no {unit} to analyse.", nameof(frame));
        string?[] keys = reader.Texts(key);
        RefuseMissing(keys, key, $"Every row of a set of {unit} needs its key: fill it in, or name another column as key.");
        var rows = new Dictionary<string, List<long>>(keys.Length, StringComparer.Ordinal);
        for (int i = 0; i < keys.Length; i++)
        {
            if (!rows.TryGetValue(keys[i]!, out List<long>? same)) rows[keys[i]!] = same = [];
            same.Add(ColumnReader.ExcelRow(i));
        }
        if (rows.Count < keys.Length) throw new ArgumentException(Repeated(rows, keys.Length, unit, key));
        if (patient is not null)
            RefuseMissing(reader.Texts(patient), patient,
                $"Every one of the {unit} belongs to a patient: fill it in, or leave those rows out first.");
    }

    private static string Repeated(Dictionary<string, List<long>> rows, int n, string unit, string key)
    {
        var repeated = rows.Where(r => r.Value.Count > 1).ToArray();
        string examples = string.Join("; ", repeated.Take(Shown).Select(
            r => $"'{r.Key}' in rows {string.Join(", ", r.Value.Take(Shown))}{(r.Value.Count > Shown ? ", …" : "")}"));
        string more = repeated.Length > Shown ? $"; and {repeated.Length - Shown} more" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"Column '{key}' is the key of the {unit}, but {n} rows have {rows.Count} different values: {examples}{more}. Name the column "
                + $"that is different in every row as key, or keep one row of each: declare the set by its own key and call "
                + $"OneRowPer(\"{key}\", first: …, unit: \"{Wording.Plural(key, "units")}\").");
    }

    private static void RefuseMissing(string?[] values, string column, string remedy)
    {
        int[] missing = [.. Enumerable.Range(0, values.Length).Where(i => values[i] is null)];
        if (missing.Length == 0) return;
        string rows = string.Join(", ", missing.Take(Shown).Select(i => ColumnReader.ExcelRow(i)));
        throw new ArgumentException(
            $"Column '{column}', row {rows}{(missing.Length > Shown ? $" and {missing.Length - Shown} more" : "")}: found no value. "
                + $"{remedy}");
    }
}
