using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.AnalysisSets;

/// <summary>Prints a set: units, patients, groups, rows left out and why, range of dates.</summary>
internal static class AnalysisSetTable
{
    public static SummaryTable Write(AnalysisSet set)
    {
        bool patients = set.Patients is not null && set.Patient != set.Key;
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        rows.Add(Row("All", set.N, set.Patients));
        foreach (string group in set.Groups)
            rows.Add(Row(group, CountOf(set, group),
                patients ? checked((int)set.Source.Where(set.By!, [group]).Distinct(set.Patient!)) : null));
        TableColumn label = new(set.By is null ? "" : set.Words.Title(set.By), TableAlignment.Left);
        return new SummaryTable
        {
            Title = $"Analysis set: {set.Unit}",
            Columns = patients ? [label, new(Wording.Capital(set.Unit)), new("Patients")] : [label, new(Wording.Capital(set.Unit))],
            Rows = rows.ToImmutable(),
            Footnotes = set.Words.Notes([.. Notes(set)]),
        };

        TableRow Row(string name, int n, int? persons)
        {
            ImmutableArray<TableCell> cells = [new TableCell(name), Number(n, set.Unit)];
            return new TableRow(patients ? cells.Add(Number(persons ?? 0, "patients")) : cells);
        }
    }

    private static IEnumerable<string> Notes(AnalysisSet set)
    {
        if (set.Key is not null) yield return $"One row per {set.Key}.";
        int without = set.By is null ? 0 : CountOf(set, null);
        if (without > 0)
            yield return $"{Wording.Count(without, set.Unit)} without a value in '{set.By}' {(without == 1 ? "belongs" : "belong")} to no "
                + $"group and {(without == 1 ? "is" : "are")} left out where groups are compared.";
        if (set.Patients < set.N)
            yield return set.IsClustered
                ? "Patients have several rows: standard errors and tests count patients."
                : "Patients have several rows, which are counted as independent on request: standard errors and P values are too small "
                    + "when outcomes within a patient are alike.";
        foreach (AnalysisSet step in set.Path.Where(s => s.Parent is not null))
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{Wording.Count(step.Parent!.N, step.Parent.Unit)}{Of(step.Parent)} → {Wording.Count(step.N, step.Unit)}{Of(step)}: "
                    + $"{step.Reason} ({step.Parent.N - step.N} rows left out).");
        foreach ((string column, DateTime first, DateTime last) in set.Source.Dates())
            yield return $"{set.Words.Title(column)}: {Day(first)} to {Day(last)}.";
        if (set.Source.Origin is { } origin) yield return origin;
    }

    /// <summary>Rows of a group; null for those of none.</summary>
    private static int CountOf(AnalysisSet set, string? group)
    {
        CountedRows counted = set.Source.Count(new CountQuery(set.By!));
        string?[] groups = new ColumnReader(counted.Keys).Texts(set.By!);
        return checked((int)Enumerable.Range(0, groups.Length).Where(i => groups[i] == group).Sum(i => counted.Rows[i]));
    }

    private static string Of(AnalysisSet set) =>
        set.Patients is { } patients && set.Patient != set.Key ? $" of {Wording.Count(patients, "patients")}" : "";

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static TableCell Number(int count, string unit) =>
        new(count.ToString(CultureInfo.InvariantCulture)) { Value = count, Count = count, Unit = unit, Statistic = "n" };
}
