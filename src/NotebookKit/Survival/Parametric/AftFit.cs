using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.Parametric;

/// <summary>Options of <see cref="AftModel"/>.</summary>
public sealed record AftOptions
{
    /// <summary>How the status column is coded. The default value is <see cref="EventCoding.ZeroOne"/>.</summary>
    public EventCoding EventCoding { get; init; } = EventCoding.ZeroOne;

    /// <summary>Distribution of the times. The default value is <see cref="AftDistribution.Weibull"/>.</summary>
    public AftDistribution Distribution { get; init; } = AftDistribution.Weibull;

    /// <summary>Confidence level, between 0 and 1. The default value is 0.95.</summary>
    public double ConfidenceLevel
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfidenceLevel must lie between 0 and 1, such as 0.95.");
    } = 0.95;
}

/// <summary>A fitted accelerated failure time model.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed partial record AftFit : SurvivalResult
{
    /// <summary>Formula of the model. The default value is empty.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Options used.</summary>
    public required AftOptions Options { get; init; }

    /// <summary>Intercept, covariates and, unless the scale is fixed, the log of the scale; limits are those of the time ratio.</summary>
    public required ImmutableArray<Coefficient> Coefficients { get; init; }

    /// <summary>
    /// σ, 1 for the exponential; null when not estimable, when strata have scales of their own (the coefficients Log(scale)[…]), and for
    /// Gompertz. The Weibull shape is 1/σ.
    /// </summary>
    public required double? Scale { get; init; }

    /// <summary>Covariance used for inference: robust where the model has clusters.</summary>
    public required CovarianceMatrix Covariance { get; init; }

    /// <summary>Model-based covariance: the inverse of the observed information.</summary>
    public required CovarianceMatrix ModelCovariance { get; init; }

    /// <summary>Log-likelihood of the model without covariates.</summary>
    public required double LogLikelihoodNull { get; init; }

    /// <summary>Log-likelihood at the estimates, on the scale of time.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Likelihood-ratio test of all covariates.</summary>
    public required ModelTest LikelihoodRatio { get; init; }

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    /// <summary>Exact events.</summary>
    public required int Events { get; init; }

    /// <summary>Right-censored rows; the rest are left- or interval-censored.</summary>
    public required int RightCensored { get; init; }

    /// <summary>Newton steps taken.</summary>
    public required int Iterations { get; init; }

    /// <summary>Whether a finite maximum was found.</summary>
    public required bool Converged { get; init; }

    /// <summary>Akaike's criterion; compares distributions on the same rows.</summary>
    public double Aic => -2 * LogLikelihood + 2 * Coefficients.Count(c => c.Estimate is not null);

    internal AftData Data { get; init; } = null!;

    internal ModelFrame? Frame { get; init; }

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"{Named(Options.Distribution)}{(Formula.Length > 0 ? ": " + Formula : "")}",
        Columns = [new("Covariate", TableAlignment.Left), new(IsHazard ? "Hazard ratio" : "Time ratio"),
            new(Print.Level(Options.ConfidenceLevel)), new("P")],
        Rows = [.. Coefficients.Skip(1).Take(Data.Covariates.Length).Select(c => new TableRow(
        [
            c.Label, new(CoefficientTable.HazardRatio(c.TimeRatio ?? c.HazardRatio)) { Value = c.TimeRatio ?? c.HazardRatio,
                Statistic = IsHazard ? "hazard ratio" : "time ratio" },
            c.Estimate is null ? "NE" : CoefficientTable.Interval(c.Lower, c.Upper), Print.PValue(c.P),
        ]))],
        Footnotes =
        [
            IsHazard ? "A hazard ratio above 1 means shorter survival." : "A time ratio above 1 means longer survival.",
            $"{N} {Unit}: {Events} events, {RightCensored} right-censored, {N - Events - RightCensored} left- or "
                + $"interval-censored{(Clusters is { } k ? $"; {k} clusters (robust standard errors)" : "")}.",
            $"{string.Join("; ", Shapes())}; log-likelihood {NumberFormat.Fixed(LogLikelihood, 2)}, AIC {NumberFormat.Fixed(Aic, 1)}; "
                + $"{CoefficientTable.Describe(LikelihoodRatio)}.",
            .. Print.DataNotes(Excluded, Notes, Unit),
        ],
    };

    private bool IsHazard => Options.Distribution == AftDistribution.Gompertz;

    private static string Named(AftDistribution distribution) => distribution switch
    {
        AftDistribution.Gompertz => "Gompertz proportional-hazards model",
        AftDistribution.GeneralizedGamma => "Generalised gamma accelerated failure time model",
        _ => $"{distribution} accelerated failure time model",
    };

    private IEnumerable<string> Shapes() => Coefficients.Length <= Data.Covariates.Length + 1
        || (Scale is not null && Options.Distribution != AftDistribution.GeneralizedGamma)
        ? [$"Scale {NumberFormat.Fixed(Scale, 3)}"]
        : Coefficients.Skip(Data.Covariates.Length + 1)
        .Select(c => $"{c.Name} {c.Estimate?.ToString("G4", System.Globalization.CultureInfo.InvariantCulture) ?? "NE"}");

    /// <summary>One row per parameter.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("name", Coefficients.Select(c => c.Name)),
        new DoubleDataFrameColumn("estimate", Coefficients.Select(c => c.Estimate)),
        new DoubleDataFrameColumn("se", Coefficients.Select(c => c.StandardError)),
        new DoubleDataFrameColumn("z", Coefficients.Select(c => c.Z)),
        new DoubleDataFrameColumn("p", Coefficients.Select(c => c.P)),
        new DoubleDataFrameColumn("time_ratio", Coefficients.Select(c => c.TimeRatio)));
}
