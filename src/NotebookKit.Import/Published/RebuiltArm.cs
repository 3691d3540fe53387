using System.Collections.Immutable;

namespace NotebookKit.Import.Published;

/// <summary>Individual times of one arm, and how near they come to the figure.</summary>
public sealed record RebuiltArm
{
    /// <summary>Name of the arm; empty where the figure has one curve.</summary>
    public required string Arm { get; init; }

    /// <summary>Time of each patient, ascending; events before censored ones at equal times.</summary>
    public required ImmutableArray<double> Time { get; init; }

    /// <summary>Whether the patient had the event at that time.</summary>
    public required ImmutableArray<bool> IsEvent { get; init; }

    /// <summary>Printed and rebuilt numbers at risk with the events and the censored up to the next printed time.</summary>
    public required ImmutableArray<RebuiltInterval> Intervals { get; init; }

    /// <summary>Number of patients, always the printed one.</summary>
    public int N => Time.Length;

    /// <summary>Rebuilt number of events.</summary>
    public int Events => IsEvent.Count(e => e);

    /// <summary>Printed number of events; null where none was given.</summary>
    public required int? PrintedEvents { get; init; }

    /// <summary>Censored at the last click.</summary>
    public required int EndCensored { get; init; }

    /// <summary>Whether survival was read as percent.</summary>
    public required bool IsPercent { get; init; }

    /// <summary>Largest change that made the clicks fall.</summary>
    public required double MonotoneCorrection { get; init; }

    /// <summary>Root of the mean squared distance between the clicks and the curve of the rebuilt data.</summary>
    public required double Rmse { get; init; }

    /// <summary>Mean distance.</summary>
    public required double MeanDistance { get; init; }

    /// <summary>Median distance.</summary>
    public required double MedianDistance { get; init; }

    /// <summary>Largest distance.</summary>
    public required double LargestDistance { get; init; }

    /// <summary>Largest difference between a printed and the rebuilt number at risk.</summary>
    public int LargestRiskDifference => Intervals.Max(i => Math.Abs(i.Printed - i.Rebuilt));

    /// <summary>What was assumed or does not fit, in words.</summary>
    public required ImmutableArray<string> Notes { get; init; }
}

/// <summary>One printed number at risk and what follows it.</summary>
/// <param name="Time">Printed time.</param>
/// <param name="Printed">Printed number at risk.</param>
/// <param name="Rebuilt">Rebuilt patients with a time at or after it.</param>
/// <param name="Events">Events up to the next printed time.</param>
/// <param name="Censored">Censored within the interval; those at the last click are not among them.</param>
public sealed record RebuiltInterval(double Time, int Printed, int Rebuilt, int Events, int Censored);
