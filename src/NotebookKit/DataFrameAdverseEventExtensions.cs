using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.AdverseEvents;
using NotebookKit.AdverseEvents.Counting;
using NotebookKit.AnalysisSets;
using NotebookKit.Cohorts;
using NotebookKit.Survival.CompetingRisks;
using NotebookKit.Tables;
using NotebookKit.Tables.Safety;

namespace NotebookKit;

/// <summary>Adverse events of a cohort and their tables.</summary>
public static class DataFrameAdverseEventExtensions
{
    /// <summary>Assigns adverse events to procedures and selects those that count.</summary>
    /// <param name="adverseEvents">
    /// One row per event: patient_id and ae_term; where present also procedure_id (blank: the latest procedure on or before
    /// the onset), onset_date, end_date, soc, ctcae_version, ctcae_grade, baseline_grade, sir_severity, cirse_grade,
    /// clavien_dindo, severity (mild, moderate, severe), attribution, serious and outcome. Other names are given in
    /// <see cref="SafetyOptions.Columns"/>.
    /// </param>
    /// <param name="patients">One row per patient, with or without events: patient_id; where present death_date and last_contact_date and,
    /// of a trial without procedures, treatment_start_date, treatment_end_date and time_at_risk_days. The denominator per patient.</param>
    /// <param name="procedures">One row per procedure: procedure_id, patient_id, procedure_date. The denominator per procedure; null where
    /// there are none: days then count from treatment_start_date.</param>
    /// <param name="by">Column of the groups, of procedures or of patients; null for one group.</param>
    /// <param name="groupOrder">Order of the groups; null for sorted.</param>
    /// <param name="options">Window, attribution and merging; null for the defaults.</param>
    /// <returns>The events that count with everything the tables need; doubtful rows are in its findings, rows that do not count in its
    /// exclusions.</returns>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type, or a patient or procedure stands twice.</exception>
    public static SafetyAssessment AssessSafety(
        this DataFrame adverseEvents, DataFrame patients, DataFrame? procedures, string? by = null, IEnumerable<string>? groupOrder = null,
        SafetyOptions? options = null) =>
        SafetyReader.Read(adverseEvents, patients, procedures, by, groupOrder?.ToImmutableArray() ?? [], options);

    /// <summary>Assigns the adverse events of a cohort to its procedures and selects those that count.</summary>
    /// <param name="cohort">A loaded cohort.</param>
    /// <param name="by">Column of the groups, of procedures or of patients; null for one group.</param>
    /// <param name="groupOrder">Order of the groups; null for sorted.</param>
    /// <param name="options">Window, attribution and merging; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static SafetyAssessment AssessSafety(this Cohort cohort, string? by = null, IEnumerable<string>? groupOrder = null,
        SafetyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return cohort.AdverseEvents.AssessSafety(cohort.Patients, cohort.Procedures, by, groupOrder, options);
    }

    /// <summary>
    /// Assigns adverse events to the procedures of a set and selects those that count; groups, footnotes and abbreviations are those of the
    /// set.
    /// </summary>
    /// <param name="set">A set of procedures (with a column procedure_id), or of patients who had none (key patient_id).</param>
    /// <param name="adverseEvents">One row per event, as for a data frame; events of procedures that the set left out are left out too, and
    /// counted.</param>
    /// <param name="patients">One row per patient, for deaths and ends of follow-up; null for a set of patients.</param>
    /// <param name="options">Window, attribution and merging; null for the defaults.</param>
    /// <exception cref="ArgumentException">A column is unknown or of the wrong type, or the set is of neither procedures nor
    /// patients.</exception>
    public static SafetyAssessment AssessSafety(this AnalysisSet set, DataFrame adverseEvents, DataFrame? patients = null,
        SafetyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        bool procedures = new ColumnReader(set.Frame).Has("procedure_id");
        if (procedures && patients is null)
            throw new ArgumentException($"The {set.Unit} are procedures: pass the table of patients too, who are the other denominator.",
                nameof(patients));
        if (!procedures && set.Key != "patient_id")
            throw new ArgumentException(
                $"Adverse events belong to procedures or patients; the set of {set.Unit} has no column 'procedure_id' and its key is not "
                    + "'patient_id'.", nameof(set));
        DataFrame all = set.Path[0].Frame;
        return SafetyReader.Read(
            adverseEvents, procedures ? patients! : set.Frame, procedures ? all : null, set.By, set.Groups, options,
            procedures && set.Parent is not null ? set.Frame : null)
            with { Words = set.Words };
    }

    /// <summary>Adverse events by term, below their class if asked for.</summary>
    /// <param name="safety">The assessed events.</param>
    /// <param name="per">What is counted: patients or procedures.</param>
    /// <param name="options">What is shown and how; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no procedures, or patients belong to several groups.</exception>
    public static AdverseEventTable ByTerm(this SafetyAssessment safety, CountingUnit per, AdverseEventTableOptions? options = null) =>
        AdverseEventTableBuilder.ByTerm(safety, per, options);

    /// <summary>Any, related, severe, serious and fatal events.</summary>
    /// <inheritdoc cref="ByTerm(SafetyAssessment, CountingUnit, AdverseEventTableOptions?)"/>
    public static AdverseEventTable Overview(this SafetyAssessment safety, CountingUnit per, AdverseEventTableOptions? options = null) =>
        AdverseEventTableBuilder.Overview(safety, per, options);

    /// <summary>Events per time at risk with exact Poisson confidence intervals, any event and every term.</summary>
    /// <param name="safety">The assessed events; the patients need death_date or last_contact_date, or time_at_risk_days.</param>
    /// <param name="firstEventsOnly">Whether only the first event of each patient counts and ends the time at risk (exposure-adjusted
    /// incidence rate). The default value is false.</param>
    /// <param name="perYears">Years to which rates refer. The default value is 100.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <exception cref="ArgumentException">There are neither procedures nor starts of treatment nor times at risk.</exception>
    public static EventRateTable Rates(this SafetyAssessment safety, bool firstEventsOnly = false, double perYears = 100,
        double confidenceLevel = 0.95) =>
        EventRates.Of(safety, firstEventsOnly, perYears, confidenceLevel, TermLabels.Of);

    /// <summary>Deaths within some days of the last procedure, of all and of those whose fate by then is known.</summary>
    /// <param name="safety">The assessed events; the patients need death_date and last_contact_date.</param>
    /// <param name="per">What is counted: patients or procedures. A death counts once, for the last procedure.</param>
    /// <param name="days">Last day on which a death counts. The default value is 30.</param>
    /// <param name="confidenceLevel">Confidence level. The default value is 0.95.</param>
    /// <exception cref="ArgumentException">There are no procedures.</exception>
    public static EarlyMortality EarlyMortality(this SafetyAssessment safety, CountingUnit per, int days = 30,
        double confidenceLevel = 0.95) =>
        AdverseEvents.Counting.EarlyMortality.Of(safety, per, days, confidenceLevel);

    /// <summary>Baseline grade against worst grade of one term.</summary>
    /// <param name="safety">The assessed events.</param>
    /// <param name="per">What is counted: patients or procedures.</param>
    /// <param name="term">Term as in the data, such as <c>bilirubin_increased</c>.</param>
    /// <exception cref="ArgumentException">There is no such event.</exception>
    public static GradeShift Shift(this SafetyAssessment safety, CountingUnit per, string term) => GradeShift.Of(safety, per, term);

    /// <summary>
    /// Time to the first event of each patient or procedure with death as a competing event, ready for a cumulative incidence.
    /// </summary>
    /// <param name="safety">The assessed events; the patients need death_date or last_contact_date.</param>
    /// <param name="per">What a row is: a patient, from the first procedure on, or a procedure, up to the next.</param>
    /// <param name="term">Term as in the data; null for any event.</param>
    /// <returns>Columns unit_id, patient_id, group, days and outcome: censored, adverse event, or death before it. Units without date of
    /// procedure or end of follow-up are left out.</returns>
    /// <remarks>1 − Kaplan-Meier overestimates the probability of an event where death competes; use
    /// <see cref="CumulativeIncidence"/>.</remarks>
    /// <exception cref="ArgumentException">There are no procedures.</exception>
    public static DataFrame FirstEvents(this SafetyAssessment safety, CountingUnit per, string? term = null) =>
        AdverseEvents.Counting.FirstEvents.Of(safety, per, term);

    /// <summary>
    /// Aalen-Johansen cumulative incidence of the first event in days from the procedure, with death as the competing event.
    /// </summary>
    /// <param name="safety">The assessed events; the patients need death_date or last_contact_date.</param>
    /// <param name="per">What is counted: patients from the first procedure on, or procedures up to the next, clustered by patient.</param>
    /// <param name="term">Term as in the data; null for any event.</param>
    /// <param name="options">Intervals and variance; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no procedures.</exception>
    public static CumulativeIncidenceEstimate CumulativeIncidence(
        this SafetyAssessment safety, CountingUnit per, string? term = null, CumulativeIncidenceOptions? options = null)
    {
        DataFrame first = safety.FirstEvents(per, term);
        bool censored = first["outcome"].Cast<string>().Contains(AdverseEvents.Counting.FirstEvents.Censored);
        return first.AnalysisSet(
            per == CountingUnit.Procedure ? "procedures" : "patients", "unit_id", "patient_id", safety.By is null ? null : "group",
            safety.Groups).With(safety.Words)
            .CumulativeIncidence("days", "outcome",
                (options ?? new()) with { CensoredValue = censored ? AdverseEvents.Counting.FirstEvents.Censored : null });
    }

    /// <summary>Adverse events by term, per procedure or per patient.</summary>
    /// <param name="safety">The assessed events.</param>
    /// <param name="per">What is counted: <c>procedures</c> or <c>patients</c>.</param>
    /// <param name="options">What is shown and how; null for the defaults.</param>
    /// <exception cref="ArgumentException">The unit is another word, there are no procedures, or patients belong to several
    /// groups.</exception>
    public static AdverseEventTable ByTerm(this SafetyAssessment safety, string per, AdverseEventTableOptions? options = null) =>
        safety.ByTerm(Unit(per), options);

    /// <summary>Any, related, severe, serious and fatal events, per procedure or per patient.</summary>
    /// <inheritdoc cref="ByTerm(SafetyAssessment, string, AdverseEventTableOptions?)"/>
    public static AdverseEventTable Overview(this SafetyAssessment safety, string per, AdverseEventTableOptions? options = null) =>
        safety.Overview(Unit(per), options);

    private static CountingUnit Unit(string per) => per switch
    {
        "procedures" => CountingUnit.Procedure,
        "patients" => CountingUnit.Patient,
        _ => throw new ArgumentException($"Found per: \"{per}\"; expected \"procedures\" or \"patients\"."),
    };
}
