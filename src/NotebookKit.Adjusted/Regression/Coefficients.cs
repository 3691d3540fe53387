using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Regression;

/// <summary>Estimates with limits and P.</summary>
internal static class Coefficients
{
    public static ImmutableArray<RegressionCoefficient> Of(Problem problem, Maximum maximum, double value, bool[] missing, string?[] why,
        double[] covariance, double? degrees)
    {
        Design design = problem.Design;
        RegressionOptions options = problem.Options;
        int p = design.Columns;
        double tail = (1 - options.ConfidenceLevel) / 2;
        double quantile = degrees is { } d ? d > 0 ? -Distributions.TQuantile(tail, d) : double.NaN : -Distributions.NormalQuantile(tail);
        bool profile = options.Firth || (options.Limits == ConfidenceLimitKind.Profile && problem.HasLikelihood
            && problem.Kind is not (RegressionKind.Linear or RegressionKind.FineGray));
        var found = ImmutableArray.CreateBuilder<RegressionCoefficient>(p);
        for (int j = 0; j < p; j++)
        {
            Covariate? column = j < design.First ? null : design.Covariates[j - design.First];
            var coefficient = new RegressionCoefficient(design.Names[j], column?.Label ?? "Intercept", column?.Term ?? "(Intercept)") {
                Note = why[j] };
            if (!missing[j] && covariance[j * p + j] >= 0 && double.IsFinite(covariance[j * p + j]))
            {
                double estimate = maximum.Beta[j], se = Math.Sqrt(covariance[j * p + j]);
                double? z = se > 0 ? estimate / se : null, low = estimate - quantile * se, high = estimate + quantile * se;
                double? probability = z is not { } s ? null : degrees is not { } df ? Distributions.NormalTwoSided(s) : df > 0
                    ? Distributions.TTwoSided(s, df)
                    : null;
                if (profile)
                {
                    (low, high) = Profile.Limits(problem, maximum.Beta, value, j, se, options.ConfidenceLevel);
                    if (options.Firth) probability = Profile.P(problem, maximum.Beta, value, j);
                }
                coefficient = coefficient with
                {
                    Estimate = estimate, StandardError = se, Statistic = z, DegreesOfFreedom = degrees, P = probability,
                    Effect = Effect(problem, estimate), Lower = Effect(problem, low), Upper = Effect(problem, high),
                };
            }
            found.Add(coefficient);
        }
        return found.MoveToImmutable();
    }

    private static double? Effect(Problem problem, double? value) =>
        value is not { } v || !double.IsFinite(problem.IsRatio ? Math.Exp(v) : v) ? null : problem.IsRatio ? Math.Exp(v) : v;
}

/// <summary>Profile likelihood of one coefficient.</summary>
internal static class Profile
{
    /// <summary>Where 2(l_max − l_profile) equals the χ² quantile on either side; null where it never does.</summary>
    public static (double? Lower, double? Upper) Limits(Problem problem, double[] beta, double value, int column, double se, double level)
    {
        double target = Distributions.ChiSquareQuantile(level, 1);
        bool[] held = new bool[problem.Design.Columns];
        held[column] = true;
        double[] last = beta;
        double Excess(double u)
        {
            double[] start = (double[])last.Clone();
            start[column] = beta[column] + u * se;
            Maximum m = problem.Maximize(held, start);
            if (m.Outcome == Outcome.Converged) last = m.Beta;
            return 2 * (value - m.Value) - target;
        }
        double? Side(int sign)
        {
            if (Direct(problem, beta, value, column, target, sign) is { } limit) return limit;
            last = beta;
            double inner = 0, step = 1.5;
            for (int i = 0; i < 40; i++)
            {
                double outer = inner + sign * step;
                double excess = Excess(outer);
                if (!double.IsFinite(excess)) return null;
                if (excess > 0)
                {
                    // far inside a separated direction the profile is flat: a warm start from there is as good as any
                    double? root = RootFinder.Brent(u => Math.Abs(u) <= 0 ? -target : Excess(u), inner, outer, 100);
                    return root is { } u ? beta[column] + u * se : null;
                }
                (inner, step) = (outer, step * 1.5);
            }
            return null;
        }
        return (Side(-1), Side(1));
    }

    /// <summary>
    /// The limit by Newton steps on the likelihood and the other coefficients at once (Venzon and Moolgavkar 1988, doi:10.2307/2347496);
    /// null where they do not come to an end, and for likelihoods whose information is not that of their derivatives.
    /// </summary>
    private static double? Direct(Problem problem, double[] beta, double value, int column, double target, int sign)
    {
        Likelihood likelihood = problem.Likelihood;
        if (likelihood is not (GlmLikelihood or CoxPartialLikelihood)) return null;
        int p = likelihood.Columns;
        double[] at = (double[])beta.Clone();
        for (int step = 0; step < 12; step++)
        {
            likelihood.Evaluate(at);
            double[] others = (double[])likelihood.Information.Clone(), gradient = (double[])likelihood.Gradient.Clone(),
                cross = new double[p];
            for (int k = 0; k < p; k++)
            {
                if (k != column) cross[k] = -others[column * p + k];
                others[column * p + k] = others[k * p + column] = 0;
            }
            double slope = gradient[column], curvature = likelihood.Information[column * (p + 1)];
            gradient[column] = 0;
            var factor = new Cholesky(others, p);
            double[] back = factor.Solve(gradient), along = factor.Solve(cross);
            double gain = 0;
            for (int k = 0; k < p; k++)
            {
                gain += gradient[k] * back[k];
                slope += gradient[k] * along[k];
                curvature -= cross[k] * along[k];
            }
            double room = likelihood.Value + gain / 2 - value + target / 2, inside = slope * slope + 2 * curvature * room;
            if (!(curvature > 0 && inside >= 0)) return null;
            double move = (slope + sign * Math.Sqrt(inside)) / curvature;
            for (int k = 0; k < p; k++) at[k] += back[k] + move * along[k];
            at[column] += move;
            if (Math.Abs(move) * Math.Sqrt(curvature) + Math.Sqrt(Math.Max(0, gain)) < 1e-9)
                return (at[column] - beta[column]) * sign > 0 ? at[column] : null;
        }
        return null;
    }

    /// <summary>P of the (penalised) likelihood ratio with the coefficient held at 0.</summary>
    public static double P(Problem problem, double[] beta, double value, int column)
    {
        bool[] held = new bool[problem.Design.Columns];
        held[column] = true;
        double[] start = (double[])beta.Clone();
        start[column] = 0;
        return Distributions.ChiSquareUpper(Math.Max(0, 2 * (value - problem.Maximize(held, start).Value)), 1);
    }
}
