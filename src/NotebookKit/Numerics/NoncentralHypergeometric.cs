namespace NotebookKit.Numerics;

/// <summary>
/// Fisher's noncentral hypergeometric distribution: the first cell of a 2×2 table with fixed margins and a given odds ratio.
/// Probabilities come from the ratios of neighbours, starting at the mode, so no factorial is ever formed.
/// </summary>
internal sealed class NoncentralHypergeometric : ConditionalDistribution
{
    private readonly long _marked, _unmarked, _drawn;

    public NoncentralHypergeometric(long marked, long unmarked, long drawn)
    {
        if (marked < 0 || unmarked < 0 || drawn < 0 || drawn > marked + unmarked)
            throw new ArgumentException(
                $"Hypergeometric distribution: found {marked} marked, {unmarked} unmarked, {drawn} drawn; expected counts of 0 or more and "
                    + "no more drawn than there are.");
        (this._marked, this._unmarked, this._drawn) = (marked, unmarked, drawn);
        Low = Math.Max(0, drawn - unmarked);
        High = Math.Min(marked, drawn);
    }

    /// <inheritdoc/>
    public override double[] Probabilities(double oddsRatio)
    {
        var weight = new double[High - Low + 1];
        long mode = Mode(oddsRatio);
        weight[mode - Low] = 1;
        for (long x = mode; x < High; x++) weight[x + 1 - Low] = weight[x - Low] * Ratio(x, oddsRatio);
        for (long x = mode; x > Low; x--) weight[x - 1 - Low] = weight[x - Low] / Ratio(x - 1, oddsRatio);
        double sum = 0;
        foreach (double w in weight) sum += w;
        for (int i = 0; i < weight.Length; i++) weight[i] /= sum;
        return weight;
    }

    /// <summary>P(X = x + 1)/P(X = x).</summary>
    private double Ratio(long x, double oddsRatio) =>
        oddsRatio * ((double)(_marked - x) * (_drawn - x)) / ((double)(x + 1) * (_unmarked - _drawn + x + 1));

    private long Mode(double oddsRatio)
    {
        if (double.IsPositiveInfinity(oddsRatio)) return High;
        long low = Low, high = High;
        while (low < high)
        {
            long middle = low + (high - low) / 2;
            if (Ratio(middle, oddsRatio) > 1) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
