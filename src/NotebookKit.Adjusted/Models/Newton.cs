namespace NotebookKit.Adjusted.Models;

/// <summary>Why an iteration ended.</summary>
internal enum Outcome
{
    Converged,
    Separated,
    NotConverged,
}

/// <summary>A maximum, with the likelihood left evaluated there (but where the iteration did not converge).</summary>
internal sealed record Maximum(double[] Beta, double Value, Outcome Outcome, int Iterations)
{
    /// <summary>Columns that carry no information beyond earlier ones; their coefficient stays where it started.</summary>
    public required bool[] IsAliased { get; init; }

    /// <summary>Columns whose coefficient has no finite maximum, or still moved.</summary>
    public required bool[] IsUnbounded { get; init; }
}

/// <summary>Newton's method with step halving; some coefficients may be held where they start.</summary>
internal static class Newton
{
    public const int MaxIterations = 100;
    private const double AliasTolerance = 1e-11;

    public static Maximum Maximize(Likelihood likelihood, double[]? start = null, bool[]? held = null, int maxIterations = MaxIterations,
        double tolerance = 1e-21)
    {
        int p = likelihood.Columns;
        double[] beta = start is null ? new double[p] : (double[])start.Clone(), trial = new double[p];
        bool[] still = held is null ? new bool[p] : (bool[])held.Clone(), aliased = new bool[p], unbounded = new bool[p];
        likelihood.Evaluate(beta);
        double value = likelihood.Value, previous = double.PositiveInfinity;
        bool[] skipped = new Cholesky(Masked(likelihood.Information, still), p, AliasTolerance).IsSkipped;
        for (int j = 0; j < p; j++)
            if (skipped[j] && !still[j]) still[j] = aliased[j] = true;
        var outcome = still.All(s => s) ? Outcome.Converged : Outcome.NotConverged;
        double[] step = new double[p];
        int iteration = 0;
        while (outcome == Outcome.NotConverged)
        {
            LongWork.Check();
            double[] curvature = likelihood.Curvature(beta);
            double[] gradient = [.. likelihood.Gradient.Select((g, j) => still[j] ? 0 : g)];
            step = new Cholesky(Masked(curvature, still), p).Solve(gradient);
            if (Dot(step, gradient) is var ascent && !(ascent >= 0))
                step = new Cholesky(Masked(likelihood.Information, still), p).Solve(gradient);
            double decrement = Dot(step, gradient);
            if (!(decrement > tolerance)) outcome = Outcome.Converged;
            if (outcome == Outcome.Converged || iteration == maxIterations) break;
            iteration++;
            double gained = TakeStep(likelihood, beta, Shorten(step, likelihood), trial, value);
            if (!double.IsFinite(gained)) break;
            value += gained;
            (beta, trial) = (trial, beta);
            if (gained <= 1e-14 * (Math.Abs(value) + 1) && decrement < 1e-18) outcome = Outcome.Converged;
            else if (gained < 1e-4 && decrement > 1e-3 * previous && likelihood.IsSeparatedAlong(step, unbounded))
            outcome = Outcome.Separated;
            // rounding alone is left
            else if (Math.Abs(gained) <= 1e-15 * Math.Abs(value) && decrement < 1e-14 && decrement >= previous) outcome = Outcome.Converged;
            previous = decrement;
        }
        if (outcome == Outcome.NotConverged)
        {
            double largest = step.Max(Math.Abs);
            for (int j = 0; j < p; j++) unbounded[j] = Math.Abs(step[j]) > 1e-3 * largest;
        }
        return new Maximum(beta, value, outcome, iteration) { IsAliased = aliased, IsUnbounded = unbounded };
    }

    /// <summary>Empties the rows and columns of columns held, so that the solver skips them.</summary>
    public static void Mask(Likelihood likelihood, bool[] held)
    {
        for (int j = 0; j < held.Length; j++) if (held[j]) likelihood.Gradient[j] = 0;
        Mask(likelihood.Information, held);
    }

    private static double[] Masked(double[] matrix, bool[] held)
    {
        double[] masked = (double[])matrix.Clone();
        Mask(masked, held);
        return masked;
    }

    private static void Mask(double[] matrix, bool[] held)
    {
        int p = held.Length;
        for (int j = 0; j < p; j++)
            for (int k = 0; held[j] && k < p; k++) matrix[j * p + k] = matrix[k * p + j] = 0;
    }

    private static double TakeStep(Likelihood likelihood, double[] beta, double[] step, double[] trial, double value)
    {
        double size = 1;
        for (int halving = 0; ; halving++)
        {
            for (int j = 0; j < beta.Length; j++) trial[j] = beta[j] + size * step[j];
            likelihood.Evaluate(trial);
            double gain = likelihood.Value - value;
            if (gain >= -1e-13 * (Math.Abs(value) + 1) || halving == 40) return gain;
            size /= 2;
        }
    }

    /// <summary>No step moves the linear predictor by much more than a typical row can bear.</summary>
    private static double[] Shorten(double[] step, Likelihood likelihood)
    {
        double longest = 0;
        for (int j = 0; j < step.Length; j++) longest = Math.Max(longest, Math.Abs(step[j]) * likelihood.Spread(j));
        return longest <= 5 ? step : [.. step.Select(s => s * 5 / longest)];
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
