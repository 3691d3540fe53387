using NotebookKit.Numerics;
namespace NotebookKit.Adjusted.Prediction;

/// <summary>Harrell's C corrected for being judged on the rows it was fitted to.</summary>
/// <param name="Apparent">C on the rows fitted.</param>
/// <param name="Each">Optimism of each resample: C there less C of that model on the original rows.</param>
/// <param name="Failed">Resamples in which the model could not be fitted.</param>
public sealed record Optimism(double Apparent, ImmutableArray<double> Each, int Failed)
{
    /// <summary>Mean optimism.</summary>
    public double Mean => Each.Average();

    /// <summary>Apparent C less mean optimism.</summary>
    public double Corrected => Apparent - Mean;

    /// <summary>Refits the model in bootstrap resamples; whole clusters (patients) are drawn where there are any.</summary>
    /// <param name="data">Rows of the model.</param>
    /// <param name="resamples">Number of resamples.</param>
    /// <param name="seed">Seed; the same seed gives the same resamples.</param>
    /// <exception cref="ArgumentException">The data are not valid, or no resample could be fitted.</exception>
    /// <remarks>Harrell, Lee and Mark (1996). A selection of variables made before is not repeated here and its optimism not
    /// counted.</remarks>
    internal static Optimism Bootstrap(SurvivalData data, int resamples = 200, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        int n = data.Rows;
        int[][] units = data.Clusters.IsEmpty ? [.. Enumerable.Range(0, n).Select(i => new[] { i })]
            : [.. Enumerable.Range(0, n).GroupBy(i => data.Clusters.Span[i]).Select(g => g.ToArray())];
        var random = new DeterministicRandom(seed);
        return Of(data, Enumerable.Range(0, resamples).Select(
            r =>
            {
                LongWork.Report("Bootstrap", (double)r / resamples);
                return Enumerable.Range(0, units.Length).SelectMany(_ => units[random.Below(units.Length)]).ToArray();
            }));
    }

    internal static Optimism Of(SurvivalData data, IEnumerable<int[]> resamples)
    {
        SurvivalData plain = data with { Clusters = default };
        double apparent = C(CoxPredictor.Fit(plain), plain);
        var each = ImmutableArray.CreateBuilder<double>();
        int failed = 0;
        foreach (int[] rows in resamples)
        {
            try
            {
                SurvivalData sample = Rows(plain, rows);
                CoxPredictor model = CoxPredictor.Fit(sample);
                each.Add(C(model, sample) - C(model, plain));
            }
            catch (ArgumentException)
            {
                failed++; // no event, or a level without events: counted
            }
        }
        if (each.Count == 0)
            throw new ArgumentException("The model could be fitted in no resample; it has too few events for its variables.");
        return new Optimism(apparent, each.ToImmutable(), failed);
    }

    internal static SurvivalData Rows(SurvivalData data, int[] rows) => data with
    {
        Time = rows.Select(i => data.Time.Span[i]).ToArray(), IsEvent = rows.Select(i => data.IsEvent.Span[i]).ToArray(),
        Clusters = default,
        Covariates = [.. data.Covariates.Select(c => c with { Values = rows.Select(i => c.Values.Span[i]).ToArray() })],
    };

    private static double C(CoxPredictor model, SurvivalData rows) =>
        PredictionReport.HarrellC(rows, model.LinearPredictor(rows.Covariates)) ?? 0.5;
}
