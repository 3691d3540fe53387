using System.Collections.Immutable;
using NotebookKit.AnalysisSets;
using NotebookKit.Rendering;
using NotebookKit.Statistics;
using NotebookKit.Statistics.Proportions;

namespace NotebookKit.AdverseEvents.Counting;

/// <summary>Deaths within some days of the last procedure, with both denominators: all, and those whose fate by then is known.</summary>
/// <remarks>A death counts once: for the patient, and for the patient's last procedure before it.</remarks>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record EarlyMortality : ITableResult
{
    /// <summary>What is counted.</summary>
    public required CountingUnit Per { get; init; }

    /// <summary>Last day after the procedure on which a death counts.</summary>
    public required int Days { get; init; }

    /// <summary>Groups, left to right.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Deaths and denominators of each group.</summary>
    internal ImmutableArray<EarlyDeaths> ByGroup { get; init; } = [];

    /// <summary>Confidence level of the intervals.</summary>
    public required double ConfidenceLevel { get; init; }

    internal SetLabels Words { get; init; } = SetLabels.None;

    /// <inheritdoc/>
    public SummaryTable ToTable()
    {
        string unit = Per == CountingUnit.Patient ? "patients" : "procedures", level = NumberFormat.Level(ConfidenceLevel);
        TableCell Cell(int deaths, int of)
        {
            IntervalEstimate p = ProportionInterval.Of(deaths, of, confidenceLevel: ConfidenceLevel);
            return new TableCell(of == 0
                ? NumberFormat.NotEstimable
                : $"{deaths}/{of} ({NumberFormat.Percent(p.Value)}; {NumberFormat.PercentInterval(p.Lower, p.Upper)})")
            {
                Count = deaths, Denominator = of, Unit = unit, Statistic = "n/N (%)", Value = p.Value,
                Values = [new("proportion", p.Value), new("lower", p.Lower), new("upper", p.Upper)],
            };
        }

        return new SummaryTable
        {
            Title = $"{Days}-day mortality",
            Columns = [new("", TableAlignment.Left),
                .. Groups.Select((g, i) => new TableColumn($"{g}\nN = {ByGroup[i].N} {unit}") { Name = g })],
            Rows =
            [
                new([$"Deaths, of all, n/N (%; {level} CI)", .. ByGroup.Select(d => Cell(d.Deaths, d.N))]) { Variable = "of all" },
                new([$"Deaths, of those with known fate, n/N (%; {level} CI)",
                    .. ByGroup.Select(d => Cell(d.Deaths, d.N - d.NotEvaluable))]) { Variable = "of evaluable" },
                new([$"Lost before day {Days}", .. ByGroup.Select(d => new TableCell(NumberFormat.Fixed(d.NotEvaluable, 0))
                {
                    Count = d.NotEvaluable, Unit = unit, Value = d.NotEvaluable, Statistic = "n",
                })]) { Variable = "lost" },
            ],
            Footnotes = Words.Notes(
                [$"Death on day 0 to {Days} after the last procedure; each death counts once. Intervals: Clopper-Pearson."]),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    internal static EarlyMortality Of(SafetyAssessment safety, CountingUnit per, int days, double confidenceLevel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        safety.RequireAllProcedures("Early mortality counts from the last procedure");
        SafetySet set = safety.Set;
        (_, ImmutableArray<int> groupOfUnit, _) = safety.Units(per);
        int[] n = new int[safety.Groups.Length], deaths = new int[n.Length], lost = new int[n.Length];
        for (int p = 0; p < set.PatientIds.Length; p++)
        {
            ImmutableArray<int> own = set.ProceduresOfPatient[p];
            for (int k = 0; k < own.Length; k++)
            {
                bool last = k == own.Length - 1;
                if (per == CountingUnit.Patient && !last) continue;
                int g = groupOfUnit[per == CountingUnit.Patient ? p : own[k]];
                if (g < 0) continue;
                n[g]++;
                DateTime? start = set.ProcedureDates[own[k]];
                bool died = last && set.Deaths[p] is DateTime death && (death - start)?.Days is int d && d >= 0 && d <= days;
                if (died) deaths[g]++;
                // a later procedure shows that the patient lived
                else if (last && !((TimeAtRisk.End(set, p) - start)?.Days >= days)) lost[g]++;
            }
        }
        return new EarlyMortality
        {
            Per = per, Days = days, Groups = safety.Groups, ConfidenceLevel = confidenceLevel, Words = safety.Words,
            ByGroup = [.. n.Select((count, g) => new EarlyDeaths(count, deaths[g], lost[g]))],
        };
    }
}

/// <summary>Early deaths of one group.</summary>
/// <param name="N">Units of the group.</param>
/// <param name="Deaths">Units whose patient died in time.</param>
/// <param name="NotEvaluable">Units whose patient was lost before the last day without a known death.</param>
internal sealed record EarlyDeaths(int N, int Deaths, int NotEvaluable);
