using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Regression;

/// <summary>A fitted regression of any kind of this package.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record RegressionFit : AdjustedResult
{
    /// <summary>Kind of regression.</summary>
    public required RegressionKind Kind { get; init; }

    /// <summary>The model as a formula. The default value is empty for fits on arrays.</summary>
    public string Formula { get; init; } = "";

    /// <summary>What the outcome is, such as <c>response: CR or PR</c>. The default value is empty.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Coefficients in the order of the columns, the intercept first where there is one.</summary>
    public required ImmutableArray<RegressionCoefficient> Coefficients { get; init; }

    /// <summary>One test per term, computed when first asked for. The default value is empty.</summary>
    public ImmutableArray<TermTest> Terms
    {
        get => TestsOfTerms.Value;
        init => TestsOfTerms = new(value);
    }

    internal Lazy<ImmutableArray<TermTest>> TestsOfTerms { get; init; } = new([]);

    /// <summary>Covariance used for inference, over the coefficients including the intercept.</summary>
    public required CovarianceMatrix Covariance { get; init; }

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    /// <summary>Events among them; null for linear models and counts.</summary>
    public int? Events { get; init; }

    /// <summary>Number of clusters; null when rows are treated as independent.</summary>
    public int? Clusters { get; init; }

    /// <summary>How standard errors were made, in words.</summary>
    public required string Variance { get; init; }

    /// <summary>Log-likelihood (partial for Cox, pseudo for Fine-Gray, penalised with Firth's penalty).</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Log-likelihood of the model without covariates.</summary>
    public required double LogLikelihoodNull { get; init; }

    /// <summary>Likelihood-ratio test of all covariates; null where clusters or weights leave no likelihood.</summary>
    public ModelTest? LikelihoodRatio { get; init; }

    /// <summary>Akaike's criterion; null without a likelihood.</summary>
    public double? Aic { get; init; }

    /// <summary>Bayesian criterion with rows as sample size, events for Cox; null without a likelihood.</summary>
    public double? Bic { get; init; }

    /// <summary>Residual standard deviation of linear models; else null.</summary>
    public double? ResidualStandardDeviation { get; init; }

    /// <summary>θ of negative binomial models (variance μ + μ²/θ); else null.</summary>
    public double? Theta { get; init; }

    /// <summary>Events, or the rarer of events and non-events, per coefficient; null where it has no meaning.</summary>
    public double? EventsPerParameter { get; init; }

    /// <summary>Collinearity of each term; empty with one term.</summary>
    public ImmutableArray<Collinearity> Collinearity { get; init; } = [];

    /// <summary>Whether a finite maximum was found.</summary>
    public required bool Converged { get; init; }

    /// <summary>Options used.</summary>
    public required RegressionOptions Options { get; init; }

    /// <summary>Variables with their levels and counts; empty for fits on arrays.</summary>
    public ImmutableArray<RegressionVariable> Variables { get; init; } = [];

    /// <summary>McFadden's R²: 1 − l/l₀; null without a likelihood.</summary>
    public double? McFaddenR2 => LikelihoodRatio is null ? null : 1 - LogLikelihood / LogLikelihoodNull;

    /// <summary>Cox and Snell's R²: 1 − exp(2(l₀ − l)/n); null without a likelihood.</summary>
    public double? CoxSnellR2 => LikelihoodRatio is null ? null : 1 - Math.Exp(2 * (LogLikelihoodNull - LogLikelihood) / N);

    /// <summary>Nagelkerke's R²: Cox and Snell's over its maximum; null without a likelihood.</summary>
    public double? NagelkerkeR2 => CoxSnellR2 / (1 - Math.Exp(2 * LogLikelihoodNull / N));

    internal Problem? Problem { get; init; }

    /// <summary>Estimates, 0 where null.</summary>
    internal double[] Beta() => [.. Coefficients.Select(c => c.Estimate ?? 0)];

    /// <summary>x'β of every row used, without offset.</summary>
    internal double[] LinearPredictor() => Problem!.Design.LinearPredictor(Beta());

    /// <summary>A coefficient by its name.</summary>
    /// <exception cref="ArgumentException">There is no such coefficient.</exception>
    public RegressionCoefficient this[string name] => Coefficients.FirstOrDefault(c => c.Name == name)
        ?? throw new ArgumentException($"There is no coefficient '{name}'; found: {string.Join(", ", Coefficients.Select(c => c.Name))}.");

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("term", Coefficients.Select(c => c.Term)),
        new StringDataFrameColumn("name", Coefficients.Select(c => c.Name)),
        new DoubleDataFrameColumn("estimate", Coefficients.Select(c => c.Estimate)),
        new DoubleDataFrameColumn("se", Coefficients.Select(c => c.StandardError)),
        new DoubleDataFrameColumn("statistic", Coefficients.Select(c => c.Statistic)),
        new DoubleDataFrameColumn("p", Coefficients.Select(c => c.P)),
        new DoubleDataFrameColumn("effect", Coefficients.Select(c => c.Effect)),
        new DoubleDataFrameColumn("lower", Coefficients.Select(c => c.Lower)),
        new DoubleDataFrameColumn("upper", Coefficients.Select(c => c.Upper)));

    /// <inheritdoc/>
    public override SummaryTable ToTable() => RegressionFitTable.Build(this);
}

/// <summary>A variable of a regression table with the rows behind it.</summary>
/// <param name="Term">Term of the model.</param>
/// <param name="Label">What a reader sees.</param>
/// <param name="Levels">Levels of a factor, the reference first; empty for numbers and interactions.</param>
public sealed record RegressionVariable(string Term, string Label, ImmutableArray<RegressionLevel> Levels);

/// <summary>One level of a factor.</summary>
/// <param name="Name">The level.</param>
/// <param name="Coefficient">Name of its coefficient; null for the reference.</param>
/// <param name="N">Rows.</param>
/// <param name="Events">Events among them; null where the outcome has none.</param>
public sealed record RegressionLevel(string Name, string? Coefficient, int N, int? Events);

/// <summary>
/// Generalised variance inflation of a term (Fox and Monette 1992, doi:10.1080/01621459.1992.10475190), as R's <c>car::vif</c>.
/// </summary>
/// <param name="Term">The term.</param>
/// <param name="DegreesOfFreedom">Its coefficients.</param>
/// <param name="Gvif">Generalised variance inflation factor.</param>
/// <param name="Adjusted">GVIF^(1/(2 df)), comparable between terms.</param>
public sealed record Collinearity(string Term, int DegreesOfFreedom, double Gvif, double Adjusted);
