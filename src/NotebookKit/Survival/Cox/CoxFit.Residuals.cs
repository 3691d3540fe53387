using System.Collections.Immutable;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Cox;

public sealed partial record CoxFit
{
    /// <summary>Martingale, deviance, score and dfbeta residuals of each row used.</summary>
    public CoxResiduals Residuals()
    {
        CoxDesign design = Process.Design;
        double[] martingale = InDataOrder(Process.MartingaleResiduals(), design.Order);
        int[] columns = EstimatedColumns();
        var residuals = new CoxResiduals
        {
            Coefficients = [.. columns.Select(j => Coefficients[j].Name)],
            Martingale = [.. martingale],
            Deviance = [.. martingale.Select((m, i) => Deviance(m, Data.IsEvent.Span[i]))],
            N = N, Events = Events, Clusters = Clusters, Options = Options, Unit = Unit, Words = Words, Excluded = Excluded, Notes = Notes,
        };
        if (Options.Ties == CoxTies.Exact) return residuals;
        double[] scaled = Process.ScoreResiduals();
        double[][] score = [.. columns.Select(j => InDataOrder(Column(scaled, j, design.Columns, design.Scale[j]), design.Order))];
        double[][] dfbeta = [.. columns.Select(j => DfBeta(score, columns, j))];
        return residuals with
        {
            Score = [.. score.Select(s => s.ToImmutableArray())],
            DfBeta = [.. dfbeta.Select(d => d.ToImmutableArray())],
            DfBetaScaled =
                [.. dfbeta.Select(
                    (d, k) => ImmutableArray.CreateRange(d.Select(v => v / Coefficients[columns[k]].ModelStandardError!.Value)))],
        };
    }

    /// <summary>Schoenfeld residuals and their scaled form.</summary>
    /// <exception cref="InvalidOperationException">The model was fitted with exact ties, for which they are not defined.</exception>
    public SchoenfeldResiduals SchoenfeldResiduals()
    {
        if (Options.Ties == CoxTies.Exact)
            throw new InvalidOperationException("Schoenfeld residuals are not defined for exact ties; use Efron or Breslow ties.");
        CoxDesign design = Process.Design;
        int[] columns = EstimatedColumns();
        List<double>[] values = [.. columns.Select(_ => new List<double>())];
        var time = ImmutableArray.CreateBuilder<double>();
        var stratum = ImmutableArray.CreateBuilder<string>();
        for (int k = 0; k < design.Events.Length; k++)
        {
            EventTime at = design.Events[k];
            for (int i = at.FirstDeath; i < at.EndDeath; i++)
            {
                time.Add(at.Time);
                stratum.Add(Data.StratumNames[at.Stratum]);
                for (int c = 0; c < columns.Length; c++)
                    values[c].Add(design.Scale[columns[c]] * (design.X[columns[c]][i] - Process.Mean[k * design.Columns + columns[c]]));
            }
        }
        return new SchoenfeldResiduals
        {
            Fit = this, N = N, Events = Events, Clusters = Clusters, Options = Options, Unit = Unit, Words = Words, Excluded = Excluded,
            Notes = Notes,
            Coefficients = [.. columns.Select(j => Coefficients[j].Name)], Time = time.ToImmutable(), Stratum = stratum.ToImmutable(),
            Values = [.. values.Select(v => v.ToImmutableArray())],
            Scaled = [.. columns.Select(j => ImmutableArray.CreateRange(Enumerable.Range(0, time.Count).Select(e =>
                Coefficients[j].Estimate!.Value + time.Count * columns.Select((other, c) => ModelCovariance[j, other]!.Value * values[c][e])
                .Sum())))],
        };
    }

    /// <summary>Tests that hazard ratios are constant over time, for each term and for all together.</summary>
    /// <param name="transform">Scale of time along which a log hazard ratio may drift.</param>
    /// <returns>The tests. Where nothing can be tested, because no coefficient was estimated or too few events are left, they are null and
    /// a note says why.</returns>
    /// <exception cref="ArgumentException">Log time is asked for and an event time is not positive.</exception>
    /// <remarks>
    /// Grambsch and Therneau (1994, doi:10.1093/biomet/81.3.515). Under exact ties the test uses Breslow ties at the exact estimates;
    /// clusters do not enter. Equivalent R call: <c>cox.zph(fit, transform = "km")</c>, survival 3.0 or later.
    /// </remarks>
    public ProportionalHazardsResult ProportionalHazards(TimeTransform transform = TimeTransform.KaplanMeier) =>
        ProportionalHazardsTest.Test(this, transform);

    private int[] EstimatedColumns() => [.. Enumerable.Range(0, Coefficients.Length).Where(j => Coefficients[j].Estimate is not null)];

    private double[] DfBeta(double[][] score, int[] columns, int column)
    {
        double[] change = new double[N];
        for (int c = 0; c < columns.Length; c++)
        {
            double v = ModelCovariance[column, columns[c]]!.Value;
            for (int i = 0; i < N; i++) change[i] += v * score[c][i];
        }
        for (int i = 0; i < Data.Weights.Length; i++) change[i] *= Data.Weights.Span[i];
        return change;
    }

    private static double Deviance(double martingale, bool isEvent)
    {
        double expected = (isEvent ? 1 : 0) - martingale;
        double half = martingale + (isEvent ? Math.Log(expected) : 0);
        return Math.Sign(martingale) * Math.Sqrt(Math.Max(0, -2 * half));
    }

    private static double[] Column(double[] matrix, int column, int columns, double scale)
    {
        double[] values = new double[matrix.Length / columns];
        for (int i = 0; i < values.Length; i++) values[i] = scale * matrix[i * columns + column];
        return values;
    }

    private static double[] InDataOrder(double[] sorted, int[] order)
    {
        double[] values = new double[sorted.Length];
        for (int i = 0; i < order.Length; i++) values[order[i]] = sorted[i];
        return values;
    }
}
