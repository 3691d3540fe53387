using System.Runtime.InteropServices;

namespace NotebookKit.Statistics.Contingency;

/// <summary>Joins the two halves of a table.</summary>
internal static class Matching
{
    /// <summary>Sum of the products of weights over all pairs whose logarithms add to no more than <paramref name="limit"/>.</summary>
    public static double Weight(List<TableClass> first, List<TableClass> second, double limit)
    {
        (List<TableClass> longer, List<TableClass> shorter) = first.Count > second.Count ? (first, second) : (second, first);
        (double longerMin, double longerMax) = Range(longer);
        (double shorterMin, double shorterMax) = Range(shorter);
        if (longerMin + shorterMin > limit) return 0;
        if (longerMax + shorterMax <= limit) return Sum(longer) * Sum(shorter);

        var sorted = new Cumulative(shorter, shorterMin, shorterMax);
        double weight = 0;
        foreach (TableClass tables in CollectionsMarshal.AsSpan(longer)) weight += tables.Weight * sorted.UpTo(limit - tables.Log);
        return weight;
    }

    private static double Sum(List<TableClass> classes)
    {
        double sum = 0;
        foreach (TableClass tables in CollectionsMarshal.AsSpan(classes)) sum += tables.Weight;
        return sum;
    }

    private static (double Min, double Max) Range(List<TableClass> classes)
    {
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (TableClass tables in CollectionsMarshal.AsSpan(classes))
        {
            if (tables.Log < min) min = tables.Log;
            if (tables.Log > max) max = tables.Log;
        }
        return (min, max);
    }

    /// <summary>Cumulative weight by logarithm; equal slices of the range lead straight to the place.</summary>
    private sealed class Cumulative
    {
        private readonly double[] logs, weights;
        private readonly int[] firstOfSlice;
        private readonly double min, max, slicesPerUnit;

        public Cumulative(List<TableClass> classes, double min, double max)
        {
            CollectionsMarshal.AsSpan(classes).Sort(static (a, b) => a.Log.CompareTo(b.Log));
            int n = classes.Count;
            logs = new double[n];
            weights = new double[n + 1];
            for (int i = 0; i < n; i++)
            {
                logs[i] = classes[i].Log;
                weights[i + 1] = weights[i] + classes[i].Weight;
            }
            (this.min, this.max) = (min, max);
            slicesPerUnit = max > min ? 2 * n / (max - min) : 0;
            firstOfSlice = new int[2 * n + 2];
            for (int slice = 0, i = 0; slice < firstOfSlice.Length; slice++)
            {
                while (i < n && Slice(logs[i]) < slice) i++;
                firstOfSlice[slice] = i;
            }
        }

        public double UpTo(double log)
        {
            if (log < min) return 0;
            if (log >= max) return weights[^1];
            int i = firstOfSlice[Slice(log)];
            while (logs[i] <= log) i++;
            return weights[i];
        }

        private int Slice(double log) => (int)((log - min) * slicesPerUnit);
    }
}
