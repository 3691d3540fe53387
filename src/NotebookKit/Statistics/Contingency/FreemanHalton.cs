using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Contingency;

/// <summary>
/// P of the Fisher-Freeman-Halton test: the probability of all tables with the observed margins that are no more likely than the one
/// observed.
/// </summary>
/// <remarks>
/// The columns are split into two groups. For every way in which the first group can use up the row totals, the partial tables of either
/// group are counted by their probability, and the two lists are matched: the work is that of half the table, squared away. Partial
/// tables of equal probability merge, recognised exactly by the prime factors of their factorials.
/// </remarks>
internal static class FreemanHalton
{
    /// <summary>Exact P; null if it takes more than <paramref name="workLimit"/> partial tables.</summary>
    public static double? P(ContingencyTable table, double tieTolerance, long workLimit)
    {
        (long[] rows, long[] columns) = Oriented(table);
        if (table.Total > char.MaxValue) return null;
        var factorials = new Factorials((int)table.Total);
        double constant = rows.Sum(factorials.Log) + columns.Sum(factorials.Log) - factorials.Log(table.Total);
        double observed = constant;
        foreach (long count in table.Counts) observed -= factorials.Log(count);

        int[] rowTotals = [.. rows.Select(r => (int)r)];
        int split = Split(columns, rows.Length);
        var work = new Work(workLimit);
        var first = new PartialTables(columns[..split], rows.Length, factorials, work);
        var second = new PartialTables(columns[split..], rows.Length, factorials, work);
        double limit = observed + tieTolerance - constant;
        double p = 0;
        try
        {
            foreach ((int[] used, double multiplicity) in RowTotals.Within(rowTotals, (int)columns[..split].Sum()))
            {
                work.Spend(1);
                int[] left = [.. rowTotals.Zip(used, (total, u) => total - u)];
                p += multiplicity * Matching.Weight(first.Of(used), second.Of(left), limit);
            }
        }
        catch (WorkLimitException)
        {
            return null;
        }
        return p * Math.Exp(constant - first.LogScale - second.LogScale);
    }

    /// <summary>Monte Carlo P = (1 + k)/(B + 1) with k of B random tables no more likely than the one observed.</summary>
    public static double MonteCarloP(ContingencyTable table, double tieTolerance, int draws, DeterministicRandom random)
    {
        (long[] rows, long[] columns) = Oriented(table);
        double observed = 0;
        foreach (long count in table.Counts) observed -= MathNet.Numerics.SpecialFunctions.FactorialLn((int)count);
        long extreme = 0;
        var left = new long[rows.Length];
        for (int draw = 0; draw < draws; draw++)
        {
            if (draw % 256 == 0) LongWork.Report("Random tables", (double)draw / draws);
            double log = 0;
            rows.CopyTo(left, 0);
            long remaining = table.Total;
            foreach (long column in columns)
            {
                long toPlace = column, others = remaining;
                for (int i = 0; i < left.Length; i++)
                {
                    others -= left[i];
                    long x = DrawHypergeometric(left[i], others, toPlace, random);
                    toPlace -= x;
                    left[i] -= x;
                    log -= MathNet.Numerics.SpecialFunctions.FactorialLn((int)x);
                }
                remaining -= column;
            }
            if (log <= observed + tieTolerance) extreme++;
        }
        return (1.0 + extreme) / (draws + 1.0);
    }

    /// <summary>Draws by inversion, walking outwards from the mode.</summary>
    private static long DrawHypergeometric(long marked, long unmarked, long drawn, DeterministicRandom random)
    {
        long low = Math.Max(0, drawn - unmarked), high = Math.Min(marked, drawn);
        if (low == high) return low;
        long mode = Math.Clamp((long)((drawn + 1.0) * (marked + 1) / (marked + unmarked + 2)), low, high);
        double atMode = Math.Exp(LogChoose(marked, mode) + LogChoose(unmarked, drawn - mode) - LogChoose(marked + unmarked, drawn));
        double u = random.NextDouble() - atMode, up = atMode, down = atMode;
        for (long a = mode, b = mode; u > 0 && (a < high || b > low);)
        {
            if (a < high)
            {
                up *= (double)(marked - a) * (drawn - a) / ((double)(a + 1) * (unmarked - drawn + a + 1));
                a++;
                if ((u -= up) <= 0) return a;
            }
            if (b > low)
            {
                down *= (double)b * (unmarked - drawn + b) / ((double)(marked - b + 1) * (drawn - b + 1));
                b--;
                if ((u -= down) <= 0) return b;
            }
        }
        return mode;
    }

    private static double LogChoose(long n, long k) => MathNet.Numerics.SpecialFunctions.BinomialLn((int)n, (int)k);

    /// <summary>Rows are the shorter side; columns ascend.</summary>
    private static (long[] Rows, long[] Columns) Oriented(ContingencyTable table)
    {
        bool transpose = table.Rows.Length > table.Columns.Length;
        long[] columns = [.. (transpose ? table.Rows : table.Columns).Order()];
        return (transpose ? table.Columns : table.Rows, columns);
    }

    /// <summary>Number of columns in the first group, such that the longer of both lists is short. All but the largest column of a group
    /// merge their permutations of rows.</summary>
    private static int Split(long[] columns, int rows)
    {
        double[] ways = [.. columns.Select(c => Enumerable.Range(1, rows - 1).Sum(i => Math.Log((c + i) / (double)i)))];
        double permutations = MathNet.Numerics.SpecialFunctions.FactorialLn(rows);
        double Length(double[] group) => group[..^1].Sum(w => Math.Max(0, w - permutations)) + group[^1];
        return Enumerable.Range(1, columns.Length - 1).MinBy(s => Math.Max(Length(ways[..s]), Length(ways[s..])));
    }
}
