using System.Globalization;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Propensity;

/// <summary>
/// Rows matched or weighted by propensity score, with their balance; outcomes are asked of it and carry the balance with them.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record AdjustedComparison : AdjustedResult
{
    /// <summary>The score.</summary>
    public required PropensityScore Score { get; init; }

    /// <summary>Weight of each row; 0 for rows left out.</summary>
    public required ImmutableArray<double> Weights { get; init; }

    /// <summary>Matched set of each row, 0, 1, …; −1 where unmatched or matched with replacement; empty after weighting.</summary>
    public ImmutableArray<int> Sets { get; init; } = [];

    /// <summary>Treated row and one of its controls, by row, one pair per line; empty after weighting.</summary>
    public ImmutableArray<(int Treated, int Control)> Pairs { get; init; } = [];

    /// <summary>Treated rows without a control within the caliper.</summary>
    public int UnmatchedTreated { get; init; }

    /// <summary>Width of the caliper on the scale of the distance; null for none.</summary>
    public double? CaliperWidth { get; init; }

    /// <summary>What the weights cost; null after matching.</summary>
    public WeightSummary? WeightSummary { get; init; }

    /// <summary>Balance before and after.</summary>
    public required BalanceTable Balance { get; init; }

    /// <summary>What was done.</summary>
    public string Adjustment => Balance.Adjustment;

    /// <summary>Cluster of each row for the robust variance: the pair after matching without replacement, else the row.</summary>
    internal int[] Clusters => Pairs.IsEmpty || IsReused
        ? [.. Enumerable.Range(0, Weights.Length)]
        : [.. Sets.Select((s, i) => s >= 0 ? s : Sets.Length + i)];

    internal bool IsReused { get; init; }

    /// <summary>
    /// Survival after matching or weighting: weighted Cox model with robust errors (pairs as clusters), weighted curves, E-value.
    /// </summary>
    /// <param name="time">Column of the follow-up time.</param>
    /// <param name="status">Column of the event, 1 and 0.</param>
    /// <exception cref="ArgumentException">A column is unknown, or the score was not estimated from an analysis set.</exception>
    /// <exception cref="InvalidDataException">A row used has no time or status: leave such rows out before the score is
    /// estimated.</exception>
    public AdjustedOutcome Survival(string time, string status)
    {
        double[] t = Values(time), e = Values(status);
        int odd = Array.FindIndex(e, v => v is not (0 or 1));
        if (odd >= 0)
            throw new InvalidDataException(
                FormattableString.Invariant(
                    $"Column '{status}', row {ColumnReader.ExcelRow(Score.FrameRows[odd])}: found {e[odd]}; expected 0 or 1."));
        return AdjustedOutcomes.Survival(this, t, Array.ConvertAll(e, v => v == 1));
    }

    /// <summary>Difference of means after matching or weighting, with robust errors.</summary>
    /// <param name="outcome">Column of a number.</param>
    /// <inheritdoc cref="Survival(string, string)" path="/exception"/>
    public AdjustedOutcome Means(string outcome) => AdjustedOutcomes.Means(this, Values(outcome));

    private double[] Values(string column)
    {
        DataFrame frame = Score.Frame ?? throw new ArgumentException(
            "This score was estimated from arrays; name columns only after set.Propensity(…).");
        double?[] values = new ColumnReader(frame).Numbers(column);
        return Array.ConvertAll(Score.FrameRows, i => values[i]
            ?? throw new InvalidDataException(
                $"Column '{column}', row {ColumnReader.ExcelRow(i)}: found no value; the rows used for the score need an outcome. First "
                    + $"take set.WithValues(\"{column}\")."));
    }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(
        new PrimitiveDataFrameColumn<bool>("treated", Score.Treated), new DoubleDataFrameColumn("propensity", Score.Scores),
        new DoubleDataFrameColumn("weight", Weights),
        new Int32DataFrameColumn("matched_set", Sets.IsEmpty ? Weights.Select(_ => (int?)null) : Sets.Select(
            s => s < 0 ? (int?)null : s + 1)));

    /// <inheritdoc/>
    public override SummaryTable ToTable() => Balance.ToTable() with { Footnotes = [.. Balance.ToTable().Footnotes, .. Footnotes()] };

    /// <summary>Matches controls to treated rows.</summary>
    /// <param name="score">The score.</param>
    /// <param name="options">Ratio, caliper, replacement; null for the defaults (1:1, caliper 0.2 SD of the logit, without
    /// replacement).</param>
    /// <param name="exact">Stratum of each row within which to match; empty for none.</param>
    /// <exception cref="ArgumentException">The ratio or caliper is not positive, or the caliper matches nobody.</exception>
    /// <remarks>Nearest neighbour by falling score; see differences-from-R.md for MatchIt.</remarks>
    internal static AdjustedComparison Match(PropensityScore score, MatchOptions? options = null, ReadOnlySpan<int> exact = default)
    {
        ArgumentNullException.ThrowIfNull(score);
        options ??= new();
        if (options.Ratio < 1) throw new ArgumentException($"Found {options.Ratio} controls per treated row; expected 1 or more.");
        if (options.Caliper is { } c0 && !(c0 > 0))
            throw new ArgumentException(
                FormattableString.Invariant($"Found caliper {c0}; expected a positive number of standard deviations."));
        double[] distance = [.. options.OnLogit ? score.Logits : score.Scores];
        bool[] treated = [.. score.Treated];
        double deviation = options.PooledDeviation
            ? Math.Sqrt(
                (PropensityScore.Variance([.. distance.Where((_, i) => treated[i])])
                    + PropensityScore.Variance([.. distance.Where((_, i) => !treated[i])])) / 2)
            : Math.Sqrt(PropensityScore.Variance(distance));
        double? width = options.Caliper * deviation;
        int[] stratum = exact.IsEmpty ? new int[treated.Length] : exact.ToArray();
        Dictionary<int, List<int>> matched = NearestNeighbours.Match(distance, treated, stratum, width ?? double.PositiveInfinity,
            options.Ratio, options.WithReplacement, out int[] order);
        int[] found = [.. Enumerable.Range(0, treated.Length).Where(i => treated[i] && matched[i].Count > 0)];
        if (found.Length == 0)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"The caliper matches nobody: no control lies within {width} of a treated row on the "
                        + $"{(options.OnLogit ? "logit" : "score")}. Widen the caliper, or say that the arms do not overlap."));
        double[] weight = new double[treated.Length];
        int[] sets = new int[treated.Length];
        Array.Fill(sets, -1);
        var pairs = ImmutableArray.CreateBuilder<(int, int)>();
        for (int s = 0; s < found.Length; s++)
        {
            weight[found[s]] = 1;
            if (!options.WithReplacement) sets[found[s]] = s;
            foreach (int j in matched[found[s]])
            {
                weight[j] += 1.0 / matched[found[s]].Count;
                if (!options.WithReplacement) sets[j] = s;
                pairs.Add((found[s], j));
            }
        }
        int unmatched = treated.Count(t => t) - found.Length, reused = pairs.GroupBy(p => p.Item2).Count(g => g.Count() > 1),
            used = pairs.Select(p => p.Item2).Distinct().Count();
        string words = $"1:{options.Ratio} matching {(options.WithReplacement ? "with" : "without")} replacement";
        return new AdjustedComparison
        {
            Score = score, Weights = [.. weight], Sets = [.. sets], Pairs = pairs.ToImmutable(), UnmatchedTreated = unmatched,
            CaliperWidth = width, IsReused = options.WithReplacement,
            Balance = BalanceTable.Of(score.Columns, treated, weight, score.Arms, words) with { Unit = score.Unit }, Unit = score.Unit,
            Excluded = score.Excluded,
            Notes =
            [
                $"{Wording.Count(found.Length, score.Unit)} {score.Arms.Treated} matched to {used} {score.Arms.Control}; greedy nearest "
                + "neighbour in order of decreasing score, "
                    + (width is { } w ? string.Create(CultureInfo.InvariantCulture,
                        $"caliper {options.Caliper} SD ({(options.PooledDeviation ? "pooled within the arms" : "over all rows")}) of the "
                            + $"{(options.OnLogit ? "logit" : "score")} = {NumberFormat.Fixed(w, 3)}.") : "no caliper."),
                .. unmatched > 0
                    ? new[] { $"{unmatched} {score.Arms.Treated} had no control within the caliper and are left out: the effect is about "
                        + "those matched." }
                    : [],
                .. reused > 0 ? new[] { $"{reused} {score.Arms.Control} serve more than once." } : [],
            ],
        };
    }

    /// <summary>Weights rows by their score.</summary>
    /// <param name="score">The score.</param>
    /// <param name="options">Target, stabilisation, truncation, trimming; null for the defaults.</param>
    /// <exception cref="ArgumentException">A percentile is out of range, or trimming leaves one arm empty.</exception>
    internal static AdjustedComparison Weight(PropensityScore score, WeightOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(score);
        options ??= new();
        bool[] treated = [.. score.Treated];
        WeightSummary summary = WeightSummary.Of([.. score.Scores], treated, options);
        string words = options.Target switch
        {
            WeightTarget.AverageEffect => options.Stabilized ? "stabilised inverse-probability weighting" : "inverse-probability weighting",
            WeightTarget.Treated => "weighting for the effect in the treated", WeightTarget.Overlap => "overlap weighting",
                _ => "matching weights",
        } + (options.Truncation is { } t
        ? FormattableString.Invariant($", truncated at {100 * t} % and {100 - 100 * t} %")
        : "") + (options.Trim is { } r ? FormattableString.Invariant($", scores outside {r} to {1 - r} left out") : "");
        double share = summary.Effective / treated.Length;
        return new AdjustedComparison
        {
            Score = score, Weights = summary.Weights, WeightSummary = summary, Unit = score.Unit, Excluded = score.Excluded,
            Balance = BalanceTable.Of(score.Columns, treated, [.. summary.Weights], score.Arms, words) with { Unit = score.Unit },
            Notes =
            [
                $"Effective sample size {NumberFormat.Fixed(summary.EffectiveTreated, 1)} {score.Arms.Treated} and "
                    + $"{NumberFormat.Fixed(summary.EffectiveControl, 1)} {score.Arms.Control}; largest weight "
                    + $"{NumberFormat.Fixed(summary.Largest, 1)}.",
                .. options.Target == WeightTarget.Overlap
                    ? new[] { "Overlap weights balance the means of the score's variables by arithmetic; that is no evidence against "
                        + "confounding." }
                    : [],
                .. (share < 0.5 || summary.Largest > 20) && options.Target != WeightTarget.Overlap
                    ? new[] { $"Overlap is poor (effective share {NumberFormat.Percent(share)}, largest weight "
                        + $"{NumberFormat.Fixed(summary.Largest, 1)}): consider overlap weights." }
                    : [],
            ],
        };
    }
}
