namespace NotebookKit.Statistics.Contingency;

/// <summary>Enumerates how part of a table can use up its row totals.</summary>
internal static class RowTotals
{
    /// <summary>
    /// Vectors between 0 and <paramref name="totals"/> with sum <paramref name="sum"/>. Rows of equal total are interchangeable: one vector
    /// stands for all its permutations among them, with their number.
    /// </summary>
    /// <param name="totals">Row totals; sorted here.</param>
    /// <param name="sum">Sum of each vector.</param>
    public static IEnumerable<(int[] Used, double Multiplicity)> Within(int[] totals, int sum)
    {
        Array.Sort(totals);
        return Extend(totals, new int[totals.Length], 0, sum, totals.Sum());
    }

    private static IEnumerable<(int[] Used, double Multiplicity)> Extend(int[] totals, int[] used, int row, int left, int capacity)
    {
        if (row == totals.Length)
        {
            yield return ([.. used], Permutations(totals, used));
            yield break;
        }
        capacity -= totals[row];
        int most = Math.Min(totals[row], left);
        if (row > 0 && totals[row] == totals[row - 1]) most = Math.Min(most, used[row - 1]);
        for (int x = Math.Max(0, left - capacity); x <= most; x++)
        {
            used[row] = x;
            foreach ((int[], double) found in Extend(totals, used, row + 1, left - x, capacity)) yield return found;
        }
    }

    private static double Permutations(int[] totals, int[] used)
    {
        double permutations = 1;
        int sameTotal = 1, sameUsed = 1;
        for (int i = 1; i < totals.Length; i++)
        {
            sameTotal = totals[i] == totals[i - 1] ? sameTotal + 1 : 1;
            sameUsed = sameTotal > 1 && used[i] == used[i - 1] ? sameUsed + 1 : 1;
            permutations *= (double)sameTotal / sameUsed;
        }
        return permutations;
    }
}
