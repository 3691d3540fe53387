using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;

using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Cox;

/// <summary>The likelihood, swept in blocks of rows, against its definition summed risk set by risk set.</summary>
public sealed class CoxLikelihoodTests
{
    private const int Rows = 1500, Columns = 3;

    /// <summary>Last day: 3 makes ties that are longer than a block of rows, 40 ties across the ends of blocks, 1e6 next to none.</summary>
    [Theory]
    [InlineData(1e6, false, false, true)]
    [InlineData(40, false, false, true)]
    [InlineData(40, true, false, true)]
    [InlineData(40, true, true, true)]
    [InlineData(40, true, true, false)]
    [InlineData(3, true, false, true)]
    [InlineData(3, false, false, false)]
    public void Likelihood_and_derivatives_equal_their_definition(double lastDay, bool weighted, bool delayed, bool efron)
    {
        SurvivalData data = Data(lastDay, weighted, delayed);
        double[] beta = [0.4, -0.7, 0.2];
        var design = new CoxDesign(data);
        var likelihood = new CoxLikelihood(design, efron);
        likelihood.Evaluate(beta);
        (double log, double[] gradient, double[] information) = Defined(data, design.Scale, beta, efron);
        Near(log, likelihood.LogLikelihood, "log-likelihood", 1e-12, 1);
        for (int j = 0; j < Columns; j++) Near(gradient[j], likelihood.Gradient[j], "gradient", 1e-11, Rows);
        for (int q = 0; q < information.Length; q++) Near(information[q], likelihood.Information[q], "information", 1e-11, Rows);
    }

    private static SurvivalData Data(double lastDay, bool weighted, bool delayed)
    {
        var random = new Random(7);
        double[] time = [.. Enumerable.Range(0, Rows).Select(_ => Math.Ceiling(lastDay * random.NextDouble()))];
        return new SurvivalData
        {
            Time = time, IsEvent = time.Select(_ => random.Next(3) > 0).ToArray(),
            Covariates = [.. Enumerable.Range(0, Columns)
                .Select(j => new Covariate($"x{j}", time.Select(_ => 10 * j + random.NextDouble() + random.Next(2)).ToArray()))],
            Strata = time.Select(_ => random.Next(5) / 4).ToArray(), StratumNames = ["most", "few"],
            Weights = weighted ? time.Select(_ => 1.0 + random.Next(3)).ToArray() : default,
            Entry = delayed ? time.Select(t => Math.Floor(t * 0.7 * random.NextDouble()) - 1).ToArray() : default,
        };
    }

    private static (double Log, double[] Gradient, double[] Information) Defined(SurvivalData data, double[] scale, double[] beta,
        bool efron)
    {
        double[] time = data.Time.ToArray(), entry = data.Entry.ToArray(), weights = data.Weights.ToArray();
        bool[] isEvent = data.IsEvent.ToArray();
        int[] strata = data.Strata.ToArray();
        double[][] x = [.. Enumerable.Range(0, Rows)
            .Select(i => Enumerable.Range(0, Columns).Select(j => data.Covariates[j].Values.Span[i] / scale[j]).ToArray())];
        double Weight(int i) => weights.Length > 0 ? weights[i] : 1;
        double Predictor(int i) => x[i].Zip(beta, (v, b) => v * b).Sum();
        double log = 0;
        double[] gradient = new double[Columns], information = new double[Columns * Columns];
        foreach (var at in Enumerable.Range(0, Rows).Where(i => isEvent[i]).GroupBy(i => (Stratum: strata[i], Time: time[i])))
        {
            int[] deaths = [.. at],
                atRisk = [.. Enumerable.Range(0, Rows).Where(i => strata[i] == at.Key.Stratum && time[i] >= at.Key.Time
                    && (entry.Length == 0 || entry[i] < at.Key.Time))];
            double weight = deaths.Sum(Weight);
            log += deaths.Sum(i => Weight(i) * Predictor(i));
            foreach (int i in deaths) for (int j = 0; j < Columns; j++) gradient[j] += Weight(i) * x[i][j];
            int steps = efron ? deaths.Length : 1;
            for (int l = 0; l < steps; l++)
            {
                double Part(int i) => (isEvent[i] && time[i] == at.Key.Time ? 1 - (double)l / steps : 1) * Weight(i)
                    * Math.Exp(Predictor(i));
                double[] part = [.. atRisk.Select(Part)];
                double sum = part.Sum();
                double[] mean = [.. Enumerable.Range(0, Columns).Select(j => atRisk.Zip(part, (i, r) => r * x[i][j]).Sum() / sum)];
                log -= weight / steps * Math.Log(sum);
                for (int j = 0; j < Columns; j++)
                {
                    gradient[j] -= weight / steps * mean[j];
                    for (int k = 0; k < Columns; k++)
                        information[j * Columns + k] += weight / steps
                            * atRisk.Zip(part, (i, r) => r * (x[i][j] - mean[j]) * (x[i][k] - mean[k])).Sum() / sum;
                }
            }
        }
        return (log, gradient, information);
    }
}
