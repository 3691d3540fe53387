namespace NotebookKit.Adjusted.Prediction;

/// <summary>The cut-off that separates survival best, with a P that knows it was chosen.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record MaximallySelected : AdjustedResult
{
    /// <summary>Name of the value. The default value is <c>value</c>.</summary>
    public string Name { get; init; } = "value";

    /// <summary>Best cut-off; the low group has values up to it.</summary>
    public required double CutPoint { get; init; }

    /// <summary>Standardised log-rank statistic there.</summary>
    public required double Statistic { get; init; }

    /// <summary>P corrected for the choice (Lausen and Schumacher 1992, doi:10.2307/2532740); at most 1.</summary>
    public required double P { get; init; }

    /// <summary>P of that cut-off as if it had been given before: too small.</summary>
    public required double UncorrectedP { get; init; }

    /// <summary>Every cut-off tried with its statistic.</summary>
    public required ImmutableArray<(double Cut, double Statistic)> Cuts { get; init; }

    /// <summary>Searches cut-offs that leave a share of the rows on either side.</summary>
    /// <param name="time">Follow-up.</param>
    /// <param name="isEvent">Events.</param>
    /// <param name="value">Value to cut.</param>
    /// <param name="least">Least share of rows in either group.</param>
    /// <exception cref="ArgumentException">The lengths differ, the share is out of range, or the value leaves no cut-off.</exception>
    /// <remarks>Equivalent R call: <c>maxstat::maxstat.test(Surv(time, status) ~ x, smethod = "LogRank", pmethod = "Lau92")</c>.</remarks>
    public static MaximallySelected Search(double[] time, bool[] isEvent, double[] value, double least = 0.1)
    {
        int n = time.Length;
        if (isEvent.Length != n || value.Length != n)
            throw new ArgumentException(
                $"Found {n} times, {isEvent.Length} events and {value.Length} values; expected one of each per row.");
        if (least is not (> 0 and < 0.5))
            throw new ArgumentException(FormattableString.Invariant($"Found share {least}; expected one between 0 and 0.5, such as 0.1."));
        double[] score = Scores(time, isEvent);
        double mean = score.Average(), squares = score.Sum(s => (s - mean) * (s - mean));
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => value[i])];
        var cuts = ImmutableArray.CreateBuilder<(double, double)>();
        double sum = 0;
        for (int m = 1; m < n; m++)
        {
            sum += score[order[m - 1]];
            if (value[order[m]] == value[order[m - 1]] || m < least * n || m > (1 - least) * n) continue;
            cuts.Add((value[order[m - 1]], Math.Abs(sum - m * mean) / Math.Sqrt((double)m * (n - m) / ((double)n * (n - 1)) * squares)));
        }
        if (cuts.Count == 0 || !(squares > 0))
            throw new ArgumentException(
                "No cut-off leaves enough rows on both sides: the value has too few distinct values, or nobody had the event.");
        (double cut, double best) = cuts.MaxBy(c => c.Item2);
        double density = Math.Exp(-best * best / 2) / Math.Sqrt(2 * Math.PI), high = 1 - least;
        double p = 4 * density / best + density * (best - 1 / best) * Math.Log(high * (1 - least) / ((1 - high) * least));
        return new MaximallySelected
        {
            CutPoint = cut, Statistic = best, P = Math.Clamp(p, 0, 1), UncorrectedP = Distributions.NormalTwoSided(best),
            Cuts = cuts.ToImmutable(),
            Notes = ["The hazard ratio of groups made by this cut-off is biased away from 1: it was chosen on the same data."],
        };
    }

    /// <summary>
    /// Log-rank scores: event less the sum of events/(rows at risk) up to the own time, with the last of tied rows' ranks, as
    /// exactRankTests.
    /// </summary>
    private static double[] Scores(double[] time, bool[] isEvent)
    {
        int n = time.Length;
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => time[i])];
        double[] score = new double[n];
        double sum = 0;
        for (int k = 0; k < n;)
        {
            int end = k;
            while (end < n && time[order[end]] == time[order[k]]) end++;
            for (int i = k; i < end; i++) if (isEvent[order[i]]) sum += 1.0 / (n - end + 1);
            for (int i = k; i < end; i++) score[order[i]] = (isEvent[order[i]] ? 1 : 0) - sum;
            k = end;
        }
        return score;
    }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() =>
        new(new DoubleDataFrameColumn("cut", Cuts.Select(c => c.Cut)),
            new DoubleDataFrameColumn("statistic", Cuts.Select(c => c.Statistic)));

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"Maximally selected cut-off of {Name}",
        Columns = [new("Value", TableAlignment.Left), new("Cut-off"), new("Statistic"), new("Corrected P"), new("Uncorrected P")],
        Rows = [new TableRow([Name, Print.Plain(CutPoint), Print.Number(Statistic, 2), Print.PValue(P), Print.PValue(UncorrectedP)])],
        Footnotes = [$"{Cuts.Length} cut-offs tried; low group: values up to the cut-off. P corrected by Lausen and Schumacher (1992).",
            .. Footnotes()],
    };
}
