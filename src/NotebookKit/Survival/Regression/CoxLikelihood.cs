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
    private readonly WeightedCrossProduct _means;
    private readonly WeightedCrossProduct[] _rows;
    private readonly double[][] _gradients;
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
        _rows = [.. Enumerable.Range(0, RowChunks.Count(design.Rows)).Select(_ => new WeightedCrossProduct(design.Columns, design.Stride))];
        _gradients = [.. _rows.Select(_ => new double[design.Stride])];
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
        _means.Clear();
        for (int s = 0; s < _design.StrataCount; s++) SweepBackward(s);
        if (!double.IsFinite(LogLikelihood))
        {
            LogLikelihood = double.NegativeInfinity;
            return;
        }
        AccumulateHazard();
        FillDerivatives();
    }

    public bool IsSeparatedAlong(double[] direction, bool[] columns) => Separation.IsAlong(_design, direction, exactTies: false, columns);

    private void ComputeRisk(ReadOnlySpan<double> beta)
    {
        double[] padded = new double[_design.Stride];
        beta.CopyTo(padded);
        RowChunks.ForEach(_design.Rows, (_, start, end) =>
        {
            ReadOnlySpan<Vector<double>> b = MemoryMarshal.Cast<double, Vector<double>>(padded);
            ReadOnlySpan<Vector<double>> x = MemoryMarshal.Cast<double, Vector<double>>(_design.X.AsSpan(start * _design.Stride, (end - start) * _design.Stride));
            for (int i = start, q = 0; i < end; i++)
            {
                Vector<double> sum = Vector<double>.Zero;
                for (int v = 0; v < b.Length; v++) sum += b[v] * x[q++];
                LogRisk[i] = Vector.Sum(sum) + _design.Offset[i];
            }
        });
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

    /// <summary>From the last event time to the first: risk-set sums, log-likelihood, hazard increments and the means' part of the information.</summary>
    private void SweepBackward(int stratum)
    {
        var sums = new RiskSetSums(_design, Risk, stratum);
        double[] tied = new double[_design.Stride];
        double logLikelihood = 0;
        for (int k = _design.FirstEvent[stratum + 1] - 1; k >= _design.FirstEvent[stratum]; k--)
        {
            EventTime at = _design.Events[k];
            sums.MoveTo(at);
            double weight = 0;
            for (int i = at.FirstDeath; i < at.EndDeath; i++)
            {
                weight += _design.Weight[i];
                logLikelihood += _design.Weight[i] * (LogRisk[i] - Shift[stratum]);
            }
            int slot = _design.SlotOf(k);
            if (!_efron || at.Deaths == 1)
            {
                logLikelihood -= weight * Math.Log(sums.Risk);
                Hazard[slot] = weight / sums.Risk;
                TiedReduction[k] = 0;
                Scale(_means.Add(-weight), sums.RiskTimesX, 1 / sums.Risk);
                continue;
            }
            double tiedRisk = 0;
            Array.Clear(tied);
            for (int i = at.FirstDeath; i < at.EndDeath; i++)
            {
                tiedRisk += Risk[i];
                AddScaled(tied, _design.Row(i), Risk[i]);
            }
            var ties = EfronTies.At(weight / at.Deaths, at.Deaths, sums.Risk, tiedRisk);
            logLikelihood -= ties.LogSum;
            (Hazard[slot], TiedReduction[k]) = (ties.Hazard, ties.TiedHazard);
            Span<double> mean = _means.Add(-ties.C0);
            sums.RiskTimesX.CopyTo(mean);
            AddScaled(mean, tied, -ties.C1 / ties.C0);
            tied.CopyTo(_means.Add(-(ties.C2 - ties.C1 / ties.C0 * ties.C1)));
        }
        LogLikelihood += logLikelihood;
    }

    private void AccumulateHazard()
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
        for (int k = 0; k < TiedReduction.Length; k++)
            if (TiedReduction[k] > 0)
                for (int i = _design.Events[k].FirstDeath; i < _design.Events[k].EndDeath; i++)
                    _hazardWeight[i] -= Risk[i] * TiedReduction[k];
    }

    /// <summary>Gradient X'(observed − expected) and information X' diag(r Λ) X less the means' part.</summary>
    private void FillDerivatives()
    {
        int stride = _design.Stride;
        RowChunks.ForEach(_design.Rows, (chunk, start, end) =>
        {
            _rows[chunk].Clear();
            double[] gradient = _gradients[chunk];
            Array.Clear(gradient);
            for (int block = start; block < end; block += 512) // both passes over a block while it is in the cache
            {
                int count = Math.Min(512, end - block);
                ReadOnlySpan<double> rows = _design.X.AsSpan(block * stride, count * stride);
                for (int i = 0; i < count; i++)
                    AddScaled(gradient, rows.Slice(i * stride, stride), (_design.IsDeath[block + i] ? _design.Weight[block + i] : 0) - _hazardWeight[block + i]);
                _rows[chunk].AddRows(rows, _hazardWeight.AsSpan(block, count));
            }
        });
        Array.Clear(Gradient);
        Array.Clear(Information);
        foreach (double[] gradient in _gradients)
            for (int j = 0; j < Columns; j++) Gradient[j] += gradient[j];
        foreach (WeightedCrossProduct rows in _rows) rows.AddTo(Information);
        _means.AddTo(Information);
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
