using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Import.Published;

namespace NotebookKit.Import;

/// <summary>A Kaplan-Meier figure of a paper as a digitiser gives it: clicks (time, survival) of each arm.</summary>
/// <remarks>
/// Individual times follow from the clicks and the printed numbers at risk by the algorithm of Guyot et al. (2012),
/// doi:10.1186/1471-2288-12-9, changed where a printed number is a count and a click a reading: the count wins. R: IPDfromKM solves the
/// same task with another rule for the censored.
/// </remarks>
public sealed class PublishedCurve
{
    private readonly ImmutableArray<(string Arm, double[] Time, double[] Survival)> _arms;

    private PublishedCurve(ImmutableArray<(string Arm, double[] Time, double[] Survival)> arms, string unit) =>
        (_arms, Unit) = (arms, unit);

    /// <summary>Unit of the times, such as <c>months</c>.</summary>
    public string Unit { get; }

    /// <summary>Names of the arms in the order of the file.</summary>
    public ImmutableArray<string> Arms => [.. _arms.Select(a => a.Arm)];

    /// <summary>Reads the clicks from a file of any kind that <see cref="DataFile"/> reads.</summary>
    /// <param name="path">File with the columns arm (may be absent), time and survival: one row per click.</param>
    /// <param name="unit">Unit of the times, for print.</param>
    /// <exception cref="ArgumentException">A column is missing or no number; the message names those that are there.</exception>
    /// <example><c>PublishedCurve.Read("figure2.csv", unit: "months").Reconstruct(atRisk, totals)</c></example>
    public static PublishedCurve Read(string path, string unit = "months") => Of(DataFile.Read(path).Frame, unit);

    /// <summary>Takes the clicks from a data frame.</summary>
    /// <param name="clicks">
    /// Columns arm (or group, curve; may be absent), time (or t, x) and survival (or s, y), in any case of letters; percent or proportion.
    /// </param>
    /// <param name="unit">Unit of the times, for print.</param>
    /// <exception cref="ArgumentException">A column is missing or no number.</exception>
    public static PublishedCurve Of(DataFrame clicks, string unit = "months")
    {
        ArgumentNullException.ThrowIfNull(clicks);
        var reader = new ColumnReader(clicks);
        string time = Column(clicks, "the time of a click", "time", "t", "x"),
            survival = Column(clicks, "the survival at a click", "survival", "s", "y");
        double[] times = reader.NumbersOrNaN(time), values = reader.NumbersOrNaN(survival);
        string?[] arm = Optional(clicks, "arm", "group", "curve") is { } name ? reader.Texts(name) : new string?[times.Length];
        return new PublishedCurve([.. Enumerable.Range(0, times.Length).GroupBy(i => arm[i] ?? "").Select(g =>
            (g.Key, g.Select(i => times[i]).ToArray(), g.Select(i => values[i]).ToArray()))], unit);
    }

    /// <summary>Takes the clicks of one arm.</summary>
    /// <param name="time">Time of each click.</param>
    /// <param name="survival">Survival at each click, percent or proportion.</param>
    /// <param name="unit">Unit of the times, for print.</param>
    /// <exception cref="ArgumentException">The arrays differ in length.</exception>
    public static PublishedCurve Of(IReadOnlyList<double> time, IReadOnlyList<double> survival, string unit = "months")
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(survival);
        if (time.Count != survival.Count)
            throw new ArgumentException($"Found {time.Count} times and {survival.Count} survival values; expected one of each per click.");
        return new PublishedCurve([("", [.. time], [.. survival])], unit);
    }

    /// <summary>Rebuilds individual times of every arm from its clicks and what the paper prints.</summary>
    /// <param name="atRisk">
    /// The printed numbers at risk: columns arm (where there are several), time and n (or n_risk, at_risk). Null where the paper prints
    /// none.
    /// </param>
    /// <param name="totals">
    /// Patients and events of each arm: columns arm (where there are several), n and events (or total_events); a blank is not known. May be
    /// left out where numbers at risk are given.
    /// </param>
    /// <param name="options">Scale and method; null for the defaults.</param>
    /// <returns>A frame with one row per patient, with the quality of the reconstruction and what had to be assumed.</returns>
    /// <exception cref="ArgumentException">
    /// The input cannot belong to one Kaplan-Meier curve: rising numbers at risk, other units, more events than patients, mixed scales, a
    /// rising curve. The message says what was found and what to do.
    /// </exception>
    /// <example>
    /// <code>
    /// var clicks = PublishedCurve.Read("figure2.csv", unit: "months");
    /// var rebuilt = clicks.Reconstruct(DataFile.Read("at_risk.csv").Frame, DataFile.Read("totals.csv").Frame);
    /// rebuilt.Frame.KaplanMeier("time", "event", by: "arm", unit: "rebuilt patients")
    /// </code>
    /// </example>
    public RebuiltCurves Reconstruct(DataFrame? atRisk = null, DataFrame? totals = null, ReconstructionOptions? options = null)
    {
        ArmTables tables = ArmTables.Read(atRisk, totals, Arms);
        return RebuiltCurves.Of(_arms, tables, options ?? new ReconstructionOptions(), Unit);
    }

    /// <summary>Rebuilds the individual times of the only arm.</summary>
    /// <param name="atRisk">Printed times and numbers at risk; the first time is 0. Empty where the paper prints none.</param>
    /// <param name="patients">Number of patients; may be left out where numbers at risk are given.</param>
    /// <param name="totalEvents">Printed number of events; null where the paper prints none.</param>
    /// <param name="options">Scale and method; null for the defaults.</param>
    /// <returns>A frame with one row per patient, with the quality of the reconstruction and what had to be assumed.</returns>
    /// <exception cref="ArgumentException">There are several arms, or the input cannot belong to one Kaplan-Meier curve.</exception>
    public RebuiltCurves Reconstruct(
        IReadOnlyList<(double Time, int N)> atRisk, int? patients = null, int? totalEvents = null, ReconstructionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(atRisk);
        if (_arms.Length != 1)
            throw new ArgumentException(
                $"The figure has {_arms.Length} arms ({string.Join(", ", Arms)}); give the numbers at risk as a frame with the "
                    + "column arm.");
        return RebuiltCurves.Of(_arms, ArmTables.OfOne(_arms[0].Arm, atRisk, patients, totalEvents),
            options ?? new ReconstructionOptions(), Unit);
    }

    internal static string? Optional(DataFrame frame, params string[] names) =>
        names.Select(n => frame.Columns.FirstOrDefault(c => c.Name.Trim().Equals(n, StringComparison.OrdinalIgnoreCase))?.Name)
            .FirstOrDefault(n => n is not null);

    internal static string Column(DataFrame frame, string what, params string[] names) => Optional(frame, names)
        ?? throw new ArgumentException(
            $"There is no column with {what}: expected {string.Join(" or ", names)}; found "
                + $"{string.Join(", ", frame.Columns.Select(c => c.Name))}.");
}
