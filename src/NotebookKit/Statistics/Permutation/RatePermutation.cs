namespace NotebookKit.Statistics.Permutation;

/// <summary>P of a comparison of two groups of patients by a score, the cheapest exact way first.</summary>
internal static class RatePermutation
{
    /// <summary>About a second.</summary>
    private const double FewVectors = 3e7;
    private const double MostCounted = 1e9;
    private const int MostUnitsInForms = 1000;

    public static PermutationP P(RateScores scores, PermutedStatistic statistic, TwoGroupDeals deals, int draws, long seed,
        Patience patience = default)
    {
        double vectors = deals.Members.Length == 1 ? TypeCounts.Vectors(scores, deals.Chosen[0]) : double.PositiveInfinity;
        if (vectors <= FewVectors) return PermutationP.OfShare(TypeCounts.Share(scores, statistic, deals, patience), deals.Count);
        if (statistic != PermutedStatistic.Studentized && RateTable.Share(scores, statistic, deals, patience) is var (share, dropped))
            return PermutationP.OfShare(share, deals.Count) with { Limits = dropped > 0 ? (share, share + dropped) : null };
        QuadraticRatio? forms = deals.Units <= MostUnitsInForms ? scores.Forms(statistic) : null;
        if (deals.Count <= (System.Numerics.BigInteger)MostCounted && forms is not null && (double)deals.Count <= 4 * vectors)
            return PermutationP.Of(forms.CountExtreme(deals, patience), deals.Count);
        if (vectors <= MostCounted) return PermutationP.OfShare(TypeCounts.Share(scores, statistic, deals, patience), deals.Count);
        return TiltedDraws.Estimate(deals, scores.Excess, chosen => scores.Form(chosen, statistic), draws, seed, patience);
    }
}
