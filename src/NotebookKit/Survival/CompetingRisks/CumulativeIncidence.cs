using System.Globalization;
using System.Collections.Immutable;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.CompetingRisks;

/// <summary>Aalen-Johansen cumulative incidence of competing events.</summary>
internal static class CumulativeIncidence
{
    /// <summary>
    /// Estimates F_k(t) = Σ S(u−) d_k(u)/n(u), the probability of event k by time t when the others can happen first, by group; and Gray's
    /// test.
    /// </summary>
    /// <param name="data">Time and cause of the first event.</param>
    /// <param name="options">Confidence level, interval scale and variance; null for the defaults.</param>
    /// <returns>One curve per group and cause, groups outermost, and with two groups or more one test per cause.</returns>
    /// <exception cref="ArgumentException">The data are not valid, or Aalen's variance is asked for with clusters.</exception>
    /// <remarks>
    /// Aalen and Johansen (1978); variance: Aalen (1978), or the infinitesimal jackknife with clusters. Equivalent R calls:
    /// <c>cmprsk::cuminc(time, cause, group)</c>, <c>survfit(Surv(entry, time, factor(cause)) ~ group, weights = w, id = row)</c>.
    /// </remarks>
    public static CumulativeIncidenceEstimate Estimate(CompetingRisksData data, CumulativeIncidenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new CumulativeIncidenceOptions();
        data.Validate();
        bool clustered = !data.Clusters.IsEmpty;
        if ((clustered || !data.Weights.IsEmpty) && options.Robust == false)
            throw new ArgumentException(
                "Aalen's variance takes rows as independent and counts each once; with clusters or weights use the infinitesimal "
                    + "jackknife.");
        bool robust = options.Robust ?? (clustered || !data.Weights.IsEmpty);
        int? clusters = clustered ? data.Clusters.ToArray().Distinct().Count() : null;
        if (clusters < 2) throw new ArgumentException("The clustered variance needs at least two clusters; found one.");
        var curves = ImmutableArray.CreateBuilder<CumulativeIncidenceCurve>();
        var notes = new List<string>();
        for (int g = 0; g < data.GroupNames.Length; g++)
        {
            var table = new CauseTable(data, g, data.Causes.Length);
            for (int k = 0; k < data.Causes.Length; k++) curves.Add(Curve(data, table, g, k, robust, options));
            if (table.EndsEarly is { } time)
                notes.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{data.GroupNames[g]}: all at risk at {time:0.####} had an event while others enter later; the incidence cannot "
                        + $"change any more. Start where enough are at risk."));
        }
        bool several = data.GroupNames.Length > 1, plain = data.Entry.IsEmpty && data.Weights.IsEmpty;
        ImmutableArray<ModelTest> tests = several && plain ? [.. data.Causes.Select((_, k) => GrayTest.Test(data, k, options.Rho))] : [];
        if (several && !plain) notes.Add("Gray's test knows neither entry times nor weights; compare the groups by Fine-Gray regression.");
        if (tests.Length > 0 && clustered) notes.Add("Gray's test takes rows as independent; clusters enter the standard errors alone.");
        return new CumulativeIncidenceEstimate
        {
            Curves = curves.ToImmutable(), Options = options, IsRobust = robust, N = data.Time.Length, Clusters = clusters,
            Tests = tests, Notes = [.. notes], Data = data,
        };
    }

    /// <summary>Estimates the incidence in a frame whose strata are the groups.</summary>
    internal static CumulativeIncidenceEstimate Estimate(ModelFrame frame, CumulativeIncidenceOptions options)
    {
        string? by = frame.Model.Strata.FirstOrDefault();
        var data = new CompetingRisksData
        {
            Time = frame.Time, Cause = frame.CauseCodes, Causes = frame.Causes, Clusters = frame.Clusters, Entry = frame.Entry,
            Weights = frame.Weights,
            Groups = frame.Strata, GroupNames = by is null ? ["All"] : [.. frame.StratumNames.Select(n => n[(by.Length + 1)..])],
        };
        CumulativeIncidenceEstimate estimate = Estimate(data, options);
        return estimate with
        {
            TimeColumn = frame.Model.Time, Unit = frame.Unit, ClusterUnit = frame.ClusterUnit, Excluded = frame.Excluded,
            Notes = [.. frame.Notes, .. estimate.Notes],
        };
    }

    /// <summary>
    /// Area under each incidence up to τ with the influence of each cluster, causes outermost; null where a group is not followed up so
    /// far.
    /// </summary>
    internal static IEnumerable<StateTime> TimeLost(CompetingRisksData data, double tau)
    {
        CauseTable[] tables = [.. Enumerable.Range(0, data.GroupNames.Length).Select(g => new CauseTable(data, g, data.Causes.Length))];
        for (int k = 0; k < data.Causes.Length; k++)
            for (int g = 0; g < tables.Length; g++)
            {
                CauseTable table = tables[g];
                double[] incidence = Incidence(table, k);
                double area = 0;
                for (int j = 0; j < incidence.Length; j++)
                    area += incidence[j] * Math.Max(0, Math.Min(tau, j + 1 < incidence.Length ? table.Time[j + 1] : tau) - table.Time[j]);
                bool covered = table.Time[^1] >= tau || table.Survival[^1] == 0;
                yield return StateTime.Of(data.GroupNames[g], data.Causes[k], table.Rows.Length, covered ? area : null,
                    IncidenceJackknife.Of(data, table, k, incidence, tau).Area);
            }
    }

    private static double[] Incidence(CauseTable table, int cause)
    {
        double[] incidence = new double[table.Time.Length];
        double sum = 0;
        for (int j = 0; j < incidence.Length; j++) incidence[j] = sum += table.SurvivalBefore(j) * table.Events[cause][j] / table.AtRisk[j];
        return incidence;
    }

    private static CumulativeIncidenceCurve Curve(CompetingRisksData data, CauseTable table, int group, int cause,
        bool robust, CumulativeIncidenceOptions options)
    {
        int m = table.Time.Length;
        double[] incidence = Incidence(table, cause);
        double[] se = robust
            ? IncidenceJackknife.Of(data, table, cause, incidence).StdErr
            : AalenVariance.StandardErrors(table, cause, incidence);
        double z = ConfidenceLimits.NormalQuantile(options.ConfidenceLevel);
        double?[] lower = new double?[m], upper = new double?[m];
        for (int j = 0; j < m; j++)
        {
            if (!(incidence[j] > 0) || !double.IsFinite(se[j])) continue;
            (double low, double high) = ConfidenceLimits.Of(options.IntervalType, incidence[j], se[j] / incidence[j], z);
            (lower[j], upper[j]) = (double.IsNaN(low) ? null : low, double.IsNaN(high) ? null : high);
        }
        return new CumulativeIncidenceCurve
        {
            Group = data.GroupNames[group], Cause = data.Causes[cause], N = table.Rows.Length, EventTotal = table.Events[cause].Sum(),
            Time = [.. table.Time], AtRisk = [.. table.AtRisk], Events = [.. table.Events[cause]], Incidence = [.. incidence],
            StdErr = [.. se.Select(v => double.IsFinite(v) ? (double?)v : null)], Lower = [.. lower], Upper = [.. upper],
        };
    }
}
