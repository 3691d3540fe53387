using NotebookKit.Survival.Regression;

namespace NotebookKit.Survival.Parametric;

/// <summary>Joins an accelerated failure time fit to the frame it came from.</summary>
internal static class AftModel
{
    public static AftFit Fit(ModelFrame frame, AftOptions options, string unit)
    {
        if (frame.Model.Strata.Length > 0 || frame.Model.Entry is not null)
            throw new ArgumentException($"An accelerated failure time model takes neither strata nor entry times; found {frame.Model}.");
        bool interval = frame.TimeUpper.Length > 0;
        double[] lower = new double[frame.Time.Length], upper = new double[frame.Time.Length];
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = double.IsNaN(frame.Time[i]) ? 0 : frame.Time[i];
            upper[i] = interval ? double.IsNaN(frame.TimeUpper[i]) ? double.PositiveInfinity : frame.TimeUpper[i]
                : frame.IsEvent[i] ? lower[i] : double.PositiveInfinity;
            if (interval ? upper[i] <= 0 || lower[i] > upper[i] || lower[i] < 0 : lower[i] <= 0)
                throw new InvalidDataException(FormattableString.Invariant($"Row {Cohorts.ColumnReader.ExcelRow(frame.Rows[i])}: found {(interval ? $"limits {lower[i]} and {upper[i]}" : $"time {lower[i]}")} (column '{frame.Model.Time}'); expected positive times{(interval ? " with lower ≤ upper" : "")}, because the model describes log time."));
        }
        var data = new AftData { Lower = lower, Upper = upper, Covariates = frame.Columns, Weights = frame.Weights, Offset = frame.Offset, Clusters = frame.Clusters };
        AftFit fit = AftRegression.Fit(data, options);
        return fit with { Formula = frame.Model.ToString(), Frame = frame, Unit = unit, Excluded = frame.Excluded, Notes = [.. frame.Notes, .. fit.Notes] };
    }
}
