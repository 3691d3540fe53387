using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AnalysisSets;

namespace NotebookKit;

/// <summary>Declares the analysis set of a frame.</summary>
public static class DataFrameAnalysisSetExtensions
{
    /// <summary>
    /// Declares once what a row is, by which key it is known, to which patient it belongs and which groups are compared; then ask many
    /// times.
    /// </summary>
    /// <param name="frame">One row per unit of analysis; not changed.</param>
    /// <param name="unit">What a row is, in the plural, such as <c>procedures</c> or <c>patients</c>; printed with every number.</param>
    /// <param name="key">Column that names each row; must be present and unique.</param>
    /// <param name="patient">
    /// Column of the patient; null where rows are independent. Where patients repeat, statistics take them as clusters by themselves; see
    /// <see cref="AnalysisSets.AnalysisSet.Independent"/>.
    /// </param>
    /// <param name="by">Column of the groups that are compared; null for one group.</param>
    /// <param name="groups">Order of the groups; null for sorted. A value that is not among them is an error.</param>
    /// <returns>The set; prints its units, patients, groups and range of dates.</returns>
    /// <exception cref="ArgumentException">
    /// A column is unknown, a key is missing or repeated, a patient is missing, the unit names patients although patients repeat, or a
    /// group is not among those named; the message names the rows and the remedy.
    /// </exception>
    /// <example><code>
    /// var procedures = pfs.AnalysisSet("procedures", key: "procedure_id", patient: "patient_id", by: "tumor", groups: ["NET", "NEC"]);
    /// procedures.KaplanMeier("local_months", "local_event")
    /// </code></example>
    public static AnalysisSet AnalysisSet(
        this DataFrame frame, string unit, string key, string? patient = null, string? by = null, IEnumerable<string>? groups = null) =>
        AnalysisSets.AnalysisSet.Declare(frame, unit, key, patient, by, groups?.ToImmutableArray() ?? []);
}
