using System.Globalization;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Statistics.Permutation;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Benchmarks;

/// <summary>
/// Size and power at a nominal 5% of the permutation of patients, by U²/V and by U² over the robust variance: of the log-rank test (gamma
/// frailty of each
/// patient) and of rates (normal effect of each patient on the logit). Writes the rows of results/permutation-sizes.md.
/// </summary>
internal static class PermutationSizes
{
    private static readonly int[] LargeSizes = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3],
        SmallSizes = [4, 3, 2, 2, 1, 1];

    private sealed record Scenario(string Name, double Spread, string Sizes, string Censoring, double Ratio = 1);

    private static readonly Scenario[] Ten =
    [
        new("", 0, "shuffled", "equal"), new("", 1, "shuffled", "equal"), new("", 1, "fixed", "equal"),
        new("", 1, "fixed", "heavy in the small"),
        new("", 1, "fixed", "heavy in the large"), new("", 0, "fixed", "heavy in the small"), new("", 0, "fixed", "heavy in the large"),
        new("", 3, "fixed", "heavy in the large"), new("", 3, "reversed", "equal"), new("", 3, "fixed", "equal"),
    ];

    private static readonly Scenario[] Others =
    [
        new("", 0, "shuffled", "equal"), new("", 1, "shuffled", "equal"), new("", 1, "fixed", "equal"), new("", 3, "reversed", "equal"),
        new("", 1, "informative", "equal"), new("", 1, "informative in the small", "equal"),
        new("power", 1, "shuffled", "equal", 1 / 3.0), new("power", 1, "shuffled", "equal", 3.3),
        new("power", 3, "reversed", "equal", 1 / 3.0), new("power", 3, "reversed", "equal", 3.3),
    ];

    public static void Run(int samples)
    {
        foreach ((int large, int small) in new[] { (20, 6), (20, 5), (20, 4), (20, 3), (20, 2), (20, 1), (10, 10), (5, 5), (4, 4) })
        {
            Scenario[] scenarios = small == 6 ? [.. Ten, .. Others[4..]] : Others;
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                    $"\n{large} against {small} patients, {samples:N0} samples\n\n| what | spread | rows per patient | censoring | ratio | "
                        + $"log-rank U²/V | studentized | rates U²/V | studentized |\n|---|--:|---|---|--:|--:|--:|--:|--:|"));
            foreach (Scenario s in scenarios)
            {
                var random = new DeterministicRandom(12);
                var hits = new int[4];
                for (int i = 0; i < samples; i++) One(s, large, small, random, hits);
                string[] share = [.. hits.Select(h => (100.0 * h / samples).ToString("0.0", CultureInfo.InvariantCulture))];
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture,
                        $"| {(s.Name.Length > 0 ? s.Name : "size")} | {s.Spread} | {s.Sizes} | {s.Censoring} | {s.Ratio:0.0} | "
                            + $"{share[0]} | {share[1]} | {share[2]} | {share[3]} |"));
            }
        }
    }

    private static void One(Scenario s, int large, int small, DeterministicRandom random, int[] hits)
    {
        int patients = large + small;
        int[] group = [.. Enumerable.Range(0, patients).Select(p => p < large ? 0 : 1)];
        double[] frailty = [.. group.Select(_ => s.Spread == 0 ? 1 : Gamma(random, 1 / s.Spread) * s.Spread)];
        int[] rows = Sizes(s.Sizes, large, small, frailty, random);
        var (time, status, groups, cluster) = (new List<double>(), new List<byte>(), new List<int>(), new List<int>());
        long[] responses = new long[patients];
        for (int p = 0; p < patients; p++)
        {
            double effect = 2 * Normal(random);
            for (int r = 0; r < rows[p]; r++)
            {
                double t = Math.Ceiling(
                    -Math.Log(1 - random.NextDouble()) * 300 / (Math.Max(frailty[p], 1e-9) * (group[p] == 1 ? s.Ratio : 1)));
                bool heavy = s.Censoring == (group[p] == 1 ? "heavy in the small" : "heavy in the large");
                double c = Math.Ceiling((heavy ? 8 * random.NextDouble() : 6 + 18 * random.NextDouble()) * 30.4375);
                time.Add(Math.Max(1, Math.Min(t, c)));
                status.Add((byte)(t <= c ? 1 : 0));
                groups.Add(group[p]);
                cluster.Add(p);
                double logit = (s.Spread == 0 ? 0 : effect) + (group[p] == 1 ? Math.Log(s.Ratio) * 1.5 : 0);
                if (random.NextDouble() < 1 / (1 + Math.Exp(-logit))) responses[p]++;
            }
        }
        var deals = new TwoGroupDeals(group);
        SurvivalCohort cohort = SurvivalCohort.Create([.. time], [.. status], [.. groups], [.. cluster]);
        var statistic = new PermutationStatistic(EventTable.Build(cohort, keepRows: true), [.. cluster], new LogRankOptions());
        var rates = new RateScores(rows, responses);
        QuadraticRatio[] four =
        [
            statistic.Forms(robust: false), statistic.Forms(robust: true), rates.Forms(PermutedStatistic.Standardized)!,
            rates.Forms(PermutedStatistic.Studentized)!,
        ];
        for (int i = 0; i < four.Length; i++) if (four[i].CountExtreme(deals) <= 0.05 * (double)deals.Count + 1e-9) hits[i]++;
    }

    private static int[] Sizes(string rule, int large, int small, double[] frailty, DeterministicRandom random)
    {
        int[] pool = [.. LargeSizes[..large].Concat(Enumerable.Range(0, small).Select(i => SmallSizes[i % SmallSizes.Length]))];
        if (large < 20)
            pool = [.. Enumerable.Range(0, large + small).Select(i => i < large ? i % 3 == 0 ? 2 : 1 : SmallSizes[i % SmallSizes.Length])];
        switch (rule)
        {
            case "shuffled": random.Shuffle(pool); return pool;
            case "reversed": return [.. pool.Select((_, p) => p < large ? 1 + random.Below(4) : 1)];
            case "informative": return [.. frailty.Select(f => Informative(f, random))];
            case "informative in the small": return [
                .. frailty.Select((f, p) => p < large ? LargeSizes[p % LargeSizes.Length] : Informative(f, random))];
            default: return pool;
        }
    }

    /// <summary>The more frail, the fewer rows.</summary>
    private static int Informative(double frailty, DeterministicRandom random) =>
        1 + (random.NextDouble() < 1 / (1 + frailty) ? 1 : 0) + (random.NextDouble() < 1 / (1 + 2 * frailty) ? 2 : 0);

    private static double Normal(DeterministicRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Marsaglia and Tsang (2000), also for shapes below 1.</summary>
    private static double Gamma(DeterministicRandom random, double shape)
    {
        double boost = shape < 1 ? Math.Pow(1 - random.NextDouble(), 1 / shape) : 1, d = (shape < 1 ? shape + 1 : shape) - 1 / 3.0,
            c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(random), v = 1 + c * x;
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(1 - random.NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v)) return boost * d * v;
        }
    }
}
