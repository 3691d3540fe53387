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
        private readonly double[] _logs, _weights;
        private readonly int[] _firstOfSlice;
        private readonly double _min, _max, _slicesPerUnit;

        public Cumulative(List<TableClass> classes, double min, double max)
        {
            CollectionsMarshal.AsSpan(classes).Sort(static (a, b) => a.Log.CompareTo(b.Log));
            int n = classes.Count;
            _logs = new double[n];
            _weights = new double[n + 1];
            for (int i = 0; i < n; i++)
            {
                _logs[i] = classes[i].Log;
                _weights[i + 1] = _weights[i] + classes[i].Weight;
            }
            (this._min, this._max) = (min, max);
            _slicesPerUnit = max > min ? 2 * n / (max - min) : 0;
            _firstOfSlice = new int[2 * n + 2];
            for (int slice = 0, i = 0; slice < _firstOfSlice.Length; slice++)
            {
                while (i < n && Slice(_logs[i]) < slice) i++;
                _firstOfSlice[slice] = i;
            }
        }

        public double UpTo(double log)
        {
            if (log < _min) return 0;
            if (log >= _max) return _weights[^1];
            int i = _firstOfSlice[Slice(log)];
            while (_logs[i] <= log) i++;
            return _weights[i];
        }

        private int Slice(double log) => (int)((log - _min) * _slicesPerUnit);
    }
}
