using System.Collections.Immutable;
using NotebookKit.Numerics;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Parametric;

/// <summary>Fits what the concave likelihood does not hold, by Newton's method with a ridge where the likelihood is not concave.</summary>
internal static class NaturalModel
{
    private const int MaxIterations = 300;

    public static bool Needs(AftData data, AftDistribution distribution) =>
        !data.Entry.IsEmpty || data.StratumNames.Length > 1 || distribution is AftDistribution.Gompertz or AftDistribution.GeneralizedGamma;

    public static AftFit Fit(AftData data, AftOptions options, int? clusters)
    {
        var likelihood = new NaturalLikelihood(data, options.Distribution);
        (double[] theta, bool[] aliased, bool[] unbounded, int iterations) = Best(data, likelihood);
        int size = likelihood.Size;
        double logLikelihood = likelihood.LogLikelihood;
        bool[] missing = [.. aliased.Select((a, j) => a || unbounded[j])];
        if (unbounded[0]) Array.Fill(missing, true);
        Drop(likelihood, missing);
        double[] bread = new Cholesky(likelihood.Information, size).Inverse();
        (double[] parameters, double[] jacobian) = likelihood.Transform(theta, missing);
        double[] model = Transformed(jacobian, bread, size);
        double[] robust = clusters is null ? model
            : Transformed(jacobian, RobustVariance.Sandwich(bread, AftModel.Meat(data, likelihood.Scores, size, missing), size), size);
        double nullLog = logLikelihood;
        if (data.Covariates.Length > 0)
        {
            var empty = new NaturalLikelihood(data with { Covariates = [] }, options.Distribution);
            Best(data with { Covariates = [] }, empty);
            nullLog = empty.LogLikelihood;
        }
        string[] scales = likelihood.Scales == 0 ? [] : options.Distribution == AftDistribution.Gompertz
            ? Named("Shape", data)
            : Named("Log(scale)", data);
        var result =
            new AftFitParts(["(Intercept)", .. data.Covariates.Select(c => c.Name), .. scales,
                .. likelihood.HasThird ? ["Q"] : Array.Empty<string>()], likelihood.Columns, parameters,
            scales.Length == 1 && options.Distribution != AftDistribution.Gompertz && !missing[likelihood.Columns]
                ? Math.Exp(parameters[likelihood.Columns]) : scales.Length == 0 ? 1 : null,
            missing, aliased, model, robust, nullLog, logLikelihood, iterations);
        return AftModel.Assemble(data, options, clusters, result);
    }

    /// <summary>J V J'.</summary>
    private static double[] Transformed(double[] jacobian, double[] variance, int size)
    {
        double[] half = new double[size * size], result = new double[size * size];
        for (int i = 0; i < size; i++)
            for (int a = 0; a < size; a++)
                if (jacobian[i * size + a] != 0)
                    for (int b = 0; b < size; b++) half[i * size + b] += jacobian[i * size + a] * variance[a * size + b];
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                for (int b = 0; b < size; b++) result[i * size + j] += half[i * size + b] * jacobian[j * size + b];
        return result;
    }

    private static string[] Named(string name, AftData data) =>
        data.StratumNames.Length == 1 ? [name] : [.. data.StratumNames.Select(s => $"{name}[{s}]")];

    /// <summary>The highest maximum from every start.</summary>
    private static (double[] Theta, bool[] Aliased, bool[] Unbounded, int Iterations) Best(AftData data, NaturalLikelihood likelihood)
    {
        (double[] Theta, bool[] Aliased, bool[] Unbounded, int Iterations)? best = null;
        double highest = double.NegativeInfinity;
        foreach (double[] start in Starts(data, likelihood))
        {
            var found = Maximize(likelihood, start);
            if (best is null || likelihood.LogLikelihood > highest) (best, highest) = (found, likelihood.LogLikelihood);
        }
        likelihood.Evaluate(best!.Value.Theta);
        return best.Value;
    }

    /// <summary>Starts at the fits of the concave likelihood that leave strata and entry times out.</summary>
    private static IEnumerable<double[]> Starts(AftData data, NaturalLikelihood likelihood)
    {
        (AftDistribution Distribution, double Third)[] from = likelihood.Distribution switch
        {
            AftDistribution.Gompertz => [(AftDistribution.Exponential, 0)],
            AftDistribution.GeneralizedGamma =>
                [(AftDistribution.Weibull, 1), (AftDistribution.LogNormal, 0.05), (AftDistribution.LogNormal, -0.5)],
            var same => [(same, 0)],
        };
        foreach ((AftDistribution distribution, double third) in from)
        {
            var concave = new AftLikelihood(data with { Entry = default, Strata = default, StratumNames = [""] }, distribution);
            (double[] theta, _, bool[] unbounded, _) = AftModel.Maximize(concave);
            double tau = distribution == AftDistribution.Exponential ? 1 : theta[concave.Columns];
            double[] start = new double[likelihood.Size];
            for (int j = 0; j < likelihood.Columns; j++)
                start[j] = unbounded[j] ? 0 : theta[j] / tau * (likelihood.Distribution == AftDistribution.Gompertz ? -1 : 1);
            for (int s = 0; s < likelihood.Scales && likelihood.Distribution != AftDistribution.Gompertz; s++)
                start[likelihood.Columns + s] = -Math.Log(tau);
            if (likelihood.HasThird) start[^1] = third;
            yield return start;
        }
    }

    private static (double[] Theta, bool[] Aliased, bool[] Unbounded, int Iterations) Maximize(NaturalLikelihood likelihood, double[] theta)
    {
        int size = likelihood.Size;
        bool[] aliased = [.. AftModel.Aliased(likelihood.Rows).Take(likelihood.Columns), .. new bool[size - likelihood.Columns]],
            unbounded = new bool[size];
        double[] trial = new double[size];
        likelihood.Evaluate(theta);
        for (int iteration = 0; ; iteration++)
        {
            LongWork.Check();
            Drop(likelihood, aliased);
            double[] step = Step(likelihood, aliased);
            double decrement = step.Zip(likelihood.Gradient, (s, g) => s * g).Sum(), log = likelihood.LogLikelihood;
            if (!(decrement > 1e-20)) return (theta, aliased, unbounded, iteration);
            if ((decrement < 1e-8 && step.Any(s => Math.Abs(s) > 0.1)) || iteration == MaxIterations)
            {
                double largest = step.Max(Math.Abs);
                for (int j = 0; j < size; j++) unbounded[j] = Math.Abs(step[j]) > 1e-3 * largest;
                return (theta, aliased, unbounded, iteration);
            }
            double length = Math.Min(1, 2 / step.Max(Math.Abs));
            for (int halving = 0; ; halving++)
            {
                for (int j = 0; j < size; j++) trial[j] = theta[j] + length * step[j];
                likelihood.Evaluate(trial);
                if (likelihood.LogLikelihood >= log - 1e-13 * (Math.Abs(log) + 1) || halving == 60) break;
                length /= 2;
            }
            (theta, trial) = (trial, theta);
            if (likelihood.LogLikelihood <= log + 1e-14 * (Math.Abs(log) + 1) && decrement < 1e-14)
                return (theta, aliased, unbounded, iteration + 1);
        }
    }

    /// <summary>Newton's step, shortened by a ridge until it leads upward.</summary>
    private static double[] Step(NaturalLikelihood likelihood, bool[] aliased)
    {
        int size = likelihood.Size;
        for (double ridge = 0; ; ridge = ridge == 0 ? 1e-3 : ridge * 10)
        {
            double[] information = (double[])likelihood.Information.Clone();
            for (int j = 0; j < size; j++) information[j * size + j] += ridge * (Math.Abs(information[j * size + j]) + 1);
            for (int j = 0; j < size; j++) if (aliased[j]) information[j * size + j] = 0;
            var factor = new Cholesky(information, size);
            if (ridge < 1e9 && Enumerable.Range(0, size).Any(j => factor.IsSkipped[j] && !aliased[j])) continue;
            return factor.Solve(likelihood.Gradient);
        }
    }

    private static void Drop(NaturalLikelihood likelihood, bool[] columns)
    {
        int size = likelihood.Size;
        for (int j = 0; j < size; j++)
        {
            if (!columns[j]) continue;
            likelihood.Gradient[j] = 0;
            for (int k = 0; k < size; k++) likelihood.Information[j * size + k] = likelihood.Information[k * size + j] = 0;
        }
    }
}
