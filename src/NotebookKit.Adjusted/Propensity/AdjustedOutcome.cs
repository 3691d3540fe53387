using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Propensity;

/// <summary>Effect of treatment after matching or weighting, printed with the balance it rests on.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record AdjustedOutcome : AdjustedResult
{
    /// <summary>Hazard ratio or difference.</summary>
    public required RegressionKind Kind { get; init; }

    /// <summary>Log hazard ratio, or difference of means.</summary>
    public required double? Estimate { get; init; }

    /// <summary>
    /// Robust standard error that takes the weights as known: over pairs after matching, over matched sets and patients where controls were
    /// used again.
    /// </summary>
    public required double? StandardError { get; init; }

    /// <summary>After matching with replacement, the robust standard error over patients alone; else null.</summary>
    public double? PatientStandardError { get; init; }

    /// <summary>Standard error of the model, which weights make meaningless; for comparison.</summary>
    public double? NaiveStandardError { get; init; }

    /// <summary>Ratio or difference.</summary>
    public required double? Effect { get; init; }

    /// <summary>Lower limit.</summary>
    public required double? Lower { get; init; }

    /// <summary>Upper limit.</summary>
    public required double? Upper { get; init; }

    /// <summary>P of the robust Wald test.</summary>
    public required double? P { get; init; }

    /// <summary>Robust score test: the weighted log-rank test of these rows; null for means.</summary>
    public double? RobustScore { get; init; }

    /// <summary>P of the robust score test.</summary>
    public double? RobustScoreP { get; init; }

    /// <summary>Conditional hazard ratio with a baseline of its own in every pair, another question; null elsewhere.</summary>
    public (double Estimate, double StandardError)? StratifiedByPair { get; init; }

    /// <summary>Paired t test of the differences within pairs, after 1:1 matching without replacement of a mean; else null.</summary>
    public PairedT? PairedT { get; init; }

    /// <summary>Weighted Kaplan-Meier curves with robust errors; null for means.</summary>
    public KaplanMeierEstimate? Curves { get; init; }

    /// <summary>E-value of the effect; null for means.</summary>
    public EValue? EValue { get; init; }

    /// <summary>The comparison with its balance.</summary>
    public required AdjustedComparison Comparison { get; init; }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("adjustment", [Comparison.Adjustment]), new DoubleDataFrameColumn("estimate", [Estimate]),
        new DoubleDataFrameColumn("se", [StandardError]),
        new DoubleDataFrameColumn("effect", [Effect]), new DoubleDataFrameColumn("lower", [Lower]),
        new DoubleDataFrameColumn("upper", [Upper]), new DoubleDataFrameColumn("p", [P]));

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        PropensityScore score = Comparison.Score;
        double n1 = Comparison.Weights.Where((_, i) => score.Treated[i]).Sum(),
            n0 = Comparison.Weights.Where((_, i) => !score.Treated[i]).Sum();
        return new SummaryTable
        {
            Title = $"{score.Arms.Treated} against {score.Arms.Control} after {Comparison.Adjustment}",
            Columns = [new("", TableAlignment.Left), new($"{score.Arms.Control}, weight"), new($"{score.Arms.Treated}, weight"),
                new($"{RegressionFitTable.Ratio(Kind)} (95% CI)"), new("P")],
            Rows = [new TableRow(
                ["Adjusted", NumberFormat.Fixed(n0, 1), NumberFormat.Fixed(n1, 1), Print.Estimate(Effect, Lower, Upper, 2),
                    Print.PValue(P)])],
            Footnotes =
            [
                $"Largest |SMD| after adjustment {NumberFormat.Fixed(Comparison.Balance.LargestSmd, 2)} (before "
                    + $"{NumberFormat.Fixed(Comparison.Balance.Rows.Max(r => Math.Abs(r.Before.Smd ?? 0)), 2)}); read the balance "
                    + "table first.",
                Comparison.Pairs.IsEmpty ? "Robust standard errors take the weights as known." : Comparison.IsReused
                    ? "Robust standard errors over two clusters, matched set and patient, because controls serve more than once."
                    : "Robust standard errors with pairs as clusters (marginal effect).",
                .. RobustScoreP is { } p ? new[] { $"Weighted log-rank (robust score) test: {NumberFormat.PEquals(p)}." } : [],
                .. PairedT is { } t
                    ? new[] { $"Paired t test within pairs: difference {NumberFormat.Fixed(t.MeanDifference, 2)}, "
                        + $"{NumberFormat.PEquals(t.P)}." }
                    : [],
                .. EValue is { } e
                    ? new[] { $"E-value {NumberFormat.Fixed(e.Estimate, 2)} (of the limit {NumberFormat.Fixed(e.Limit, 2)}): so strongly "
                        + "would an unmeasured confounder have to be tied to treatment and outcome." }
                    : [],
                .. Footnotes(),
            ],
        };
    }
}

/// <summary>Paired t test within matched pairs.</summary>
/// <param name="MeanDifference">Mean of treated less control.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="T">t.</param>
/// <param name="DegreesOfFreedom">Pairs − 1.</param>
/// <param name="P">Two-sided P.</param>
public sealed record PairedT(double MeanDifference, double StandardError, double T, int DegreesOfFreedom, double P)
{
    internal static PairedT? Of(AdjustedComparison comparison, double[] outcome)
    {
        int n = comparison.Pairs.Length;
        if (n < 2 || comparison.IsReused || comparison.Pairs.DistinctBy(p => p.Treated).Count() < n) return null;
        double[] difference = [.. comparison.Pairs.Select(p => outcome[p.Treated] - outcome[p.Control])];
        double mean = difference.Average(), se = Math.Sqrt(difference.Sum(d => (d - mean) * (d - mean)) / (n - 1) / n);
        return se > 0 ? new PairedT(mean, se, mean / se, n - 1, Distributions.TTwoSided(mean / se, n - 1)) : null;
    }
}

/// <summary>Outcomes of matched or weighted rows.</summary>
internal static class AdjustedOutcomes
{
    /// <summary>Weighted Cox model and curves; times of the rows of the comparison.</summary>
    public static AdjustedOutcome Survival(AdjustedComparison comparison, double[] time, bool[] isEvent)
    {
        int[] rows = [.. Enumerable.Range(0, time.Length).Where(i => comparison.Weights[i] > 0)];
        int[] clusters = Sandwich.Dense([.. rows.Select(i => comparison.Clusters[i])], 0);
        double[] weights = [.. rows.Select(i => comparison.Weights[i])];
        bool[] treated = [.. rows.Select(i => comparison.Score.Treated[i])];
        var data = new SurvivalData
        {
            Time = rows.Select(i => time[i]).ToArray(), IsEvent = rows.Select(i => isEvent[i]).ToArray(), Weights = weights,
            Clusters = clusters,
            Covariates = [new Covariate("treated", treated.Select(t => t ? 1.0 : 0).ToArray()) { IsIndicator = true }],
        };
        CoxFit fit = CoxModel.Fit(data);
        Coefficient c = fit.Coefficients[0];
        (string control, string arm) = comparison.Score.Arms;
        var cohort = new SurvivalCohort(data.Time.ToArray(), [.. data.IsEvent.ToArray().Select(e => (byte)(e ? 1 : 0))],
            [.. treated.Select(t => t ? 1 : 0)], null, clusters, null, weights)
        {
            Groups = [control, arm], Clusters = clusters.Max() + 1,
            Columns = new SurvivalColumns("time", "status") { Unit = comparison.Unit, By = "treatment", Weights = "weight",
                Cluster = comparison.Pairs.IsEmpty || comparison.IsReused ? "row" : "pair" },
        };
        double[] influence = new double[time.Length];
        if (comparison.IsReused && fit.Residuals().DfBeta is { } dfbeta)
            for (int k = 0; k < rows.Length; k++) influence[rows[k]] = dfbeta[0][k];
        bool paired = !comparison.Pairs.IsEmpty && !comparison.IsReused;
        AdjustedOutcome found = TwoWay(influence, new AdjustedOutcome
        {
            Kind = RegressionKind.Cox, Comparison = comparison, Unit = comparison.Unit, Estimate = c.Estimate,
            StandardError = c.StandardError, NaiveStandardError = c.ModelStandardError,
            Effect = c.HazardRatio, Lower = c.Lower, Upper = c.Upper, P = c.P, RobustScore = fit.RobustScore?.ChiSquare,
            RobustScoreP = fit.RobustScore?.P,
            StratifiedByPair = paired
                ? ByPair(data with { Weights = default, Clusters = default, Strata = clusters,
                    StratumNames = [.. Enumerable.Range(1, clusters.Max() + 1)
                        .Select(s => s.ToString(System.Globalization.CultureInfo.InvariantCulture))] })
                : null,
            Curves = KaplanMeier.Estimate(cohort, new KaplanMeierOptions { Robust = true }), Notes = c.Note is null ? [] : [c.Note],
        });
        return found is { Effect: { } hr, Lower: { } low, Upper: { } high }
            ? found with { EValue = EValue.Of(hr, low, high, isCommonHazard: data.IsEvent.ToArray().Count(e => e) > 0.15 * rows.Length) }
            : found;
    }

    /// <summary>Weighted difference of means.</summary>
    public static AdjustedOutcome Means(AdjustedComparison comparison, double[] outcome, SandwichKind kind = SandwichKind.Plain)
    {
        int[] rows = [.. Enumerable.Range(0, outcome.Length).Where(i => comparison.Weights[i] > 0)];
        RegressionFit fit = LinearRegression.Fit(new RegressionData
        {
            Outcome = rows.Select(i => outcome[i]).ToArray(), Weights = rows.Select(i => comparison.Weights[i]).ToArray(),
            Clusters = Sandwich.Dense([.. rows.Select(i => comparison.Clusters[i])], 0),
            Covariates = [new Covariate("treated", rows.Select(i => comparison.Score.Treated[i] ? 1.0 : 0).ToArray()) {
                IsIndicator = true }],
        }, new RegressionOptions { Sandwich = kind });
        RegressionCoefficient c = fit["treated"];
        return TwoWay(Influence(comparison, outcome), new AdjustedOutcome
        {
            Kind = RegressionKind.Linear, Comparison = comparison, Unit = comparison.Unit, Estimate = c.Estimate,
            StandardError = c.StandardError,
            Effect = c.Effect, Lower = c.Lower, Upper = c.Upper, P = c.P, PairedT = PairedT.Of(comparison, outcome),
        });
    }

    /// <summary>Influence of each row on the weighted difference of means.</summary>
    private static double[] Influence(AdjustedComparison comparison, double[] outcome)
    {
        double[] sum = new double[2], total = new double[2];
        for (int i = 0; i < outcome.Length; i++)
        {
            int arm = comparison.Score.Treated[i] ? 1 : 0;
            (sum[arm], total[arm]) = (sum[arm] + comparison.Weights[i] * outcome[i], total[arm] + comparison.Weights[i]);
        }
        return [.. outcome.Select((y, i) => comparison.Score.Treated[i]
            ? comparison.Weights[i] * (y - sum[1] / total[1]) / total[1]
            : -comparison.Weights[i] * (y - sum[0] / total[0]) / total[0])];
    }

    /// <summary>Limits and P over matched sets and patients where controls were used again.</summary>
    private static AdjustedOutcome TwoWay(double[] influence, AdjustedOutcome found)
    {
        if (!found.Comparison.IsReused || found.Estimate is not { } estimate) return found;
        double se = Math.Sqrt(TwoWayVariance.Of(found.Comparison, influence)), z = -Distributions.NormalQuantile(0.025);
        double Shown(double v) => found.Kind == RegressionKind.Linear ? v : Math.Exp(v);
        return found with
        {
            PatientStandardError = found.StandardError, StandardError = se, Lower = Shown(estimate - z * se),
            Upper = Shown(estimate + z * se), P = Distributions.NormalTwoSided(estimate / se),
        };
    }

    private static (double, double)? ByPair(SurvivalData data)
    {
        Coefficient c = CoxModel.Fit(data).Coefficients[0];
        return c is { Estimate: { } b, StandardError: { } se } ? (b, se) : null;
    }
}
