namespace NotebookKit.Tables.Groups;

/// <summary>Values of one variable by group, sorted once for all that needs their order.</summary>
internal static class SortedValues
{
    /// <summary>Values that are not missing (NaN), ascending in each group; rows of no group are left out.</summary>
    public static double[][] ByGroup(ReadOnlySpan<double> values, Grouping groups)
    {
        var sorted = new double[groups.Names.Length][];
        var count = new int[sorted.Length];
        ReadOnlySpan<int> group = groups.Codes;
        for (int i = 0; i < values.Length; i++)
            if (group[i] >= 0 && !double.IsNaN(values[i])) count[group[i]]++;
        for (int g = 0; g < sorted.Length; g++) sorted[g] = new double[count[g]];
        Array.Clear(count);
        for (int i = 0; i < values.Length; i++)
            if (group[i] >= 0 && !double.IsNaN(values[i])) sorted[group[i]][count[group[i]]++] = values[i];
        foreach (double[] s in sorted) Array.Sort(s);
        return sorted;
    }

    /// <summary>All values of all groups, ascending.</summary>
    public static double[] Merge(IReadOnlyList<double[]> sorted)
    {
        double[] merged = sorted[0];
        for (int g = 1; g < sorted.Count; g++) merged = Merge(merged, sorted[g]);
        return merged;
    }

    private static double[] Merge(double[] a, double[] b)
    {
        var merged = new double[a.Length + b.Length];
        int i = 0, j = 0;
        for (int k = 0; k < merged.Length; k++)
            merged[k] = j == b.Length || (i < a.Length && a[i] <= b[j]) ? a[i++] : b[j++];
        return merged;
    }
}
