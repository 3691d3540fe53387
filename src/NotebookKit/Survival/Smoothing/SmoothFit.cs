using System.Collections.Immutable;
using NotebookKit.Numerics;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;
using NotebookKit.Survival.Splines;

namespace NotebookKit.Survival.Smoothing;

/// <summary>The maximum of a penalised likelihood at the weights that give the degrees of freedom asked for.</summary>
/// <param name="Maximum">Estimates in the scaled covariates.</param>
/// <param name="Controls">How each weight was found.</param>
/// <param name="Sampling">H⁻¹IH⁻¹ in the scaled covariates, row-major.</param>
/// <param name="DegreesOfFreedom">Effective degrees of freedom by term of the model.</param>
internal sealed record SmoothFit(CoxMaximum Maximum, ImmutableArray<SmoothingControl> Controls, double[] Sampling,
    IReadOnlyDictionary<string, double> DegreesOfFreedom)
{
    private const int MostFits = 10;

    /// <summary>Fits the model again and again until every smooth term is near enough, at most ten times.</summary>
    /// <exception cref="ArgumentException">A covariate has no finite estimate, or is part of a smooth term.</exception>
    public static SmoothFit Find(SmoothLikelihood likelihood, CoxDesign design, int maxIterations)
    {
        ImmutableArray<SmoothingControl> controls = [.. likelihood.Smooths.Select(s => SmoothingControl.Of(s.Spline))];
        for (int fits = 1; ; fits++)
        {
            likelihood.Weigh(controls.Select(c => c.Theta));
            CoxMaximum maximum = CoxMaximizer.Maximize(likelihood, design, maxIterations, likelihood.IsSmooth);
            Check(maximum, likelihood, design, fits);
            double log = maximum.LogLikelihood + likelihood.Value(maximum.Beta);
            (double[] sampling, Dictionary<string, double> degrees) = Spread(likelihood, design.Data);
            bool more = true;
            foreach ((SmoothingControl control, SplineColumns smooth) in controls.Zip(likelihood.Smooths))
                more &= control.Step(degrees[smooth.Term], log);
            if (!more || fits == MostFits || controls.All(c => c.IsDone)) return new SmoothFit(maximum, controls, sampling, degrees);
        }
    }

    private static void Check(CoxMaximum maximum, SmoothLikelihood likelihood, CoxDesign design, int fits)
    {
        ImmutableArray<Covariate> columns = design.Data.Covariates;
        for (int j = 0; j < likelihood.Columns; j++)
            if (likelihood.IsSmooth[j] && maximum.IsAliased[j])
                throw new ArgumentException(fits > 1
                    ? $"{columns[j].Term}: the rows do not have so many degrees of freedom; take fewer, or give theta."
                    : $"{columns[j].Term} and other terms of the model say the same: a smooth term contains the straight line of its "
                        + "column. Leave the column itself out.");
        if (maximum.Outcome == CoxOutcome.Converged) return;
        string[] names = [.. columns.Where((_, j) => maximum.IsUnbounded[j]).Select(c => c.Term).Distinct()];
        throw new ArgumentException(
            maximum.Outcome == CoxOutcome.Separated
                ? $"{string.Join(", ", names)} separates events from the rest, so that the model has no finite estimate. Leave it out, or "
                    + "take ns() for the smooth term and Firth's penalty (CoxOptions.Penalty = CoxPenalty.Firth)."
                : $"The model did not converge after {maximum.Iterations} steps ({string.Join(", ", names)} still moves). Raise "
                    + "CoxOptions.MaxIterations, or take fewer degrees of freedom.");
    }

    private static (double[] Sampling, Dictionary<string, double> Degrees) Spread(SmoothLikelihood likelihood, SurvivalData data)
    {
        int p = likelihood.Columns;
        double[] inverse = new Cholesky(likelihood.Information, p).Inverse(), sampling = new double[p * p];
        double[] plain = [.. likelihood.Information.Zip(likelihood.Penalty, (h, g) => h - g)];
        double[] half = Product(inverse, plain, p);
        Product(half, inverse, p).CopyTo(sampling, 0);
        var degrees = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (IGrouping<string, int> term in Enumerable.Range(0, p).GroupBy(j => data.Covariates[j].Term))
        {
            int[] own = [.. term];
            var factor = new Cholesky(Block(inverse, own, p), own.Length);
            double[] block = Block(sampling, own, p);
            double trace = 0;
            for (int k = 0; k < own.Length; k++) trace += factor.Solve(block.AsSpan(k * own.Length, own.Length))[k];
            degrees[term.Key] = trace;
        }
        return (sampling, degrees);
    }

    /// <summary>Rows and columns of a square matrix.</summary>
    public static double[] Block(ReadOnlySpan<double> matrix, int[] rows, int size)
    {
        double[] block = new double[rows.Length * rows.Length];
        for (int a = 0; a < rows.Length; a++)
            for (int b = 0; b < rows.Length; b++) block[a * rows.Length + b] = matrix[rows[a] * size + rows[b]];
        return block;
    }

    private static double[] Product(double[] a, double[] b, int p)
    {
        double[] product = new double[p * p];
        for (int i = 0; i < p; i++)
            for (int k = 0; k < p; k++)
                for (int j = 0; j < p; j++) product[i * p + j] += a[i * p + k] * b[k * p + j];
        return product;
    }
}
