using System.Runtime.InteropServices;
using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Contingency;

/// <summary>
/// Tables of equal probability: a key of their factorials, the sum of −log x! over their cells, and their share of
/// <see cref="PartialTables"/>.
/// </summary>
internal readonly record struct TableClass(ulong Key, double Log, double Weight);

/// <summary>All ways to fill some columns when the row totals are given, as classes of equal probability.</summary>
internal sealed class PartialTables
{
    private readonly int _column;
    private readonly PartialTables? _others;
    private readonly Factorials _factorials;
    private readonly Work _work;
    private readonly Dictionary<string, TableClass[]> _merged = [];
    private readonly double[] _weight;

    /// <param name="columns">Totals of the columns, at least one; smaller ones first keep the lists short.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="factorials">Logarithms and keys of factorials.</param>
    /// <param name="work">The work that may be done.</param>
    public PartialTables(ReadOnlySpan<long> columns, int rows, Factorials factorials, Work work)
    {
        _column = (int)columns[^1];
        _others = columns.Length > 1 ? new PartialTables(columns[..^1], rows, factorials, work) : null;
        // a cell weighs as a Poisson count whose mean is the column's share of it, so that products stay within range
        double mean = (double)_column / rows;
        _weight = [.. Enumerable.Range(0, _column + 1).Select(x => Math.Exp(SaddlePoint.LogPoisson(x, mean)))];
        LogScale = _column * Math.Log(mean) - _column + (_others?.LogScale ?? 0);
        this._factorials = factorials;
        this._work = work;
    }

    /// <summary>log of weight · Π x!, the same for every table.</summary>
    public double LogScale { get; }

    /// <summary>Classes for row totals that sum to the column totals; classes of equal probability may come in parts.</summary>
    public List<TableClass> Of(int[] rowTotals)
    {
        var classes = new List<TableClass>();
        if (_others is null) classes.Add(Column(rowTotals));
        else Fill(rowTotals, [.. rowTotals], 0, _column, new(0, 0, 1), classes);
        _work.Spend(classes.Count);
        return classes;
    }

    private TableClass[] Merged(int[] rowTotals)
    {
        int[] sorted = [.. rowTotals];
        Array.Sort(sorted);
        string key = string.Create(sorted.Length, sorted, (text, totals) =>
        {
            for (int i = 0; i < totals.Length; i++) text[i] = (char)totals[i];
        });
        if (_merged.TryGetValue(key, out TableClass[]? known)) return known;
        var byKey = new Dictionary<ulong, TableClass>();
        foreach (TableClass tables in Of(sorted))
        {
            ref TableClass sum = ref CollectionsMarshal.GetValueRefOrAddDefault(byKey, tables.Key, out bool exists);
            sum = exists ? sum with { Weight = sum.Weight + tables.Weight } : tables;
        }
        _work.Keep(byKey.Count);
        return _merged[key] = [.. byKey.Values];
    }

    private TableClass Column(int[] cells)
    {
        var all = new TableClass(0, 0, 1);
        foreach (int x in cells) all = With(all, x);
        return all;
    }

    private TableClass With(TableClass tables, int x) =>
        new(tables.Key + _factorials.Key(x), tables.Log - _factorials.Log(x), tables.Weight * _weight[x]);

    private static TableClass Join(TableClass a, TableClass b) => new(a.Key + b.Key, a.Log + b.Log, a.Weight * b.Weight);

    /// <summary>Distributes what is <paramref name="toPlace"/> of the last column over the rows from <paramref name="row"/> on.</summary>
    private void Fill(int[] totals, int[] left, int row, int toPlace, TableClass placed, List<TableClass> classes)
    {
        if (row == totals.Length - 1)
        {
            left[row] = totals[row] - toPlace;
            placed = With(placed, toPlace);
            if (_others!._others is null) classes.Add(Join(placed, _others.Column(left)));
            else
                foreach (TableClass rest in _others.Merged(left)) classes.Add(Join(placed, rest));
            if (classes.Count > _work.LargestList) throw new WorkLimitException();
            return;
        }
        int capacity = 0;
        for (int i = row + 1; i < totals.Length; i++) capacity += totals[i];
        for (int x = Math.Max(0, toPlace - capacity); x <= Math.Min(totals[row], toPlace); x++)
        {
            left[row] = totals[row] - x;
            Fill(totals, left, row + 1, toPlace - x, With(placed, x), classes);
        }
    }
}

/// <summary>Logarithms of factorials, and keys that are equal for equal products of factorials.</summary>
internal sealed class Factorials
{
    private readonly double[] _log;
    private readonly ulong[] _key;

    public Factorials(int n)
    {
        _log = new double[n + 1];
        _key = new ulong[n + 1];
        var smallestPrime = new int[n + 1];
        var random = new DeterministicRandom(1);
        var primeKey = new ulong[n + 1];
        double lost = 0;
        for (int i = 2; i <= n; i++)
        {
            if (smallestPrime[i] == 0)
            {
                primeKey[i] = random.NextUInt64();
                for (long j = i; j <= n; j += i)
                    if (smallestPrime[j] == 0) smallestPrime[j] = i;
            }
            _key[i] = _key[i - 1];
            for (int rest = i; rest > 1; rest /= smallestPrime[rest]) _key[i] += primeKey[smallestPrime[rest]];
            double step = Math.Log(i) - lost;
            _log[i] = _log[i - 1] + step;
            lost = _log[i] - _log[i - 1] - step;
        }
    }

    public double Log(long n) => _log[n];

    public ulong Key(int n) => _key[n];
}

/// <summary>Counts work and memory down from their limits.</summary>
internal sealed class Work(long limit)
{
    private const int MostKept = 10_000_000;
    private long _left = limit;
    private long _kept;

    /// <summary>Longest list one step may hold.</summary>
    public long LargestList => Math.Min(_left, MostKept);

    public void Spend(long amount)
    {
        _left -= amount;
        if (_left < 0) throw new WorkLimitException();
    }

    public void Keep(int items)
    {
        _kept += items;
        if (_kept > MostKept) throw new WorkLimitException();
    }
}

/// <summary>The work limit is reached; caught by the test, which then draws tables at random.</summary>
internal sealed class WorkLimitException : Exception;
