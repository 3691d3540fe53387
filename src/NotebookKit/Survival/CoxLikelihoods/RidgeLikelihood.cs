using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.CoxLikelihoods;

/// <summary>A partial likelihood less ½ Σ c_j b_j², b being the coefficients of the scaled covariates.</summary>
internal sealed class RidgeLikelihood(IPartialLikelihood inner, double[] strength) : IPartialLikelihood
{
    public int Columns => inner.Columns;

    public double LogLikelihood { get; private set; }

    public double[] Gradient => inner.Gradient;

    public double[] Information => inner.Information;

    public void Evaluate(ReadOnlySpan<double> beta)
    {
        inner.Evaluate(beta);
        LogLikelihood = inner.LogLikelihood;
        for (int j = 0; j < Columns; j++)
        {
            LogLikelihood -= strength[j] * beta[j] * beta[j] / 2;
            Gradient[j] -= strength[j] * beta[j];
            Information[j * Columns + j] += strength[j];
        }
    }

    /// <summary>Separation can only run along columns that are not shrunk.</summary>
    public bool IsSeparatedAlong(double[] direction, bool[] columns)
    {
        if (inner.IsSeparatedAlong(direction, columns) && !columns.Where((c, j) => c && strength[j] > 0).Any()) return true;
        Array.Clear(columns);
        return false;
    }

    /// <summary>Strength by scaled column: θ var(x_j) / scale_j² for the columns named.</summary>
    public static double[] Strength(CoxPenalty.RidgePenalty penalty, CoxDesign design)
    {
        double[] strength = new double[design.Columns];
        string[] names = [.. design.Data.Covariates.Select(c => c.Name)];
        if (penalty.Columns.FirstOrDefault(c => !names.Contains(c)) is { } stray)
            throw new ArgumentException($"The ridge penalty names '{stray}'; the coefficients are {string.Join(", ", names)}.");
        for (int j = 0; j < strength.Length; j++)
        {
            if (design.Scale[j] == 0 || (penalty.Columns.Length > 0 && !penalty.Columns.Contains(names[j]))) continue;
            ReadOnlySpan<double> x = design.Data.Covariates[j].Values.Span;
            double mean = 0, squares = 0;
            foreach (double v in x) mean += v / x.Length;
            foreach (double v in x) squares += (v - mean) * (v - mean);
            strength[j] = penalty.Theta * squares / (x.Length - 1) / (design.Scale[j] * design.Scale[j]);
        }
        return strength;
    }
}
