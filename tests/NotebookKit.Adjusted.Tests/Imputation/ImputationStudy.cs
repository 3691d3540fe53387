using Microsoft.Data.Analysis;
using NotebookKit.Adjusted.Imputation;
using NotebookKit.Adjusted.Reading;
using NotebookKit.Adjusted.Regression;
using NotebookKit.AnalysisSets;
using NotebookKit.Numerics;

namespace NotebookKit.Adjusted.Tests.Imputation;

/// <summary>One coefficient of the study: the truth, and what was found in each simulated set.</summary>
internal sealed record StudyRow(string Outcome, string Name, double Truth, double[] Estimates, int Covered, double MeanWidth)
{
    public double Bias => Estimates.Average() - Truth;
    public double Coverage => (double)Covered / Estimates.Length;
    public double MonteCarloError =>
        Math.Sqrt(Estimates.Sum(e => (e - Estimates.Average()) * (e - Estimates.Average())) / (Estimates.Length - 1) / Estimates.Length);
}

/// <summary>
/// Simulated sets with known coefficients, a number, a yes/no and a column of three levels, each missing at random by a complete column and
/// by the outcome: how often the 95 % limits hold the truth, and how far the estimates lie from it on average.
/// </summary>
internal static class ImputationStudy
{
    private static readonly double[] Slopes = [0.5, 0.5, 0.4, -0.4, 0.3]; // x, yes, b, c, w
    private static readonly string[] Names = ["x", "yes[1]", "level[b]", "level[c]", "w"];

    /// <summary>
    /// Rows by method (every value known, complete rows, imputed) of one outcome: <c>mean</c>, <c>odds</c> or <c>hazard</c>.
    /// </summary>
    public static Dictionary<string, StudyRow[]> Run(string outcome, int sets, int rows, int imputations, int iterations, ulong seed = 2026)
    {
        var found = new List<(double Estimate, double Lower, double Upper)?>[3, Names.Length];
        for (int m = 0; m < 3; m++) for (int j = 0; j < Names.Length; j++) found[m, j] = [];
        for (int s = 0; s < sets; s++)
        {
            var random = new PosteriorDraws(new DeterministicRandom(seed * 1_000_003 + (ulong)s));
            (DataFrame all, DataFrame holed) = Simulate(outcome, rows, random);
            string formula = (outcome == "hazard" ? "Surv(time, y)" : "y") + " ~ x + factor(yes) + level + w";
            Add(found, 0, Fit(Set(all), outcome, formula));
            AnalysisSet incomplete = Set(holed);
            PooledRegression pooled = incomplete.Impute(formula,
                new ImputationOptions { Imputations = imputations, Iterations = iterations, Seed = (ulong)s }).Pool(
                    x => Fit(x, outcome, formula));
            Add(found, 1, pooled.CompleteCases!);
            for (int j = 0; j < Names.Length; j++)
                if (pooled.Coefficients.Single(c => c.Name == Names[j]) is var c) found[2, j].Add((c.Estimate, c.Lower, c.Upper));
        }
        return new[] { "every value known", "complete rows", "imputed" }.Select((method, m) => (method, Rows: Names.Select((n, j) =>
        {
            (double Estimate, double Lower, double Upper)[] own = [.. found[m, j].OfType<(double Estimate, double Lower, double Upper)>()];
            return new StudyRow(outcome, n, Slopes[j], [.. own.Select(x => x.Estimate)],
                own.Count(x => x.Lower <= Slopes[j] && Slopes[j] <= x.Upper), own.Average(x => x.Upper - x.Lower));
        }).ToArray())).ToDictionary(x => x.method, x => x.Rows);
    }

    private static AnalysisSet Set(DataFrame frame) => frame.AnalysisSet("patients", key: "row");

    private static RegressionFit Fit(AnalysisSet set, string outcome, string formula) => outcome switch
    {
        "mean" => set.Linear(formula), "odds" => set.Logistic(formula),
            _ => ModelSpecification.Survival(RegressionKind.Cox, set.Frame, formula, set.Unit, null).Of(set).Fit(),
    };

    private static void Add(List<(double, double, double)?>[,] found, int method, RegressionFit fit)
    {
        for (int j = 0; j < Names.Length; j++)
            if (fit[Names[j]] is { Estimate: { } e, Lower: { } l, Upper: { } u })
                found[method, j].Add(fit.Kind == RegressionKind.Linear ? (e, l, u) : (e, Math.Log(l), Math.Log(u)));
    }

    private static (DataFrame All, DataFrame Holed) Simulate(string outcome, int n, PosteriorDraws random)
    {
        (double[] w, double[] x, double[] y, double[] time) = (new double[n], new double[n], new double[n], new double[n]);
        (int[] yes, string[] level) = (new int[n], new string[n]);
        bool[][] hole = [new bool[n], new bool[n], new bool[n]];
        for (int i = 0; i < n; i++)
        {
            w[i] = random.Normal();
            x[i] = 0.4 * w[i] + random.Normal();
            yes[i] = random.Uniform() < Logistic(0.5 * x[i]) ? 1 : 0;
            double b = Math.Exp(0.4 * x[i]), c = Math.Exp(0.5 * yes[i] - 0.3), u = random.Uniform() * (1 + b + c);
            level[i] = u < 1 ? "a" : u < 1 + b ? "b" : "c";
            double eta = Slopes[0] * x[i] + Slopes[1] * yes[i] + (level[i] == "b" ? Slopes[2] : level[i] == "c" ? Slopes[3] : 0)
                + Slopes[4] * w[i], late;
            switch (outcome)
            {
                case "mean":
                    y[i] = 1 + eta + random.Normal();
                    late = 0.6 * (y[i] - 1);
                    break;
                case "odds":
                    y[i] = random.Uniform() < Logistic(eta - 0.3) ? 1 : 0;
                    late = 2 * y[i] - 1;
                    break;
                default:
                    double dies = -Math.Log(1 - random.Uniform()) / (0.05 * Math.Exp(eta)), lost = 40 * random.Uniform();
                    (time[i], y[i]) = (Math.Min(dies, lost), dies <= lost ? 1 : 0);
                    late = 2 * y[i] - 1;
                    break;
            }
            for (int h = 0; h < 3; h++) hole[h][i] = random.Uniform() < Logistic(-1.8 + 0.5 * w[i] + 0.7 * late);
        }
        return (Frame(false), Frame(true));

        DataFrame Frame(bool holes) => new(
            new Int32DataFrameColumn("row", Enumerable.Range(1, n)), new DoubleDataFrameColumn("time", time),
            new DoubleDataFrameColumn("y", y), new DoubleDataFrameColumn("w", w),
            new DoubleDataFrameColumn("x", x.Select((v, i) => holes && hole[0][i] ? (double?)null : v)),
            new Int32DataFrameColumn("yes", yes.Select((v, i) => holes && hole[1][i] ? (int?)null : v)),
            new StringDataFrameColumn("level", level.Select((v, i) => holes && hole[2][i] ? null : v)));
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
