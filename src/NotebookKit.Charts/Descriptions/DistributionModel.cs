using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Charts.Plots;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Statistics;

namespace NotebookKit.Charts.Descriptions;

/// <summary>Values by group with their quartiles, and the words around them.</summary>
internal sealed record DistributionModel(ImmutableArray<DistributionGroup> Groups, string YTitle, ImmutableArray<string> Notes, string Text)
{
    /// <summary>Values of one person in a group and the next one, by the place of the first.</summary>
    public ImmutableArray<(int Group, double From, double To)> Pairs { get; init; } = [];

    public static DistributionModel Of(DataFrame df, string value, string? by, DistributionFigureOptions options)
    {
        var reader = new ColumnReader(df);
        double?[] values = reader.Numbers(value);
        CategoryColumn? groups = by is null ? null : reader.Categories(by, options.GroupOrder.IsDefaultOrEmpty ? null : options.GroupOrder);
        int[] rows = [.. Enumerable.Range(0, values.Length)
            .Where(i => values[i] is double v && double.IsFinite(v) && (groups is null || groups.Codes[i] >= 0))];
        if (rows.Length == 0) throw new ArgumentException($"Column '{value}' has no value to draw.", nameof(value));
        ImmutableArray<DistributionGroup> all =
        [
            .. (groups?.Levels ?? [""]).Select(
                (level, code) => DistributionGroup.Of(FigureText.Clean(level),
                    [.. rows.Where(i => groups is null || groups.Codes[i] == code).Select(i => values[i]!.Value)])).Where(
                        g => g.Sorted.Length > 0),
        ];
        ImmutableArray<(int Group, double From, double To)> pairs = options.PairBy is { } person && groups is not null
            ? PairsOf(reader.Texts(person), groups, values, rows, all, options)
            : [];
        int left = values.Length - rows.Length;
        string unit = FigureText.Clean(options.Unit), title = FigureText.Clean(options.YTitle ?? Wording.Title(value));
        return new DistributionModel(all, title,
            [
                string.Create(CultureInfo.InvariantCulture,
                    $"Unit of analysis: {unit}, n = "
                        + $"{rows.Length}{(left > 0 ? $"; {Wording.Count(left, unit)} without a value left out" : "")}.") +
                    " Thick line: median. Box: quartiles. Whiskers: the farthest values within 1.5 box lengths." +
                    (all.Any(g => !g.ShowsBox) ? " Groups of fewer than 10 show their values and median alone." : "") +
                    (options.PairBy is null
                        ? ""
                        : string.Create(CultureInfo.InvariantCulture, $" Lines join {pairs.Length} pairs of values.")),
                .. options.CleanNotes,
            ],
            $"{title} by group: "
                + string.Join("; ",
                    all.Select(g => string.Create(CultureInfo.InvariantCulture,
                        $"{(g.Name.Length > 0 ? g.Name + " " : "")}n = {g.Sorted.Length}, median {g.Words}"))) + ".") { Pairs = pairs };
    }

    private static ImmutableArray<(int Group, double From, double To)> PairsOf(
        string?[] persons, CategoryColumn groups, double?[] values, int[] rows, ImmutableArray<DistributionGroup> shown,
        DistributionFigureOptions options)
    {
        var pairs = ImmutableArray.CreateBuilder<(int, double, double)>();
        foreach (IGrouping<string, int> person in rows.Where(i => persons[i] is not null).GroupBy(i => persons[i]!))
        {
            var byGroup = new Dictionary<int, double>();
            foreach (int row in person)
            {
                int place = shown.Select(g => g.Name).ToList().IndexOf(FigureText.Clean(groups.Levels[groups.Codes[row]]));
                if (!byGroup.TryAdd(place, values[row]!.Value))
                    throw new ArgumentException(
                        $"'{person.Key}' has two values in the group {shown[place].Name}; a pair needs one in each. Leave out PairBy, or "
                            + $"keep one row per {options.PairBy} and group.", nameof(options));
            }
            pairs.AddRange(byGroup.Where(p => byGroup.ContainsKey(p.Key + 1)).Select(p => (p.Key, p.Value, byGroup[p.Key + 1])));
        }
        return pairs.ToImmutable();
    }
}

/// <summary>Sorted values of a group.</summary>
internal sealed record DistributionGroup(string Name, ImmutableArray<double> Sorted, double Lower, double Median, double Upper)
{
    private const int FewestForBox = 10;

    public bool ShowsBox => Sorted.Length >= FewestForBox;

    /// <summary>Median and quartiles.</summary>
    public string Words => ShowsBox ? $"{Number(Median)} (quartiles {Number(Lower)}–{Number(Upper)})" : Number(Median);

    /// <summary>The farthest values within 1.5 box lengths of the box.</summary>
    public (double Low, double High) Whiskers =>
        (Sorted.First(v => v >= Lower - 1.5 * (Upper - Lower)), Sorted.Last(v => v <= Upper + 1.5 * (Upper - Lower)));

    public static DistributionGroup Of(string name, double[] values)
    {
        Array.Sort(values);
        // R's default quantiles, as its box plots of samples of this size nearly are.
        return values.Length == 0 ? new(name, [], 0, 0, 0)
            : new(name, [.. values], Quantiles.OfSorted(values, 0.25, QuantileType.Type7)!.Value,
                Quantiles.OfSorted(values, 0.5, QuantileType.Type7)!.Value, Quantiles.OfSorted(values, 0.75, QuantileType.Type7)!.Value);
    }

    /// <summary>
    /// Gaussian kernel density on a grid, by the bandwidth of Silverman's rule, within the range of the values; heights are parts of the
    /// highest.
    /// </summary>
    public ImmutableArray<(double Value, double Height)> Density()
    {
        const int Cells = 60;
        double mean = Sorted.Average(), deviation = Math.Sqrt(Sorted.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, Sorted.Length - 1));
        double spread = Math.Min(deviation, (Upper - Lower) / 1.34);
        double width = 0.9 * (spread > 0 ? spread : deviation) * Math.Pow(Sorted.Length, -0.2);
        if (!(width > 0)) return [];
        (double Value, double Height)[] grid = [
            .. Enumerable.Range(0, Cells + 1).Select(i => Sorted[0] + (Sorted[^1] - Sorted[0]) * i / Cells)
            .Select(x => (x, Sorted.Sum(v => Math.Exp(-(x - v) * (x - v) / (2 * width * width)))))];
        double most = grid.Max(g => g.Height);
        return [.. grid.Select(g => (g.Value, g.Height / most))];
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.##", CultureInfo.InvariantCulture);
}
