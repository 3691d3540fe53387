using NotebookKit.Statistics.Pairs;

namespace NotebookKit.Adjusted.Laboratory;

/// <summary>Change of one visit from the baseline visit in one group, over the pairs that have both.</summary>
/// <param name="Visit">The visit.</param>
/// <param name="Group">Group; null for all.</param>
/// <param name="N">Pairs; at the baseline visit, values.</param>
/// <param name="Missing">Units with a baseline but no value at this visit.</param>
public sealed record ChangeRow(string Visit, string? Group, int N, int Missing)
{
    /// <summary>Median and quartiles of the baseline values of the pairs.</summary>
    public (double Median, double Q1, double Q3)? Baseline { get; init; }

    /// <summary>Median and quartiles at the visit.</summary>
    public (double Median, double Q1, double Q3)? Value { get; init; }

    /// <summary>Median and quartiles of the paired differences, visit less baseline.</summary>
    public (double Median, double Q1, double Q3)? Change { get; init; }

    /// <summary>Mean of the differences.</summary>
    public double? MeanChange { get; init; }

    /// <summary>Standard deviation of the differences.</summary>
    public double? DeviationOfChange { get; init; }

    /// <summary>P of the signed-rank test of the differences.</summary>
    public double? SignedRankP { get; init; }

    /// <summary>P of the paired t test.</summary>
    public double? PairedTP { get; init; }
}

/// <summary>Values by visit and their change from baseline.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ChangeTable : AdjustedResult
{
    /// <summary>Name of the value.</summary>
    public required string Name { get; init; }

    /// <summary>The baseline visit.</summary>
    public required string BaselineVisit { get; init; }

    /// <summary>One row per visit and group; those of the baseline visit first, with all its values and no change.</summary>
    public required ImmutableArray<ChangeRow> Rows { get; init; }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("visit", Rows.Select(r => r.Visit)), new StringDataFrameColumn("group", Rows.Select(r => r.Group)),
        new Int32DataFrameColumn("n", Rows.Select(r => r.N)),
        new DoubleDataFrameColumn("baseline_median", Rows.Select(r => r.Baseline?.Median)),
        new DoubleDataFrameColumn("median", Rows.Select(r => r.Value?.Median)),
        new DoubleDataFrameColumn("change_median", Rows.Select(r => r.Change?.Median)),
        new DoubleDataFrameColumn("change_q1", Rows.Select(r => r.Change?.Q1)),
        new DoubleDataFrameColumn("change_q3", Rows.Select(r => r.Change?.Q3)),
        new DoubleDataFrameColumn("change_mean", Rows.Select(r => r.MeanChange)),
        new DoubleDataFrameColumn("change_sd", Rows.Select(r => r.DeviationOfChange)),
        new DoubleDataFrameColumn("p_signed_rank", Rows.Select(r => r.SignedRankP)),
        new DoubleDataFrameColumn("p_paired_t", Rows.Select(r => r.PairedTP)));

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        bool groups = Rows.Any(r => r.Group is not null);
        return new SummaryTable
        {
            Title = $"{Name}: change from {BaselineVisit}",
            Columns = [new("Visit", TableAlignment.Left), .. groups ? new[] { new TableColumn("Group", TableAlignment.Left) } : [],
                new(Wording.Capital(Unit)) { Name = "n" }, new("Baseline, median (Q1, Q3)"), new("Visit, median (Q1, Q3)"),
                new("Change, median (Q1, Q3)"), new("P")],
            Rows = [.. Rows.Select(
                r => new TableRow(
                    [r.Visit, .. groups ? new TableCell[] { r.Group ?? "All" } : [],
                        new TableCell(r.N.ToString(System.Globalization.CultureInfo.InvariantCulture)) { Value = r.N, Count = r.N,
                            Unit = Unit },
                r.Visit == BaselineVisit ? TableCell.Empty : Cell(r.Baseline), Cell(r.Value),
                r.Visit == BaselineVisit ? TableCell.Empty : Cell(r.Change),
                r.Visit == BaselineVisit ? TableCell.Empty : Print.PValue(r.SignedRankP)]))],
            Footnotes = [
                "P: Wilcoxon signed-rank test of the paired differences. Baseline rows count every value; the others only those with both.",
                .. Rows.Any(r => r.Missing > 0) ? new[] {
                    $"Without a value at the visit: "
                        + $"{string.Join("; ", Rows.Where(r => r.Missing > 0)
                            .Select(r =>
                                $"{r.Visit}{(r.Group is null ? "" : ", "
                                    + r.Group)} {r.Missing}"))}. Those who deteriorate are measured less often." } : [], .. Footnotes()],
        };
    }

    private static TableCell Cell((double Median, double Q1, double Q3)? q)
    {
        if (q is not { } v) return new TableCell(NumberFormat.NotEstimable);
        int decimals = Math.Abs(v.Median) >= 100 ? 0 : Math.Abs(v.Median) >= 10 ? 1 : 2;
        return new TableCell(
            $"{NumberFormat.Fixed(v.Median, decimals)} ({NumberFormat.Fixed(v.Q1, decimals)}, {NumberFormat.Fixed(v.Q3, decimals)})") {
                Value = v.Median, Statistic = "median" };
    }

    /// <summary>Pairs each visit with the baseline of the same unit.</summary>
    internal static ChangeTable Read(DataFrame frame, string column, string visit, string baseline, string of, CategoryColumn? groups,
        ImmutableArray<string> order, string name)
    {
        var reader = new ColumnReader(frame);
        double?[] value = reader.Numbers(column);
        string?[] visits = reader.Texts(visit), units = reader.Texts(of);
        string[] all = order.IsDefaultOrEmpty ? [.. reader.Categories(visit).Levels] : [.. order];
        if (!all.Contains(baseline, StringComparer.Ordinal))
            throw new ArgumentException(
                $"Column '{visit}': no row holds the baseline visit '{baseline}'; found: {string.Join(", ", all)}.");
        RequireOneUnit(reader, value);
        var at = new Dictionary<(string Unit, string Visit), (double Value, int Row)>();
        for (int i = 0; i < value.Length; i++)
        {
            if (units[i] is not { } u || visits[i] is not { } v || value[i] is not { } x) continue;
            if (!at.TryAdd((u, v), (x, i)))
                throw new InvalidDataException(
                    $"Column '{visit}', row {ColumnReader.ExcelRow(i)}: '{u}' has two values at '{v}' (the other in row "
                        + $"{ColumnReader.ExcelRow(at[(u, v)].Row)}). Keep one row per {of} and {visit}.");
        }
        string? GroupOf(int row) => groups is null || groups.Codes[row] < 0 ? null : groups.Levels[groups.Codes[row]];
        var rows = ImmutableArray.CreateBuilder<ChangeRow>();
        foreach (string? g in groups is null ? new string?[] { null } : [.. groups.Levels])
        {
            double[] start = [.. at.Where(p => p.Key.Visit == baseline && (g is null || GroupOf(p.Value.Row) == g))
                .Select(p => p.Value.Value)];
            rows.Add(new ChangeRow(baseline, g, start.Length, 0) { Value = start.Length == 0 ? null : Quartiles(start) });
        }
        foreach (string v in all.Where(x => x != baseline))
            foreach (string? g in groups is null ? new string?[] { null } : [.. groups.Levels])
            {
                var start = at.Where(p => p.Key.Visit == baseline && (g is null || GroupOf(p.Value.Row) == g)).ToArray();
                var pairs = start.Where(p => at.ContainsKey((p.Key.Unit, v)))
                    .Select(p => (Before: p.Value.Value, After: at[(p.Key.Unit, v)].Value)).ToArray();
                rows.Add(Row(v, g, pairs, start.Length - pairs.Length));
            }
        return new ChangeTable { Name = name, BaselineVisit = baseline, Rows = rows.ToImmutable() };
    }

    /// <summary>A column of units beside the values must hold one unit: 1.2 mg/dL and 21 µmol/L have no difference.</summary>
    private static void RequireOneUnit(ColumnReader reader, double?[] value)
    {
        if (!reader.Has("unit")) return;
        string[] units = [.. reader.Texts("unit").Where((u, i) => u is not null && value[i] is not null).OfType<string>().Distinct()
            .Order(StringComparer.Ordinal)];
        if (units.Length > 1)
            throw new InvalidDataException(
                $"The values are in {units.Length} units ({string.Join(", ", units)}), which cannot be subtracted. Bring them to one unit "
                    + "by set.LabValues(...) first.");
    }

    private static ChangeRow Row(string visit, string? group, (double Before, double After)[] pairs, int missing)
    {
        var row = new ChangeRow(visit, group, pairs.Length, missing);
        if (pairs.Length == 0) return row;
        double[] change = [.. pairs.Select(p => p.After - p.Before)];
        double mean = change.Average(), deviation = pairs.Length > 1
            ? Math.Sqrt(change.Sum(c => (c - mean) * (c - mean)) / (pairs.Length - 1))
            : double.NaN;
        double t = mean / (deviation / Math.Sqrt(pairs.Length));
        return row with
        {
            Baseline = Quartiles([.. pairs.Select(p => p.Before)]), Value = Quartiles([.. pairs.Select(p => p.After)]),
            Change = Quartiles(change), MeanChange = mean,
            DeviationOfChange = double.IsNaN(deviation) ? null : deviation, SignedRankP = WilcoxonSignedRank.Test(change).P,
            PairedTP = deviation > 0 ? Distributions.TTwoSided(t, pairs.Length - 1) : null,
        };
    }

    private static (double, double, double) Quartiles(double[] x)
    {
        Array.Sort(x = (double[])x.Clone());
        return (Quantiles.OfSorted(x, 0.5, QuantileType.Type7)!.Value, Quantiles.OfSorted(x, 0.25, QuantileType.Type7)!.Value,
            Quantiles.OfSorted(x, 0.75, QuantileType.Type7)!.Value);
    }
}
