using System.Collections.Immutable;
using NotebookKit.Numerics;
using NotebookKit.Rendering;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Cox;

/// <summary>
/// Score test that the coefficients of x·g(t) are 0 in a Cox model with coefficients β + θ g(t)
/// (Grambsch and Therneau 1994, doi:10.1093/biomet/81.3.515, with the exact information of all event times).
/// </summary>
internal static class ProportionalHazardsTest
{
    /// <summary>Tests proportional hazards of a fitted model.</summary>
    /// <param name="fit">The model. Under exact ties the test uses Breslow ties at the exact estimates; clusters do not enter.</param>
    /// <param name="transform">Scale of time.</param>
    /// <returns>The tests. Where nothing can be tested, because no coefficient was estimated or too few events are left, they are null and
    /// a note says why.</returns>
    /// <exception cref="ArgumentException">Log time is asked for and an event time is not positive.</exception>
    /// <remarks>Equivalent R call: <c>cox.zph(fit, transform = "km")</c>, survival 3.0 or later.</remarks>
    public static ProportionalHazardsResult Test(CoxFit fit, TimeTransform transform = TimeTransform.KaplanMeier)
    {
        ArgumentNullException.ThrowIfNull(fit);
        int p = fit.Coefficients.Length;
        int[] usable = [.. Enumerable.Range(0, p).Where(j => fit.Coefficients[j].Estimate is not null)];
        CoxProcess process = fit.Process;
        double[] g = TransformedTimes(process, transform, scaled: fit.Roughness.Length == 0);
        (double[] score, double[] information) = ScoreAndInformation(process, g, fit.Options.Ties == CoxTies.Efron);

        for (int i = 0; i < fit.Roughness.Length; i++) // as R, the penalty counts for both halves
        {
            information[i / p * 2 * p + i % p] += fit.Roughness[i];
            information[(i / p + p) * 2 * p + i % p + p] += fit.Roughness[i];
        }
        ModelTest Of(string name, int[] columns) => ModelTest.Of(name, Statistic(score, information, p, usable, columns), columns.Length);
        string[] terms = [.. usable.Select(j => fit.Coefficients[j].Term).Distinct()];
        string LabelOf(string term) => fit.Data.Covariates.First(c => c.Term == term).TermLabel;
        double? Effective(string term) => fit.Smooths.FirstOrDefault(s => s.Term == term)?.DegreesOfFreedom;
        ModelTest OfTerm(string term)
        {
            ModelTest test = Of(term, [.. usable.Where(j => fit.Coefficients[j].Term == term)]) with { Label = LabelOf(term) };
            return Effective(term) is { } df ? test.OnEffective(df) : test;
        }
        ModelTest global = Of("Global", usable);
        if (fit.LikelihoodRatio.EffectiveDegreesOfFreedom is { } total) global = global.OnEffective(total);
        return new ProportionalHazardsResult
        {
            Transform = transform, N = fit.N, Events = fit.Events, Clusters = fit.Clusters, Options = fit.Options, Unit = fit.Unit,
            Words = fit.Words, Excluded = fit.Excluded,
            Coefficients = [.. usable.Where(j => Effective(fit.Coefficients[j].Term) is null)
                .Select(j => Of(fit.Coefficients[j].Name, [j]))],
            Terms = [.. terms.Select(OfTerm)],
            Global = global,
            Notes = [.. NotesOf(fit, usable.Length, global)],
        };
    }

    private static IEnumerable<string> NotesOf(CoxFit fit, int estimated, ModelTest global)
    {
        if (estimated == 0) yield return "No coefficient of the model could be estimated, so there is nothing to test.";
        foreach (string note in fit.Notes) yield return note;
        if (estimated > 0 && global.ChiSquare is null)
            yield return "NE, not estimable: too few different event times to see a hazard ratio change.";
        if (fit.Clusters is not null)
            yield return $"This test takes {fit.Unit} as independent; clusters do not enter. Where {fit.Unit} of one "
                + $"{Wording.Singular(fit.ClusterUnit)} are alike its P tends to be too small.";
    }

    /// <summary>u' (I₂₂ − I₂₁ I₁₁⁻¹ I₁₂)⁻¹ u for the interaction columns tested, all usable main effects being in the model.</summary>
    private static double? Statistic(double[] score, double[] information, int p, int[] usable, int[] tested)
    {
        int[] rows = [.. usable, .. tested.Select(j => j + p)];
        int size = rows.Length;
        double[] matrix = new double[size * size], u = new double[size];
        for (int i = 0; i < size; i++)
        {
            if (i >= usable.Length) u[i] = score[rows[i]];
            for (int j = 0; j < size; j++) matrix[i * size + j] = information[rows[i] * 2 * p + rows[j]];
        }
        var factor = new Cholesky(matrix, size);
        return factor.IsSkipped.AsSpan(usable.Length).Contains(true) ? null : factor.QuadraticForm(u);
    }

    private static (double[] Score, double[] Information) ScoreAndInformation(CoxProcess process, double[] g, bool efron)
    {
        CoxDesign design = process.Design;
        int p = design.Columns, q = 2 * p;
        double[] score = new double[q], information = new double[q * q], variance = new double[p * p];
        for (int s = 0; s < design.StrataCount; s++)
        {
            var moments = new RiskSetMoments(design, process.Likelihood.Risk, s);
            for (int k = design.FirstEvent[s + 1] - 1; k >= design.FirstEvent[s]; k--)
            {
                EventTime at = design.Events[k];
                moments.VarianceAt(at, process.EventWeight[k], efron, variance);
                for (int i = at.FirstDeath; i < at.EndDeath; i++)
                    for (int j = 0; j < p; j++)
                        score[p + j] += g[k] * design.Weight[i] * (design.X[j][i] - process.Mean[k * p + j]);
                for (int i = 0; i < p; i++)
                    for (int j = 0; j < p; j++)
                    {
                        double v = variance[i * p + j];
                        information[i * q + j] += v;
                        information[i * q + p + j] += g[k] * v;
                        information[(p + i) * q + j] += g[k] * v;
                        information[(p + i) * q + p + j] += g[k] * g[k] * v;
                    }
            }
        }
        return (score, information);
    }

    /// <summary>
    /// g at each event time, centred on its mean over the events, which leaves the test unchanged and conditions it well; with a
    /// penalty the scale of time counts and stays what it is, as in R.
    /// </summary>
    private static double[] TransformedTimes(CoxProcess process, TimeTransform transform, bool scaled)
    {
        CoxDesign design = process.Design;
        double[] g = transform == TimeTransform.KaplanMeier ? KaplanMeierScale(design) : [.. design.Events.Select(e => e.Time)];
        if (transform == TimeTransform.Log)
        {
            if (g.Any(t => t <= 0)) throw new ArgumentException($"Log time needs positive event times; found {g.Min()}.");
            for (int k = 0; k < g.Length; k++) g[k] = Math.Log(g[k]);
        }
        else if (transform == TimeTransform.Rank) g = Ranks(design);
        double sum = 0;
        int events = 0;
        for (int k = 0; k < g.Length; k++)
        {
            sum += g[k] * design.Events[k].Deaths;
            events += design.Events[k].Deaths;
        }
        double largest = 0;
        for (int k = 0; k < g.Length; k++) largest = Math.Max(largest, Math.Abs(g[k] -= sum / events));
        if (largest > 0 && scaled) for (int k = 0; k < g.Length; k++) g[k] /= largest;
        return g;
    }

    /// <summary>Mean rank of each event time among all exit times, events and censorings, as R.</summary>
    private static double[] Ranks(CoxDesign design)
    {
        double[] sorted = [.. design.Time.Order()];
        return [.. design.Events.Select(e => (LowerBound(sorted, e.Time) + 1 + LowerBound(sorted, Math.BitIncrement(e.Time))) / 2.0)];
    }

    private static int LowerBound(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>1 − S(t−), all strata pooled, unweighted.</summary>
    private static double[] KaplanMeierScale(CoxDesign design)
    {
        double[] stops = [.. design.Time], entries = [.. design.Entry],
            deaths = [.. Enumerable.Range(0, design.Rows).Where(i => design.IsDeath[i]).Select(i => design.Time[i])];
        Array.Sort(stops);
        Array.Sort(entries);
        Array.Sort(deaths);
        var scale = new Dictionary<double, double>();
        double survival = 1;
        int left = 0, entered = 0;
        for (int d = 0; d < deaths.Length;)
        {
            double t = deaths[d];
            while (left < stops.Length && stops[left] < t) left++;
            while (entered < entries.Length && entries[entered] < t) entered++;
            int atRisk = (entries.Length > 0 ? entered : stops.Length) - left, first = d;
            while (d < deaths.Length && deaths[d] == t) d++;
            scale[t] = 1 - survival;
            survival *= (double)(atRisk - (d - first)) / atRisk;
        }
        return [.. design.Events.Select(e => scale[e.Time])];
    }
}
