namespace NotebookKit.Adjusted.Repeated;

/// <summary>One fixed effect of a mixed model.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Label">What a reader sees.</param>
/// <param name="Term">Term of the model.</param>
public sealed record MixedCoefficient(string Name, string Label, string Term)
{
    /// <summary>Estimate: difference of means.</summary>
    public required double Estimate { get; init; }

    /// <summary>Standard error used.</summary>
    public required double StandardError { get; init; }

    /// <summary>Degrees of freedom used; infinite for z.</summary>
    public required double DegreesOfFreedom { get; init; }

    /// <summary>t.</summary>
    public required double T { get; init; }

    /// <summary>Two-sided P; null without degrees of freedom.</summary>
    public double? P { get; init; }

    /// <summary>Lower confidence limit.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper confidence limit.</summary>
    public double? Upper { get; init; }

    /// <summary>Satterthwaite degrees of freedom.</summary>
    public required double SatterthwaiteDf { get; init; }

    /// <summary>Kenward-Roger degrees of freedom.</summary>
    public required double KenwardRogerDf { get; init; }

    /// <summary>Kenward-Roger standard error.</summary>
    public required double KenwardRogerStandardError { get; init; }

    /// <summary>Containment degrees of freedom.</summary>
    public required double ContainmentDf { get; init; }
}

/// <summary>Tests of one term of a mixed model.</summary>
/// <param name="Term">The term.</param>
/// <param name="Label">What a reader sees.</param>
/// <param name="DegreesOfFreedom">Number of coefficients.</param>
public sealed record MixedTerm(string Term, string Label, int DegreesOfFreedom)
{
    /// <summary>F with Satterthwaite's denominator.</summary>
    public required double F { get; init; }

    /// <summary>Denominator degrees of freedom.</summary>
    public required double DenominatorDf { get; init; }

    /// <summary>P of F; null without degrees of freedom.</summary>
    public double? P { get; init; }

    /// <summary>
    /// Likelihood ratio of the models fitted by maximum likelihood (REML likelihoods of different fixed effects cannot be compared).
    /// </summary>
    public required double LikelihoodRatio { get; init; }

    /// <summary>P of the likelihood ratio.</summary>
    public required double LikelihoodRatioP { get; init; }
}

/// <summary>A linear mixed model with a random intercept.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record MixedModelFit : AdjustedResult
{
    /// <summary>The model as a formula. The default value is empty.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Rows.</summary>
    public required int N { get; init; }

    /// <summary>Clusters.</summary>
    public required int Clusters { get; init; }

    /// <summary>Fixed effects.</summary>
    public required ImmutableArray<MixedCoefficient> Coefficients { get; init; }

    /// <summary>Tests of terms.</summary>
    public required ImmutableArray<MixedTerm> Terms { get; init; }

    /// <summary>Covariance of the fixed effects (REML, without Kenward-Roger's adjustment).</summary>
    public required CovarianceMatrix Covariance { get; init; }

    /// <summary>τ², variance between clusters (REML).</summary>
    public required double RandomVariance { get; init; }

    /// <summary>σ², variance within clusters (REML).</summary>
    public required double ResidualVariance { get; init; }

    /// <summary>Intraclass correlation τ²/(τ² + σ²).</summary>
    public double IntraclassCorrelation => RandomVariance / (RandomVariance + ResidualVariance);

    /// <summary>Restricted log-likelihood.</summary>
    public required double RemlLogLikelihood { get; init; }

    /// <summary>Log-likelihood of the fit by maximum likelihood.</summary>
    public required double MlLogLikelihood { get; init; }

    /// <summary>Fixed effects by maximum likelihood.</summary>
    public required ImmutableArray<double> MlEstimates { get; init; }

    /// <summary>τ² by maximum likelihood.</summary>
    public required double MlRandomVariance { get; init; }

    /// <summary>σ² by maximum likelihood.</summary>
    public required double MlResidualVariance { get; init; }

    /// <summary>Akaike's criterion of the fit by maximum likelihood.</summary>
    public double MlAic => -2 * MlLogLikelihood + 2 * (Parameters + 2);

    /// <summary>Bayesian criterion of the fit by maximum likelihood, rows as sample size.</summary>
    public double MlBic => -2 * MlLogLikelihood + Math.Log(N) * (Parameters + 2);

    /// <summary>Akaike's criterion from the restricted likelihood; comparable only between models with the same fixed effects.</summary>
    public double RemlAic => -2 * RemlLogLikelihood + 2 * (Parameters + 2);

    /// <summary>Predicted random intercepts, clusters in order of first appearance.</summary>
    public required ImmutableArray<double> RandomEffects { get; init; }

    /// <summary>Degrees of freedom used.</summary>
    public required MixedDegreesOfFreedom DegreesOfFreedomMethod { get; init; }

    /// <summary>Confidence level.</summary>
    public required double ConfidenceLevel { get; init; }

    /// <summary>Number of fixed effects.</summary>
    public required int Parameters { get; init; }

    /// <summary>Whether τ² was estimated as 0.</summary>
    public required bool IsSingular { get; init; }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("name", Coefficients.Select(c => c.Name)),
        new DoubleDataFrameColumn("estimate", Coefficients.Select(c => c.Estimate)),
        new DoubleDataFrameColumn("se", Coefficients.Select(c => c.StandardError)),
        new DoubleDataFrameColumn("df", Coefficients.Select(c => (double?)c.DegreesOfFreedom)),
        new DoubleDataFrameColumn("t", Coefficients.Select(c => c.T)), new DoubleDataFrameColumn("p", Coefficients.Select(c => c.P)),
        new DoubleDataFrameColumn("lower", Coefficients.Select(c => c.Lower)),
        new DoubleDataFrameColumn("upper", Coefficients.Select(c => c.Upper)));

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"Linear mixed model, random intercept{(Formula.Length > 0 ? ": " + Formula : "")}",
        Columns = [new("Variable", TableAlignment.Left), new($"Difference ({Print.Level(ConfidenceLevel)})"), new("SE"),
            new("df"), new("P")],
        Rows = [.. Coefficients.Select(
            c => new TableRow(
                [c.Label, new TableCell($"{NumberFormat.Fixed(c.Estimate, 3)} ({NumberFormat.Interval(c.Lower, c.Upper, 3)})") {
                    Value = c.Estimate, Statistic = "estimate" },
            Print.Number(c.StandardError, 3), double.IsInfinity(c.DegreesOfFreedom) ? "∞" : NumberFormat.Fixed(c.DegreesOfFreedom, 1),
            Print.PValue(c.P)]))],
        Footnotes =
        [
            $"{Wording.Count(N, Unit)} in {Clusters} clusters; restricted maximum likelihood; degrees of freedom: "
                + $"{DegreesOfFreedomMethod switch { MixedDegreesOfFreedom.KenwardRoger => "Kenward-Roger", MixedDegreesOfFreedom.Normal =>
                    "infinite (z tests)", MixedDegreesOfFreedom.Containment => "containment", _ => "Satterthwaite" }}.",
            $"Variance between clusters {NumberFormat.Fixed(RandomVariance, 3)}, within {NumberFormat.Fixed(ResidualVariance, 3)}; "
                + $"intraclass correlation {NumberFormat.Fixed(IntraclassCorrelation, 2)}.",
            .. Terms.Where(t => t.DegreesOfFreedom > 1)
                .Select(t =>
                    $"{t.Label}: F({t.DegreesOfFreedom}, {NumberFormat.Fixed(t.DenominatorDf, 1)}) = {NumberFormat.Fixed(t.F, 2)}, "
                        + $"{NumberFormat.PEquals(t.P)}."),
            .. Footnotes(),
        ],
    };
}
