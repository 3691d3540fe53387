namespace NotebookKit.Adjusted.Propensity;

/// <summary>
/// Variance after matching with replacement: rows depend on each other within a matched set and, where a control serves several sets,
/// within a patient. Variance by patient + by set − by both (Cameron, Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136).
/// </summary>
internal static class TwoWayVariance
{
    /// <summary>
    /// Variance of an estimate from the influence of each row of the comparison; that of a control is shared among its sets by weight.
    /// </summary>
    public static double Of(AdjustedComparison comparison, double[] influence)
    {
        Dictionary<int, int> controls = comparison.Pairs.GroupBy(p => p.Treated).ToDictionary(g => g.Key, g => g.Count());
        var sets = controls.Keys.ToDictionary(t => t, t => influence[t]);
        double patients = influence.Sum(u => u * u), both = controls.Keys.Sum(t => influence[t] * influence[t]);
        foreach ((int treated, int control) in comparison.Pairs)
        {
            double part = influence[control] / controls[treated] / comparison.Weights[control];
            sets[treated] += part;
            both += part * part;
        }
        double bySet = sets.Values.Sum(u => u * u), twoWay = patients + bySet - both;
        return twoWay > 0 ? twoWay : Math.Max(patients, bySet); // the difference of variances may fall below 0 in small samples
    }
}
