using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.FineGray;

/// <summary>
/// Log pseudo-likelihood of Fine and Gray (1999): those with a competing event stay in the risk set with weight
/// G(t−)/G(T−), where G is the Kaplan-Meier curve of censoring.
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
        (CensoringAtEvent, CensoringAtRow) = Censoring();
        double[] time = design.Data.Time.ToArray();
        for (int i = 0; i < design.Rows; i++) if (isCompeting[i]) time[design.Order[i]] = design.Time[^1] + 1;
        _everAtRisk = new CoxDesign(design.Data with { Time = time });
    }

    public int Columns => _design.Columns;
    public double LogLikelihood { get; private set; }
    public double[] Gradient { get; }
    public double[] Information { get; }

    /// <summary>Sorted rows that ended with a competing event.</summary>
    public bool[] IsCompeting { get; }

    public double[] Risk { get; }

    /// <summary>Weighted risk sum at each event time.</summary>
    public double[] RiskSum { get; }

    /// <summary>Weighted mean of the covariates at each event time, event-major.</summary>
    public double[] Mean { get; }

    /// <summary>G(t−) at each event time.</summary>
    public double[] CensoringAtEvent { get; }

    /// <summary>G(T−) of each sorted row.</summary>
    public double[] CensoringAtRow { get; }

    public bool IsSeparatedAlong(double[] direction, bool[] columns) => Separation.IsAlong(_everAtRisk, direction, exactTies: false, columns);

    public void Evaluate(ReadOnlySpan<double> beta)
    {
        int p = Columns, events = _design.Events.Length, size = 1 + p + p * p;
        for (int i = 0; i < _design.Rows; i++)
        {
            double eta = 0;
            for (int j = 0; j < p; j++) eta += beta[j] * _design.X[j][i];
            Risk[i] = Math.Exp(eta);
        }
        double[] competing = new double[events * size], running = new double[size];
        for (int k = 0, i = 0; k < events; k++)
        {
            for (; i < _design.Events[k].FirstDeath; i++)
                if (IsCompeting[i]) Add(running, i, Risk[i] / CensoringAtRow[i]);
            running.CopyTo(competing, k * size);
        }
        LogLikelihood = 0;
        Array.Clear(Gradient);
        Array.Clear(Information);
        Array.Clear(running);
        for (int k = events - 1, i = _design.Rows - 1; k >= 0; k--)
        {
            EventTime at = _design.Events[k];
            for (; i >= at.FirstDeath; i--) Add(running, i, Risk[i]);
            AddEvent(k, at, running, competing.AsSpan(k * size, size));
        }
        if (!double.IsFinite(LogLikelihood)) LogLikelihood = double.NegativeInfinity;
    }

    private void AddEvent(int k, EventTime at, double[] atRisk, ReadOnlySpan<double> competing)
    {
        int p = Columns, d = at.Deaths;
        double g = CensoringAtEvent[k], sum = RiskSum[k] = atRisk[0] + g * competing[0];
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
            LogLikelihood += Math.Log(Risk[i]);
            for (int j = 0; j < p; j++) Gradient[j] += _design.X[j][i] - mean[j];
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

    /// <summary>Kaplan-Meier of censoring just before each event time and each row's own time; failures at a time count as at risk, as in cmprsk.</summary>
    private (double[] AtEvent, double[] AtRow) Censoring()
    {
        double[] atRow = new double[_design.Rows];
        double survival = 1;
        for (int i = 0; i < _design.Rows;)
        {
            int end = i, censored = 0;
            for (; end < _design.Rows && _design.Time[end] == _design.Time[i]; end++)
            {
                atRow[end] = survival;
                if (!_design.IsDeath[end] && !IsCompeting[end]) censored++;
            }
            survival *= 1 - (double)censored / (_design.Rows - i);
            i = end;
        }
        return ([.. _design.Events.Select(e => atRow[e.FirstDeath])], atRow);
    }
}
