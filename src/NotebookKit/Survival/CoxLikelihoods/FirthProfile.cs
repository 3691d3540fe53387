using NotebookKit.Numerics;

namespace NotebookKit.Survival.CoxLikelihoods;

/// <summary>Confidence limits and P values from the profile of a penalised likelihood.</summary>
internal sealed class FirthProfile(FirthLikelihood likelihood, bool[] missing, double[] beta, double logLikelihood)
{
    /// <summary>2 (maximum − maximum with all coefficients but one free).</summary>
    public double Deviance(int column, double value)
    {
        int p = beta.Length;
        double[] at = (double[])beta.Clone(), trial = new double[p];
        at[column] = value;
        bool[] fixedColumns = [.. missing.Select((m, j) => m || j == column)];
        likelihood.Evaluate(at);
        double log = likelihood.LogLikelihood;
        for (int iteration = 0; iteration < 500; iteration++)
        {
            CoxMaximizer.Mask(likelihood, fixedColumns);
            double[] step = new Cholesky(likelihood.Information, p).Solve(likelihood.Gradient);
            double decrement = step.Zip(likelihood.Gradient, (s, g) => s * g).Sum();
            if (!(decrement > 1e-20)) break;
            double gain = CoxMaximizer.TakeStep(likelihood, at, step, trial, log);
            log += gain;
            (at, trial) = (trial, at);
            if (gain <= 1e-14 * (Math.Abs(log) + 1) && decrement < 1e-18) break;
        }
        return 2 * (logLikelihood - log);
    }

    public double P(int column) => Distributions.ChiSquareUpper(Math.Max(0, Deviance(column, 0)), 1);

    /// <summary>
    /// The value on one side of the estimate at which the deviance reaches the quantile; null when it lies beyond 50 standard units.
    /// </summary>
    public double? Limit(int column, int sign, double standardError, double quantile)
    {
        double inside = beta[column], width = standardError;
        double outside = inside + sign * width;
        for (int k = 0; Deviance(column, outside) < quantile; k++)
        {
            if (k == 30 || Math.Abs(outside) > 50) return null;
            (inside, width) = (outside, width * 1.5);
            outside = inside + sign * width;
        }
        for (int k = 0; k < 200 && Math.Abs(outside - inside) > 1e-12 * (1 + Math.Abs(outside)); k++)
        {
            double middle = (inside + outside) / 2;
            if (Deviance(column, middle) < quantile) inside = middle;
            else outside = middle;
        }
        return (inside + outside) / 2;
    }
}
