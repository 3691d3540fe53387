namespace NotebookKit.Numerics;

/// <summary>
/// Distribution of the first cell of a 2×2 table, or of its sum over several tables, given all margins and a common odds ratio.
/// </summary>
internal abstract class ConditionalDistribution
{
    public long Low { get; protected init; }

    public long High { get; protected init; }

    /// <summary>Probabilities of Low…High at odds ratio <paramref name="oddsRatio"/>, which may be 0 or infinite.</summary>
    public abstract double[] Probabilities(double oddsRatio);

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
}
