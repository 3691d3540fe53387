using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Regression;

/// <summary>Robust variance of generalised linear models over clusters.</summary>
internal static class Sandwich
{
    public static double[] Of(Problem problem, double[] beta, double[] bread, int[] clusters, int groups, SandwichKind kind, bool[] missing)
    {
        if (problem.Likelihood is not GlmLikelihood glm)
            throw new ArgumentException(
                $"A {problem.Kind} regression has no robust variance here; leave cluster() and fractional weights out.");
        if (kind == SandwichKind.Jackknife)
            throw new ArgumentException(
                "The jackknife over clusters belongs to estimating equations (set.Gee); choose another SandwichKind.");
        int p = problem.Design.Columns, n = problem.N;
        glm.Evaluate(beta);
        int[] code = Dense(clusters, groups);
        double[] score = new double[groups * p], own = kind == SandwichKind.ManclDeRouen ? new double[groups * p * p] : [];
        double[][] x = problem.Design.X;
        for (int i = 0; i < n; i++)
        {
            double w = problem.Weights.Length == 0 ? 1 : problem.Weights[i], r = w * (problem.Y[i] - glm.Mean[i]), v = w * glm.Variance[i];
            for (int j = 0; j < p; j++)
            {
                if (missing[j]) continue;
                score[code[i] * p + j] += r * x[j][i];
                if (own.Length > 0)
                    for (int k = 0; k < p; k++) if (!missing[k]) own[(code[i] * p + j) * p + k] += v * x[j][i] * x[k][i];
            }
        }
        if (kind == SandwichKind.ManclDeRouen) Inflate(score, own, bread, groups, p);
        double factor = kind switch
        {
            SandwichKind.Adjusted => groups / (groups - 1.0),
            SandwichKind.Stata => groups / (groups - 1.0) * (n - 1.0) / (n - missing.Count(m => !m)),
            _ => 1,
        };
        return Product(bread, Meat(score, groups, p), p, factor);
    }

    public static string Words(SandwichKind kind, int groups, bool clustered) => !clustered
        ? "robust standard errors, each row on its own, because weights are not whole numbers"
        : kind switch
        {
            SandwichKind.Plain => $"robust standard errors over {groups} clusters (plain sandwich)",
            SandwichKind.Adjusted => $"robust standard errors over {groups} clusters (sandwich × G/(G − 1))",
            SandwichKind.Stata => $"robust standard errors over {groups} clusters (sandwich × G/(G − 1) × (n − 1)/(n − k), as Stata)",
            SandwichKind.Jackknife => $"jackknife standard errors over {groups} clusters",
            _ => $"robust standard errors over {groups} clusters (Mancl-DeRouen correction, t distribution: fewer than 40 clusters make "
                + "the plain sandwich too small)",
        };

    /// <summary>Score of each cluster times (I − A B)⁻¹, A the information of the cluster.</summary>
    public static void Inflate(double[] score, double[] own, double[] bread, int groups, int p)
    {
        Matrix<double> b = Matrix<double>.Build.Dense(p, p, (i, j) => bread[i * p + j]), identity = Matrix<double>.Build.DenseIdentity(p);
        for (int g = 0; g < groups; g++)
        {
            Matrix<double> a = Matrix<double>.Build.Dense(p, p, (i, j) => own[(g * p + i) * p + j]), left = identity - a * b;
            if (!(Math.Abs(left.Determinant()) > 1e-12))
                throw new ArgumentException(
                    "The Mancl-DeRouen correction is undefined: one cluster alone determines a coefficient. Join levels, or choose "
                        + "SandwichKind.Adjusted.");
            left.Solve(Vector<double>.Build.Dense(p, j => score[g * p + j])).ToArray().CopyTo(score, g * p);
        }
    }

    public static double[] Meat(double[] score, int groups, int p)
    {
        double[] meat = new double[p * p];
        for (int g = 0; g < groups; g++)
            for (int i = 0; i < p; i++)
                for (int j = 0; j < p; j++) meat[i * p + j] += score[g * p + i] * score[g * p + j];
        return meat;
    }

    public static double[] Product(double[] bread, double[] meat, int p, double factor)
    {
        double[] left = new double[p * p], all = new double[p * p];
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++)
                for (int k = 0; k < p; k++) left[i * p + j] += bread[i * p + k] * meat[k * p + j];
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++)
            {
                for (int k = 0; k < p; k++) all[i * p + j] += left[i * p + k] * bread[k * p + j];
                all[i * p + j] *= factor;
            }
        return all;
    }

    /// <summary>Codes 0 … groups − 1 in the order of first appearance.</summary>
    public static int[] Dense(int[] clusters, int groups)
    {
        var seen = new Dictionary<int, int>(groups);
        return Array.ConvertAll(clusters, c => seen.TryGetValue(c, out int code) ? code : seen[c] = seen.Count);
    }
}
