using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Charts.Plots;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Statistics.Pairs;

namespace NotebookKit.Charts.Descriptions;

/// <summary>Rank correlations of every pair of columns.</summary>
internal sealed record CorrelationMap(ImmutableArray<string> Names, ImmutableArray<(int Row, int Column, double? Rho, int N)> Pairs,
    int Rows, string Text)
{
    private const int MostColumns = 20;

    public static CorrelationMap Of(DataFrame df, IReadOnlyList<string>? columns)
    {
        var reader = new ColumnReader(df);
        string[] names = [.. columns ?? [.. df.Columns.Where(ColumnReader.IsNumeric).Select(c => c.Name)]];
        if (names.Length is < 2 or > MostColumns)
            throw new ArgumentException(FormattableString.Invariant(
                $"A map of correlations takes 2 to {MostColumns} numeric columns; found {names.Length}. Name those that matter."),
                nameof(columns));
        double?[][] values = [.. names.Select(reader.Numbers)];
        var pairs = ImmutableArray.CreateBuilder<(int, int, double?, int)>();
        for (int i = 1; i < names.Length; i++)
            for (int j = 0; j < i; j++)
            {
                int[] both = [.. Enumerable.Range(0, reader.RowCount).Where(r => values[i][r] is not null && values[j][r] is not null)];
                double? rho = both.Length < 3
                    ? null
                    : Correlation.Spearman([.. both.Select(r => values[i][r]!.Value)],
                        [.. both.Select(r => values[j][r]!.Value)]).Estimate?.Value;
                pairs.Add((i, j, rho, both.Length));
            }
        string[] titles = [.. names.Select(n => FigureText.Clean(Wording.Title(n)))];
        return new CorrelationMap([.. titles], pairs.ToImmutable(), reader.RowCount,
            "Spearman rank correlations: "
                + string.Join("; ", pairs.Where(p => p.Item3 is not null).OrderByDescending(p => Math.Abs(p.Item3!.Value)).Take(8).Select(
                    p => $"{titles[p.Item2]} and {titles[p.Item1]} {NumberFormat.Fixed(p.Item3, 2)}")) +
            (pairs.Count > 8 ? string.Create(CultureInfo.InvariantCulture, $"; the strongest 8 of {pairs.Count}.") : "."));
    }

    public static Plot Plot(CorrelationMap model, FigureOptions options, FigureStyle style)
    {
        int n = model.Names.Length;
        // A row is as high as a disc and its number below it need; a disc of correlation 1 just fits.
        double cell = 0.6 * style.Width / style.FontSize / (n - 1), disc = Math.Clamp(0.62 * cell, 0.7, 1.6), row = disc + 1.5;
        bool fit = TextMetrics.Width("−0.00", style.FontSize) < 0.9 * cell * style.FontSize;
        int fewest = model.Pairs.Min(p => p.N);
        return new Plot
        {
            Title = FigureText.Clean(options.Title),
            X = new PlotAxis("", -0.5, n - 1.5, [.. model.Names.Take(n - 1).Select((name, i) => new PlotTick(i, name))]) {
                TurnLabels = true, ShowLine = false },
            Y = new PlotAxis("", 0.5, n - 0.5, [.. model.Names.Skip(1).Select((name, i) => new PlotTick(n - 1 - i, name)).Reverse()]) {
                ShowLine = false },
            Series = [Discs("positive", Palette.Blue, PointShape.Circle, r => r >= 0),
                Discs("negative", Palette.Vermilion, PointShape.Diamond, r => r < 0), Numbers()],
            LegendInRows = true,
            AreaHeightEm = row * (n - 1),
            Notes =
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"Spearman's ρ of the rows in which both values are known: "
                        + $"{fewest}{(model.Pairs.Any(p => p.N != fewest) ? $" to {model.Pairs.Max(p => p.N)}" : "")} of {model.Rows}. "
                        + $"Areas grow with the size of ρ.") +
                    (model.Pairs.Any(p => p.Rho is null) ? " NE: not estimable." : ""),
                .. options.CleanNotes,
            ],
        };

        PlotSeries Discs(string name, PlotColor color, PointShape shape, Func<double, bool> which)
        {
            var shown = model.Pairs.Where(p => p.Rho is double r && which(r)).ToArray();
            return new PlotSeries(name, color, shown.Length == 0 ? [] : [new PointMark([.. shown.Select(p => At(p, 0.5 / row))], shape)
            {
                Sizes = [.. shown.Select(
                    p => Math.Max(0.12, disc * Math.Sqrt(Math.Abs(p.Rho!.Value)) * (shape == PointShape.Diamond ? 0.77 : 1)))],
                Hover = [.. shown.Select(
                    p => $"{model.Names[p.Column]} and {model.Names[p.Row]}\nρ = {NumberFormat.Fixed(p.Rho, 2)}, n = {Ticks.Label(p.N)}")],
            }]) { Key = shown.Length == 0 ? LegendKey.None : LegendKey.Marker };
        }

        PlotSeries Numbers() =>
            new("numbers", Palette.Ink,
                fit ? [new LabelMark(
                    [.. model.Pairs.Select(
                        p => new PlotLabel(At(p, -(disc / 2 + 0.2) / row),
                            p.Rho is null ? NumberFormat.NotEstimable : NumberFormat.Fixed(p.Rho, 2), LabelSide.Centre))])] : [])
            { Key = LegendKey.None };

        PlotPoint At((int Row, int Column, double? Rho, int N) pair, double up) => new(pair.Column, n - pair.Row + up);
    }
}
