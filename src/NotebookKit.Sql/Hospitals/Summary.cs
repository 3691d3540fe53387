using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Sql.Sources;

namespace NotebookKit.Sql.Hospitals;

/// <summary>Counts a set for a counts file: neighbouring numbers are joined until every combination has enough patients.</summary>
internal static class Summary
{
    private const char Separator = '\u001f';
    private const int FewNumbers = 12; // a column of no more different numbers is a code, whose values mean something by themselves

    public static CountsFile Of(AnalysisSet set, string hospital, IReadOnlyCollection<IReadOnlyList<string>> tables, int minimum)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hospital);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimum, 1);
        if (tables.Count == 0) throw new ArgumentException("Name at least one table: the columns that are counted together.");
        if (set.RepeatedPatient is { } repeated)
            throw new ArgumentException($"Patients have several of the {set.Unit} (column '{repeated}'), and counts do not say which "
                + "belong to one patient. Keep one row of each with OneRowPer(…), or declare what happened to patients, not to "
                + $"{set.Unit}.");
        if (set.N < minimum)
            throw new ArgumentException($"The set has {Wording.Count(set.N, "patients")}; fewer than {minimum} are not given away.");
        string[][] wanted = [.. tables.Select(t => t.Distinct().ToArray())];
        foreach (string column in wanted.SelectMany(t => t))
            if (column == set.Key || column == set.Patient)
                throw new ArgumentException($"Column '{column}' names {(column == set.Key ? set.Unit : "patients")}; it does not leave.");
        return new CountsFile
        {
            Hospital = hospital, Unit = set.Unit, Rows = set.N, Key = set.Key, Patient = set.Patient,
            MinimumCellCount = minimum,
            Description = $"Numbers of {set.Unit} by combinations of values; no row is in this file. Combinations of fewer than "
                + $"{minimum} patients were made coarser until there were none. This lowers the risk that a patient is recognised; the "
                + "file is not anonymous in the sense of the law, and several files about the same patients tell more than one."
                + string.Concat(set.Path.Where(s => s.Parent is not null).Select(s =>
                    $" Left out: {Wording.Count(s.Parent!.N - s.N, s.Parent.Unit)} ({s.Reason} was asked for).")),
            Tables = [.. wanted.Select(columns => Table(set, columns, minimum))],
        };
    }

    private static CountsTable Table(AnalysisSet set, string[] columns, int minimum)
    {
        ImmutableArray<string> asked = [.. columns];
        CountedRows counted = CountedTables.Add([set.Source.Count(new CountQuery(asked))], asked, merge: true);
        DataFrameColumn[] keys = [.. columns.Select(c => counted.Keys.Columns[c])];
        int[] numbers = [.. Enumerable.Range(0, keys.Length).Where(c => ColumnReader.IsNumeric(keys[c])
            && keys[c].Cast<object?>().OfType<double>().Distinct().Count() > FewNumbers)];
        if (numbers.Length > 1)
            throw new ArgumentException($"Table {string.Join(", ", columns)}: {string.Join(" and ", numbers.Select(n => columns[n]))} "
                + $"have more than {FewNumbers} different numbers each; count one such column in a table, and group the others.");
        int number = numbers.Length == 1 ? numbers[0] : -1;
        string[] others = [.. Enumerable.Range(0, counted.Rows.Length).Select(i =>
            string.Join(Separator, keys.Where((_, c) => c != number).Select(k => Text(k[i]))))];
        Dictionary<double, double> middles = number < 0 ? [] : Join(keys[number], others, counted.Rows, minimum);
        var cells = new SortedDictionary<string, (object?[] Values, long Rows)>(StringComparer.Ordinal);
        for (int i = 0; i < counted.Rows.Length; i++)
        {
            object?[] values = [.. keys.Select((k, c) => c == number && k[i] is double v ? middles[v] : k[i])];
            string key = string.Join(Separator, values.Select(Text));
            cells[key] = (values, cells.GetValueOrDefault(key).Rows + counted.Rows[i]);
        }
        if (cells.Values.Any(c => c.Rows < minimum))
            throw new ArgumentException($"Table {string.Join(", ", columns)}: some combination has fewer than {minimum} patients, however "
                + "coarse its numbers are made. Leave a column out, join categories (LabelLevels), or leave out rows without a value "
                + "(WithValues), which are a combination of their own.");
        return new CountsTable(
            [.. columns.Select((name, c) => c == number ? Joined(name, middles) : new CountsColumn(name, Type(keys[c])))],
            [.. cells.Values.Select(cell => cell.Values.Append(cell.Rows).Select(v => v is null ? (JsonElement?)null
                : JsonSerializer.SerializeToElement(v is DateTime day ? Text(day) : v)).ToImmutableArray())]);
    }

    /// <summary>
    /// The middle of the step into which each number is joined: neighbours are joined, from the least on, until every combination of the
    /// other columns has none of the step or enough; what is left at the end is joined to the step before.
    /// </summary>
    private static Dictionary<double, double> Join(DataFrameColumn number, string[] others, ImmutableArray<long> rows, int minimum)
    {
        var steps = new List<(List<double> Numbers, Dictionary<string, long> Counts)>();
        bool open = false;
        foreach (IGrouping<double, int> value in Enumerable.Range(0, others.Length).Where(i => number[i] is double)
            .GroupBy(i => (double)number[i]).OrderBy(g => g.Key))
        {
            if (!open) steps.Add(([], []));
            (List<double> numbers, Dictionary<string, long> counts) = steps[^1];
            numbers.Add(value.Key);
            foreach (int i in value) counts[others[i]] = counts.GetValueOrDefault(others[i]) + rows[i];
            open = counts.Values.Any(c => c < minimum);
        }
        for (; open && steps.Count > 1; open = steps[^1].Counts.Values.Any(c => c < minimum))
        {
            foreach ((string other, long count) in steps[^1].Counts)
                steps[^2].Counts[other] = steps[^2].Counts.GetValueOrDefault(other) + count;
            steps[^2].Numbers.AddRange(steps[^1].Numbers);
            steps.RemoveAt(steps.Count - 1);
        }
        return steps.SelectMany(s => s.Numbers.Select(n => (n, Middle: (s.Numbers.Min() + s.Numbers.Max()) / 2)))
            .ToDictionary(x => x.n, x => x.Middle);
    }

    private static CountsColumn Joined(string name, Dictionary<double, double> middles)
    {
        var steps = middles.GroupBy(m => m.Value, m => m.Key).ToArray();
        double widest = steps.Max(s => s.Max() - s.Min());
        return widest > 0 ? new CountsColumn(name, "number", steps.Length, widest) : new CountsColumn(name, "number");
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime day => day.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Type(DataFrameColumn column) => column.DataType == typeof(string) ? "text"
        : column.DataType == typeof(bool) ? "boolean" : column.DataType == typeof(DateTime) ? "date" : "number";
}
