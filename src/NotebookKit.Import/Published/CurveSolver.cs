namespace NotebookKit.Import.Published;

/// <summary>
/// Numbers of events and of the censored that give a curve and its numbers at risk, interval by interval (Guyot et al. 2012,
/// doi:10.1186/1471-2288-12-9; the rules of <see cref="ReconstructionMethod.Counts"/> are in <c>decisions.md</c> beside this file).
/// </summary>
internal sealed class CurveSolver
{
    private const double SameSquares = 1e-12;

    private readonly double[] _time, _survival, _printedTime;
    private readonly int[] _printedN, _first, _last;
    private readonly bool _isCounts;
    private int _n;
    private double _rebuilt = 1;

    public CurveSolver(ClickSeries clicks, ArmTables.PrintedArm printed, ReconstructionMethod method)
    {
        (_time, _survival, _printedTime, _printedN) = (clicks.Time, clicks.Survival, printed.Time, printed.N);
        (_isCounts, _n) = (method == ReconstructionMethod.Counts, printed.N[0]);
        int intervals = _printedTime.Length, end = _time.Length - 1;
        (_first, _last) = (new int[intervals], new int[intervals]);
        for (int j = 0; j < intervals; j++) _first[j] = Array.FindIndex(_time, t => t >= _printedTime[j]);
        for (int j = 0; j < intervals; j++) _last[j] = j + 1 < intervals ? _first[j + 1] - 1 : end;
        if (_isCounts)
            for (int j = 0; j < intervals - 1; j++)
            {
                _last[j] = Array.IndexOf(_time, _printedTime[j + 1]);
                _first[j + 1] = _last[j] + 1;
            }
        if (_isCounts) _first[0] = 0;
        Events = new int[_time.Length];
        Asked = new int[intervals];
        IntervalEvents = new int[intervals];
        IntervalCensored = new int[intervals];
    }

    /// <summary>Events shown by each click.</summary>
    public int[] Events { get; }

    /// <summary>Times of those censored within an interval.</summary>
    public List<double> Censored { get; } = [];

    public int[] IntervalEvents { get; }

    public int[] IntervalCensored { get; }

    /// <summary>Events that the curve would ask for in each interval if the numbers at risk set no limit.</summary>
    public int[] Asked { get; }

    /// <summary>Still under observation at the last click.</summary>
    public int Left => _n;

    /// <summary>What a trial of an interval leads to: how many are left, where the curve is, how far it was from the clicks.</summary>
    private readonly record struct Trial(int Events, int N, double Rebuilt, double Squares);

    public void Solve(int? totalEvents)
    {
        int last = _printedTime.Length - 1;
        for (int j = 0; j < last; j++)
        {
            int next = _printedN[j + 1];
            double from = At(_printedTime[j]), to = At(_printedTime[j + 1]), guess = Math.Max(0, Math.Round(_n * to / from - next));
            int room = _isCounts ? Math.Max(0, _n - next) : _n;
            Take(j, Best(j, room, double.IsFinite(guess) ? guess : 0, t => Math.Abs(t.N - next)));
        }
        int before = IntervalEvents.Sum();
        int? left = totalEvents is { } all ? Math.Max(0, all - before) : null;
        double rate = last > 0 ? IntervalCensored.Sum() / _printedTime[last] : 0,
            c0 = Math.Min(_n, Math.Round(rate * (_time[^1] - _printedTime[last])));
        if (left is null) Take(last, (int)c0);
        else if (last == 0 || left > 0) Take(last, Best(last, _n, c0, t => Math.Abs(t.Events - left.Value)));
    }

    private double At(double time) => _survival[Array.IndexOf(_time, time)];

    // fewest patients missed, then least squared distance from the clicks, then nearest to the guess, then fewest censored
    private int Best(int interval, int most, double guess, Func<Trial, int> missed)
    {
        var tried = new Trial[most + 1];
        for (int c = 0; c <= most; c++) tried[c] = Walk(interval, c, Room(interval, c), null, null);
        int fewest = tried.Min(missed);
        int[] left = [.. Enumerable.Range(0, most + 1).Where(c => missed(tried[c]) == fewest)];
        if (_isCounts)
        {
            double least = left.Min(c => tried[c].Squares);
            left = [.. left.Where(c => tried[c].Squares <= least + SameSquares)];
        }
        return left.MinBy(c => Math.Abs(c - guess));
    }

    // a printed number is a count and a click a reading: the count wins
    private int Room(int interval, int censored) =>
        _isCounts && interval + 1 < _printedN.Length ? Math.Max(0, _n - _printedN[interval + 1] - censored) : int.MaxValue;

    private Trial Walk(int interval, int censored, int room, int[]? events, List<double>? leaving)
    {
        int first = _first[interval], last = _last[interval], n = _n, total = 0, m = 0;
        double rebuilt = _rebuilt, squares = 0, from = _printedTime[interval];
        double to = interval + 1 < _printedTime.Length ? _printedTime[interval + 1] : _time[^1];
        if (last < first) return new Trial(0, n, rebuilt, 0);
        double Leaves(int i) => from + (i + 1) * (to - from) / (censored + 1);
        for (; m < censored && Leaves(m) < _time[first]; m++) leaving?.Add(Leaves(m));
        n -= m;
        for (int k = first; k <= last; k++)
        {
            int d = 0;
            if (k > 0 && n > 0 && rebuilt > 0)
            {
                d = (int)Math.Min(Math.Min(n, room), Math.Max(0, Math.Round(n * (1 - _survival[k] / rebuilt))));
                if (room != int.MaxValue) room -= d;
                rebuilt *= 1 - (double)d / n;
            }
            total += d;
            if (events is not null) events[k] = d;
            int free = n - d, gone = 0;
            for (; m < censored && (k == last || Leaves(m) < _time[k + 1]); m++)
                if (gone < free)
                {
                    leaving?.Add(Leaves(m));
                    gone++;
                }
            n -= d + gone;
            squares += (rebuilt - _survival[k]) * (rebuilt - _survival[k]);
        }
        return new Trial(total, n, rebuilt, squares);
    }

    private void Take(int interval, int censored)
    {
        Asked[interval] = Walk(interval, censored, int.MaxValue, null, null).Events;
        int before = Censored.Count;
        Trial trial = Walk(interval, censored, Room(interval, censored), Events, Censored);
        (IntervalEvents[interval], IntervalCensored[interval]) = (trial.Events, Censored.Count - before);
        (_n, _rebuilt) = (trial.N, trial.Rebuilt);
    }
}
