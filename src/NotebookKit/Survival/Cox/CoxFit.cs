using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.Smoothing;

namespace NotebookKit.Survival.Cox;

/// <summary>A fitted Cox model.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed partial record CoxFit : SurvivalResult
{
    /// <summary>Formula or list of terms of the model. The default value is empty.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Options used.</summary>
    public required CoxOptions Options { get; init; }

    /// <summary>The coefficients in the order of the columns.</summary>
    public required ImmutableArray<Coefficient> Coefficients { get; init; }

    /// <summary>Covariance used for inference: robust where the model has clusters.</summary>
    public required CovarianceMatrix Covariance { get; init; }

    /// <summary>Model-based covariance: the inverse of the information.</summary>
    public required CovarianceMatrix ModelCovariance { get; init; }

    /// <summary>
    /// Smooth terms, <c>pspline(x)</c>; empty without. Their coefficients are those of B-splines and mean nothing one by one; draw the
    /// curve from <see cref="PredictTerms"/>.
    /// </summary>
    public ImmutableArray<SmoothTerm> Smooths { get; init; } = [];

    /// <summary>
    /// H⁻¹IH⁻¹ of a model with smooth terms, where <see cref="ModelCovariance"/> is H⁻¹ (R: <c>fit$var2</c>); null without.
    /// </summary>
    public CovarianceMatrix? SamplingCovariance { get; init; }

    /// <summary>Log partial likelihood without covariates.</summary>
    public required double LogLikelihoodNull { get; init; }

    /// <summary>Log partial likelihood at the estimates.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Likelihood-ratio test of all coefficients.</summary>
    public required ModelTest LikelihoodRatio { get; init; }

    /// <summary>Wald test of all coefficients, with the covariance used for inference.</summary>
    public required ModelTest Wald { get; init; }

    /// <summary>Score test of all coefficients; with Breslow ties and one factor, the log-rank test.</summary>
    public required ModelTest Score { get; init; }

    /// <summary>Robust score test; null when standard errors are model-based.</summary>
    public ModelTest? RobustScore { get; init; }

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    /// <summary>Events.</summary>
    public required int Events { get; init; }

    /// <summary>Sum of the case weights of the events.</summary>
    public required double WeightedEvents { get; init; }

    /// <summary>Number of strata.</summary>
    public required int Strata { get; init; }

    /// <summary>Whether standard errors are robust: the model has clusters, or weights that are not whole numbers.</summary>
    public bool IsRobust { get; init; }

    /// <summary>Newton steps taken.</summary>
    public required int Iterations { get; init; }

    /// <summary>Whether a finite maximum was found.</summary>
    public required bool Converged { get; init; }

    /// <summary>
    /// Akaike's criterion, −2 log likelihood + 2 per estimated coefficient, or per effective degree of freedom with smooth terms.
    /// </summary>
    public double Aic => -2 * LogLikelihood + 2 * Size;

    /// <summary>Bayesian information criterion with the number of events as sample size (Volinsky and Raftery 2000).</summary>
    public double Bic => -2 * LogLikelihood + Math.Log(Events) * Size;

    private double Size => LikelihoodRatio.EffectiveDegreesOfFreedom ?? LikelihoodRatio.DegreesOfFreedom;

    /// <summary>What the penalty of smooth terms adds to the information, in the scaled covariates; empty without.</summary>
    internal double[] Roughness { get; init; } = [];

    /// <summary>Refuses what compares likelihoods or coefficients one by one.</summary>
    internal void RequireNoSmooths(string what)
    {
        if (Smooths.Length > 0)
            throw new ArgumentException(
                $"{Smooths[0].Term}: {what} knows no smooth terms, whose likelihood is penalised. Take ns() or rcs() of the column.");
    }

    internal SurvivalData Data { get; init; } = null!;

    /// <summary>Where the columns came from; null for a fit on arrays.</summary>
    internal ModelFrame? Frame { get; init; }

    /// <summary>Estimates in the centred and scaled covariates of the design.</summary>
    internal double[] ScaledBeta { get; init; } = [];

    /// <summary>Estimates, 0 where null.</summary>
    internal double[] Beta() => [.. Coefficients.Select(c => c.Estimate ?? 0)];

    /// <summary>One row per coefficient: term, name, estimate, se, model_se, z, p, hazard_ratio, lower, upper.</summary>
    public override DataFrame ToDataFrame() => CoefficientTable.Frame(Coefficients);

    /// <inheritdoc/>
    public override SummaryTable ToTable() => CoxFitTable.Build(this);
}
