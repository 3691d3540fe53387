using System.Numerics;
using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Permutation;

/// <summary>
/// P by importance sampling: 40% of the allocations are drawn with the score tilted up to the observed extremeness, 40% down and 20%
/// uniformly, each weighted by
/// its uniform over its actual probability. Unbiased for any statistic, and as good in the far tail.
/// </summary>
/// <remarks>Conditional Bernoulli sampling: Chen, Dempster and Liu (1994), doi:10.1093/biomet/81.3.457.</remarks>
internal sealed class TiltedDraws
{
    /// <summary>Beyond this many numbers a table of the sampler is too large, and draws are uniform.</summary>
    private const double MostCells = 2e7;
    private const double Uniform = 0.2, Tilted = 0.4, Z = 1.959963984540054;
    private const int ReportEvery = 256, VarianceDraws = 50;

    private readonly TwoGroupDeals _deals;
    private readonly double[] _score;
    private readonly double _tilt;

    private TiltedDraws(TwoGroupDeals deals, double[] score, double target)
    {
        (this._deals, this._score) = (deals, score);
        _tilt = Tilt(target);
    }

    /// <summary>The estimate with its 95% confidence limits.</summary>
    /// <param name="deals">The allocations.</param>
    /// <param name="score">Scores whose sum over the chosen is U.</param>
    /// <param name="form">U and its variance of an allocation; the statistic is U² over it.</param>
    /// <param name="draws">Number of draws.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="patience">Progress and cancellation.</param>
    public static PermutationP Estimate(
        TwoGroupDeals deals, double[] score, Func<bool[], (double U, double Variance)> form, int draws, long seed,
        Patience patience = default)
    {
        double observed = Math.Abs(form(deals.Observed).U) > QuadraticRatio.Rounding(score) ? Ratio(form(deals.Observed)) : 0,
            atLeast = observed * (1 - QuadraticRatio.Tolerance);
        var random = new DeterministicRandom(seed);
        if (!(atLeast > 0)) return PermutationP.Of(deals.Count, deals.Count);
        bool weighted = deals.Members.Zip(deals.Chosen, (m, k) => m.Length * (k + 1.0)).Sum() <= MostCells;
        if (!weighted) return Plain(deals, form, atLeast, draws, random, patience);

        var even = new Sampler(deals, score, 0);
        var chosen = new bool[deals.Units];
        double variance = 0;
        for (int i = 0; i < VarianceDraws; i++)
        {
            even.Draw(random, chosen);
            variance += form(chosen).Variance / VarianceDraws;
        }
        var plan = new TiltedDraws(deals, score, Math.Sqrt(observed * variance));
        Sampler[] samplers = plan._tilt > 0 ? [new Sampler(deals, score, plan._tilt), new Sampler(deals, score, -plan._tilt)] : [];
        double sum = 0, squares = 0;
        for (int i = 0; i < draws; i++)
        {
            double which = random.NextDouble();
            (samplers.Length == 0 || which < Uniform ? even : samplers[which < Uniform + Tilted ? 0 : 1]).Draw(random, chosen);
            if (Ratio(form(chosen)) >= atLeast)
            {
                double u = 0;
                for (int j = 0; j < chosen.Length; j++) if (chosen[j]) u += score[j];
                double weight = samplers.Length == 0 ? 1
                    : 1 / (Uniform + Tilted * (Math.Exp(samplers[0].LogRatio(u)) + Math.Exp(samplers[1].LogRatio(u))));
                (sum, squares) = (sum + weight, squares + weight * weight);
            }
            if (i % ReportEvery == 0) patience.Report((double)i / draws);
        }
        double least = 1 / (double)deals.Count, mean = sum / draws, p = Math.Clamp(mean, least, 1);
        double error = Math.Sqrt(Math.Max(0, squares / draws - mean * mean) / draws);
        return new PermutationP(p)
        {
            Draws = draws, IsWeighted = true, Limits = (Math.Clamp(p - Z * error, least, 1), Math.Min(1, p + Z * error)),
        };
    }

    private static double Ratio((double U, double Variance) form) => form.Variance > 1e-12 ? form.U * form.U / form.Variance : 0;

    private static PermutationP Plain(
        TwoGroupDeals deals, Func<bool[], (double U, double Variance)> form, double atLeast, int draws, DeterministicRandom random,
        Patience patience)
    {
        long extreme = 0;
        var chosen = new bool[deals.Units];
        int[][] order = Array.ConvertAll(deals.Members, m => (int[])m.Clone());
        for (int i = 0; i < draws; i++)
        {
            Array.Clear(chosen);
            for (int s = 0; s < order.Length; s++)
            {
                random.ShuffleFront(order[s], deals.Chosen[s]);
                for (int k = 0; k < deals.Chosen[s]; k++) chosen[order[s][k]] = true;
            }
            if (Ratio(form(chosen)) >= atLeast) extreme++;
            if (i % 16 == 0) patience.Report((double)i / draws);
        }
        return PermutationP.OfDraws(extreme, draws, deals.Count);
    }

    /// <summary>The tilt that makes the target the mean of U; 0 where there is nothing to tilt.</summary>
    private double Tilt(double target)
    {
        double scale = _score.Max(Math.Abs);
        if (!(scale > 0) || !(target > 0)) return 0;
        double low = 0, high = 30 / scale;
        for (int i = 0; i < 40; i++)
        {
            double t = (low + high) / 2, mean = 0;
            for (int s = 0; s < _deals.Members.Length; s++)
            {
                double shift = Shift(_deals.Members[s], _score, _deals.Chosen[s], t);
                foreach (int j in _deals.Members[s]) mean += Chance(shift + t * _score[j]) * _score[j];
            }
            if (mean < target) low = t;
            else high = t;
        }
        return low;
    }

    private static double Chance(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    /// <summary>s such that the chances of odds e^(s + t·score) add up to the number to choose.</summary>
    private static double Shift(int[] members, double[] score, int chosen, double t)
    {
        double range = members.Max(j => Math.Abs(t * score[j])) + Math.Log(members.Length) + 1, low = -range, high = range;
        for (int i = 0; i < 60; i++)
        {
            double s = (low + high) / 2;
            if (members.Sum(j => Chance(s + t * score[j])) < chosen) low = s;
            else high = s;
        }
        return low;
    }

    /// <summary>Draws choices with probability proportional to e^(tU).</summary>
    private sealed class Sampler
    {
        private readonly (int[] Members, int Chosen, double[] Chance, double[] Tail)[] _strata;
        private readonly double _tilt, _logConstant;

        public Sampler(TwoGroupDeals deals, double[] score, double t)
        {
            _tilt = t;
            _strata = new (int[], int, double[], double[])[deals.Members.Length];
            for (int s = 0; s < _strata.Length; s++)
            {
                int[] members = deals.Members[s];
                int m = deals.Chosen[s];
                double shift = Shift(members, score, m, t);
                double[] chance = Array.ConvertAll(members, j => Chance(shift + t * score[j]));
                // Tail[j, k]: probability that k of the members from j on are chosen
                double[] tail = new double[(members.Length + 1) * (m + 1)];
                tail[members.Length * (m + 1)] = 1;
                for (int j = members.Length - 1; j >= 0; j--)
                {
                    double no = Chance(-shift - t * score[members[j]]);
                    for (int k = 0; k <= m; k++)
                        tail[j * (m + 1) + k] = tail[(j + 1) * (m + 1) + k] * no
                            + (k > 0 ? tail[(j + 1) * (m + 1) + k - 1] * chance[j] : 0);
                }
                _strata[s] = (members, m, chance, tail);
                // P(choice) = e^(m·shift + t·U) · Π (1 − chance) / tail[0, m]; uniform: 1 / C(n, m)
                _logConstant += m * shift - members.Sum(j => Math.Log(1 + Math.Exp(shift + t * score[j]))) - Math.Log(tail[m])
                    + BigInteger.Log(TwoGroupDeals.Binomial(members.Length, m));
            }
        }

        /// <summary>Logarithm of the probability of a choice with score u over its uniform probability.</summary>
        public double LogRatio(double u) => _logConstant + _tilt * u;

        public void Draw(DeterministicRandom random, bool[] chosen)
        {
            foreach ((int[] members, int m, double[] chance, double[] tail) in _strata)
            {
                int left = m;
                for (int j = 0; j < members.Length; j++)
                {
                    bool take = left > 0 && random.NextDouble() * tail[j * (m + 1) + left] < chance[j] * tail[(j + 1) * (m + 1) + left - 1];
                    chosen[members[j]] = take;
                    if (take) left--;
                }
            }
        }
    }
}
