using System.Collections.Immutable;

namespace NotebookKit.Survival.MultiState;

/// <summary>Rows of state histories as arrays.</summary>
internal sealed record MultiStateData
{
    public required double[] Entry { get; init; }
    public required double[] Exit { get; init; }

    /// <summary>State in which each row is spent.</summary>
    public required int[] From { get; init; }

    /// <summary>State entered at the exit; −1 for none.</summary>
    public required int[] To { get; init; }

    public required ImmutableArray<string> States { get; init; }

    /// <summary>Who is independent of whom, by row: 0, 1, …; subjects or the clusters they belong to.</summary>
    public required int[] Units { get; init; }

    public required int UnitCount { get; init; }

    /// <summary>Case weights; empty for 1.</summary>
    public double[] Weights { get; init; } = [];

    /// <summary>Group of each row; empty for one.</summary>
    public int[] Groups { get; init; } = [];

    public ImmutableArray<string> GroupNames { get; init; } = ["All"];

    public double WeightOf(int row) => Weights.Length > 0 ? Weights[row] : 1;
}

/// <summary>State probabilities of one group at its distinct times.</summary>
internal sealed record StateCurves
{
    public required double Start { get; init; }
    public required double[] Time { get; init; }

    /// <summary>By state: probability before the first time.</summary>
    public required double[] Initial { get; init; }

    /// <summary>By state, then time.</summary>
    public required double[][] Probability { get; init; }

    public required double[][] StdErr { get; init; }
    public required double[][] AtRisk { get; init; }

    /// <summary>Weight of the moves: from, then to.</summary>
    public required double[][] Moves { get; init; }

    /// <summary>By state: expected time in it up to τ; and the influence of every unit.</summary>
    public required double[] TimeIn { get; init; }

    public required double[][] TimeInfluence { get; init; }

    /// <summary>Whether all who are left are in states that nobody leaves, so that probabilities stay what they are.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Whether the probabilities at the start, of subjects who entered at different times, are taken as known.</summary>
    public required bool HasKnownStart { get; init; }

    public required int N { get; init; }
}

/// <summary>
/// The product p(t) = p(0) Π (I + dA) of Aalen and Johansen (1978), dA_jk = d_jk/n_j, with the infinitesimal jackknife: the influence of a
/// unit follows U(t) = U(t−)(I + dA) + p(t−) dA', where dA' is what the unit adds to dA.
/// </summary>
internal static class AalenJohansen
{
    public static StateCurves Estimate(MultiStateData data, int group, double tau = double.NaN)
    {
        int states = data.States.Length;
        int[] rows = [.. Enumerable.Range(0, data.Exit.Length).Where(i => data.Groups.Length == 0 || data.Groups[i] == group)];
        int[] byExit = [.. rows.OrderBy(i => data.Exit[i])], byEntry = [.. rows.OrderBy(i => data.Entry[i])];
        double[] times = [.. byExit.Select(i => data.Exit[i]).Distinct()];
        double start = data.Entry[byEntry[0]];
        int[] first = UnderObservationAtFirstMove(data, byExit);
        bool together = first.All(i => data.Entry[i] == data.Entry[first[0]]);
        var walk = new StateWalk(data, states, first, together);
        double[] initial = (double[])walk.Probability.Clone();
        double[][] New() => [.. Enumerable.Range(0, states).Select(_ => new double[times.Length])];
        double[][] probability = New(), error = New(), atRisk = New();
        int next = 0, left = 0;
        double before = start;
        for (int t = 0; t < times.Length; t++)
        {
            while (next < byEntry.Length && data.Entry[byEntry[next]] < times[t]) walk.Enter(byEntry[next++]);
            walk.Pass(Math.Min(times[t], tau) - Math.Min(before, tau));
            before = times[t];
            int last = left;
            while (last < byExit.Length && data.Exit[byExit[last]] == times[t]) last++;
            for (int s = 0; s < states; s++) atRisk[s][t] = walk.AtRisk[s];
            walk.Step(byExit.AsSpan(left, last - left));
            for (; left < last; left++) walk.Leave(byExit[left]);
            for (int s = 0; s < states; s++) (probability[s][t], error[s][t]) = (walk.Probability[s], walk.StandardError(s));
        }
        walk.Pass(tau - Math.Min(before, tau));
        bool[] isLeft = [.. Enumerable.Range(0, states).Select(s => rows.Any(i => data.From[i] == s))];
        return new StateCurves
        {
            Start = start, Time = times, Initial = initial, Probability = probability, StdErr = error, AtRisk = atRisk, Moves = walk.Moves,
            TimeIn = walk.TimeIn, TimeInfluence = walk.TimeInfluence,
            HasKnownStart = !together && initial.Count(p => p > 0) > 1,
            IsComplete = Enumerable.Range(0, states).Where(s => isLeft[s]).Sum(s => walk.Probability[s]) < 1e-12, N = rows.Length,
        };
    }

    /// <summary>
    /// The rows under observation just before the first move, whose states are those of the start, as in R; without a move at the first
    /// exit.
    /// </summary>
    private static int[] UnderObservationAtFirstMove(MultiStateData data, int[] byExit)
    {
        int move = Array.FindIndex(byExit, i => data.To[i] >= 0 && data.To[i] != data.From[i]);
        double time = data.Exit[byExit[Math.Max(0, move)]];
        return [.. byExit.Where(i => data.Entry[i] < time && data.Exit[i] >= time)];
    }
}

/// <summary>Where a group stands as time goes on.</summary>
internal sealed class StateWalk
{
    private readonly MultiStateData _data;
    private readonly int _states;
    private readonly List<int> _active = [];
    private readonly int[] _place;
    private readonly double[][] _influence; // by unit, then state, weights included

    public StateWalk(MultiStateData data, int states, int[] atStart, bool together)
    {
        (_data, _states) = (data, states);
        _place = new int[data.Exit.Length];
        Probability = new double[states];
        AtRisk = new double[states];
        TimeIn = new double[states];
        Moves = [.. Enumerable.Range(0, states).Select(_ => new double[states])];
        _influence = [.. Enumerable.Range(0, data.UnitCount).Select(_ => new double[states])];
        TimeInfluence = [.. Enumerable.Range(0, states).Select(_ => new double[data.UnitCount])];
        double all = atStart.Sum(data.WeightOf);
        foreach (int row in atStart) Probability[data.From[row]] += data.WeightOf(row) / all;
        foreach (int row in together ? atStart : [])
            for (int s = 0; s < states; s++)
                _influence[data.Units[row]][s] += data.WeightOf(row) * ((data.From[row] == s ? 1 : 0) - Probability[s]) / all;
    }

    public double[] Probability { get; }
    public double[] AtRisk { get; }
    public double[][] Moves { get; }
    public double[] TimeIn { get; }
    public double[][] TimeInfluence { get; }

    public double StandardError(int state) => Math.Sqrt(_influence.Sum(u => u[state] * u[state]));

    public void Enter(int row)
    {
        _place[row] = _active.Count;
        _active.Add(row);
        AtRisk[_data.From[row]] += _data.WeightOf(row);
    }

    public void Leave(int row)
    {
        (_active[_place[row]], _place[_active[^1]]) = (_active[^1], _place[row]);
        _active.RemoveAt(_active.Count - 1);
        int state = _data.From[row];
        AtRisk[state] -= _data.WeightOf(row);
        if (AtRisk[state] < 1e-9 && !_active.Exists(i => _data.From[i] == state)) AtRisk[state] = 0; // rounding of weights alone is left
    }

    /// <summary>Time goes by without anything happening.</summary>
    public void Pass(double width)
    {
        if (!(width > 0)) return;
        for (int s = 0; s < _states; s++)
        {
            TimeIn[s] += width * Probability[s];
            for (int u = 0; u < _influence.Length; u++) TimeInfluence[s][u] += width * _influence[u][s];
        }
    }

    /// <summary>The rows that end at one time.</summary>
    public void Step(ReadOnlySpan<int> ending)
    {
        double[][] hazard = [.. Enumerable.Range(0, _states).Select(_ => new double[_states])];
        bool any = false;
        foreach (int row in ending)
        {
            (int from, int to) = (_data.From[row], _data.To[row]);
            if (to < 0 || to == from) continue;
            any = true;
            double w = _data.WeightOf(row);
            Moves[from][to] += w;
            hazard[from][to] += w / AtRisk[from];
        }
        if (!any) return;
        for (int j = 0; j < _states; j++) hazard[j][j] = -hazard[j].Sum();
        foreach (double[] u in _influence) Apply(u, hazard);
        foreach (int row in _active)
        {
            int j = _data.From[row];
            if (hazard[j][j] == 0) continue;
            double share = _data.WeightOf(row) * Probability[j] / AtRisk[j];
            double[] u = _influence[_data.Units[row]];
            for (int k = 0; k < _states; k++) u[k] -= share * hazard[j][k];
        }
        foreach (int row in ending)
        {
            (int from, int to) = (_data.From[row], _data.To[row]);
            if (to < 0 || to == from) continue;
            double share = _data.WeightOf(row) * Probability[from] / AtRisk[from];
            _influence[_data.Units[row]][to] += share;
            _influence[_data.Units[row]][from] -= share;
        }
        Apply(Probability, hazard);
    }

    /// <summary>x ← x (I + dA).</summary>
    private void Apply(double[] x, double[][] hazard)
    {
        double[] change = new double[_states];
        for (int j = 0; j < _states; j++)
            if (x[j] != 0)
                for (int k = 0; k < _states; k++) change[k] += x[j] * hazard[j][k];
        for (int k = 0; k < _states; k++) x[k] += change[k];
    }
}
