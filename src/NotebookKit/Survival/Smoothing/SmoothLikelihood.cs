using System.Collections.Immutable;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.RiskSets;
using NotebookKit.Survival.Splines;

namespace NotebookKit.Survival.Smoothing;

/// <summary>
/// A partial likelihood less ½ Σ λ b'D'Db over the smooth terms, λ = θ/(1 − θ), D taking second differences of their coefficients b.
/// </summary>
internal sealed class SmoothLikelihood : IPartialLikelihood
{
    private readonly CoxLikelihood _inner;
    private readonly CoxDesign _design;
    private readonly double[][] _roughness;

    public SmoothLikelihood(CoxLikelihood inner, CoxDesign design)
    {
        (_inner, _design) = (inner, design);
        Smooths = design.Data.Smooths;
        _roughness = [.. Smooths.Select(s => s.Spline.Penalty())];
        Penalty = new double[Columns * Columns];
        IsSmooth = new bool[Columns];
        foreach (SplineColumns smooth in Smooths) IsSmooth.AsSpan(smooth.First, smooth.Spline.Columns).Fill(true);
    }

    public ImmutableArray<SplineColumns> Smooths { get; }

    /// <summary>Columns that belong to a smooth term.</summary>
    public bool[] IsSmooth { get; }

    /// <summary>What the penalty adds to the information, row-major, in the scaled covariates.</summary>
    public double[] Penalty { get; }

    public int Columns => _inner.Columns;

    public double LogLikelihood { get; private set; }

    public double[] Gradient => _inner.Gradient;

    public double[] Information => _inner.Information;

    /// <summary>Sets the weight of the roughness of every smooth term.</summary>
    public void Weigh(IEnumerable<double> thetas)
    {
        foreach ((double theta, int t) in thetas.Select((theta, t) => (theta, t)))
        {
            double lambda = theta / (1 - theta);
            (int first, int size) = (Smooths[t].First, Smooths[t].Spline.Columns);
            for (int a = 0; a < size; a++)
                for (int b = 0; b < size; b++)
                    Penalty[(first + a) * Columns + first + b] = lambda * _roughness[t][a * size + b]
                        / _design.Unit(first + a) / _design.Unit(first + b);
        }
    }

    public void Evaluate(ReadOnlySpan<double> beta)
    {
        _inner.Evaluate(beta);
        LogLikelihood = _inner.LogLikelihood;
        for (int i = 0; i < Columns; i++)
        {
            if (!IsSmooth[i]) continue;
            double slope = 0;
            for (int j = 0; j < Columns; j++)
            {
                slope += Penalty[i * Columns + j] * beta[j];
                Information[i * Columns + j] += Penalty[i * Columns + j];
            }
            Gradient[i] -= slope;
            LogLikelihood -= slope * beta[i] / 2;
        }
    }

    /// <summary>½ Σ λ b'D'Db.</summary>
    public double Value(ReadOnlySpan<double> beta)
    {
        double value = 0;
        for (int i = 0; i < Columns; i++)
            for (int j = 0; j < Columns; j++) value += Penalty[i * Columns + j] * beta[i] * beta[j] / 2;
        return value;
    }

    /// <summary>Separation can only run along columns that are not smoothed.</summary>
    public bool IsSeparatedAlong(double[] direction, bool[] columns)
    {
        if (_inner.IsSeparatedAlong(direction, columns) && !columns.Where((c, j) => c && IsSmooth[j]).Any()) return true;
        Array.Clear(columns);
        return false;
    }
}
