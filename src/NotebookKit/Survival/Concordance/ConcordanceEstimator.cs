using System.Collections.Immutable;
using NotebookKit.Numerics;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Concordance;

/// <summary>Concordance of a score with survival on arrays.</summary>
internal static class ConcordanceEstimator
{
    /// <summary>
    /// Estimates C = (concordant + half the pairs tied in the score) / comparable pairs, with its infinitesimal-jackknife standard error.
    /// </summary>
    /// <param name="data">Follow-up; the covariates are ignored. Pairs are formed within strata; weights multiply; clusters enter the
    /// standard error.</param>
    /// <param name="score">One finite score per row.</param>
    /// <param name="options">Direction, weight over time and confidence level; null for the defaults.</param>
    /// <exception cref="ArgumentException">The data are not valid, or the scores do not fit them.</exception>
    /// <remarks>
    /// Harrell et al. (1982); variance as in Therneau and Atkinson's concordance vignette, the weights over time taken as fixed.
    /// Equivalent R call: <c>concordance(Surv(time, status) ~ score + strata(s), weights = w, cluster = id)</c>.
    /// </remarks>
    public static ConcordanceResult Estimate(SurvivalData data, ReadOnlySpan<double> score, ConcordanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        SurvivalData bare = data with { Covariates = [] };
        bare.Validate(needEvents: false);
        if (score.Length != data.Rows) throw new ArgumentException($"Found {score.Length} scores for {data.Rows} rows.");
        return Estimate(new CoxDesign(bare), score, options ?? new ConcordanceOptions());
    }

    /// <summary>Estimates the concordance of the one column of a frame.</summary>
    internal static ConcordanceResult Estimate(ModelFrame frame, ConcordanceOptions? options)
    {
        if (frame.Columns.Length != 1)
            throw new ArgumentException(
                $"Concordance needs exactly one numeric score; found {frame.Columns.Length} columns in {frame.Model}. "
                + "For several covariates fit a Cox model and ask it.");
        return Estimate(frame.ToData(), frame.Columns[0].Values.Span, options) with
        {
            Unit = frame.Unit, ClusterUnit = frame.ClusterUnit, Excluded = frame.Excluded, Notes = frame.Notes,
        };
    }

    internal static ConcordanceResult Estimate(CoxDesign design, ReadOnlySpan<double> score, ConcordanceOptions options)
    {
        int n = design.Rows;
        (int[] rank, int ranks) = Ranks(design, score);
        double[] smaller = new double[n], larger = new double[n], equal = new double[n];
        var sweeps = new ConcordanceSweep[design.StrataCount];
        double[] timeWeight = new double[design.Events.Length];
        for (int s = 0; s < sweeps.Length; s++)
        {
            ConcordanceTimeWeights.Fill(design, s, options.Weight, timeWeight);
            sweeps[s] = new ConcordanceSweep(design, rank, ranks, s, timeWeight);
            sweeps[s].Run(smaller, larger, equal);
        }
        bool reverse = options.LargerIsWorse;
        double agree = sweeps.Sum(s => reverse ? s.Larger : s.Smaller), tied = sweeps.Sum(s => s.Equal);
        double pairs = sweeps.Sum(s => s.Smaller + s.Larger + s.Equal);
        double? concordance = pairs > 0 ? (agree + tied / 2) / pairs : null;
        double? se = null;
        int? clusters = design.Data.Clusters.IsEmpty ? null : 0;
        if (concordance is { } c)
        {
            double[] influence = new double[n];
            for (int i = 0; i < n; i++)
                influence[i] = design.Weight[i] * ((reverse ? larger[i] : smaller[i]) + equal[i] / 2
                    - c * (smaller[i] + larger[i] + equal[i])) / pairs;
            se = Math.Sqrt(SumOfSquares(design, influence, out int found));
            if (clusters is not null) clusters = found;
        }
        double z = ConfidenceLimits.NormalQuantile(options.ConfidenceLevel);
        return new ConcordanceResult
        {
            Concordance = concordance, StandardError = se, N = n, Events = design.IsDeath.AsSpan().Count(true), Clusters = clusters,
            Options = options,
            Lower = concordance - z * se is { } low ? Math.Max(0, low) : null,
            Upper = concordance + z * se is { } high ? Math.Min(1, high) : null,
            Pairs = [.. sweeps.Select(
                (s, i) => new ConcordancePairs(design.Data.StratumNames[i], reverse ? s.Larger : s.Smaller, reverse ? s.Smaller : s.Larger,
                    s.Equal, s.TiedTime, s.TiedBoth))],
        };
    }

    private static (int[] Rank, int Ranks) Ranks(CoxDesign design, ReadOnlySpan<double> score)
    {
        double[] keys = new double[design.Rows];
        int[] rank = new int[design.Rows];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = score[design.Order[i]];
            if (!double.IsFinite(keys[i]))
                throw new ArgumentException($"Score, row {design.Order[i] + 1}: found {keys[i]}; expected a finite number.");
        }
        int[] rows = SortOrder.Of(keys, out double[] sorted);
        int ranks = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i] != sorted[i - 1]) ranks++;
            rank[rows[i]] = ranks;
        }
        return (rank, ranks + 1);
    }

    private static double SumOfSquares(CoxDesign design, double[] influence, out int clusters)
    {
        double sum = 0;
        clusters = influence.Length;
        if (design.Data.Clusters.IsEmpty)
        {
            foreach (double v in influence) sum += v * v;
            return sum;
        }
        double[] byCluster = new double[design.Rows];
        bool[] seen = new bool[design.Rows];
        for (int i = 0; i < influence.Length; i++)
        {
            int cluster = design.Data.Clusters.Span[design.Order[i]];
            byCluster[cluster] += influence[i];
            seen[cluster] = true;
        }
        foreach (double v in byCluster) sum += v * v;
        clusters = seen.Count(s => s);
        return sum;
    }
}
