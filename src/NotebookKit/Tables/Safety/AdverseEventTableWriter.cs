using System.Collections.Immutable;
using NotebookKit.AdverseEvents;
using NotebookKit.AdverseEvents.Counting;
using NotebookKit.Rendering;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tables.Safety;

/// <summary>Lays adverse-event counts out as a table.</summary>
internal static class AdverseEventTableWriter
{
    public static SummaryTable Write(AdverseEventTable table)
    {
        AdverseEventTableOptions options = table.Options;
        GradeColumn[] grades = [.. GradeColumn.Of(table)];
        int[] groups =
            [.. Enumerable.Range(table.IsGrouped && !options.Overall ? 0 : -1,
                table.IsGrouped ? table.Groups.Length + (options.Overall ? 1 : 0) : 1)];
        var columns = ImmutableArray.CreateBuilder<TableColumn>();
        columns.Add(new TableColumn("Adverse event", TableAlignment.Left));
        foreach (int g in groups)
        {
            GradeCounts size = Counts(table.Rows[0], g);
            string name = g < 0 ? SafetyAssessment.OverallName : table.Groups[g];
            string header = table.IsGrouped
                ? $"{name}\nN = {Wording.Count(size.N, table.Unit, options.Style)}"
                : $"N = {Wording.Count(size.N, table.Unit, options.Style)}";
            if (grades.Length == 1) columns.Add(new TableColumn(header) { Name = name });
            else columns.AddRange(
                grades.Select(
                    c => new TableColumn(c.Header) { Spanner = header.Replace("\n", ", ", StringComparison.Ordinal), Name = c.Header }));
        }
        foreach ((string group, string reference) in table.Pairs)
            columns.AddRange(EventComparison.Columns(options)
                .Select(c =>
                    new TableColumn(c.Header) { Spanner = table.Pairs.Length > 1 || grades.Length > 1 ? $"{group} vs {reference}" : null,
                        Name = c.Name }));
        foreach (ComparisonColumn c in ComparisonColumn.Of(options.P, options.AdjustP is not null, table.IsClustered))
            columns.Add(new TableColumn(c.Header) { Name = c.Name });
        return new SummaryTable
        {
            Title = options.Title,
            Columns = columns.ToImmutable(),
            Rows = [.. table.Rows.Select(r => Row(table, r, grades, groups))],
            Footnotes = [.. table.Notes, .. options.Notes],
        };
    }

    private static TableRow Row(AdverseEventTable table, AdverseEventRow row, GradeColumn[] grades, int[] groups)
    {
        var cells = ImmutableArray.CreateBuilder<TableCell>();
        cells.Add(row.Label);
        foreach (int g in groups)
        {
            GradeCounts counts = Counts(row, g);
            foreach (GradeColumn grade in grades)
            {
                int n = grade.Count(counts);
                cells.Add(new TableCell(n == 0 ? "0" : NumberFormat.CountPercent(n, counts.N, table.Options.Style))
                {
                    Count = n, Denominator = counts.N, Unit = table.Unit, Statistic = "n (%)",
                    Value = counts.N == 0 ? null : (double)n / counts.N,
                });
            }
        }
        foreach (EventComparison effect in row.Effects) cells.AddRange(EventComparison.Columns(table.Options).Select(c => c.Cell(effect)));
        foreach (ComparisonColumn c in ComparisonColumn.Of(table.Options.P, table.Options.AdjustP is not null, table.IsClustered))
            cells.Add(c.Cell(row.Comparison, DifferenceFormat.Percentages, table.Options.Style));
        return new TableRow(cells.ToImmutable())
        {
            Indent = row.Indent, IsHeading = row.Soc is not null && row.Term is null, Variable = row.Term ?? row.Label,
        };
    }

    private static GradeCounts Counts(AdverseEventRow row, int group) => group < 0 ? row.Overall : row.ByGroup[group];

    private sealed record GradeColumn(string Header, Func<GradeCounts, int> Count)
    {
        public static IEnumerable<GradeColumn> Of(AdverseEventTable table)
        {
            GradeScale scale = table.Options.Scale;
            yield return new GradeColumn(table.Options.Columns == GradeColumns.Any ? "n (%)" : "Any grade", c => c.Any);
            if (table.Options.Columns == GradeColumns.AnyAndSevere)
                yield return new GradeColumn(scale.SevereHead, c => c.AtLeast(scale.SevereFrom));
            if (table.Options.Columns is not (GradeColumns.WorstGrade or GradeColumns.GradeGroups)) yield break;
            if (table.Options.Columns == GradeColumns.GradeGroups)
                foreach ((string label, int from, int to) in scale.Groups)
                    yield return new GradeColumn(label, c => c.AtLeast(from) - c.AtLeast(to + 1));
            bool shows(int rank) => table.Rows.Any(r => r.Overall.Worst[rank] > 0);
            for (int rank = 1; table.Options.Columns == GradeColumns.WorstGrade && rank <= scale.Levels.Length; rank++)
            {
                int r = rank;
                if (scale == GradeScale.Ctcae || scale == GradeScale.Sir || scale == GradeScale.Severity || shows(r))
                    yield return new GradeColumn(scale == GradeScale.Ctcae ? $"Grade {scale.Labels[r - 1]}" : scale.Labels[r - 1],
                        c => c.Worst[r]);
            }
            if (shows(0)) yield return new GradeColumn("Unknown grade", c => c.Worst[0]);
        }
    }
}
