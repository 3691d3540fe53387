using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.Frailty;

/// <summary>A Cox model in which the rows of a cluster share a factor on their hazard: gamma distributed, or log-normal.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record FrailtyFit : SurvivalResult
{
    /// <summary>Formula of the model; <c>cluster()</c> names who shares the frailty. The default value is empty.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Options used.</summary>
    public required CoxOptions Options { get; init; }

    /// <summary>Coefficients, given the frailty: hazard ratios compare rows within a cluster.</summary>
    public required ImmutableArray<Coefficient> Coefficients { get; init; }

    /// <summary>Covariance of the coefficients at the estimated variance of the frailty.</summary>
    public required CovarianceMatrix Covariance { get; init; }

    /// <summary>Whether the logarithm of the frailty is normal; else the frailty is gamma distributed.</summary>
    public bool IsGaussian { get; init; }

    /// <summary>Variance θ of the frailty (mean 1), or of its logarithm if Gaussian; 0 when clusters do not differ.</summary>
    public required double Variance { get; init; }

    /// <summary>Log frailty of each cluster, by cluster code.</summary>
    public required ImmutableArray<double> LogFrailties { get; init; }

    /// <summary>Log partial likelihood with the frailty integrated out.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Log partial likelihood of the same model without frailty.</summary>
    public required double LogLikelihoodWithoutFrailty { get; init; }

    /// <summary>
    /// Likelihood-ratio P of no frailty; half of a chi-square with 1 degree of freedom, as the variance cannot be negative.
    /// </summary>
    public required double P { get; init; }

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    /// <summary>Events.</summary>
    public required int Events { get; init; }

    /// <summary>Kendall's τ between two rows of a cluster, θ/(θ + 2); null for Gaussian frailties.</summary>
    public double? KendallTau => IsGaussian ? null : Variance / (Variance + 2);

    /// <summary>One row per coefficient: term, name, estimate, se, model_se, z, p, hazard_ratio, lower, upper.</summary>
    public override DataFrame ToDataFrame() => CoefficientTable.Frame(Coefficients);

    /// <inheritdoc/>
    public override SummaryTable ToTable() =>
        CoefficientTable.Build(Coefficients,
            $"Shared {(IsGaussian ? "Gaussian" : "gamma")} frailty{(Formula.Length > 0 ? ": " + Formula : "")}", "Hazard ratio",
            Options.ConfidenceLevel,
    [
        $"{Wording.Count(N, Unit)} in {Clusters} clusters, {Wording.Count(Events, "events")}; {Options.Ties} ties. Hazard ratios hold "
            + "within a cluster.",
        $"{(IsGaussian ? "Variance of the log frailty (REML)" : "Frailty variance")} {NumberFormat.Fixed(Variance, 3)}"
            + $"{(KendallTau is { } tau ? $" (Kendall's τ {NumberFormat.Fixed(tau, 2)})" : "")}, {NumberFormat.PEquals(P)}.",
        .. Print.DataNotes(Excluded, Notes, Unit),
    ]);
}
