using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Response;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Tables.Responses;

/// <summary>Responses by several readers side by side.</summary>
internal static class ReaderResponses
{
    /// <summary>
    /// One row per unit: its name, <c>patient_id</c>, and the response at the landmark day by each reader; missing where that reader saw no
    /// scan of the patient.
    /// </summary>
    public static DataFrame Frame(ICohortTables cohort, IReadOnlyList<string> readers, ResponseScope scope, ResponseOptions options)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(readers);
        var imaging = new ColumnReader(cohort.Imaging);
        string?[] scanReader = imaging.Texts("reader_id"), scanPatient = imaging.Texts("patient_id");
        var frame = new DataFrame();
        foreach (string reader in readers)
        {
            HashSet<string?> seen = [.. scanPatient.Where((_, i) => scanReader[i] == reader)];
            if (seen.Count == 0)
                throw new ArgumentException(
                    $"Reader '{reader}' has no scan; the readers in imaging.csv are "
                        + $"{string.Join(", ", scanReader.OfType<string>().Distinct().Order(StringComparer.Ordinal))}.", nameof(readers));
            LandmarkResponse landmark = ResponseAssessor.Assess(TumourData.Create(CohortRows.Read(cohort), reader, options.VisitWindowDays),
                options).AtDay(options.LandmarkDay, options.WindowFirstDay, options.WindowLastDay);
            if (frame.Columns.Count == 0)
            {
                frame.Columns.Add(new StringDataFrameColumn("unit_id", landmark.Assessment.Units.Select(u => u.Unit.Id)));
                frame.Columns.Add(new StringDataFrameColumn("patient_id", landmark.Assessment.Units.Select(u => u.Unit.PatientId)));
            }
            frame.Columns.Add(
                new StringDataFrameColumn(reader, landmark.Assessment.Units.Select(
                    u => seen.Contains(u.Unit.PatientId) ? landmark.Response(u, scope).Label() : null)!));
        }
        return frame;
    }
}
