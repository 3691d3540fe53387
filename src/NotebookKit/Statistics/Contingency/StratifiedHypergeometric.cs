using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Contingency;

/// <summary>Sum of the first cells of several 2×2 tables with a common odds ratio, given the margins of each.</summary>
internal sealed class StratifiedHypergeometric : ConditionalDistribution
{
    private readonly NoncentralHypergeometric[] _strata;

    public StratifiedHypergeometric(IEnumerable<NoncentralHypergeometric> strata)
    {
        this._strata = [.. strata];
        Low = this._strata.Sum(s => s.Low);
        High = this._strata.Sum(s => s.High);
    }

    /// <inheritdoc/>
    public override double[] Probabilities(double oddsRatio)
    {
        double[] sum = [1];
        foreach (NoncentralHypergeometric stratum in _strata)
        {
            double[] one = stratum.Probabilities(oddsRatio), both = new double[sum.Length + one.Length - 1];
            for (int i = 0; i < sum.Length; i++)
                for (int j = 0; j < one.Length; j++) both[i + j] += sum[i] * one[j];
            sum = both;
        }
        return sum;
    }
}
