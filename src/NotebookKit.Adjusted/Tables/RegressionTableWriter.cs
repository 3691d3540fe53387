using System.Globalization;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Tables;

/// <summary>Lays out univariable and multivariable models side by side.</summary>
internal static class RegressionTableWriter
{
    public static SummaryTable Write(RegressionTable table)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        foreach (RegressionTableVariable v in table.Variables)
        {
            RegressionFit? uni = v.Univariable, multi = table.Multivariable;
            RegressionVariable? shape = uni?.Variables.FirstOrDefault(x => x.Term == v.Term)
                ?? multi?.Variables.FirstOrDefault(x => x.Term == v.Term);
            TermTest? uniTest = uni?.Terms.FirstOrDefault(t => t.Term == v.Term),
                multiTest = multi?.Terms.FirstOrDefault(t => t.Term == v.Term);
            if (shape is { Levels.Length: > 0 })
            {
                rows.Add(new TableRow(
                    [v.Label, Count(uni), TableCell.Empty, P(uni, uniTest, v), TableCell.Empty, P(multi, multiTest, null)]) {
                        Variable = v.Term });
                foreach (RegressionLevel level in shape.Levels)
                    rows.Add(new TableRow(
                        [level.Name, RegressionFitTable.Count(level), Cell(uni, v.Term, level), TableCell.Empty, Cell(multi, v.Term, level),
                            TableCell.Empty]) { Indent = 1, Variable = v.Term, Level = level.Name });
                continue;
            }
            string[] names = [.. (uni?.Coefficients ?? multi?.Coefficients ?? []).Where(c => c.Term == v.Term).Select(c => c.Name)];
            if (names.Length == 0)
                rows.Add(new TableRow(
                    [v.Label, TableCell.Empty, new TableCell(NumberFormat.NotEstimable) { Note = v.Note }, TableCell.Empty, TableCell.Empty,
                        TableCell.Empty]) { Variable = v.Term });
            for (int i = 0; i < names.Length; i++)
            {
                RegressionCoefficient? a = Find(uni, names[i]), b = Find(multi, names[i]);
                rows.Add(new TableRow(
                    [(a ?? b)!.Label, i == 0 ? Count(uni) : TableCell.Empty, Effect(uni, a), i == 0 ? P(uni, uniTest, v) : TableCell.Empty,
                        Effect(multi, b), i == 0 ? P(multi, multiTest, null) : TableCell.Empty]) { Variable = v.Term });
            }
        }
        string effect = $"{RegressionFitTable.Ratio(table.Kind)} ({Print.Level(table.Options.Regression.ConfidenceLevel)})";
        bool events = table.Variables.Any(v => v.Univariable?.Events is not null) || table.Multivariable?.Events is not null;
        return new SummaryTable
        {
            Title = $"{RegressionFitTable.Title(table.Kind)}, univariable and multivariable",
            Columns = [new("Variable", TableAlignment.Left), new(events ? "n (events)" : "n"),
                new(effect) { Spanner = "Univariable", Name = "univariable effect" },
                new("P") { Spanner = "Univariable", Name = "univariable P" },
                new(effect) { Spanner = "Multivariable", Name = "multivariable effect" },
                new("P") { Spanner = "Multivariable", Name = "multivariable P" }],
            Rows = rows.ToImmutable(), Footnotes = [.. Notes(table)],
        };
    }

    private static TableCell Count(RegressionFit? fit) =>
        fit is null ? TableCell.Empty : RegressionFitTable.Count(new RegressionLevel("", null, fit.N, fit.Events));

    private static RegressionCoefficient? Find(RegressionFit? fit, string name) => fit?.Coefficients.FirstOrDefault(c => c.Name == name);

    private static TableCell Cell(RegressionFit? fit, string term, RegressionLevel level)
    {
        if (fit is null || fit.Terms.All(t => t.Term != term)) return TableCell.Empty;
        return level.Coefficient is null ? new TableCell("reference") : Effect(fit, Find(fit, level.Coefficient));
    }

    private static TableCell Effect(RegressionFit? fit, RegressionCoefficient? c) =>
        fit is null || c is null ? TableCell.Empty : RegressionFitTable.Effect(fit, c);

    private static TableCell P(RegressionFit? fit, TermTest? test, RegressionTableVariable? v) => test is not null ? Print.PValue(test.P)
        : v?.Note is { } note ? new TableCell(NumberFormat.NotEstimable) { Note = note } : TableCell.Empty;

    private static IEnumerable<string> Notes(RegressionTable table)
    {
        RegressionFit? any = table.Multivariable ?? table.Variables.FirstOrDefault(v => v.Univariable is not null)?.Univariable;
        if (table.Multivariable is { } m) yield return $"Multivariable model: {RegressionFitTable.Sample(m)}";
        else yield return "No variable was selected for the multivariable model.";
        yield return table.Options.SameRows ? "Univariable models use the complete rows of the multivariable model."
            : "Each univariable model uses the rows complete for its variable; n is printed per variable.";
        if (any is not null) yield return RegressionFitTable.Tests(any);
        RegressionTableVariable[] missing = [.. table.Variables.Where(v => v.Missing > 0)];
        if (missing.Length > 0) yield return $"Missing: {string.Join("; ", missing.Select(v => $"{v.Label} {v.Missing}"))}.";
        if (table.Options.Selection == VariableSelection.UnivariableP)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Multivariable model: variables with univariable P < {table.Options.Threshold}. Limits and P ignore this selection: P are "
                    + $"too small and effects too large.");
        if (table.Selection is { } path)
            yield return $"Stepwise selection by {(path.Penalty == 2 ? "AIC" : "BIC")}: start "
                + $"{NumberFormat.Fixed(path.Steps[0].Criterion, 1)}"
                + $"{string.Concat(path.Steps.Skip(1).Select(s => $"; {s.Text} ({NumberFormat.Fixed(s.Criterion, 1)})"))}. Limits and P "
                + "ignore the selection: P are too small and effects too large.";
        foreach (string note in table.Footnotes().Distinct()) yield return note;
    }
}
