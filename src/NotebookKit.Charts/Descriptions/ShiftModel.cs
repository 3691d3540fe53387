using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Charts.Plots;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Descriptions;

/// <summary>Pairs of a value before treatment and the worst after it.</summary>
internal sealed record ShiftModel(ImmutableArray<(string Group, ImmutableArray<PlotPoint> Pairs)> Groups, string Measure,
    ImmutableArray<string> Notes, string Text)
{
    public static ShiftModel Of(DataFrame df, string baseline, string worst, string? by, ShiftFigureOptions options)
    {
        var reader = new ColumnReader(df);
        double?[] before = reader.Numbers(baseline), after = reader.Numbers(worst);
        CategoryColumn? groups = by is null ? null : reader.Categories(by);
        int[] rows = [.. Enumerable.Range(0, before.Length)
            .Where(i => Finite(before[i]) && Finite(after[i]) && (groups is null || groups.Codes[i] >= 0))];
        if (rows.Length == 0) throw new ArgumentException($"No row has a value of '{baseline}' and of '{worst}'.", nameof(df));
        if (options.IsLog && rows.Where(i => !(before[i] > 0 && after[i] > 0)).ToArray() is [var row, ..])
            throw new ArgumentException(FormattableString.Invariant(
                $"Row {ColumnReader.ExcelRow(row)} has the values {before[row]} and {after[row]}; a logarithmic axis needs positive ones."),
                nameof(options));
        int noBaseline = before.Where((b, i) => !Finite(b) && Finite(after[i])).Count(),
            noWorst = after.Where((a, i) => !Finite(a) && Finite(before[i])).Count(),
            neither = before.Where((b, i) => !Finite(b) && !Finite(after[i])).Count();
        string unit = FigureText.Clean(options.Unit), measure = FigureText.Clean(options.Measure ?? Wording.Title(baseline));
        int worse = rows.Count(i => after[i] > before[i]);
        return new ShiftModel(
            [.. (groups?.Levels ?? [""]).Select(
                (g, code) =>
                    (FigureText.Clean(g), rows.Where(i => groups is null || groups.Codes[i] == code).Select(
                        i => new PlotPoint(before[i]!.Value, after[i]!.Value)).ToImmutableArray())).Where(g => g.Item2.Length > 0)
                .OrderBy(g => options.AllGroups.IndexOf(g.Item1) is var place and >= 0 ? place : int.MaxValue)],
            measure,
            [
                string.Create(CultureInfo.InvariantCulture, $"Unit of analysis: {unit}, n = {rows.Length}") +
                    (noBaseline + noWorst + neither == 0
                        ? "."
                        : string.Create(CultureInfo.InvariantCulture,
                            $"; left out: {noBaseline} without a baseline, {noWorst} without a value after it, {neither} without either."))
                                +
                    " Dotted: no change." + (options.LowerLimit is null && options.UpperLimit is null ? "" : " Dashed: limits of normal."),
                .. options.CleanNotes,
            ],
            string.Create(CultureInfo.InvariantCulture,
                $"{measure}, worst after treatment against baseline, {unit} n = {rows.Length}: "
                    + $"{NumberFormat.CountPercent(worse, rows.Length)} above baseline") +
                (options.UpperLimit is double upper
                    ? $", {NumberFormat.CountPercent(rows.Count(i => after[i] > upper && before[i] <= upper), rows.Length)} from within to "
                        + "above the upper limit"
                    : "") + ".");
    }

    private static bool Finite(double? value) => value is double v && double.IsFinite(v);
}
