using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Propensity;

/// <summary>Probability of treatment given the covariates, by logistic regression.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record PropensityScore : AdjustedResult
{
    /// <summary>The logistic model of treatment.</summary>
    public required RegressionFit Model { get; init; }

    /// <summary>Score of each row used.</summary>
    public required ImmutableArray<double> Scores { get; init; }

    /// <summary>Logit of the score: the scale on which to match.</summary>
    public required ImmutableArray<double> Logits { get; init; }

    /// <summary>Whether each row is treated.</summary>
    public required ImmutableArray<bool> Treated { get; init; }

    /// <summary>Names of the arms.</summary>
    public (string Control, string Treated) Arms { get; init; } = ("control", "treated");

    /// <summary>How well the score separates the arms; high values mean little overlap, not a good score.</summary>
    public required double Auc { get; init; }

    /// <summary>Least and largest score of either arm.</summary>
    public required ((double Least, double Largest) Treated, (double Least, double Largest) Control) Support { get; init; }

    /// <summary>Standard deviation of the logit over all rows, and pooled within the arms.</summary>
    public required (double All, double PooledWithin) LogitDeviation { get; init; }

    internal ImmutableArray<BalanceColumn> Columns { get; init; } = [];

    /// <summary>Frame the score came from, and the row of each score.</summary>
    internal DataFrame? Frame { get; init; }

    internal int[] FrameRows { get; init; } = [];

    internal int[] ExactStrata { get; init; } = [];

    /// <summary>Matches controls to treated rows by nearest neighbour.</summary>
    /// <param name="options">Ratio, caliper, replacement; null for 1:1 within 0.2 SD of the logit without replacement.</param>
    /// <returns>The matched rows with their balance.</returns>
    /// <exception cref="ArgumentException">The ratio or caliper is not positive, or the caliper matches nobody.</exception>
    public AdjustedComparison Match(MatchOptions? options = null) => AdjustedComparison.Match(this, options, ExactStrata);

    /// <summary>Weights rows by their score.</summary>
    /// <param name="options">Target, stabilisation, truncation, trimming; null for stabilised weights of the average effect.</param>
    /// <returns>The weighted rows with their balance.</returns>
    /// <exception cref="ArgumentException">A percentile is out of range, or trimming leaves one arm empty.</exception>
    public AdjustedComparison Weight(WeightOptions? options = null) => AdjustedComparison.Weight(this, options);

    /// <summary>Estimates the score.</summary>
    /// <param name="treated">Whether each row (patient) is treated.</param>
    /// <param name="covariates">Columns known before treatment.</param>
    /// <exception cref="ArgumentException">The data are not valid, one arm is empty, or a column separates the arms perfectly.</exception>
    /// <remarks>Rosenbaum and Rubin (1983, doi:10.1093/biomet/70.1.41). Equivalent R call: <c>fitted(glm(treated ~ x,
    /// binomial))</c>.</remarks>
    public static PropensityScore Estimate(ReadOnlySpan<bool> treated, ImmutableArray<Covariate> covariates)
    {
        bool[] arm = treated.ToArray();
        if (!arm.Contains(true) || !arm.Contains(false))
            throw new ArgumentException(
                $"One group has no rows: found {arm.Count(a => a)} treated and {arm.Count(a => !a)} control rows; a propensity score "
                    + "needs both.");
        RegressionFit model = LogisticRegression.Fit(
            new RegressionData { Outcome = Array.ConvertAll(arm, a => a ? 1.0 : 0), Covariates = covariates });
        if (!model.Converged)
            throw new ArgumentException(
                $"No overlap: the treated and the controls are separated perfectly, so that no propensity score exists. "
                    + $"{string.Join(" ", model.Coefficients.Select(c => c.Note).OfType<string>())} Leave that variable out or restrict "
                    + "the rows to those who could have had either treatment.");
        double[] logit = model.LinearPredictor(), score = Array.ConvertAll(logit, l => 1 / (1 + Math.Exp(-l)));
        double[] t = [.. score.Where((_, i) => arm[i])], c = [.. score.Where((_, i) => !arm[i])];
        double auc = Prediction.RocCurve.Auc(arm, score);
        return new PropensityScore
        {
            Model = model, Scores = [.. score], Logits = [.. logit], Treated = [.. arm], Auc = auc,
            Support = ((t.Min(), t.Max()), (c.Min(), c.Max())),
            LogitDeviation = (Math.Sqrt(Variance(logit)),
                Math.Sqrt((Variance([.. logit.Where((_, i) => arm[i])]) + Variance([.. logit.Where((_, i) => !arm[i])])) / 2)),
            Columns = [.. covariates.Select(x => new BalanceColumn(x.Label, x.Values.ToArray()))],
            Notes = [.. model.Notes,
                .. auc > 0.9
                    ? new[] { $"The score separates the arms with AUC {NumberFormat.Fixed(auc, 2)}: little overlap; consider overlap "
                        + "weights or fewer variables." }
                    : [],
                "Only variables known before treatment belong in the score; it cannot balance what was not measured."],
        };
    }

    internal static double Variance(double[] x)
    {
        if (x.Length < 2) return 0;
        double mean = x.Average();
        return x.Sum(v => (v - mean) * (v - mean)) / (x.Length - 1);
    }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(
        new PrimitiveDataFrameColumn<bool>("treated", Treated), new DoubleDataFrameColumn("propensity", Scores),
        new DoubleDataFrameColumn("logit", Logits));

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        SummaryTable table = Model.ToTable();
        return table with
        {
            Title = $"Propensity score of {Arms.Treated} against {Arms.Control}",
            Footnotes =
            [
                $"{Wording.Count(Treated.Count(t => t), Unit)} {Arms.Treated}, {Treated.Count(t => !t)} {Arms.Control}; AUC "
                    + $"{NumberFormat.Fixed(Auc, 3)} (not a measure of quality).",
                $"Scores: {Arms.Treated} {NumberFormat.Fixed(Support.Treated.Least, 3)}–{NumberFormat.Fixed(Support.Treated.Largest, 3)}, "
                    + $"{Arms.Control} {NumberFormat.Fixed(Support.Control.Least, 3)}–{NumberFormat.Fixed(Support.Control.Largest, 3)}.",
                .. Footnotes().Distinct(),
            ],
        };
    }
}
