using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Regression;

/// <summary>One test per term: drop-one likelihood ratio, Wald and score.</summary>
internal static class TermTests
{
    public static TermTest Of(Problem problem, int term, Maximum maximum, double value, bool[] missing, double[] covariance,
        double? degrees)
    {
        Design design = problem.Design;
        int[] own = [.. design.ColumnsOf(term).Where(j => !maximum.IsAliased[j])];
        var test = new TermTest(design.Terms[term], design.TermLabel(term), own.Length);
        if (own.Length == 0) return test;
        if (own.All(j => !missing[j])) test = AddWald(test, own, maximum.Beta, covariance, design.Columns, degrees);
        if (!problem.HasLikelihood || problem.Kind == RegressionKind.FineGray) return test;
        // a term inside a higher interaction is tested together with it (marginality)
        bool[] held = design.Without(Enumerable.Range(0, design.Terms.Length).Where(t => t == term || design.IsMarginTo(term, t)));
        if (Enumerable.Range(0, design.Terms.Length).Any(t => design.IsMarginTo(term, t))) return test;
        Maximum without = problem.Maximize(held,
            maximum.Outcome == Outcome.Converged ? Near(maximum.Beta, held, covariance, design.Columns) : null);
        double lr = 2 * (value - without.Value);
        if (problem.Kind == RegressionKind.Linear)
        {
            double df = degrees!.Value, sigma2 = -2 * value / df, f = lr / own.Length / sigma2;
            return test with { LikelihoodRatio = f, LikelihoodRatioP = Distributions.FUpper(f, own.Length, df) };
        }
        lr = Math.Max(0, lr);
        if (maximum.Outcome == Outcome.NotConverged) return test;
        test = test with
        {
            LikelihoodRatio = lr, LikelihoodRatioP = Distributions.ChiSquareUpper(lr, own.Length),
            AicWithout = -2 * without.Value + 2 * (held.Count(h => !h) - maximum.IsAliased.Count(a => a) + problem.Extra),
        };
        if (problem.Options.Firth) return test;
        if (without.Outcome != Outcome.Converged) problem.Likelihood.Evaluate(without.Beta);
        Newton.Mask(problem.Likelihood, maximum.IsAliased);
        double score = new Cholesky(problem.Likelihood.Information, problem.Likelihood.Columns).QuadraticForm(problem.Likelihood.Gradient);
        return test with { Score = score, ScoreP = Distributions.ChiSquareUpper(score, own.Length) };
    }

    /// <summary>Where the likelihood would be largest with some coefficients at 0 if it were quadratic: a start near the maximum.</summary>
    private static double[] Near(double[] beta, bool[] held, double[] covariance, int p)
    {
        int[] own = [.. Enumerable.Range(0, p).Where(j => held[j] && covariance[j * p + j] > 0)];
        double[] block = new double[own.Length * own.Length], start = (double[])beta.Clone();
        for (int i = 0; i < own.Length; i++)
            for (int j = 0; j < own.Length; j++) block[i * own.Length + j] = covariance[own[i] * p + own[j]];
        double[] pull = new Cholesky(block, own.Length).Solve([.. own.Select(j => beta[j])]);
        for (int j = 0; j < p; j++)
            for (int i = 0; i < own.Length; i++) start[j] -= covariance[j * p + own[i]] * pull[i];
        for (int j = 0; j < p; j++) if (held[j]) start[j] = 0;
        return start;
    }

    /// <summary>Likelihood ratio of each term against the model of the terms before it (type I).</summary>
    public static ImmutableArray<TermTest> Sequential(Problem problem)
    {
        Design design = problem.Design;
        var tests = ImmutableArray.CreateBuilder<TermTest>();
        double before = problem.Maximize(design.Without(Enumerable.Range(0, design.Terms.Length))).Value;
        for (int t = 0; t < design.Terms.Length; t++)
        {
            double after = problem.Maximize(design.Without(Enumerable.Range(t + 1, design.Terms.Length - t - 1))).Value,
                lr = 2 * (after - before);
            int df = design.ColumnsOf(t).Length;
            tests.Add(new TermTest(design.Terms[t], design.TermLabel(t), df) { LikelihoodRatio = lr,
                LikelihoodRatioP = Distributions.ChiSquareUpper(lr, df) });
            before = after;
        }
        return tests.ToImmutable();
    }

    /// <summary>
    /// Each term against all terms that it is not a part of (type II): a term that stands in an interaction is tested in the model without
    /// that interaction, all others by leaving them out.
    /// </summary>
    public static ImmutableArray<TermTest> TypeTwo(Problem problem, RegressionFit fit)
    {
        Design design = problem.Design;
        var tests = ImmutableArray.CreateBuilder<TermTest>();
        for (int t = 0; t < design.Terms.Length; t++)
        {
            int term = t;
            int[] higher = [.. Enumerable.Range(0, design.Terms.Length).Where(u => design.IsMarginTo(term, u))];
            TermTest test = fit.Terms[t];
            if (higher.Length == 0)
            {
                tests.Add(test);
                continue;
            }
            test = new TermTest(test.Term, test.Label, test.DegreesOfFreedom);
            if (problem.HasLikelihood && problem.Kind != RegressionKind.FineGray)
            {
                double with = problem.Maximize(design.Without(higher)).Value,
                    without = problem.Maximize(design.Without([t, .. higher])).Value, lr = Math.Max(0, 2 * (with - without));
                if (problem.Kind == RegressionKind.Linear)
                {
                    double df = problem.N - fit.Coefficients.Count(c => c.Estimate is not null),
                        f = lr / test.DegreesOfFreedom / (fit.ResidualStandardDeviation!.Value * fit.ResidualStandardDeviation.Value);
                    test = test with { LikelihoodRatio = f, LikelihoodRatioP = Distributions.FUpper(f, test.DegreesOfFreedom, df) };
                }
                else test = test with { LikelihoodRatio = lr, LikelihoodRatioP = Distributions.ChiSquareUpper(lr, test.DegreesOfFreedom) };
            }
            tests.Add(test);
        }
        return tests.ToImmutable();
    }

    private static TermTest AddWald(TermTest test, int[] own, double[] beta, double[] covariance, int p, double? degrees)
    {
        int k = own.Length;
        double[] block = new double[k * k], b = new double[k];
        for (int i = 0; i < k; i++)
        {
            b[i] = beta[own[i]];
            for (int j = 0; j < k; j++) block[i * k + j] = covariance[own[i] * p + own[j]];
        }
        var factor = new Cholesky(block, k);
        if (factor.Rank < k) return test;
        double wald = factor.QuadraticForm(b);
        return degrees is { } df
            ? test with { Wald = wald / k, WaldP = df > 0 ? Distributions.FUpper(wald / k, k, df) : null }
            : test with { Wald = wald, WaldP = Distributions.ChiSquareUpper(wald, k) };
    }
}
