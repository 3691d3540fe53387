using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.FineGray;

/// <summary>
/// Log pseudo-likelihood of Fine and Gray (1999) within strata: those with a competing event stay in the risk set with weight
/// G(t−)H(t−)/(G(T−)H(T−)), where G is the Kaplan-Meier curve of censoring and H, with entry times, that of having entered
/// (Geskus 2011, doi:10.1111/j.1541-0420.2010.01420.x).
/// </summary>
internal sealed class FineGrayLikelihood : IPartialLikelihood
{
    private readonly CoxDesign _design, _everAtRisk;

    public FineGrayLikelihood(CoxDesign design, bool[] isCompeting)
    {
        _design = design;
        IsCompeting = isCompeting;
        Gradient = new double[Columns];
        Information = new double[Columns * Columns];
        Risk = new double[design.Rows];
        RiskSum = new double[design.Events.Length];
        Mean = new double[design.Events.Length * Columns];
        Deaths = [.. design.Events.Select(e => design.Weight.AsSpan(e.FirstDeath, e.Deaths).ToArray().Sum())];
        ObservationAtRow = ObservationWeights.Of(design, isCompeting);
        double[] time = design.Data.Time.ToArray();
        double beyond = time.Max() + 1;
        for (int i = 0; i < design.Rows; i++) if (isCompeting[i]) time[design.Order[i]] = beyond;
        _everAtRisk = new CoxDesign(design.Data with { Time = time });
    }

    public int Columns => _design.Columns;
    public double LogLikelihood { get; private set; }
    public double[] Gradient { get; }
    public double[] Information { get; }

    /// <summary>Sorted rows that ended with a competing event.</summary>
    public bool[] IsCompeting { get; }

    /// <summary>exp(x'β + offset) of each sorted row, without its case weight.</summary>
    public double[] Risk { get; }

    /// <summary>Weighted risk sum at each event time.</summary>
    public double[] RiskSum { get; }

    /// <summary>Weight of the events of the cause at each event time.</summary>
    public double[] Deaths { get; }

    /// <summary>Weighted mean of the covariates at each event time, event-major.</summary>
    public double[] Mean { get; }

    /// <summary>G(t−)H(t−) at each sorted row's own time.</summary>
    public double[] ObservationAtRow { get; }

    /// <summary>G(t−)H(t−) at an event time.</summary>
    public double ObservationAt(int k) => ObservationAtRow[_design.Events[k].FirstDeath];

    public bool IsSeparatedAlong(double[] direction, bool[] columns) =>
        Separation.IsAlong(_everAtRisk, direction, exactTies: false, columns);

    public void Evaluate(ReadOnlySpan<double> beta)
    {
        int p = Columns, size = 1 + p + p * p;
        for (int i = 0; i < _design.Rows; i++)
        {
            double eta = _design.Offset.Length > 0 ? _design.Offset[i] : 0;
            for (int j = 0; j < p; j++) eta += beta[j] * _design.X[j][i];
            Risk[i] = Math.Exp(eta);
        }
        LogLikelihood = 0;
        Array.Clear(Gradient);
        Array.Clear(Information);
        for (int s = 0; s < _design.StrataCount; s++) AddStratum(s, size);
        if (!double.IsFinite(LogLikelihood)) LogLikelihood = double.NegativeInfinity;
    }

    private void AddStratum(int s, int size)
    {
        int first = _design.FirstEvent[s], end = _design.FirstEvent[s + 1];
        double[] competing = new double[(end - first) * size], running = new double[size];
        for (int k = first, i = _design.StratumStart[s]; k < end; k++)
        {
            for (; i < _design.Events[k].FirstDeath; i++)
                if (IsCompeting[i]) Add(running, i, _design.Weight[i] * Risk[i] / ObservationAtRow[i]);
            running.CopyTo(competing, (k - first) * size);
        }
        Array.Clear(running);
        for (int k = end - 1, i = _design.StratumStart[s + 1] - 1, entered = i; k >= first; k--)
        {
            EventTime at = _design.Events[k];
            for (; i >= at.FirstDeath; i--) Add(running, i, _design.Weight[i] * Risk[i]);
            for (; _design.EntryOrder.Length > 0 && entered >= _design.StratumStart[s]
                && _design.Entry[_design.EntryOrder[entered]] >= at.Time; entered--)
                Add(running, _design.EntryOrder[entered], -_design.Weight[_design.EntryOrder[entered]] * Risk[_design.EntryOrder[entered]]);
            AddEvent(k, at, running, competing.AsSpan((k - first) * size, size));
        }
    }

    private void AddEvent(int k, EventTime at, double[] atRisk, ReadOnlySpan<double> competing)
    {
        int p = Columns;
        double d = Deaths[k], g = ObservationAt(k), sum = RiskSum[k] = atRisk[0] + g * competing[0];
        LogLikelihood -= d * Math.Log(sum);
        Span<double> mean = Mean.AsSpan(k * p, p);
        for (int j = 0; j < p; j++) mean[j] = (atRisk[1 + j] + g * competing[1 + j]) / sum;
        for (int j = 0; j < p; j++)
            for (int l = 0; l < p; l++)
            {
                int at2 = 1 + p + j * p + l;
                Information[j * p + l] += d * ((atRisk[at2] + g * competing[at2]) / sum - mean[j] * mean[l]);
            }
        for (int i = at.FirstDeath; i < at.EndDeath; i++)
        {
            double w = _design.Weight[i];
            LogLikelihood += w * Math.Log(Risk[i]);
            for (int j = 0; j < p; j++) Gradient[j] += w * (_design.X[j][i] - mean[j]);
        }
    }

    private void Add(double[] sums, int row, double weight)
    {
        int p = Columns;
        sums[0] += weight;
        for (int j = 0; j < p; j++)
        {
            sums[1 + j] += weight * _design.X[j][row];
            for (int l = 0; l < p; l++) sums[1 + p + j * p + l] += weight * _design.X[j][row] * _design.X[l][row];
        }
    }
}
