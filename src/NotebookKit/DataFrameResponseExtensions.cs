using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;

namespace NotebookKit;

/// <summary>Response of frames whose time points were judged elsewhere.</summary>
public static class DataFrameResponseExtensions
{
    /// <summary>Best response of every subject of a frame with one row per assessment.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="subject">Column of the subject.</param>
    /// <param name="date">Column of the date of the assessment.</param>
    /// <param name="response">Column of the response: CR, PR, SD, Non-CR/Non-PD, PD or NE.</param>
    /// <param name="reference">Column of time zero, the same on every row of a subject.</param>
    /// <param name="options">Options; null for the defaults: unconfirmed, SD from day 42.</param>
    /// <returns>One entry per subject in order of first appearance; rows with a missing value are left out and counted.</returns>
    public static BestResponses BestResponses(
        this DataFrame frame, string subject, string date, string response, string reference, BestResponseOptions? options = null) =>
        Response.Criteria.BestResponses.Choose(RecordedTimePoints.Read(new ColumnReader(frame), subject, date, response, reference),
            options);

    /// <summary>
    /// Response of a tumour marker (chromogranin A, 5-HIAA, alpha-fetoprotein …) of every subject of a frame with one row per value.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="subject">Column of the subject.</param>
    /// <param name="date">Column of the date of the sample.</param>
    /// <param name="value">Column of the value, in one unit.</param>
    /// <param name="reference">Column of time zero, the same on every row of a subject.</param>
    /// <param name="options">The thresholds and their source; they have no default.</param>
    /// <returns>Response at every value after time zero, and the best; rows with a missing value are left out and counted.</returns>
    /// <exception cref="ArgumentException">A value is negative, a subject has two times zero, or an option makes no sense.</exception>
    /// <example><code>labs.MarkerResponses("patient_id", "lab_date", "cga", "first_treatment", new() { Marker = "chromogranin A",
    /// ResponsePercent = 50, ProgressionPercent = 25, Source = "protocol" })</code></example>
    public static MarkerResponses MarkerResponses(this DataFrame frame, string subject, string date, string value, string reference,
        MarkerResponseOptions options) =>
        Response.Criteria.MarkerResponses.Derive(new ColumnReader(frame), subject, date, value, reference, options);

    /// <summary>
    /// Progression-free survival, time to progression, time to and duration of response, disease control and best response of every subject
    /// of a frame with one row per assessment, the responses taken as recorded.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="subject">Column of the subject: a patient, a procedure.</param>
    /// <param name="time">Column of the date of the assessment, or of whole days since time zero.</param>
    /// <param name="response">Column of the response: CR, PR, SD, Non-CR/Non-PD, PD or NE.</param>
    /// <param name="reference">Column of time zero, the same on every row of a subject; null where <paramref name="time"/> holds
    /// days.</param>
    /// <param name="death">Column of the date (or day) of death, blank for the living; null for none.</param>
    /// <param name="newTherapy">Column of the date (or day) of another anti-cancer therapy; null for none.</param>
    /// <param name="options">
    /// Options; null for the defaults. Of them <see cref="EndPointOptions.Death"/> (of time to progression),
    /// <see cref="EndPointOptions.NewTherapy"/>,
    /// <see cref="EndPointOptions.MaxGapDays"/>, <see cref="EndPointOptions.AddDay"/> and the best response of
    /// <see cref="EndPointOptions.Response"/> apply.
    /// </param>
    /// <returns>One row per subject in order of first appearance, ready for Kaplan-Meier; rows with a missing value are left out and
    /// counted.</returns>
    /// <exception cref="ArgumentException">A response is not known, a subject has two times zero, or an option is set that cannot apply;
    /// the message says which.</exception>
    /// <example><code>calls.RecordedEndPoints("patient_id", "scan_date", "response", "first_dose", death: "death_date")</code></example>
    public static RecordedEndPoints RecordedEndPoints(this DataFrame frame, string subject, string time, string response,
        string? reference = null,
        string? death = null, string? newTherapy = null, EndPointOptions? options = null) =>
        Response.EndPoints.RecordedEndPoints.Derive(
            RecordedTimePoints.Read(new ColumnReader(frame), subject, time, response, reference, death, newTherapy), options,
            newTherapy is not null);
}
