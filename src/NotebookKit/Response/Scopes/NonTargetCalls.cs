using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Scopes;

/// <summary>What the reader called the lesions that are judged without summing, visit by visit.</summary>
/// <param name="patient">Imaging of the patient.</param>
/// <param name="disease">The disease at baseline.</param>
/// <param name="options">Options.</param>
/// <param name="last">Last visit that counts.</param>
internal readonly struct NonTargetCalls(PatientImaging patient, BaselineDisease disease, ResponseOptions options, int last)
{
    /// <summary>What the rules for non-targets look at on a visit.</summary>
    public NonTargetState At(int v, bool hadOverallComplete, List<string> notes)
    {
        int progressing = 0, present = 0, missing = 0;
        foreach (int l in disease.NonTargets)
            switch (Call(v, l, notes))
            {
                case NonTargetStatus.UnequivocalProgression: progressing++; break;
                case NonTargetStatus.Present: present++; break;
                case NonTargetStatus.NotEvaluable: missing++; break;
            }
        return new NonTargetState(disease.NonTargets.Count, progressing, present, missing, hadOverallComplete);
    }

    private NonTargetStatus Call(int v, int l, List<string> notes)
    {
        Lesion lesion = patient.Lesions[l];
        ref readonly LesionMeasurement cell = ref patient[v, l];
        if (!patient.IsRecorded(v, l)) return NonTargetStatus.NotEvaluable;
        if (cell.Progresses && options.LacksCytology(lesion))
        {
            notes.Add($"effusion {lesion.Id} not counted as progression without cytology; with proof it would be PD");
            return NonTargetStatus.Present;
        }
        if (cell.Progresses) return NonTargetStatus.UnequivocalProgression;
        if (cell.NonTarget == NonTargetStatus.EquivocalProgression)
        {
            if (Confirmed(v, l) is not { } later)
                notes.Add($"{lesion.Id}: equivocal progression of a non-target lesion is not counted; called unequivocal it "
                    + "would be PD");
            else if (options.BackDateEquivocalProgression)
            {
                notes.Add($"{lesion.Id}: equivocal progression, confirmed on {Iso(later)}, counts from here");
                return NonTargetStatus.UnequivocalProgression;
            }
            else notes.Add(
                $"{lesion.Id}: equivocal progression of a non-target lesion, confirmed on {Iso(later)}, counts from there; dated when "
                    + "first suspected it would be PD here");
            return NonTargetStatus.Present;
        }
        if (cell.NonTarget != NonTargetStatus.NotRecorded) return cell.NonTarget;
        if (cell.Status == MeasurementStatus.NotEvaluable) return NonTargetStatus.NotEvaluable;
        decimal? size = LesionSize.Of(patient, v, l, options);
        return size == 0 || (lesion.IsNode && cell.Longest is < 10) ? NonTargetStatus.Absent : NonTargetStatus.Present;
    }

    // The next assessment of the lesion, where that calls the progression unequivocal.
    private DateOnly? Confirmed(int v, int l)
    {
        for (int next = v + 1; next <= last; next++)
            if (patient.IsRecorded(next, l) && patient[next, l].Status != MeasurementStatus.NotEvaluable
                && patient[next, l].NonTarget != NonTargetStatus.NotEvaluable)
                return patient[next, l].Progresses ? patient.Visits[next].Date : null;
        return null;
    }

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether one has grown since the scan before: by the reader's word or, where that says no more than that it progresses, by its
    /// diameter.
    /// </summary>
    public bool HasIncreased(int v)
    {
        foreach (int l in disease.NonTargets)
        {
            if (patient[v, l].NonTarget == NonTargetStatus.IncreasedSinceLast) return true;
            if (patient[v, l].NonTarget != NonTargetStatus.UnequivocalProgression || patient[v, l].Longest is not { } now) continue;
            int before = v - 1;
            while (before > 0 && !patient[before, l].IsRecorded) before--;
            if (patient[before, l].Longest < now) return true;
        }
        return false;
    }
}
