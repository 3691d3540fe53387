namespace NotebookKit.Adjusted.Prediction;

/// <summary>Rows grouped by a risk score.</summary>
public static class RiskGroups
{
    /// <summary>Groups of about equal size, 1 the lowest risk.</summary>
    /// <param name="score">Risk score; larger is worse.</param>
    /// <param name="groups">Number of groups, such as 3 for terciles.</param>
    /// <returns>Group of each row and the cut-offs (type 7; a value equal to one belongs below).</returns>
    /// <exception cref="ArgumentException">There are fewer than two groups, or the score has too few distinct values.</exception>
    public static (ImmutableArray<int> Group, ImmutableArray<double> Cuts) ByQuantile(ReadOnlySpan<double> score, int groups = 3)
    {
        if (groups < 2) throw new ArgumentException($"Found {groups} groups; expected at least 2.");
        double[] sorted = score.ToArray();
        Array.Sort(sorted);
        double[] cuts = [.. Enumerable.Range(1, groups - 1)
            .Select(k => Quantiles.OfSorted(sorted, (double)k / groups, QuantileType.Type7)!.Value)];
        return ByCut(score, cuts);
    }

    /// <summary>Groups by given cut-offs; a value equal to one belongs below.</summary>
    /// <exception cref="ArgumentException">The cut-offs do not rise, or a group has no rows.</exception>
    public static (ImmutableArray<int> Group, ImmutableArray<double> Cuts) ByCut(ReadOnlySpan<double> score,
        params ReadOnlySpan<double> cuts)
    {
        double[] bounds = cuts.ToArray(), x = score.ToArray();
        for (int k = 1; k < bounds.Length; k++) if (!(bounds[k] > bounds[k - 1]))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Cut-offs must increase; found {bounds[k - 1]} before {bounds[k]}. The score may have too few distinct values."));
        int[] group = [.. x.Select(v => bounds.Count(c => v > c) + 1)];
        int empty = Enumerable.Range(1, bounds.Length + 1).FirstOrDefault(g => !group.Contains(g));
        if (empty > 0) throw new ArgumentException($"Risk group {empty} has no rows; choose other cut-offs.");
        return ([.. group], [.. bounds]);
    }
}
