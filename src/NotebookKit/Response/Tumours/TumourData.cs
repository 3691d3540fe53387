using System.Collections.Immutable;
using NotebookKit.Cohorts;

namespace NotebookKit.Response.Tumours;

/// <summary>Everything about the tumours of one patient.</summary>
/// <param name="Patient">The patient.</param>
/// <param name="Imaging">Lesions by days of imaging.</param>
/// <param name="Procedures">Procedures by date.</param>
/// <param name="TreatedLesions">Lesions in the territory of these procedures.</param>
/// <param name="Events">Dated events by date.</param>
/// <param name="Scans">Scans by date, as entered.</param>
internal sealed record PatientTumours(PatientRow Patient, PatientImaging Imaging, ImmutableArray<ProcedureRow> Procedures,
    ImmutableArray<TreatedLesionRow> TreatedLesions, ImmutableArray<FollowupRow> Events, ImmutableArray<ScanRow> Scans);

/// <summary>A cohort's rows sorted into patients, in the order of the patients' rows.</summary>
/// <param name="Patients">The patients.</param>
/// <param name="Findings">What was wrong in the rows; such rows are left out or not evaluable, never guessed.</param>
internal sealed record TumourData(ImmutableArray<PatientTumours> Patients, ImmutableArray<Finding> Findings)
{
    /// <summary>
    /// Sorts rows into patients; scans of a few days that look at different lesions become one visit. Takes n log n time in the number of
    /// rows.
    /// </summary>
    /// <param name="rows">The rows, in any order.</param>
    /// <param name="reader">Reader whose scans are used; null for all scans.</param>
    /// <param name="visitWindowDays">Most days from the first to the last scan of a visit; see <see cref="VisitWindows"/>. The default
    /// value is 14.</param>
    public static TumourData Create(TumourRows rows, string? reader = null, int visitWindowDays = 14) =>
        new TumourSorter(rows, reader, visitWindowDays).Sort();
}
