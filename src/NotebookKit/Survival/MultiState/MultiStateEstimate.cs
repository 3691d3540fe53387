using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.CompetingRisks;

namespace NotebookKit.Survival.MultiState;

/// <summary>
/// Probabilities of being in each state over time, by group, with standard errors by the infinitesimal jackknife over subjects or clusters.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record MultiStateEstimate : SurvivalResult
{
    internal MultiStateData Data { get; init; } = null!;

    internal ImmutableArray<StateCurves> Curves { get; init; } = [];

    /// <summary>Options used.</summary>
    public required CumulativeIncidenceOptions Options { get; init; }

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    /// <summary>Subjects whose histories the rows make.</summary>
    public required int Subjects { get; init; }

    /// <summary>Column of the exit times. The default value is empty.</summary>
    public string TimeColumn { get; init; } = "";

    /// <summary>The states in order, that of the beginning first.</summary>
    public ImmutableArray<string> States => Data.States;

    /// <summary>Weight of all moves between states.</summary>
    public double EventTotal => Curves.Sum(c => c.Moves.Sum(m => m.Sum()));

    /// <summary>Expected time in each state up to τ, by group, with differences between groups.</summary>
    /// <param name="tau">τ, in the unit of the times.</param>
    /// <exception cref="ArgumentOutOfRangeException">τ is not a positive number.</exception>
    /// <remarks>Time counts from the first entry of a group. Equivalent R call: <c>summary(survfit(Surv(entry, exit, state) ~ by, id = id),
    /// rmean = tau)</c>.</remarks>
    public RestrictedTimeEstimate RestrictedTime(double tau) => new(tau, "Time in each state", Options.ConfidenceLevel, TimesIn(tau), true)
    {
        N = N, EventTotal = EventTotal, TimeColumn = TimeColumn, Unit = Unit, Words = Words, Clusters = Clusters, ClusterUnit = ClusterUnit,
        Excluded = Excluded, Notes = Notes,
    };

    /// <summary>Probabilities of the states at chosen times with their limits; NE beyond the follow-up of a group.</summary>
    /// <param name="times">The times.</param>
    public SummaryTable AtTimes(params double[] times) => new()
    {
        Title = "Probability in state",
        Columns = [new("State", TableAlignment.Left), new("Group", TableAlignment.Left),
            .. times.Select(t => new TableColumn(FormattableString.Invariant($"At {t:0.####} ({Print.Level(Options.ConfidenceLevel)})")))],
        Rows = [.. from s in Enumerable.Range(0, States.Length) from g in Enumerable.Range(0, Curves.Length)
                   select new TableRow(
                       [States[s], Data.GroupNames[g], .. times.Select(t => At(g, s, t)).Select(
                           p => Print.PercentEstimate(p.Value, p.Lower, p.Upper))])],
        Footnotes = [.. Footnotes()],
    };

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"Probability in state at the end of follow-up{(TimeColumn.Length > 0 ? $": {Wording.Words(TimeColumn)}" : "")}",
        Columns = [new("State", TableAlignment.Left), new("Group", TableAlignment.Left), new("Moves into it"), new("Last time"),
            new("Probability"), new(Print.Level(Options.ConfidenceLevel))],
        Rows = [.. from s in Enumerable.Range(0, States.Length) from g in Enumerable.Range(0, Curves.Length) select Row(Curves[g], g, s)],
        Footnotes = [.. Footnotes()],
    };

    /// <summary>One row per group, state and time: group, state, time, at_risk, probability, se, lower, upper.</summary>
    public override DataFrame ToDataFrame()
    {
        var cells = (from g in Enumerable.Range(0, Curves.Length) from s in Enumerable.Range(0, States.Length) from t in Enumerable.Range(0,
            Curves[g].Time.Length) select (g, s, t)).ToArray();
        return new DataFrame(
            new StringDataFrameColumn("group", cells.Select(c => Data.GroupNames[c.g])),
            new StringDataFrameColumn("state", cells.Select(c => States[c.s])),
            new DoubleDataFrameColumn("time", cells.Select(c => Curves[c.g].Time[c.t])),
            new DoubleDataFrameColumn("at_risk", cells.Select(c => Curves[c.g].AtRisk[c.s][c.t])),
            new DoubleDataFrameColumn("probability", cells.Select(c => Curves[c.g].Probability[c.s][c.t])),
            new DoubleDataFrameColumn("se", cells.Select(c => Curves[c.g].StdErr[c.s][c.t])),
            new DoubleDataFrameColumn("lower", cells.Select(c => Limits(Curves[c.g], c.s, c.t).Lower)),
            new DoubleDataFrameColumn("upper", cells.Select(c => Limits(Curves[c.g], c.s, c.t).Upper)));
    }

    private TableRow Row(StateCurves curves, int group, int state)
    {
        int last = curves.Time.Length - 1;
        (double? lower, double? upper) = Limits(curves, state, last);
        return new([
            States[state], Data.GroupNames[group], Print.Count(curves.Moves.Sum(m => m[state]), "moves"), Print.Plain(curves.Time[last]),
            new(NumberFormat.Percent(curves.Probability[state][last])) { Value = curves.Probability[state][last],
                Statistic = "probability in state" }, NumberFormat.PercentInterval(lower, upper)]);
    }

    private (double? Value, double? Lower, double? Upper) At(int group, int state, double time)
    {
        StateCurves curves = Curves[group];
        if (time < curves.Start || (time > curves.Time[^1] && !curves.IsComplete)) return (null, null, null);
        int at = Array.BinarySearch(curves.Time, time);
        at = at >= 0 ? at : ~at - 1;
        if (at < 0) return (curves.Initial[state], null, null);
        (double? lower, double? upper) = Limits(curves, state, at);
        return (curves.Probability[state][at], lower, upper);
    }

    private (double? Lower, double? Upper) Limits(StateCurves curves, int state, int at)
    {
        double p = curves.Probability[state][at], se = curves.StdErr[state][at];
        if (!(p > 0) || !(se > 0)) return (null, null);
        (double low, double high) = ConfidenceLimits.Of(Options.IntervalType, p, se / p,
            ConfidenceLimits.NormalQuantile(Options.ConfidenceLevel));
        return (double.IsNaN(low) ? null : low, double.IsNaN(high) ? null : high);
    }

    private IEnumerable<StateTime> TimesIn(double tau)
    {
        StateCurves[] curves = tau > 0 ? [.. Enumerable.Range(0, Curves.Length).Select(g => AalenJohansen.Estimate(Data, g, tau))] : [];
        for (int s = 0; s < States.Length; s++)
            for (int g = 0; g < curves.Length; g++)
            {
                bool covered = tau > curves[g].Start && (tau <= curves[g].Time[^1] || curves[g].IsComplete);
                yield return StateTime.Of(Data.GroupNames[g], States[s], curves[g].N, covered ? curves[g].TimeIn[s] : null,
                    curves[g].TimeInfluence[s]);
            }
    }

    private IEnumerable<string> Footnotes()
    {
        yield return $"Aalen-Johansen; infinitesimal jackknife over "
            + $"{(Clusters is { } k ? Wording.Count(k, ClusterUnit) : Wording.Count(Subjects, "subjects"))}, "
            + $"{ConfidenceLimits.Name(Options.IntervalType)} limits; "
            + $"{Wording.Count(N, Unit)} of {Wording.Count(Subjects, "subjects")}, {Print.Sample(N, Unit, EventTotal)}.";
        string moves = string.Join("; ", from j in Enumerable.Range(0, States.Length) from m in Enumerable.Range(0, States.Length)
                                         let weight = Curves.Sum(c => c.Moves[j][m]) where weight > 0
                                         select $"{States[j]} → {States[m]} {weight.ToString("0.##", CultureInfo.InvariantCulture)}");
        yield return $"Moves: {(moves.Length > 0 ? moves : "none")}.";
        foreach (string note in Print.DataNotes(Excluded, Notes, Unit)) yield return note;
    }
}
