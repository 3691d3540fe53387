using NotebookKit.Adjusted.Laboratory;
using NotebookKit.Adjusted.Scores;

namespace NotebookKit;

/// <summary>Scores and laboratory values of an analysis set.</summary>
public static class AnalysisSetLaboratoryExtensions
{
    /// <summary>Liver, inflammation and tumour-burden scores: every score whose columns are given.</summary>
    /// <param name="set">The analysis set.</param>
    /// <param name="columns">Which column holds which part, each laboratory value with its unit.</param>
    /// <returns>Scores with formula, source and validity; values that fit another unit are findings and enter no score.</returns>
    /// <exception cref="ArgumentException">A column or unit is unknown, or no score has all its columns.</exception>
    /// <example><code>set.LiverScores(new() { Bilirubin = ("bili", "mg/dL"), Albumin = ("alb", "g/L") })["albi_grade"]</code></example>
    public static LiverScoreTable LiverScores(this AnalysisSet set, LiverScoreColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return set.Finish(LiverScoreReader.Read(set.Frame, columns) with { Unit = set.Unit });
    }

    /// <summary>
    /// Values of a long laboratory table, one row per value, with each test in one unit: mixed units are converted, what fits no unit is a
    /// finding.
    /// </summary>
    /// <param name="set">The analysis set, one row per value, such as the rows of <c>labs.csv</c> or <see cref="LabSamples"/>.</param>
    /// <param name="tests">Tests with the unit wanted.</param>
    /// <param name="layout">Columns; null for those of the template.</param>
    /// <returns>The rows in one unit, a table of the units found, and <see cref="LabValueTable.Wide"/> for scores and grades.</returns>
    /// <exception cref="ArgumentException">A column, test or unit is unknown.</exception>
    /// <example><code>set.LabValues([new(LabQuantity.Bilirubin, "bilirubin_total", "mg/dL")]).Wide("patient_id", "day")</code></example>
    public static LabValueTable LabValues(this AnalysisSet set, IReadOnlyList<LabTest> tests, LabLayout? layout = null)
    {
        ArgumentNullException.ThrowIfNull(tests);
        return set.Finish(LabValueTable.Read(set, tests, layout ?? new()));
    }

    /// <summary>The laboratory values of a cohort with the procedure each belongs to and the day from it.</summary>
    /// <param name="cohort">The cohort, with <c>labs.csv</c>.</param>
    /// <param name="baselineDays">How many days before a procedure a value may be its baseline. The default value is 30.</param>
    /// <returns>
    /// One row per procedure and value: <c>sample</c> (the key), <c>procedure_id</c>, <c>day</c> and the columns of <c>labs.csv</c>. A
    /// value after a procedure belongs to it until the next one; between two procedures it may also be the baseline of the second, and then
    /// stands twice.
    /// </returns>
    /// <exception cref="ArgumentException">The cohort has no laboratory values, or none near a procedure.</exception>
    /// <example><code>cohort.LabSamples().AnalysisSet("values", key: "sample", patient: "patient_id")</code></example>
    public static DataFrame LabSamples(this Cohort cohort, int baselineDays = 30)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Adjusted.Laboratory.LabSamples.Of(cohort.Labs ?? throw new ArgumentException("The cohort has no labs.csv."),
            cohort.Procedures, baselineDays);
    }

    /// <summary>
    /// Laboratory toxicity: CTCAE grades of values over time, worst grade per procedure (or patient) and shift from baseline.
    /// </summary>
    /// <param name="set">The analysis set, one row per blood sample.</param>
    /// <param name="measures">Laboratory columns with units and limits of normal.</param>
    /// <param name="options">Version of the criteria, day, procedure, window.</param>
    /// <exception cref="ArgumentException">A column, unit or limit is missing or unknown.</exception>
    public static LabGradeTable LabGrades(this AnalysisSet set, IReadOnlyList<LabMeasure> measures, LabGradeOptions options)
    {
        ArgumentNullException.ThrowIfNull(measures);
        ArgumentNullException.ThrowIfNull(options);
        return set.Finish(LabGrading.Read(set.Frame, measures, options, set.GroupCodes, Wording.Plural(options.Of, "units")));
    }

    /// <summary>Values by visit and their change from baseline: paired differences, signed-rank tests, by group.</summary>
    /// <param name="set">The analysis set, one row per visit.</param>
    /// <param name="value">Column of the value.</param>
    /// <param name="visit">Column of the visit.</param>
    /// <param name="baseline">Value of the visit that is the baseline.</param>
    /// <param name="of">Column of the procedure or patient whose visits are paired.</param>
    /// <param name="visits">Visits in order; null for sorted.</param>
    /// <exception cref="ArgumentException">A column is unknown or the baseline does not occur.</exception>
    /// <exception cref="InvalidDataException">A procedure has two values at one visit.</exception>
    /// <remarks>Equivalent R call: <c>wilcox.test(after, before, paired = TRUE)</c> per visit.</remarks>
    public static ChangeTable ChangeFromBaseline(this AnalysisSet set, string value, string visit, string baseline, string of,
        IEnumerable<string>? visits = null)
    {
        ChangeTable table = ChangeTable.Read(set.Frame, value, visit, baseline, of, set.GroupCodes, visits?.ToImmutableArray() ?? [],
            set.Words.Labels.GetValueOrDefault(value, Wording.Title(value)));
        bool several = set.Patient is not null && set.Patient != of && set.PatientCodes!.Levels.Length < new ColumnReader(set.Frame)
            .Categories(of).Levels.Length;
        return set.Finish(
            table with { Unit = Wording.Plural(of, "units"),
                Notes = several
                    ? ["Patients have several procedures, which these tests count as independent; the mixed model (set.MixedModel) allows "
                        + "for patients."]
                    : [] });
    }
}
