using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NotebookKit.Survival.Regression;

/// <summary>A partial likelihood with its first two derivatives, in the centred and scaled covariates of a <see cref="CoxDesign"/>.</summary>
internal interface IPartialLikelihood
{
    int Columns { get; }

    /// <summary>Log partial likelihood at beta; −∞ where it cannot be computed.</summary>
    double LogLikelihood { get; }

    double[] Gradient { get; }

    /// <summary>Observed information, row-major.</summary>
    double[] Information { get; }

    void Evaluate(ReadOnlySpan<double> beta);

    /// <summary>Whether the likelihood rises for ever along the direction; marks the columns that take part.</summary>
    bool IsSeparatedAlong(double[] direction, bool[] columns);
}

/// <summary>
/// Efron and Breslow partial likelihood. With the cumulative hazard Λ of each row, the information is
/// X' diag(r Λ) X − Σ over events of w x̄ x̄'; both parts are weighted cross products of rows, which vectorise.
/// </summary>
internal sealed class CoxLikelihood : IPartialLikelihood
{
    private readonly CoxDesign _design;
    private readonly bool _efron;
    private readonly WeightedCrossProduct _rows, _means;
    private readonly double[] _hazardWeight;

    public CoxLikelihood(CoxDesign design, bool efron)
    {
        (_design, _efron) = (design, efron);
        Gradient = new double[design.Columns];
        Information = new double[design.Columns * design.Columns];
        Risk = new double[design.Rows];
        LogRisk = new double[design.Rows];
        Shift = new double[design.StrataCount];
        Hazard = new double[design.Slots];
        TiedReduction = new double[design.Events.Length];
        _hazardWeight = new double[design.Rows];
        _rows = new WeightedCrossProduct(design.Columns, design.Stride);
        _means = new WeightedCrossProduct(design.Columns, design.Stride);
    }

    public int Columns => _design.Columns;

    public double LogLikelihood { get; private set; }

    public double[] Gradient { get; }

    public double[] Information { get; }

    /// <summary>Linear predictor of each sorted row (centred covariates, offset included).</summary>
    public double[] LogRisk { get; }

    /// <summary>weight × exp(linear predictor − shift of the stratum) of each sorted row.</summary>
    public double[] Risk { get; }

    /// <summary>Largest linear predictor of each stratum, taken off against overflow.</summary>
    public double[] Shift { get; }

    /// <summary>Cumulative hazard by slot, on the shifted scale.</summary>
    public double[] Hazard { get; }

    /// <summary>By how much less hazard the dying collect at each event time than the others (0 unless Efron and tied).</summary>
    public double[] TiedReduction { get; }

    public void Evaluate(ReadOnlySpan<double> beta)
    {
        ComputeRisk(beta);
        LogLikelihood = 0;
        Array.Clear(Gradient);
        _means.Clear();
        _rows.Clear();
        for (int s = 0; s < _design.StrataCount; s++) SweepBackward(s);
        if (!double.IsFinite(LogLikelihood))
        {
            LogLikelihood = double.NegativeInfinity;
            return;
        }
        FillInformation();
    }

    public bool IsSeparatedAlong(double[] direction, bool[] columns) => Separation.IsAlong(_design, direction, exactTies: false, columns);

    private void ComputeRisk(ReadOnlySpan<double> beta)
    {
        int stride = _design.Stride;
        Span<double> padded = stackalloc double[256];
        padded = stride <= 256 ? padded[..stride] : new double[stride];
        padded.Clear();
        beta.CopyTo(padded);
        ReadOnlySpan<Vector<double>> b = MemoryMarshal.Cast<double, Vector<double>>(padded);
        ReadOnlySpan<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(_design.X.AsSpan());
        for (int i = 0, q = 0; i < _design.Rows; i++)
        {
            Vector<double> sum = Vector<double>.Zero;
            for (int v = 0; v < b.Length; v++) sum += b[v] * x[q++];
            LogRisk[i] = Vector.Sum(sum) + _design.Offset[i];
        }
        for (int s = 0; s < _design.StrataCount; s++)
        {
            Range range = _design.StratumStart[s].._design.StratumStart[s + 1];
            Span<double> log = LogRisk.AsSpan(range), risk = Risk.AsSpan(range);
            if (log.IsEmpty) continue;
            Shift[s] = TensorPrimitives.Max<double>(log);
            TensorPrimitives.Subtract(log, Shift[s], risk);
            TensorPrimitives.Exp<double>(risk, risk);
            TensorPrimitives.Multiply(risk, _design.Weight.AsSpan(range), risk);
        }
    }

    /// <summary>From the last event time to the first: risk-set sums, log-likelihood, gradient and hazard increments.</summary>
    private void SweepBackward(int stratum)
    {
        var sums = new RiskSetSums(_design, Risk, stratum);
        int stride = _design.Stride;
        double[] buffer = new double[3 * stride];
        Span<double> mean = buffer.AsSpan(0, stride), tied = buffer.AsSpan(stride, stride), deaths = buffer.AsSpan(2 * stride, stride);
        for (int k = _design.FirstEvent[stratum + 1] - 1; k >= _design.FirstEvent[stratum]; k--)
        {
            EventTime at = _design.Events[k];
            sums.MoveTo(at);
            double weight = 0, tiedRisk = 0;
            deaths.Clear();
            tied.Clear();
            bool tiesMatter = _efron && at.Deaths > 1;
            for (int i = at.FirstDeath; i < at.EndDeath; i++)
            {
                double w = _design.Weight[i];
                weight += w;
                LogLikelihood += w * (LogRisk[i] - Shift[stratum]);
                AddScaled(deaths, _design.Row(i), w);
                if (tiesMatter)
                {
                    tiedRisk += Risk[i];
                    AddScaled(tied, _design.Row(i), Risk[i]);
                }
            }
            int slot = _design.SlotOf(k);
            double hazard, reduction = 0;
            if (!tiesMatter)
            {
                LogLikelihood -= weight * Math.Log(sums.Risk);
                hazard = weight / sums.Risk;
                Scale(mean, sums.RiskTimesX, 1 / sums.Risk);
                _means.Add(mean, -weight);
                AddScaled(deaths, mean, -weight);
            }
            else
            {
                var ties = EfronTies.At(weight / at.Deaths, at.Deaths, sums.Risk, tiedRisk);
                LogLikelihood -= ties.LogSum;
                (hazard, reduction) = (ties.Hazard, ties.TiedHazard);
                AddScaled(deaths, sums.RiskTimesX, -hazard);
                AddScaled(deaths, tied, reduction);
                Scale(mean, sums.RiskTimesX, 1);
                AddScaled(mean, tied, -ties.C1 / ties.C0);
                _means.Add(mean, -ties.C0);
                _means.Add(tied, -(ties.C2 - ties.C1 / ties.C0 * ties.C1));
            }
            Hazard[slot] = hazard;
            TiedReduction[k] = reduction;
            for (int j = 0; j < Columns; j++) Gradient[j] += deaths[j];
        }
    }

    private void FillInformation()
    {
        for (int s = 0; s < _design.StrataCount; s++)
        {
            double cumulative = 0;
            int first = _design.FirstEvent[s] + s;
            Hazard[first] = 0;
            for (int slot = first + 1; slot <= first + _design.FirstEvent[s + 1] - _design.FirstEvent[s]; slot++)
                Hazard[slot] = cumulative += Hazard[slot];
        }
        for (int i = 0; i < _design.Rows; i++)
            _hazardWeight[i] = Risk[i] * (Hazard[_design.StopSlot[i]] - Hazard[_design.EntrySlot[i]]);
        if (_efron)
            for (int k = 0; k < _design.Events.Length; k++)
                if (TiedReduction[k] > 0)
                    for (int i = _design.Events[k].FirstDeath; i < _design.Events[k].EndDeath; i++)
                        _hazardWeight[i] -= Risk[i] * TiedReduction[k];
        _rows.AddRows(_design.X, _hazardWeight);
        _rows.CopyTo(Information);
        double[] subtract = new double[Information.Length];
        _means.CopyTo(subtract);
        for (int i = 0; i < Information.Length; i++) Information[i] += subtract[i];
    }

    private static void AddScaled(Span<double> target, ReadOnlySpan<double> row, double factor)
    {
        Span<Vector<double>> t = MemoryMarshal.Cast<double, Vector<double>>(target);
        ReadOnlySpan<Vector<double>> r = MemoryMarshal.Cast<double, Vector<double>>(row);
        var f = new Vector<double>(factor);
        for (int v = 0; v < t.Length; v++) t[v] += f * r[v];
    }

    private static void Scale(Span<double> target, ReadOnlySpan<double> row, double factor)
    {
        Span<Vector<double>> t = MemoryMarshal.Cast<double, Vector<double>>(target);
        ReadOnlySpan<Vector<double>> r = MemoryMarshal.Cast<double, Vector<double>>(row);
        var f = new Vector<double>(factor);
        for (int v = 0; v < t.Length; v++) t[v] = f * r[v];
    }
}
