namespace NotebookKit.Statistics;

/// <summary>
/// Fisher's noncentral hypergeometric distribution: the first cell of a 2×2 table with fixed margins and a given odds ratio.
/// Probabilities come from the ratios of neighbours, starting at the mode, so no factorial is ever formed.
/// </summary>
internal sealed class NoncentralHypergeometric
{
    private readonly long marked, unmarked, drawn;

    public NoncentralHypergeometric(long marked, long unmarked, long drawn)
    {
        if (marked < 0 || unmarked < 0 || drawn < 0 || drawn > marked + unmarked)
            throw new ArgumentException($"Hypergeometric distribution: found {marked} marked, {unmarked} unmarked, {drawn} drawn; expected counts of 0 or more and no more drawn than there are.");
        (this.marked, this.unmarked, this.drawn) = (marked, unmarked, drawn);
        Low = Math.Max(0, drawn - unmarked);
        High = Math.Min(marked, drawn);
    }

    public long Low { get; }

    public long High { get; }

    /// <summary>Probabilities of Low…High at odds ratio <paramref name="oddsRatio"/>, which may be 0 or infinite.</summary>
    public double[] Probabilities(double oddsRatio)
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

    public double Probability(long x, double oddsRatio) => x < Low || x > High ? 0 : Probabilities(oddsRatio)[x - Low];

    /// <summary>P(X ≥ x).</summary>
    public double Upper(long x, double oddsRatio)
    {
        if (x <= Low) return 1;
        double[] p = Probabilities(oddsRatio);
        double sum = 0;
        for (long i = High; i >= x; i--) sum += p[i - Low];
        return Math.Min(1, sum);
    }

    /// <summary>P(X ≤ x).</summary>
    public double Lower(long x, double oddsRatio)
    {
        if (x >= High) return 1;
        double[] p = Probabilities(oddsRatio);
        double sum = 0;
        for (long i = Low; i <= x; i++) sum += p[i - Low];
        return Math.Min(1, sum);
    }

    public double Mean(double oddsRatio)
    {
        double[] p = Probabilities(oddsRatio);
        double sum = 0;
        for (long i = Low; i <= High; i++) sum += i * p[i - Low];
        return sum;
    }

    /// <summary>P(X = x + 1)/P(X = x).</summary>
    private double Ratio(long x, double oddsRatio) =>
        oddsRatio * ((double)(marked - x) * (drawn - x)) / ((double)(x + 1) * (unmarked - drawn + x + 1));

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
