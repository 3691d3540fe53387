using NotebookKit.Cohorts;
using NotebookKit.Statistics.Permutation;
using NotebookKit.Survival.Counting;

namespace NotebookKit.Survival.Comparisons;

/// <summary>The log-rank χ² as a function of the group of each unit; times and events stay as they are.</summary>
internal sealed partial class PermutationStatistic
{
    /// <summary>At one time of exit, latest first: who enters the risk set, who has left it again, and what the event weighs.</summary>
    private readonly record struct Step(int ExitEnd, int EntryEnd, double Events, double AtRisk, double Weight);

    private const double Reset = -1;

    private readonly Step[] _steps;
    private readonly int[] _exits;
    private readonly byte[] _isEvent;
    private readonly int[] _entries;
    private readonly int _groups;
    private readonly double[] _atRisk;
    private readonly double[] _events;
    private readonly double[] _score;
    private readonly double[] _covariance;
    private readonly double[] _residual;

    /// <summary>Lays the rows of a cohort out by time.</summary>
    /// <param name="table">Counts built with rows.</param>
    /// <param name="unitOfRow">Unit of each row of the cohort.</param>
    /// <param name="options">Weight of the event times.</param>
    public PermutationStatistic(EventTable table, int[] unitOfRow, LogRankOptions options)
    {
        _groups = table.Cohort.Groups.Length;
        _residual = new double[unitOfRow.Max() + 1];
        (_atRisk, _events) = (new double[_groups], new double[_groups]);
        (_score, _covariance) = (new double[_groups - 1], new double[(_groups - 1) * (_groups - 1)]);
        var stepList = new List<Step>();
        var exitList = new List<int>();
        var eventList = new List<byte>();
        var entryList = new List<int>();
        foreach (var stratum in table.Tables.GroupBy(t => t.Stratum))
            AddStratum([.. stratum], table.Cohort, unitOfRow, options, stepList, exitList, eventList, entryList);
        (_steps, _exits, _isEvent, _entries) = ([.. stepList], [.. exitList], [.. eventList], [.. entryList]);
    }

    private static void AddStratum(
        RiskTable[] tables, SurvivalCohort cohort, int[] unitOfRow, LogRankOptions options, List<Step> steps, List<int> exits,
        List<byte> isEvent,
        List<int> entries)
    {
        var rows = tables.SelectMany(t => t.Rows!.Select((row, k) => (Row: row, Time: t.Time[t.Exit![k]], Entry: t.EntryTime?[k])))
            .OrderByDescending(r => r.Time).ThenBy(r => r.Row).ToArray();
        var byEntry = rows.Where(r => r.Entry is not null).OrderByDescending(r => r.Entry).ThenBy(r => r.Row).ToArray();
        var weights = new Dictionary<double, (double D, double N, double W)>();
        var walk = new RiskSetWalk(tables);
        var weight = new EventTimeWeight(options);
        while (walk.MoveNext())
        {
            double d = walk.Events.Sum(), n = walk.AtRisk.Sum();
            if (d > 0) weights[walk.Time] = (d, n, weight.Next(n, d));
        }
        int gone = 0;
        for (int i = 0; i < rows.Length;)
        {
            double time = rows[i].Time;
            for (; i < rows.Length && rows[i].Time == time; i++)
            {
                exits.Add(unitOfRow[rows[i].Row]);
                isEvent.Add(cohort.Status[rows[i].Row]);
            }
            for (; gone < byEntry.Length && byEntry[gone].Entry >= time; gone++) entries.Add(unitOfRow[byEntry[gone].Row]);
            bool last = i == rows.Length;
            var (d, n, w) = weights.GetValueOrDefault(time);
            steps.Add(new Step(exits.Count, entries.Count, d, n, w));
            if (!last) continue;
            // The next stratum starts with an empty risk set.
            steps.Add(new Step(exits.Count, entries.Count, 0, Reset, 0));
        }
    }

    /// <summary>χ² when unit <c>u</c> belongs to group <paramref name="groupOfUnit"/>[u]; 0 where the variance vanishes.</summary>
    public double Of(ReadOnlySpan<int> groupOfUnit) => _groups == 2 ? TwoGroups(groupOfUnit) : ManyGroups(groupOfUnit);

    private double TwoGroups(ReadOnlySpan<int> groupOfUnit) => Ordinary(groupOfUnit) is var (u, v) && v > 0 ? u * u / v : 0;

    /// <summary>Observed less expected events of the second group, and their hypergeometric variance.</summary>
    public (double U, double Variance) Ordinary(ReadOnlySpan<int> groupOfUnit)
    {
        double u = 0, v = 0, atRiskHere = 0, size = 0;
        int exit = 0, entry = 0;
        foreach (ref readonly Step step in _steps.AsSpan())
        {
            int eventsHere = 0;
            for (; exit < step.ExitEnd; exit++)
            {
                int group = groupOfUnit[_exits[exit]];
                atRiskHere += group;
                eventsHere += group & _isEvent[exit];
            }
            for (; entry < step.EntryEnd; entry++) atRiskHere -= groupOfUnit[_entries[entry]];
            if (step.AtRisk == Reset) atRiskHere = 0;
            if (step.Events == 0) continue;
            double n = step.AtRisk, d = step.Events, w = step.Weight, p = atRiskHere / n;
            u += w * (eventsHere - d * p);
            size += w * d;
            if (n > 1) v += w * w * d * (n - d) / (n - 1) * p * (1 - p);
        }
        return (QuadraticRatio.Settled(u, size), v);
    }

    private double ManyGroups(ReadOnlySpan<int> groupOfUnit)
    {
        int free = _groups - 1, exit = 0, entry = 0;
        double size = 0;
        Array.Clear(_atRisk);
        Array.Clear(_score);
        Array.Clear(_covariance);
        foreach (ref readonly Step step in _steps.AsSpan())
        {
            Array.Clear(_events);
            for (; exit < step.ExitEnd; exit++)
            {
                int group = groupOfUnit[_exits[exit]];
                _atRisk[group]++;
                _events[group] += _isEvent[exit];
            }
            for (; entry < step.EntryEnd; entry++) _atRisk[groupOfUnit[_entries[entry]]]--;
            if (step.AtRisk == Reset) Array.Clear(_atRisk);
            if (step.Events == 0) continue;
            double n = step.AtRisk, d = step.Events, w = step.Weight;
            double scale = n > 1 ? w * w * d * (n - d) / ((n - 1) * n * n) : 0;
            size += w * d;
            for (int g = 0; g < free; g++)
            {
                double mine = _atRisk[g + 1];
                _score[g] += w * (_events[g + 1] - d * mine / n);
                _covariance[g * free + g] += scale * mine * n;
                for (int h = 0; h < free; h++) _covariance[g * free + h] -= scale * mine * _atRisk[h + 1];
            }
        }
        for (int g = 0; g < free; g++) _score[g] = QuadraticRatio.Settled(_score[g], size);
        return QuadraticForm.Generalized(_score, _covariance);
    }
}
