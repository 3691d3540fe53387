using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Tables;
using NotebookKit.Survival.Cox;

namespace NotebookKit;

/// <summary>What is asked after a fit: tests of its terms, comparisons of nested fits, stepwise selection.</summary>
public static class FitExtensions
{
    /// <summary>Tests of every term, all its coefficients at once: likelihood ratio and Wald, with AIC and BIC.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="type">
    /// 2: each term against all terms that it is not a part of, which respects marginality, as R's <c>car::Anova(fit)</c> and, without
    /// interactions,
    /// <c>drop1(fit, test = "Chisq")</c>. 1: each term against those before it, as <c>anova(fit)</c>. 3 is refused with the reason.
    /// </param>
    /// <returns>One row per term. With clusters, fractional weights or a penalty there is no likelihood ratio, and Wald tests are
    /// robust.</returns>
    /// <exception cref="ArgumentException">Type III is asked for, or type I of a fit that has no likelihood.</exception>
    /// <example><code>df.Cox("Surv(months, death) ~ age + sex*grade").TermTests()</code></example>
    public static TermTestTable TermTests(this CoxFit fit, int type = 2) => TermTestTable.Of(SurvivalRegression.Of(fit), type);

    /// <inheritdoc cref="TermTests(CoxFit, int)"/>
    public static TermTestTable TermTests(this RegressionFit fit, int type = 2)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return TermTestTable.Of(fit, type);
    }

    /// <summary>Likelihood-ratio tests between nested fits of the same rows.</summary>
    /// <param name="smallest">The smallest model.</param>
    /// <param name="larger">Larger models in ascending order, each holding the one before it.</param>
    /// <returns>One row per model with log-likelihood, AIC and the test against the model above it.</returns>
    /// <exception cref="ArgumentException">The fits differ in their rows, outcome or strata, are not nested, or have no likelihood
    /// (clusters, fractional weights, penalties).</exception>
    /// <remarks>Equivalent R call: <c>anova(smallest, larger, test = "LRT")</c>.</remarks>
    public static ModelComparison Anova(this CoxFit smallest, params CoxFit[] larger) =>
        ModelComparison.Of([SurvivalRegression.Of(smallest), .. larger.Select(SurvivalRegression.Of)]);

    /// <inheritdoc cref="Anova(CoxFit, CoxFit[])"/>
    public static ModelComparison Anova(this RegressionFit smallest, params RegressionFit[] larger) =>
        ModelComparison.Of([smallest, .. larger]);

    /// <summary>
    /// Stepwise selection of whole terms by AIC or BIC, respecting marginality. What was selected looks better than it is: the table says
    /// so.
    /// </summary>
    /// <param name="full">The fit with all candidates.</param>
    /// <param name="direction">Direction.</param>
    /// <param name="bic">Whether the Bayesian criterion (log of the events per coefficient) decides; else Akaike's.</param>
    /// <returns>The path with the terms chosen; <see cref="SelectionPath.Formula"/> fits them.</returns>
    /// <exception cref="ArgumentException">The fit has no likelihood: clusters, fractional weights or a penalty.</exception>
    /// <remarks>Equivalent R call: <c>MASS::stepAIC(fit, direction = "both")</c>.</remarks>
    public static SelectionPath Stepwise(this CoxFit full, StepDirection direction = StepDirection.Both, bool bic = false)
    {
        RegressionFit fit = SurvivalRegression.Of(full);
        SelectionPath path = Adjusted.Tables.Stepwise.Select(fit, direction, bic ? Math.Log(fit.Problem!.BicSize) : null);
        return full.Frame is not { } frame ? path
            : path with {
                Formula = (frame.Model with { Terms = [.. frame.Model.Terms.Where(t => path.Terms.Contains(t.ToString()))] }).ToString() };
    }

    /// <inheritdoc cref="Stepwise(CoxFit, StepDirection, bool)"/>
    public static SelectionPath Stepwise(this RegressionFit full, StepDirection direction = StepDirection.Both, bool bic = false)
    {
        ArgumentNullException.ThrowIfNull(full);
        return Adjusted.Tables.Stepwise.Select(full, direction, bic && full.Problem is { } problem ? Math.Log(problem.BicSize) : null);
    }
}
