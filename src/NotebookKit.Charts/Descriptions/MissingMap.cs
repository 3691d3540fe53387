using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Charts.Plots;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Descriptions;

/// <summary>Patterns of missing values, the most frequent first.</summary>
internal sealed record MissingMap(ImmutableArray<string> Names, ImmutableArray<int> Missing,
    ImmutableArray<(ImmutableArray<bool> IsMissing, int Rows)> Patterns, int Rows, string Text)
{
    private const int MostPatterns = 25;

    public static MissingMap Of(DataFrame df, IReadOnlyList<string>? columns, MissingMapOptions options)
    {
        var reader = new ColumnReader(df);
        string[] names = [.. columns ?? [.. df.Columns.Select(c => c.Name)]];
        if (reader.RowCount == 0 || names.Length == 0) throw new ArgumentException("There is no row or no column to look at.", nameof(df));
        bool[][] missing = [.. names.Select(n => reader.Column(n))
            .Select(c => Enumerable.Range(0, reader.RowCount).Select(r => IsMissing(c[r])).ToArray())];
        var patterns = Enumerable.Range(0, reader.RowCount).GroupBy(r => string.Concat(missing.Select(m => m[r] ? '1' : '0')))
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Count(c => c == '1')).ThenBy(g => g.Key, StringComparer.Ordinal);
        string[] titles = [.. names.Select(n => FigureText.Clean(Wording.Name(n)))];
        int complete = Enumerable.Range(0, reader.RowCount).Count(r => missing.All(m => !m[r]));
        return new MissingMap([.. titles], [.. missing.Select(m => m.Count(v => v))],
            [.. patterns.Select(g => (g.Key.Select(c => c == '1').ToImmutableArray(), g.Count()))], reader.RowCount,
            $"Missing values, {NumberFormat.CountPercent(complete, reader.RowCount)} {FigureText.Clean(options.Unit)} complete: " +
            (missing.Any(m => m.Any(v => v))
                ? string.Join("; ", titles.Zip(missing).Where(p => p.Second.Any(v => v)).Select(
                    p => $"{p.First} {NumberFormat.CountPercent(p.Second.Count(v => v), reader.RowCount)}"))
                : "none") + ".");
    }

    public static Plot Plot(MissingMap model, MissingMapOptions options, FigureStyle style)
    {
        int k = model.Names.Length, n = Math.Min(MostPatterns, model.Patterns.Length), hidden = model.Patterns.Length - n;
        string unit = FigureText.Clean(options.Unit);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("", 0.5, k + 0.5, [.. model.Names.Select((name, i) => new PlotTick(i + 1, name))]) { TurnLabels = true,
                ShowLine = false },
            Y = new PlotAxis("", 0.4, n + 0.6, []) { ShowLine = false },
            Columns = [new PlotColumn(Wording.Capital(unit),
                [.. model.Patterns.Take(n).Select(p => new PlotCell(NumberFormat.CountPercent(p.Rows, model.Rows)))], TextAnchor.End)],
            RowPositions = [.. Enumerable.Range(0, n).Select(i => (double)(n - i))],
            Series = [Cells("known", Palette.Tint(0), false), Cells("missing", Palette.Vermilion, true)],
            LegendInRows = true,
            Counts = [new PlotCounts("Missing",
                [new PlotCountRow("", [.. model.Missing.Select(m => Ticks.Label(m))]) { Series = 0, HasKey = false }])],
            AreaHeightEm = Math.Max(3, 1.5 * n),
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"Unit of analysis: {unit}, n = {model.Rows}. Each row is a pattern with the {unit} that have it.") +
                    (hidden > 0 ? string.Create(CultureInfo.InvariantCulture,
                        $" {hidden} rarer patterns of {model.Patterns.Skip(n).Sum(p => p.Rows)} {unit} are not shown.") : ""),
                .. options.CleanNotes,
            ],
        };

        PlotSeries Cells(string name, PlotColor color, bool missing) =>
            new(name, color, [new BarMark([.. model.Patterns.Take(n).SelectMany((p, i) =>
            Enumerable.Range(0, k).Where(j => p.IsMissing[j] == missing)
            .Select(j => new PlotBar(n - i, 0.8, j + 0.58, j + 1.42, $"{model.Names[j]}: {name}\n{Wording.Count(p.Rows, unit)}")))]) {
            Horizontal = true }])
            { Key = LegendKey.Box };
    }

    private static bool IsMissing(object? value) => value is null || value is double d && double.IsNaN(d) || value is float f
        && float.IsNaN(f) || value is string text && text.Trim().Length == 0;
}
