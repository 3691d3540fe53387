namespace NotebookKit.Survival.Regression;

/// <summary>Joins a concordance to the frame it came from.</summary>
internal static class ConcordanceModel
{
    public static ConcordanceResult Estimate(ModelFrame frame, ConcordanceOptions? options, string unit)
    {
        if (frame.Columns.Length != 1)
            throw new ArgumentException($"Concordance needs exactly one numeric score; found {frame.Columns.Length} columns in {frame.Model}. For several covariates fit a Cox model and ask it.");
        return Concordance.Estimate(frame.ToCoxData(), frame.Columns[0].Values.Span, options) with { Unit = unit, Excluded = frame.Excluded, Notes = frame.Notes };
    }
}
