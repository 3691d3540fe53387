using System.Globalization;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Scopes;

/// <summary>Which new lesions count, and from which visit.</summary>
internal static class NewLesions
{
    /// <summary>A new lesion that counts.</summary>
    /// <param name="Lesion">Index of the lesion; −1 when the reader did not say which.</param>
    /// <param name="Visit">The visit from which it counts.</param>
    /// <param name="Reason">Which lesion, in words.</param>
    /// <param name="Date">The day it was seen there.</param>
    internal readonly record struct Counted(int Lesion, int Visit, string Reason, DateOnly Date);

    /// <summary>The new lesions that count, by the visit from which they do, into a list.</summary>
    public static void Find(List<Counted> found, PatientImaging patient, BaselineDisease disease, ResponseScope scope, int first, int last,
        ResponseOptions options, List<(int Visit, string Note)> notes)
    {
        foreach ((int lesion, decimal least) in disease.Potential)
            if (Judge(patient, lesion, least, first, last, options, notes) is { } counted) found.Add(counted);
        if (scope == ResponseScope.Overall)
            for (int v = first; v <= last; v++)
                if (patient.Visits[v].ReportsNewLesions && !HasNewLesionRow(patient, v))
                {
                    found.Add(new Counted(-1, v, "new lesion reported without saying which", patient.Visits[v].NewLesionsReported!.Value));
                    break;
                }
        if (found.Count > 1) found.Sort((a, b) => a.Visit != b.Visit ? a.Visit.CompareTo(b.Visit) : a.Lesion.CompareTo(b.Lesion));
    }

    private static Counted? Judge(PatientImaging patient, int l, decimal least, int first, int last, ResponseOptions options,
        List<(int, string)> notes)
    {
        Lesion lesion = patient.Lesions[l];
        int seen = -1;
        decimal? firstSize = null;
        bool everEquivocal = false, withoutEnhancement = false;
        for (int v = first; v <= last; v++)
        {
            ref readonly LesionMeasurement cell = ref patient[v, l];
            if (!IsSeen(patient, v, l, options)) continue;
            if (options.LacksCytology(lesion))
            {
                notes.Add((v, $"new effusion {lesion.Id} not counted without cytology; with proof it would be PD"));
                return null;
            }
            decimal? size = cell.Longest ?? cell.Enhancing;
            bool called = cell.New == NewLesionStatus.Unequivocal;
            // A node that was normal is not seen as a lesion before it is pathological; from 10 mm on the reader's certainty decides.
            if (lesion.IsNode && size is { } axis && axis < least)
            {
                if (!called) continue;
                decimal needed = lesion.Organ == "porta_hepatis_node" && options.PortaHepatisNode > options.MinTargetNodeMm
                    ? options.PortaHepatisNode
                    : 10;
                if (axis < needed)
                {
                    notes.Add((v,
                        $"new node {lesion.Id} called unequivocal, but its short axis of {Mm(axis)} is below {Mm(needed)}: not counted; by "
                            + "the call it would be PD"));
                    continue;
                }
                return new Counted(l, v, $"new lesion {lesion.Id}, called unequivocal at {Mm(axis)}", patient.Day(v, l));
            }
            if (seen < 0) (seen, firstSize) = (v, size);
            bool atypical = !called && lesion.IsHepatic && cell.Enhancing == 0
                && options.Criterion.Measure is SizeMeasure.ViableDiameter or SizeMeasure.ViableProduct;
            bool equivocal = atypical || cell.New == NewLesionStatus.Equivocal
                || (options.NewLesionsNeedCall && lesion.IsHepatic && cell.New == NewLesionStatus.NotRecorded);
            withoutEnhancement |= atypical && cell.New == NewLesionStatus.NotRecorded;
            everEquivocal |= equivocal;
            bool grown = equivocal && lesion.IsHepatic && options.NewHepaticLesion > 0 && size is { } now
                && (options.EquivocalCountsAtTenMm ? now >= 10 : now - firstSize >= 10);
            bool large = size is null || size >= least;
            if (!grown && (equivocal || !large)) continue;
            int from = options.BackDateNewLesions ? seen : v;
            string later = v > seen ? $", certain on {Iso(patient.Visits[v].Date)}" : "";
            return new Counted(l, from, $"new lesion {lesion.Id}{later}", patient.Day(from, l));
        }
        if (seen >= 0)
            notes.Add((seen, everEquivocal
                ? $"new lesion {lesion.Id} not counted: equivocal{(withoutEnhancement ? ", without arterial enhancement" : "")}; called "
                    + "unequivocal it would be PD"
                : $"new lesion {lesion.Id} not counted: below {Mm(least)}; without the size rule it would be PD"));
        return null;
    }

    private static bool IsSeen(PatientImaging patient, int visit, int lesion, ResponseOptions options)
    {
        ref readonly LesionMeasurement cell = ref patient[visit, lesion];
        if (cell.Status is MeasurementStatus.NotRecorded or MeasurementStatus.Disappeared or MeasurementStatus.NotEvaluable
            or MeasurementStatus.Merged) return false;
        if (cell.NonTarget == NonTargetStatus.Absent) return false;
        // A lesion that vanished and comes back is judged as it is measured; a lesion of the role "new" is seen whatever enhances.
        return patient.Lesions[lesion].Role == LesionRole.New
            ? (cell.Longest ?? cell.Enhancing) is null or > 0
            : LesionSize.Of(patient, visit, lesion, options) is null or > 0;
    }

    private static bool HasNewLesionRow(PatientImaging patient, int visit)
    {
        for (int l = 0; l < patient.Lesions.Length; l++)
            if (patient.Lesions[l].Role == LesionRole.New && patient[visit, l].IsRecorded) return true;
        return false;
    }

    private static string Mm(decimal value) => value.ToString("0.###", CultureInfo.InvariantCulture) + " mm";

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
