using NotebookKit.Adjusted.Models;

namespace NotebookKit.Adjusted.Prediction;

/// <summary>A Cox model that predicts new rows: coefficients, what is subtracted from each column, and the baseline hazard.</summary>
public sealed record CoxPredictor
{
    /// <summary>Names of the columns.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Log hazard ratios.</summary>
    public required ImmutableArray<double> Coefficients { get; init; }

    /// <summary>Subtracted from each column: the mean, 0 for columns of 0 and 1, as in R.</summary>
    public required ImmutableArray<double> Means { get; init; }

    /// <summary>Event times.</summary>
    public required ImmutableArray<double> Time { get; init; }

    /// <summary>Cumulative baseline hazard at those times for a row whose linear predictor is 0 (Efron).</summary>
    public required ImmutableArray<double> CumulativeHazard { get; init; }

    /// <summary>Fits the model.</summary>
    /// <param name="data">Complete rows of one stratum without entry times and weights.</param>
    /// <exception cref="ArgumentException">The data are not valid, there is no event, or a coefficient has no finite estimate.</exception>
    /// <remarks>Equivalent R call: <c>survfit(coxph(Surv(time, status) ~ x), newdata)</c>.</remarks>
    internal static CoxPredictor Fit(SurvivalData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.Strata.IsEmpty || !data.Entry.IsEmpty || !data.Weights.IsEmpty)
            throw new ArgumentException("Prediction takes neither strata, entry times nor weights.");
        data.Validate();
        Maximum m = Newton.Maximize(new CoxPartialLikelihood(data));
        int bad = Enumerable.Range(0, m.Beta.Length).FirstOrDefault(j => m.IsAliased[j] || m.IsUnbounded[j], -1);
        if (bad >= 0)
            throw new ArgumentException(
                $"{data.Covariates[bad].Name} has no finite estimate (constant, collinear or separated); a prediction model needs every "
                    + "coefficient.");
        double[] means = [.. data.Covariates.Select(c => c.Values.Span.ContainsAnyExcept(-1.0, 0.0, 1.0) ? Mean(c.Values.Span) : 0)];
        var predictor = new CoxPredictor { Names = [.. data.Covariates.Select(c => c.Name)], Coefficients = [.. m.Beta], Means = [.. means],
            Time = [], CumulativeHazard = [] };
        double[] risk = [.. predictor.LinearPredictor(data.Covariates).Select(Math.Exp)], time = data.Time.ToArray();
        int[] order = [.. Enumerable.Range(0, time.Length).OrderByDescending(i => time[i])];
        var steps = new List<(double Time, double Step)>();
        double atRisk = 0;
        for (int k = 0; k < order.Length;)
        {
            double now = time[order[k]], dying = 0;
            int deaths = 0;
            for (; k < order.Length && time[order[k]] == now; k++)
            {
                atRisk += risk[order[k]];
                if (data.IsEvent.Span[order[k]]) (dying, deaths) = (dying + risk[order[k]], deaths + 1);
            }
            double step = 0;
            for (int d = 0; d < deaths; d++) step += 1 / (atRisk - dying * d / deaths);
            if (deaths > 0) steps.Add((now, step));
        }
        steps.Reverse();
        double sum = 0;
        return predictor with { Time = [.. steps.Select(s => s.Time)], CumulativeHazard = [.. steps.Select(s => sum += s.Step)] };
    }

    /// <summary>Linear predictor of rows with the same columns.</summary>
    /// <exception cref="ArgumentException">A column is missing; the message names it.</exception>
    internal double[] LinearPredictor(ImmutableArray<Covariate> columns)
    {
        double[] eta = new double[columns.Length == 0 ? 0 : columns[0].Values.Length];
        for (int j = 0; j < Names.Length; j++)
        {
            Covariate column = columns.FirstOrDefault(c => c.Name == Names[j])
                ?? throw new ArgumentException($"The new rows have no column '{Names[j]}' of the model.");
            for (int i = 0; i < eta.Length; i++) eta[i] += Coefficients[j] * (column.Values.Span[i] - Means[j]);
        }
        return eta;
    }

    /// <summary>Cumulative baseline hazard at a time.</summary>
    public double BaselineHazard(double t)
    {
        int k = Time.AsSpan().BinarySearch(t);
        if (k < 0) k = ~k - 1;
        return k < 0 ? 0 : CumulativeHazard[k];
    }

    /// <summary>Predicted survival exp(−H(t) exp(lp)).</summary>
    public double Survival(double t, double linearPredictor) => Math.Exp(-BaselineHazard(t) * Math.Exp(linearPredictor));

    private static double Mean(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (double v in x) sum += v;
        return sum / x.Length;
    }
}
