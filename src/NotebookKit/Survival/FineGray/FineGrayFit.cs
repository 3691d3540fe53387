using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.FineGray;

/// <summary>Options of <see cref="FineGrayModel"/>.</summary>
public sealed record FineGrayOptions
{
    /// <summary>Confidence level, between 0 and 1. The default value is 0.95.</summary>
    public double ConfidenceLevel
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfidenceLevel must lie between 0 and 1, such as 0.95.");
    } = 0.95;

    /// <summary>Most Newton steps before the fit is reported as not converged. The default value is 50.</summary>
    public int MaxIterations { get; init; } = 50;

    /// <summary>
    /// Value of the cause column that means censored; every other value is a cause. The default value is <c>0</c>; null says that nobody was censored.
    /// A value that no row holds is refused.
    /// </summary>
    public string? CensoredValue { get; init; } = "0";
}

/// <summary>A fitted Fine-Gray model.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record FineGrayFit : SurvivalResult
{
    /// <summary>Formula of the model. The default value is empty.</summary>
    public string Formula { get; init; } = "";

    /// <summary>The cause modelled. The default value is empty.</summary>
    public string Cause { get; init; } = "";

    /// <summary>Coefficients; <see cref="Coefficient.HazardRatio"/> is the subdistribution hazard ratio.</summary>
    public required ImmutableArray<Coefficient> Coefficients { get; init; }

    /// <summary>Robust covariance, including the estimation of the censoring distribution unless the model has clusters.</summary>
    public required CovarianceMatrix Covariance { get; init; }

    /// <summary>Log pseudo-likelihood without covariates.</summary>
    public required double LogLikelihoodNull { get; init; }

    /// <summary>Log pseudo-likelihood at the estimates.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Whether a finite maximum was found.</summary>
    public required bool Converged { get; init; }

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    /// <summary>Events of the cause.</summary>
    public required int Events { get; init; }

    /// <summary>Events of other causes.</summary>
    public required int CompetingEvents { get; init; }

    /// <summary>Options used.</summary>
    public required FineGrayOptions Options { get; init; }

    /// <summary>One row per coefficient: term, name, estimate, se, model_se, z, p, hazard_ratio, lower, upper.</summary>
    public override DataFrame ToDataFrame() => CoefficientTable.Frame(Coefficients);

    /// <inheritdoc/>
    public override SummaryTable ToTable() => CoefficientTable.Build(Coefficients, $"Fine-Gray regression of {Cause}: {Formula}", "Subdistribution hazard ratio", Options.ConfidenceLevel,
    [
        $"{N} {Unit}, {Events} events of {Cause}, {CompetingEvents} competing events{(Clusters is { } c ? $", {c} clusters" : "")}; robust standard errors.",
        .. Print.DataNotes(Excluded, Notes, Unit),
    ]);
}
