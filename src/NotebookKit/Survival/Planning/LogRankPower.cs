using NotebookKit.Numerics;

namespace NotebookKit.Survival.Planning;

/// <summary>Number of events, patients and power of a two-sided log-rank test of two groups.</summary>
public static class LogRankPower
{
    /// <summary>Events needed for a power; round up. Schoenfeld: (z_{1−α/2} + z_power)² / (p (1 − p) log² HR).</summary>
    /// <param name="hazardRatio">Hazard ratio to detect; positive and not 1.</param>
    /// <param name="power">Between 0 and 1, such as 0.8.</param>
    /// <param name="confidenceLevel">1 − two-sided significance level.</param>
    /// <param name="shareTreated">Share of patients in the group in the numerator of the hazard ratio.</param>
    /// <param name="freedman">Freedman's formula (1982, doi:10.1002/sim.4780010204), a little larger far from a ratio of 1; else
    /// Schoenfeld's (1981, doi:10.1093/biomet/68.1.316).</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    /// <remarks>Procedures of one patient are no independent units: count patients, or divide by the design effect.</remarks>
    public static double Events(double hazardRatio, double power = 0.8, double confidenceLevel = 0.95, double shareTreated = 0.5,
        bool freedman = false)
    {
        RequireRatio(hazardRatio);
        RequireShare(power, nameof(power));
        double z = CriticalValue(confidenceLevel) + Distributions.NormalQuantile(power);
        RequireShare(shareTreated, nameof(shareTreated));
        if (!freedman)
        {
            double log = Math.Log(hazardRatio);
            return z * z / (shareTreated * (1 - shareTreated) * log * log);
        }
        double allocation = shareTreated / (1 - shareTreated), numerator = 1 + allocation * hazardRatio;
        return z * z * numerator * numerator / (allocation * (1 - hazardRatio) * (1 - hazardRatio));
    }

    /// <summary>Power with a number of events, by Schoenfeld: Φ(√(d p (1 − p)) |log HR| − z_{1−α/2}).</summary>
    /// <param name="events">Expected number of events; positive.</param>
    /// <param name="hazardRatio">Hazard ratio to detect; positive and not 1.</param>
    /// <param name="confidenceLevel">1 − two-sided significance level.</param>
    /// <param name="shareTreated">Share of patients in the group in the numerator of the hazard ratio.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static double Power(double events, double hazardRatio, double confidenceLevel = 0.95, double shareTreated = 0.5)
    {
        RequireRatio(hazardRatio);
        RequireShare(shareTreated, nameof(shareTreated));
        if (!(events > 0)) throw new ArgumentOutOfRangeException(nameof(events), events, "Power needs a positive number of events.");
        double distance = Math.Sqrt(events * shareTreated * (1 - shareTreated)) * Math.Abs(Math.Log(hazardRatio));
        return Distributions.NormalUpper(CriticalValue(confidenceLevel) - distance);
    }

    /// <summary>Smallest hazard ratio above 1 that a number of events detects with a power, by Schoenfeld.</summary>
    /// <param name="events">Expected number of events; positive.</param>
    /// <param name="power">Between 0 and 1, such as 0.8.</param>
    /// <param name="confidenceLevel">1 − two-sided significance level.</param>
    /// <param name="shareTreated">Share of patients in one group.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static double DetectableHazardRatio(double events, double power = 0.8, double confidenceLevel = 0.95, double shareTreated = 0.5)
    {
        RequireShare(power, nameof(power));
        RequireShare(shareTreated, nameof(shareTreated));
        if (!(events > 0))
            throw new ArgumentOutOfRangeException(nameof(events), events, "A detectable hazard ratio needs a positive number of events.");
        return Math.Exp((CriticalValue(confidenceLevel) + Distributions.NormalQuantile(power))
            / Math.Sqrt(events * shareTreated * (1 - shareTreated)));
    }

    /// <summary>Patients needed for a number of events when a share of them will have the event during the study.</summary>
    /// <param name="events">Events needed.</param>
    /// <param name="eventShare">Share of patients with an event, above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static int Patients(double events, double eventShare)
    {
        if (!(events > 0)) throw new ArgumentOutOfRangeException(nameof(events), events, "Expected a positive number of events.");
        if (eventShare is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(eventShare), eventShare,
                "The share of patients with an event must be above 0 and at most 1.");
        return checked((int)Math.Ceiling(Math.Ceiling(events) / eventShare - 1e-9));
    }

    private static double CriticalValue(double confidenceLevel)
    {
        RequireShare(confidenceLevel, nameof(confidenceLevel));
        return -Distributions.NormalQuantile((1 - confidenceLevel) / 2);
    }

    private static void RequireRatio(double ratio)
    {
        if (!(ratio > 0 && double.IsFinite(ratio)) || ratio == 1)
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A hazard ratio to detect is a positive number other than 1.");
    }

    private static void RequireShare(double value, string name)
    {
        if (value is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(name, value, "Expected a number between 0 and 1.");
    }
}
