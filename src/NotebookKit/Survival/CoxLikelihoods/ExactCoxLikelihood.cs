using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.CoxLikelihoods;

/// <summary>
/// Exact discrete partial likelihood: the sum over all ways to choose the d deaths from the risk set, by the
/// recursion of Gail, Lubin and Rubinstein (1981, doi:10.1093/biomet/68.3.703), with both derivatives carried along.
/// </summary>
internal sealed class ExactCoxLikelihood(CoxDesign design) : IPartialLikelihood
{
    public int Columns => design.Columns;

    public double LogLikelihood { get; private set; }

    public double[] Gradient { get; } = new double[design.Columns];

    public double[] Information { get; } = new double[design.Columns * design.Columns];

    public void Evaluate(ReadOnlySpan<double> beta)
    {
        LogLikelihood = 0;
        Array.Clear(Gradient);
        Array.Clear(Information);
        double[] eta = new double[design.Rows];
        for (int i = 0; i < eta.Length; i++)
        {
            eta[i] = design.Offset.Length > 0 ? design.Offset[i] : 0;
            for (int j = 0; j < Columns; j++) eta[i] += design.X[j][i] * beta[j];
        }
        foreach (EventTime at in design.Events) AddEvent(at, eta);
        if (!double.IsFinite(LogLikelihood)) LogLikelihood = double.NegativeInfinity;
    }

    public bool IsSeparatedAlong(double[] direction, bool[] columns) => Separation.IsAlong(design, direction, exactTies: true, columns);

    private void AddEvent(EventTime at, double[] eta)
    {
        int p = Columns, d = at.Deaths;
        var atRisk = new List<int>();
        double largest = double.NegativeInfinity;
        for (int i = at.FirstDeath; i < design.StratumStart[at.Stratum + 1]; i++)
        {
            if (design.Entry.Length > 0 && design.Entry[i] >= at.Time) continue;
            atRisk.Add(i);
            largest = Math.Max(largest, eta[i]);
        }
        // Row m of each table: subsets of size m of the rows seen so far. Sums are rescaled when they grow.
        double[] sum = new double[d + 1], first = new double[(d + 1) * p], second = new double[(d + 1) * p * p];
        sum[0] = 1;
        double[] x = new double[p];
        double logScale = 0;
        int seen = 0;
        foreach (int i in atRisk)
        {
            double r = Math.Exp(eta[i] - largest);
            for (int j = 0; j < p; j++) x[j] = design.X[j][i];
            seen++;
            for (int m = Math.Min(d, seen); m >= Math.Max(1, d - (atRisk.Count - seen)); m--)
            {
                double b = sum[m - 1];
                for (int j = 0; j < p; j++)
                {
                    double bj = first[(m - 1) * p + j];
                    for (int k = j; k < p; k++)
                        second[(m * p + j) * p + k] += r * (second[((m - 1) * p + j) * p + k] + x[j] * first[(m - 1) * p + k] + x[k] * bj
                            + x[j] * x[k] * b);
                }
                for (int j = 0; j < p; j++) first[m * p + j] += r * (first[(m - 1) * p + j] + x[j] * b);
                sum[m] += r * b;
            }
            double size = sum.Max();
            if (size > 1e150)
            {
                double factor = 1 / size;
                logScale += Math.Log(size);
                Rescale(sum, factor);
                Rescale(first, factor);
                Rescale(second, factor);
            }
        }
        LogLikelihood -= Math.Log(sum[d]) + logScale + d * largest;
        for (int j = 0; j < p; j++)
        {
            double meanJ = first[d * p + j] / sum[d];
            Gradient[j] -= meanJ;
            for (int k = j; k < p; k++)
            {
                double value = second[(d * p + j) * p + k] / sum[d] - meanJ * first[d * p + k] / sum[d];
                Information[j * p + k] += value;
                if (k > j) Information[k * p + j] += value;
            }
        }
        for (int i = at.FirstDeath; i < at.EndDeath; i++)
        {
            LogLikelihood += eta[i];
            for (int j = 0; j < p; j++) Gradient[j] += design.X[j][i];
        }
    }

    private static void Rescale(double[] values, double factor)
    {
        for (int i = 0; i < values.Length; i++) values[i] *= factor;
    }
}
