using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Import.Published;

/// <summary>What a paper prints beside a curve: numbers at risk, patients and events of each arm.</summary>
internal sealed class ArmTables
{
    private const int MostPatients = 50_000;

    private readonly Dictionary<string, PrintedArm> _arms = [];

    /// <summary>Printed numbers of one arm; the first time at risk is 0 where there is a table.</summary>
    internal sealed record PrintedArm(double[] Time, int[] N, int? Events, IReadOnlyList<string> Notes);

    public PrintedArm this[string arm] => _arms[arm];

    public static ArmTables OfOne(string arm, IReadOnlyList<(double Time, int N)> atRisk, int? patients, int? events)
    {
        var tables = new ArmTables();
        tables.Add(arm, [.. atRisk], patients, events);
        return tables;
    }

    public static ArmTables Read(DataFrame? atRisk, DataFrame? totals, IReadOnlyList<string> arms)
    {
        var risk = arms.ToDictionary(a => a, _ => new List<(double Time, int N)>());
        var incomplete = arms.ToDictionary(a => a, _ => 0);
        var sizes = new Dictionary<string, (int? N, int? Events)>();
        if (atRisk is not null)
        {
            var reader = new ColumnReader(atRisk);
            string time = PublishedCurve.Column(atRisk, "the printed times", "time", "t"),
                n = PublishedCurve.Column(atRisk, "the numbers at risk", "n", "n_risk", "at_risk", "number_at_risk");
            double[] times = reader.NumbersOrNaN(time), counts = reader.NumbersOrNaN(n);
            string?[] arm = ArmOf(atRisk, reader, arms, "numbers at risk");
            for (int i = 0; i < times.Length; i++)
                if (Whole(counts, n, i) is { } count && double.IsFinite(times[i])) risk[arm[i]!].Add((times[i], count));
                else incomplete[arm[i]!]++;
        }
        if (totals is not null)
        {
            var reader = new ColumnReader(totals);
            string? n = PublishedCurve.Optional(totals, "n", "patients"),
                events = PublishedCurve.Optional(totals, "events", "total_events");
            string?[] arm = ArmOf(totals, reader, arms, "totals");
            double[] patients = n is null ? [] : reader.NumbersOrNaN(n), deaths = events is null ? [] : reader.NumbersOrNaN(events);
            for (int i = 0; i < arm.Length; i++)
                if (!sizes.TryAdd(arm[i]!, (n is null ? null : Whole(patients, n, i), events is null ? null : Whole(deaths, events, i))))
                    throw new ArgumentException(
                        $"The totals, row {ColumnReader.ExcelRow(i)}: arm '{arm[i]}' stands there twice; expected one row for each arm.");
        }
        var tables = new ArmTables();
        foreach (string a in arms)
            tables.Add(a, risk[a], sizes.GetValueOrDefault(a).N, sizes.GetValueOrDefault(a).Events, incomplete[a]);
        return tables;
    }

    private static string?[] ArmOf(DataFrame frame, ColumnReader reader, IReadOnlyList<string> arms, string what)
    {
        if (PublishedCurve.Optional(frame, "arm", "group", "curve") is not { } column)
            return arms.Count == 1
                ? [.. Enumerable.Repeat(arms[0], reader.RowCount)]
                : throw new ArgumentException(
                    $"The {what} have no column arm, but the figure has {arms.Count} arms: {string.Join(", ", arms)}.");
        string?[] found = reader.Texts(column);
        if (arms.Count == 1 && arms[0].Length == 0 && found.Distinct().Count() == 1) return [.. found.Select(_ => arms[0])];
        foreach ((int i, string? arm) in found.Index())
            if (arm is null || !arms.Contains(arm))
                throw new ArgumentException(
                    $"The {what}, row {ColumnReader.ExcelRow(i)}: found arm '{arm}'; the clicks have "
                        + $"{string.Join(", ", arms.Select(a => $"'{a}'"))}. Use the same names.");
        return found;
    }

    private static int? Whole(double[] values, string column, int row)
    {
        double value = values[row];
        if (double.IsNaN(value)) return null;
        if (value < 0 || value != Math.Floor(value) || value > 1e8)
            throw new ArgumentException(
                $"Column '{column}', row {ColumnReader.ExcelRow(row)}: found {value.ToString(CultureInfo.InvariantCulture)}; expected a "
                    + "whole number of patients.");
        return (int)value;
    }

    private void Add(string arm, IReadOnlyList<(double Time, int N)> risk, int? patients, int? events, int incomplete = 0)
    {
        string of = arm.Length > 0 ? $"Arm '{arm}': " : "";
        List<string> notes = [];
        if (incomplete > 0) notes.Add($"{Wording.Count(incomplete, "rows")} of the numbers at risk without time or number left out.");
        if (risk.Count == 0 && patients is null)
            throw new ArgumentException($"{of}neither numbers at risk nor the number of patients were given; at least one is needed.");
        (double Time, int N)[] table = risk.Count == 0 ? [(0, patients!.Value)] : [.. risk];
        if (table[0].Time != 0)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{of}the numbers at risk must start at time 0; found {table[0].Time}. Add the number of patients at 0."));
        for (int i = 1; i < table.Length; i++)
        {
            if (!(table[i].Time > table[i - 1].Time))
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"{of}the times of the numbers at risk must increase; found {table[i].Time} after {table[i - 1].Time}."));
            if (table[i].N > table[i - 1].N)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{of}the number at risk rises from {table[i - 1].N} to {table[i].N} at {table[i].Time}: a misread digit, or patients "
                        + $"who enter late, which cannot be rebuilt. Check the table."));
        }
        int zero = Array.FindIndex(table, r => r.N == 0);
        if (zero >= 0 && zero < table.Length - 1)
        {
            notes.Add($"Numbers at risk of 0 after the first ({table.Length - 1 - zero}) were dropped.");
            table = table[..(zero + 1)];
        }
        if (patients is { } p && p != table[0].N)
            throw new ArgumentException($"{of}{p} patients were given, but {table[0].N} are at risk at time 0. Correct one of the two.");
        if (table[0].N == 0) throw new ArgumentException($"{of}there are no patients at time 0.");
        if (table[0].N > MostPatients)
            throw new ArgumentException(
                $"{of}{table[0].N} patients at time 0; expected at most {MostPatients}. Check for a misread number.");
        if (events > table[0].N)
            throw new ArgumentException(
                $"{of}{events} events in {table[0].N} patients; a patient has one event at most. Correct one of the two.");
        _arms[arm] = new PrintedArm([.. table.Select(r => r.Time)], [.. table.Select(r => r.N)], events, notes);
    }
}
