using NotebookKit.Response.Criteria;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Response.Scopes;

/// <summary>The size of one lesion at one visit, by the measure of the criterion.</summary>
internal static class LesionSize
{
    /// <summary>Method by which the criterion measures the lesion.</summary>
    public static MeasurementMethod Method(Lesion lesion, SizeMeasure measure)
    {
        if (lesion.Measurement == MeasurementMethod.ShortAxis || (lesion.Measurement is null && lesion.IsNode))
            return MeasurementMethod.ShortAxis;
        if (measure is SizeMeasure.LongestDiameter or SizeMeasure.LongestProduct) return MeasurementMethod.Whole;
        return lesion.Measurement ?? (lesion.IsHepatic ? MeasurementMethod.Viable : MeasurementMethod.Whole);
    }

    /// <summary>Size in mm (mm² for products); null when not evaluable.</summary>
    public static decimal? Of(PatientImaging patient, int visit, int lesion, ResponseOptions options)
    {
        ref readonly LesionMeasurement cell = ref patient[visit, lesion];
        if (!patient.IsSplit(visit, lesion)) return Of(patient.Lesions[lesion], cell, options);
        decimal sum = Of(patient.Lesions[lesion], cell, options) ?? 0;
        foreach (int fragment in patient.Fragments(lesion))
        {
            if (Of(patient, visit, fragment, options) is not { } part) return null;
            sum += part;
        }
        return sum;
    }

    private static decimal? Of(Lesion lesion, in LesionMeasurement cell, ResponseOptions options)
    {
        SizeMeasure measure = options.Criterion.Measure;
        decimal? diameter = Method(lesion, measure) == MeasurementMethod.Viable
            ? cell.Enhancing ?? (cell.Longest == 0 ? 0 : null)
            : cell.Longest;
        switch (cell.Status)
        {
            case MeasurementStatus.Disappeared: return 0;
            case MeasurementStatus.Merged: diameter ??= 0; break;
            case MeasurementStatus.TooSmall: diameter ??= options.TooSmallMm; break;
            case MeasurementStatus.NotRecorded or MeasurementStatus.NotEvaluable: return null;
        }
        if (diameter is not > 0 || measure is SizeMeasure.ViableDiameter or SizeMeasure.LongestDiameter) return diameter;
        return cell.Status == MeasurementStatus.TooSmall && cell.Perpendicular is null
            ? diameter * diameter
            : diameter * cell.Perpendicular;
    }
}
