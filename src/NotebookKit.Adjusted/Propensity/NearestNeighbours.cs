namespace NotebookKit.Adjusted.Propensity;

/// <summary>Options of nearest-neighbour matching.</summary>
public sealed record MatchOptions
{
    /// <summary>
    /// Controls per treated row. The default value is 1. More are found in rounds: every treated row gets its first before any gets its
    /// second.
    /// </summary>
    public int Ratio { get; init; } = 1;

    /// <summary>Greatest distance in standard deviations; null for none. The default value is 0.2.</summary>
    public double? Caliper { get; init; } = 0.2;

    /// <summary>Whether the distance is the logit of the score (recommended) or the score itself. The default value is true.</summary>
    public bool OnLogit { get; init; } = true;

    /// <summary>
    /// Whether the standard deviation of the caliper is pooled within the arms or over all rows, as MatchIt. The default value is true.
    /// </summary>
    public bool PooledDeviation { get; init; } = true;

    /// <summary>Whether a control may serve several treated rows. The default value is false.</summary>
    public bool WithReplacement { get; init; }
}

/// <summary>Greedy nearest-neighbour matching.</summary>
/// <remarks>
/// Treated by falling score (equal: first row first), each with the nearest control still free within the caliper (equal: first row).
/// Comparisons after rounding to 10 decimals. Controls lie in a sorted list of distinct values from which used-up ones fall out, so that
/// a match takes nearly constant time.
/// </remarks>
internal static class NearestNeighbours
{
    /// <summary>
    /// Controls of each treated row, empty where none lies within the caliper, and the treated in the order in which they were matched.
    /// </summary>
    public static Dictionary<int, List<int>> Match(double[] distance, bool[] treated, int[] stratum, double caliper, int ratio,
        bool replace, out int[] order)
    {
        double width = double.IsInfinity(caliper) ? caliper : Round(caliper);
        order = Sorted([.. Enumerable.Range(0, distance.Length).Where(i => treated[i])], i => -Round(distance[i]), out _);
        var lists = Enumerable.Range(0, distance.Length).Where(i => !treated[i]).GroupBy(i => stratum[i])
            .ToDictionary(g => g.Key, g => new Free([.. g], distance));
        var matched = order.ToDictionary(i => i, _ => new List<int>());
        for (int round = 0; round < (replace ? 1 : ratio); round++)
            foreach (int i in order)
            {
                if (!lists.TryGetValue(stratum[i], out Free? free)) continue;
                if (replace) matched[i].AddRange(free.NearestOf(distance[i], width, ratio));
                else if (matched[i].Count == round && free.Take(distance[i], width) is { } j) matched[i].Add(j);
            }
        return matched;
    }

    /// <summary>Rows by rising key, equal keys by row.</summary>
    private static int[] Sorted(int[] rows, Func<int, double> key, out double[] keys)
    {
        keys = Array.ConvertAll(rows, i => key(i));
        Array.Sort(keys, rows);
        for (int k = 0, end; k < rows.Length; k = end)
        {
            for (end = k + 1; end < rows.Length && keys[end] == keys[k]; end++)
            {
            }
            Array.Sort(rows, k, end - k);
        }
        return rows;
    }

    private static double Round(double x) => Math.Round(x, 10, MidpointRounding.ToEven);

    /// <summary>Controls of one stratum by distance; values without a free row are skipped.</summary>
    private sealed class Free
    {
        private readonly double[] _value;
        private readonly int[] _sorted, _start; // rows by value, and where those of each value begin
        private readonly int[] _used, _left, _right; // nearest value at or before, at or after, that still has rows

        public Free(int[] rows, double[] distance)
        {
            _sorted = Sorted(rows, i => distance[i], out double[] keys);
            int[] first = [.. Enumerable.Range(0, keys.Length).Where(k => k == 0 || keys[k] != keys[k - 1])];
            _value = Array.ConvertAll(first, k => keys[k]);
            _start = [.. first, keys.Length];
            _used = new int[_value.Length];
            _left = [.. Enumerable.Range(0, _value.Length + 1)];
            _right = [.. Enumerable.Range(0, _value.Length + 1)];
        }

        private int Count(int value) => _start[value + 1] - _start[value];

        private int Next(int value) => _sorted[_start[value] + _used[value]];

        public int? Take(double at, double width)
        {
            int k = Nearest(at, width);
            if (k < 0) return null;
            int row = Next(k);
            if (++_used[k] == Count(k)) (_left[k + 1], _right[k]) = (k, k + 1);
            return row;
        }

        public IEnumerable<int> NearestOf(double at, double width, int count)
        {
            var candidates = new List<(double D, int Row)>();
            int start = Array.BinarySearch(_value, at) is var found && found >= 0 ? found : ~found;
            for (int step = -1; step <= 1; step += 2)
                for (int k = step < 0 ? start - 1 : start, rows = 0, beyond = 0; k >= 0 && k < _value.Length && beyond < 2; k += step)
                {
                    double d = Round(Math.Abs(_value[k] - at));
                    if (d > width) break;
                    for (int r = _start[k]; r < _start[k + 1]; r++) candidates.Add((d, _sorted[r]));
                    rows += Count(k);
                    if (rows >= count) beyond++;
                }
            return candidates.OrderBy(c => c.D).ThenBy(c => c.Row).Take(count).Select(c => c.Row);
        }

        private int Nearest(double at, double width)
        {
            int start = Array.BinarySearch(_value, at) is var found && found >= 0 ? found : ~found;
            int best = -1;
            double least = double.PositiveInfinity;
            for (int k = FindLeft(start) - 1; k >= 0 && Consider(k); k = FindLeft(k) - 1)
            {
            }
            for (int k = FindRight(start); k < _value.Length && Consider(k); k = FindRight(k + 1))
            {
            }
            return best;

            // goes on while values are equally near after rounding
            bool Consider(int k)
            {
                double d = Round(Math.Abs(_value[k] - at));
                if (d > width || d > least) return false;
                if (d < least || best < 0 || Next(k) < Next(best)) (best, least) = (k, d);
                return true;
            }
        }

        private int FindLeft(int k) => Find(_left, k);

        private int FindRight(int k) => Find(_right, k);

        private static int Find(int[] parent, int k)
        {
            int root = k;
            while (parent[root] != root) root = parent[root];
            while (parent[k] != root) (parent[k], k) = (root, parent[k]);
            return root;
        }
    }
}
