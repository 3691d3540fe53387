using System.Buffers;
using System.Numerics.Tensors;

namespace NotebookKit.Statistics.Permutation;

/// <summary>
/// Distribution of rows and score of the chosen patients over all allocations, patient by patient: the share of the allocations that pass
/// through each (patients chosen so far, their rows, their score). All terms are positive, so that the farthest tail is as exact as the
/// middle.
/// </summary>
/// <remarks>
/// Pagano and Tritchler (1983), doi:10.1080/01621459.1983.10477990. Of a large table the edges that hold less than 1e-22 are dropped;
/// what was dropped is
/// added up and is part of the limits of P.
/// </remarks>
internal sealed class RateTable
{
    private const double MostWork = 1.5e10, MostCells = 3e7, ManyCells = 2e6, Droppable = 1e-22;

    /// <summary>Shares by (rows, score) from the corner (Rows, Score).</summary>
    private sealed record Cells(int Row, int Score, int Height, int Width, double[] Share)
    {
        public Span<double> Line(int i) => Share.AsSpan(i * Width, Width);
    }

    private readonly Patience _patience;
    private SortedDictionary<int, Cells> _tables = new() { [0] = new Cells(0, 0, 1, 1, [1]) };
    private double _dropped, _work;

    private RateTable(Patience patience) => this._patience = patience;

    /// <summary>P, with what was dropped; null where the table would be too large.</summary>
    public static (double P, double Dropped)? Share(RateScores scores, PermutedStatistic statistic, TwoGroupDeals deals,
        Patience patience = default)
    {
        (int[] rows, int[] sums)? small = Reduced(scores);
        if (small is not var (n, s)) return null;
        var table = new RateTable(patience);
        double done = 0;
        for (int t = 0; t < deals.Members.Length; t++)
        {
            int[] members = deals.Members[t];
            for (int j = 0; j < members.Length; j++)
            {
                if (!table.Add(n[members[j]], s[members[j]], members.Length - j, deals.Chosen[t])) return null;
                patience.Report(++done / deals.Units);
            }
            // the stratum has given its patients: the next one counts from none
            table._tables = new() { [0] = table._tables[deals.Chosen[t]] };
        }
        double p = 0;
        Cells last = table._tables[0];
        var whole = new Whole(n, s);
        var observed = whole.Observed(deals.Observed);
        for (int r = 0; r < last.Height; r++)
            for (int c = 0; c < last.Width; c++)
            {
                double share = last.Line(r)[c];
                if (share > 0 && whole.AtLeast((last.Row + r, last.Score + c), observed, statistic)) p += share;
            }
        return (p, table._dropped);
    }

    /// <summary>
    /// Scores less the least of a row, over their common divisor: every statistic stays the same, and the table becomes small.
    /// </summary>
    private static (int[] Rows, int[] Sums)? Reduced(RateScores scores)
    {
        long least = scores.Rows.Zip(scores.Sums, (n, s) => (long)Math.Floor((double)s / n)).Min(), divisor = 0;
        long[] sums = [.. scores.Rows.Zip(scores.Sums, (n, s) => s - n * least)];
        foreach (long s in sums) divisor = Gcd(divisor, s);
        double most = sums.Sum(s => (double)s);
        return most < int.MaxValue && divisor > 0 ? (scores.Rows, [.. sums.Select(s => (int)(s / divisor))]) : null;
        static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
    }

    /// <summary>One patient more, the first of those <paramref name="left"/> of the stratum.</summary>
    private bool Add(int rows, int score, int left, int chosen)
    {
        var next = new SortedDictionary<int, Cells>();
        double cells = 0;
        foreach (int k in _tables.Keys.SelectMany(k => new[] { k, k + 1 }).Distinct().ToArray())
        {
            double stay = _tables.ContainsKey(k) ? 1 - (double)(chosen - k) / left : 0, come = _tables.ContainsKey(k - 1)
                ? (double)(chosen - k + 1) / left
                : 0;
            Cells? sum = Join(stay > 0 ? _tables[k] : null, stay, come > 0 ? _tables[k - 1] : null, come, rows, score);
            if (sum is null) continue;
            next[k] = sum;
            cells += (double)sum.Height * sum.Width;
            _patience.Check();
            if (cells > MostCells) return false;
        }
        foreach (Cells old in _tables.Values) if (old.Share.Length > 1) ArrayPool<double>.Shared.Return(old.Share);
        _tables = next;
        if (cells > ManyCells) foreach (int k in _tables.Keys.ToArray()) Trim(k);
        _work += cells;
        return _work <= MostWork;
    }

    private static Cells? Join(Cells? stays, double stay, Cells? comes, double come, int rows, int score)
    {
        if (stays is null && comes is null) return null;
        int row = Math.Min(stays?.Row ?? int.MaxValue, comes is null ? int.MaxValue : comes.Row + rows);
        int first = Math.Min(stays?.Score ?? int.MaxValue, comes is null ? int.MaxValue : comes.Score + score);
        int end = Math.Max(stays is null ? 0 : stays.Row + stays.Height, comes is null ? 0 : comes.Row + rows + comes.Height);
        int last = Math.Max(stays is null ? 0 : stays.Score + stays.Width, comes is null ? 0 : comes.Score + score + comes.Width);
        int size = (end - row) * (last - first);
        var sum = new Cells(row, first, end - row, last - first, ArrayPool<double>.Shared.Rent(Math.Max(2, size)));
        sum.Share.AsSpan(0, size).Clear();
        for (int i = 0; i < stays?.Height; i++) AddLine(stays.Line(i), stay, sum.Line(stays.Row + i - row)[(stays.Score - first)..]);
        for (int i = 0; i < comes?.Height; i++)
            AddLine(comes.Line(i), come, sum.Line(comes.Row + rows + i - row)[(comes.Score + score - first)..]);
        return sum;
    }

    private static void AddLine(ReadOnlySpan<double> from, double factor, Span<double> to) =>
        TensorPrimitives.MultiplyAdd(from, factor, to[..from.Length], to[..from.Length]);

    /// <summary>Drops the edges of a table that hold next to nothing.</summary>
    private void Trim(int k)
    {
        Cells t = _tables[k];
        double lost = 0;
        int top = 0, bottom = t.Height, left = 0, right = t.Width;
        while (top < bottom && Negligible(RowSum(top))) top++;
        while (bottom > top && Negligible(RowSum(bottom - 1))) bottom--;
        while (left < right && Negligible(ColumnSum(left))) left++;
        while (right > left && Negligible(ColumnSum(right - 1))) right--;
        _dropped += lost;
        if (top == bottom || left == right)
        {
            _tables.Remove(k);
            ArrayPool<double>.Shared.Return(t.Share);
            return;
        }
        if (top == 0 && left == 0 && bottom == t.Height && right == t.Width) return;
        for (int i = top; i < bottom; i++) t.Share.AsSpan(i * t.Width + left, right - left)
            .CopyTo(t.Share.AsSpan((i - top) * (right - left)));
        _tables[k] = new Cells(t.Row + top, t.Score + left, bottom - top, right - left, t.Share);

        double RowSum(int i) => TensorPrimitives.Sum<double>(t.Line(i)[left..right]);
        double ColumnSum(int c)
        {
            double sum = 0;
            for (int i = top; i < bottom; i++) sum += t.Line(i)[c];
            return sum;
        }
        bool Negligible(double sum)
        {
            if (sum >= Droppable) return false;
            lost += sum;
            return true;
        }
    }

    /// <summary>Comparisons in whole numbers: X = N·S − R·(all), over the variance of each statistic.</summary>
    private sealed class Whole(int[] rows, int[] sums)
    {
        private readonly Int128 _n = rows.Sum(), _all = sums.Sum(s => (long)s);

        public (int Rows, int Score) Observed(bool[] chosen) =>
            (rows.Where((_, j) => chosen[j]).Sum(), sums.Where((_, j) => chosen[j]).Sum());

        public bool AtLeast((int Rows, int Score) cell, (int Rows, int Score) observed, PermutedStatistic statistic)
        {
            Int128 x = Int128.Abs(_n * cell.Score - cell.Rows * _all), y = Int128.Abs(_n * observed.Score - observed.Rows * _all);
            Int128 d = cell.Rows * (_n - cell.Rows), e = observed.Rows * (_n - observed.Rows);
            return statistic switch
            {
                PermutedStatistic.Linear => x >= y,
                PermutedStatistic.Difference => x * e >= y * d,
                _ => Squares(x, e, y, d),
            };
        }

        // x²·e ≥ y²·d; beyond 126 bits with BigInteger
        private static bool Squares(Int128 x, Int128 e, Int128 y, Int128 d) =>
            x < Int128.One << 45 && y < Int128.One << 45 && e < Int128.One << 36 && d < Int128.One << 36
            ? x * x * e >= y * y * d
            : (System.Numerics.BigInteger)x * x * e >= (System.Numerics.BigInteger)y * y * d;
    }
}
