namespace NotebookKit.Adjusted.Propensity;

/// <summary>A column whose balance is judged.</summary>
internal sealed record BalanceColumn(string Label, double[] Values);

/// <summary>Balance of one column between the arms under given weights.</summary>
/// <param name="MeanTreated">Weighted mean of the treated; a proportion for 0/1.</param>
/// <param name="MeanControl">Weighted mean of the controls.</param>
/// <param name="Smd">Standardised mean difference over the SD pooled from the unweighted arms.</param>
/// <param name="SmdTreatedDeviation">Over the unweighted SD of the treated (for the effect in the treated).</param>
/// <param name="SmdWeightedDeviation">Over the pooled weighted SD, which flatters.</param>
/// <param name="SmdProportion">Over p(1 − p) of the unweighted arms, for 0/1; null for numbers.</param>
/// <param name="VarianceRatio">Weighted variance of the treated over that of the controls; null for 0/1.</param>
/// <param name="KolmogorovSmirnov">Largest difference of the weighted distribution functions.</param>
/// <param name="MeanDistance">Mean difference of the weighted distribution functions over the distinct values.</param>
public sealed record BalanceStatistics(double MeanTreated, double MeanControl, double? Smd, double? SmdTreatedDeviation,
    double? SmdWeightedDeviation, double? SmdProportion,
    double? VarianceRatio, double KolmogorovSmirnov, double MeanDistance);

/// <summary>Balance of one column before and after adjustment.</summary>
/// <param name="Label">The column.</param>
/// <param name="IsBinary">Whether it is 0/1.</param>
/// <param name="Before">Unadjusted.</param>
/// <param name="After">Matched or weighted.</param>
public sealed record BalanceRow(string Label, bool IsBinary, BalanceStatistics Before, BalanceStatistics After);

/// <summary>Balance of all columns before and after: the numbers of a love plot.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record BalanceTable : AdjustedResult
{
    /// <summary>One row per column of the score; factors have one per level.</summary>
    public required ImmutableArray<BalanceRow> Rows { get; init; }

    /// <summary>Names of the arms.</summary>
    public required (string Control, string Treated) Arms { get; init; }

    /// <summary>What was done, such as <c>1:1 matching</c>.</summary>
    public required string Adjustment { get; init; }

    /// <summary>Largest |SMD| after adjustment.</summary>
    public double LargestSmd => Rows.Max(r => Math.Abs(r.After.Smd ?? 0));

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("variable", Rows.Select(r => r.Label)),
        new DoubleDataFrameColumn("mean_treated_before", Rows.Select(r => (double?)r.Before.MeanTreated)),
        new DoubleDataFrameColumn("mean_control_before", Rows.Select(r => (double?)r.Before.MeanControl)),
        new DoubleDataFrameColumn("smd_before", Rows.Select(r => r.Before.Smd)),
        new DoubleDataFrameColumn("mean_treated_after", Rows.Select(r => (double?)r.After.MeanTreated)),
        new DoubleDataFrameColumn("mean_control_after", Rows.Select(r => (double?)r.After.MeanControl)),
        new DoubleDataFrameColumn("smd_after", Rows.Select(r => r.After.Smd)),
        new DoubleDataFrameColumn("variance_ratio_after", Rows.Select(r => r.After.VarianceRatio)),
        new DoubleDataFrameColumn("ks_after", Rows.Select(r => (double?)r.After.KolmogorovSmirnov)));

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"Balance before and after {Adjustment}",
        Columns = [new("Variable", TableAlignment.Left), new(Arms.Treated) { Spanner = "Before" }, new(Arms.Control) { Spanner = "Before" },
            new("SMD") { Spanner = "Before" },
            new(Arms.Treated) { Spanner = "After" }, new(Arms.Control) { Spanner = "After" }, new("SMD") { Spanner = "After" },
            new("Variance ratio") { Spanner = "After" }, new("KS") { Spanner = "After" }],
        Rows = [.. Rows.Select(
            r => new TableRow(
                [r.Label, Mean(r, r.Before.MeanTreated), Mean(r, r.Before.MeanControl), Print.Number(r.Before.Smd, 2),
                    Mean(r, r.After.MeanTreated), Mean(r, r.After.MeanControl),
            Print.Number(r.After.Smd, 2), r.IsBinary ? TableCell.Empty : Print.Number(r.After.VarianceRatio, 2),
            Print.Number(r.After.KolmogorovSmirnov, 2)]))],
        Footnotes = [
            "Means, or percentages for levels. SMD: difference of means over the SD pooled from the unadjusted arms; below 0.1 is the "
                + "usual bar, 0.2 tolerable in small samples.", .. Footnotes()],
    };

    private static TableCell Mean(BalanceRow row, double mean) =>
        new(row.IsBinary ? NumberFormat.Percent(mean) : NumberFormat.Fixed(mean, Math.Abs(mean) >= 100 ? 0 : 1)) { Value = mean };

    internal static BalanceTable Of(ImmutableArray<BalanceColumn> columns, bool[] treated, double[] weights, (string, string) arms,
        string adjustment)
    {
        double[] ones = new double[treated.Length];
        Array.Fill(ones, 1);
        return new BalanceTable
        {
            Arms = arms, Adjustment = adjustment,
            Rows =
            [
                .. columns.Select(c =>
                {
                    int[] order = SortOrder.Of(c.Values, out _);
                    return new BalanceRow(c.Label, c.Values.All(v => v is 0 or 1), Statistics(c.Values, treated, ones, order),
                        Statistics(c.Values, treated, weights, order));
                }),
            ],
        };
    }

    /// <summary>Balance of one column; rows of weight 0 do not count.</summary>
    internal static BalanceStatistics Statistics(double[] x, bool[] treated, double[] w, int[]? order = null)
    {
        bool binary = x.All(v => v is 0 or 1);
        double[] one = new double[x.Length];
        Array.Fill(one, 1);
        (double m1, double v1) = Moments(x, treated, w, true);
        (double m0, double v0) = Moments(x, treated, w, false);
        (double p1, double s1) = Moments(x, treated, one, true);
        (double p0, double s0) = Moments(x, treated, one, false);
        (double ks, double mean) = Distance(x, treated, w, order ?? SortOrder.Of(x, out _));
        double? Over(double variance) => variance > 0 ? (m1 - m0) / Math.Sqrt(variance) : null;
        return new BalanceStatistics(m1, m0, Over((s1 + s0) / 2), Over(s1), Over((v1 + v0) / 2),
            binary ? Over((p1 * (1 - p1) + p0 * (1 - p0)) / 2) : null, binary || !(v0 > 0) ? null : v1 / v0, ks, mean);
    }

    /// <summary>Weighted mean and variance with reliability weights.</summary>
    private static (double Mean, double Variance) Moments(double[] x, bool[] treated, double[] w, bool arm)
    {
        double sum = 0, squares = 0, mean = 0, variance = 0;
        for (int i = 0; i < x.Length; i++)
            if (treated[i] == arm) (sum, squares, mean) = (sum + w[i], squares + w[i] * w[i], mean + w[i] * x[i]);
        mean /= sum;
        for (int i = 0; i < x.Length; i++) if (treated[i] == arm) variance += w[i] * (x[i] - mean) * (x[i] - mean);
        return (mean, variance * sum / (sum * sum - squares));
    }

    private static (double Largest, double Mean) Distance(double[] x, bool[] treated, double[] w, int[] order)
    {
        double total1 = 0, total0 = 0, f1 = 0, f0 = 0, largest = 0, sum = 0;
        foreach (int i in order) if (treated[i]) total1 += w[i]; else total0 += w[i];
        int distinct = 0;
        for (int k = 0; k < order.Length; k++)
        {
            int i = order[k];
            if (treated[i]) f1 += w[i]; else f0 += w[i];
            if (k + 1 < order.Length && x[order[k + 1]] == x[i]) continue;
            double d = Math.Abs(f1 / total1 - f0 / total0);
            (largest, sum, distinct) = (Math.Max(largest, d), sum + d, distinct + 1);
        }
        return (largest, sum / distinct);
    }
}
