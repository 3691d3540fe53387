using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.CoxLikelihoods;

/// <summary>
/// A partial likelihood with its first two derivatives, in the centred and scaled covariates of a <see cref="CoxDesign"/>.
/// </summary>
internal interface IPartialLikelihood
{
    int Columns { get; }

    /// <summary>Log partial likelihood at beta; −∞ where it cannot be computed.</summary>
    double LogLikelihood { get; }

    double[] Gradient { get; }

    /// <summary>Observed information, row-major.</summary>
    double[] Information { get; }

    void Evaluate(ReadOnlySpan<double> beta);

    /// <summary>Whether the likelihood rises without end along the direction; marks the columns that take part.</summary>
    bool IsSeparatedAlong(double[] direction, bool[] columns);
}

/// <summary>
/// Efron and Breslow partial likelihood. With the cumulative hazard Λ of each row, the information is
/// X' diag(r Λ) X − Σ over events of w x̄ x̄'; both parts are weighted cross products, taken in blocks that stay in the cache.
/// </summary>
internal sealed class CoxLikelihood : IPartialLikelihood
{
    private const int Block = WeightedCrossProduct.Block;

    private readonly CoxDesign _design;
    private readonly bool _efron;
    private readonly bool _tied;
    private readonly WeightedCrossProduct _means;
    private readonly Derivatives[] _chunks;

    public CoxLikelihood(CoxDesign design, bool efron)
    {
        (_design, _efron) = (design, efron);
        _tied = efron && Array.Exists(design.Events, e => e.Deaths > 1);
        Gradient = new double[design.Columns];
        Information = new double[design.Columns * design.Columns];
        Risk = new double[design.Rows];
        LogRisk = new double[design.Rows];
        Shift = new double[design.StrataCount];
        Hazard = new double[design.Slots];
        TiedReduction = new double[_tied ? design.Slots : 0];
        _means = new WeightedCrossProduct(design.Columns);
        _chunks = [.. Enumerable.Range(0, RowChunks.Count(design.Rows)).Select(_ => new Derivatives(design.Columns))];
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

    /// <summary>
    /// By how much less hazard the dying collect at the event time of a slot than the others; empty unless Efron and tied.
    /// </summary>
    public double[] TiedReduction { get; }

    public void Evaluate(ReadOnlySpan<double> beta)
    {
        ComputeRisk(beta.ToArray());
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

    /// <summary>Hazard a row collects while it is at risk.</summary>
    public double HazardOf(int row)
    {
        int slot = _design.StopSlot[row];
        double hazard = Hazard[slot];
        if (_design.EntrySlot.Length > 0) hazard -= Hazard[_design.EntrySlot[row]];
        return _tied && _design.IsDeath[row] ? hazard - TiedReduction[slot] : hazard;
    }

    private void ComputeRisk(double[] beta)
    {
        RowChunks.ForEach(_design.Rows, (_, start, end) =>
        {
            for (int from = start; from < end; from += Block)
            {
                Span<double> log = LogRisk.AsSpan(from, Math.Min(Block, end - from));
                if (_design.Offset.Length > 0) _design.Offset.AsSpan(from, log.Length).CopyTo(log);
                else log.Clear();
                for (int j = 0; j < beta.Length; j++)
                    TensorPrimitives.MultiplyAdd(_design.X[j].AsSpan(from, log.Length), beta[j], log, log);
            }
        });
        for (int s = 0; s < _design.StrataCount; s++)
        {
            int start = _design.StratumStart[s], end = _design.StratumStart[s + 1];
            if (start < end) Shift[s] = TensorPrimitives.Max<double>(LogRisk.AsSpan(start, end - start));
            for (int from = start; from < end; from += Block)
            {
                Span<double> risk = Risk.AsSpan(from, Math.Min(Block, end - from));
                TensorPrimitives.Subtract(LogRisk.AsSpan(from, risk.Length), Shift[s], risk);
                TensorPrimitives.Exp<double>(risk, risk);
                TensorPrimitives.Multiply(risk, _design.Weight.AsSpan(from, risk.Length), risk);
            }
        }
    }

    /// <summary>
    /// From the last event time to the first: risk-set sums, log-likelihood, hazard increments and the means' part of the information.
    /// </summary>
    private void SweepBackward(int stratum)
    {
        var sums = new RiskSetScan(_design, Risk, stratum);
        double[] weight = new double[2 * Block];
        int first = _design.FirstEvent[stratum + 1], start = _design.StratumStart[stratum];
        for (int to = _design.StratumStart[stratum + 1], from; to > start; to = from)
        {
            from = Math.Max(start, to - Block);
            int end = first;
            while (first > _design.FirstEvent[stratum] && _design.Events[first - 1].FirstDeath >= from) first--;
            sums.MoveTo(from, to, first, end);
            if (first < end) LogLikelihood += AddEvents(stratum, first, end - first, sums, weight);
        }
    }

    /// <summary>
    /// Their part of the log-likelihood and of the information, and their hazard; Breslow's first, then what Efron's ties change.
    /// </summary>
    private double AddEvents(int stratum, int first, int count, RiskSetScan sums, double[] weight)
    {
        double logLikelihood = 0;
        for (int k = 0; k < count; k++)
        {
            EventTime at = _design.Events[first + k];
            weight[k] = 0;
            for (int i = at.FirstDeath; i < at.EndDeath; i++)
            {
                weight[k] += _design.Weight[i];
                logLikelihood += _design.Weight[i] * (LogRisk[i] - Shift[stratum]);
            }
        }
        ReadOnlySpan<double> risk = sums.Risk.AsSpan(1, count);
        Span<double> hazard = Hazard.AsSpan(first + stratum + 1, count);
        TensorPrimitives.Log(risk, hazard);
        logLikelihood -= TensorPrimitives.Dot<double>(weight.AsSpan(0, count), hazard);
        TensorPrimitives.Divide(weight.AsSpan(0, count), risk, hazard);
        foreach (double[] x in sums.RiskTimesX) TensorPrimitives.Divide(x.AsSpan(1, count), risk, x.AsSpan(1, count));
        int rows = count;
        if (_tied)
            for (int k = 0; k < count; k++)
                if (_design.Events[first + k].Deaths > 1)
                    logLikelihood -= AddTies(_design.Events[first + k], k, rows++, sums, weight, ref hazard[k],
                        ref TiedReduction[first + stratum + 1 + k]);
        _means.Add(weight.AsSpan(0, rows), sums.RiskTimesX, 1);
        return logLikelihood;
    }

    private double AddTies(EventTime at, int k, int row, RiskSetScan sums, double[] weight, ref double hazard, ref double reduction)
    {
        ReadOnlySpan<double> risk = Risk.AsSpan(at.FirstDeath, at.Deaths);
        double all = sums.Risk[k + 1];
        var ties = EfronTies.At(weight[k] / at.Deaths, at.Deaths, TensorPrimitives.Sum(risk) / all);
        (hazard, reduction) = (ties.Hazard / all, ties.TiedHazard / all);
        double share = ties.C1 / ties.C0;
        (weight[k], weight[row]) = (ties.C0, ties.C2 - share * ties.C1);
        for (int j = 0; j < Columns; j++)
        {
            double[] mean = sums.RiskTimesX[j];
            double tied = TensorPrimitives.Dot(risk, _design.X[j].AsSpan(at.FirstDeath, at.Deaths)) / all;
            mean[k + 1] -= share * tied;
            mean[row + 1] = tied;
        }
        return ties.LogSum;
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
    }

    /// <summary>Gradient X'(observed − expected) and information X' diag(r Λ) X less the means' part.</summary>
    private void FillDerivatives()
    {
        RowChunks.ForEach(_design.Rows, (chunk, start, end) => _chunks[chunk].Fill(this, start, end));
        Array.Clear(Gradient);
        Array.Clear(Information);
        foreach (Derivatives chunk in _chunks)
        {
            TensorPrimitives.Add(Gradient, chunk.Gradient, Gradient);
            chunk.Rows.AddTo(Information, 1);
        }
        _means.AddTo(Information, -1);
    }

    /// <summary>The derivatives' sums over one chunk of rows.</summary>
    private sealed class Derivatives(int columns)
    {
        private readonly double[] _expected = new double[Block], _residual = new double[Block];

        public double[] Gradient { get; } = new double[columns];

        public WeightedCrossProduct Rows { get; } = new(columns);

        public void Fill(CoxLikelihood likelihood, int start, int end)
        {
            CoxDesign design = likelihood._design;
            Array.Clear(Gradient);
            Rows.Clear();
            for (int from = start; from < end; from += Block)
            {
                int count = Math.Min(Block, end - from);
                Span<double> expected = _expected.AsSpan(0, count), residual = _residual.AsSpan(0, count);
                for (int i = 0; i < count; i++) expected[i] = likelihood.HazardOf(from + i);
                TensorPrimitives.Multiply(expected, likelihood.Risk.AsSpan(from, count), expected);
                TensorPrimitives.ConvertTruncating(MemoryMarshal.AsBytes(design.IsDeath.AsSpan(from, count)), residual);
                TensorPrimitives.Multiply(residual, design.Weight.AsSpan(from, count), residual);
                TensorPrimitives.Subtract(residual, expected, residual);
                for (int j = 0; j < columns; j++) Gradient[j] += TensorPrimitives.Dot(residual, design.X[j].AsSpan(from, count));
                Rows.Add(expected, design.X, from);
            }
        }
    }
}
