using NotebookKit.Numerics;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.CoxLikelihoods;

/// <summary>Why a Newton iteration ended.</summary>
internal enum CoxOutcome
{
    Converged,
    Separated,
    NotConverged,
}

/// <summary>Maximum of a partial likelihood in scaled covariates, with the state at the start and at the end.</summary>
internal sealed class CoxMaximum
{
    public required double[] Beta { get; init; }
    public required double LogLikelihoodNull { get; init; }
    public required double LogLikelihood { get; init; }
    public required double[] GradientNull { get; init; }
    public required double[] InformationNull { get; init; }
    public required double[] Information { get; init; }
    public required int Iterations { get; init; }
    public required CoxOutcome Outcome { get; init; }

    /// <summary>Columns left out because they carry no information beyond earlier ones.</summary>
    public required bool[] IsAliased { get; init; }

    /// <summary>Columns whose coefficient has no finite maximum (separated), or still moved (not converged).</summary>
    public required bool[] IsUnbounded { get; init; }
}

/// <summary>Newton's method with step halving, from beta = 0.</summary>
internal static class CoxMaximizer
{
    private const double AliasTolerance = 1e-11;

    /// <summary>Near a maximum the decrement falls far faster from step to step; without one (separation) it falls to 1/e.</summary>
    private const double SlowDecrease = 1e-3;

    /// <param name="likelihood">The likelihood.</param>
    /// <param name="design">Its design.</param>
    /// <param name="maxIterations">Most steps.</param>
    /// <param name="determined">Columns that a penalty determines where the data say nothing about them; null for none.</param>
    public static CoxMaximum Maximize(IPartialLikelihood likelihood, CoxDesign design, int maxIterations, bool[]? determined = null)
    {
        int p = likelihood.Columns;
        double[] beta = new double[p], trial = new double[p];
        likelihood.Evaluate(beta);
        double nullLog = likelihood.LogLikelihood, log = nullLog;
        double[] gradientNull = (double[])likelihood.Gradient.Clone(), informationNull = (double[])likelihood.Information.Clone();
        bool[] aliased = Aliased(informationNull, p, design, determined);
        bool[] unbounded = new bool[p];
        CoxOutcome outcome = p == 0 || aliased.All(a => a) ? CoxOutcome.Converged : CoxOutcome.NotConverged;
        int iteration = 0;
        double[] step = new double[p];
        double previous = double.PositiveInfinity;
        while (outcome == CoxOutcome.NotConverged)
        {
            LongWork.Check();
            Mask(likelihood, aliased);
            step = new Cholesky(likelihood.Information, p).Solve(likelihood.Gradient);
            double decrement = Dot(step, likelihood.Gradient);
            if (!(decrement > 1e-21)) outcome = CoxOutcome.Converged;
            if (outcome == CoxOutcome.Converged || iteration == maxIterations) break;
            iteration++;
            double gained = TakeStep(likelihood, beta, step, trial, log);
            log += gained;
            (beta, trial) = (trial, beta);
            if (gained <= 1e-14 * (Math.Abs(log) + 1) && decrement < 1e-18) outcome = CoxOutcome.Converged;
            else if (gained < 1e-4 && decrement > SlowDecrease * previous && likelihood.IsSeparatedAlong(step, unbounded))
            outcome = CoxOutcome.Separated;
            previous = decrement;
        }
        if (outcome == CoxOutcome.NotConverged) MarkMoving(step, unbounded);
        return new CoxMaximum
        {
            Beta = beta, LogLikelihoodNull = nullLog, LogLikelihood = log, GradientNull = gradientNull, InformationNull = informationNull,
            Information = likelihood.Information, Iterations = iteration, Outcome = outcome, IsAliased = aliased, IsUnbounded = unbounded,
        };
    }

    /// <summary>
    /// Moves from beta along step, halving until the likelihood does not fall; returns the gain and leaves the likelihood evaluated there.
    /// </summary>
    public static double TakeStep(IPartialLikelihood likelihood, double[] beta, double[] step, double[] trial, double log)
    {
        double size = 1;
        for (int halving = 0; ; halving++)
        {
            for (int j = 0; j < beta.Length; j++) trial[j] = beta[j] + size * step[j];
            likelihood.Evaluate(trial);
            double gain = likelihood.LogLikelihood - log;
            if (gain >= -1e-13 * (Math.Abs(log) + 1) || halving == 40) return gain;
            size /= 2;
        }
    }

    private static bool[] Aliased(double[] information, int p, CoxDesign design, bool[]? determined)
    {
        double[] usable = (double[])information.Clone();
        for (int j = 0; j < p; j++)
        {
            bool idle = design.Scale[j] == 0 || !(information[j * p + j] > 1e-12 * design.Events.Length);
            if (idle && determined?[j] != true) usable[j * p + j] = 0;
        }
        return new Cholesky(usable, p, AliasTolerance).IsSkipped;
    }

    /// <summary>Empties the rows and columns of columns left out, so that the solver skips them.</summary>
    public static void Mask(IPartialLikelihood likelihood, bool[] skipped)
    {
        int p = skipped.Length;
        for (int j = 0; j < p; j++)
        {
            if (!skipped[j]) continue;
            likelihood.Gradient[j] = 0;
            for (int k = 0; k < p; k++) likelihood.Information[j * p + k] = likelihood.Information[k * p + j] = 0;
        }
    }

    private static void MarkMoving(double[] step, bool[] unbounded)
    {
        double largest = step.Max(Math.Abs);
        for (int j = 0; j < step.Length; j++) unbounded[j] = Math.Abs(step[j]) > 1e-3 * largest;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
