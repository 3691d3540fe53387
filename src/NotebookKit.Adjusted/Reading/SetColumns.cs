using NotebookKit.AnalysisSets;

namespace NotebookKit.Adjusted.Reading;

/// <summary>The columns of a set that a formula uses, so that no others are fetched where the rows live elsewhere.</summary>
internal static class SetColumns
{
    /// <summary>The columns, and perhaps more.</summary>
    /// <param name="set">The set.</param>
    /// <param name="formula">A formula with a plain outcome or one of survival.</param>
    /// <param name="further">A further column that is read; null for none.</param>
    public static DataFrame FormulaColumns(this AnalysisSet set, string formula, string? further = null)
    {
        (string? outcome, SurvivalFormula model) = formula.TrimStart() is var left && (left.StartsWith("Surv(", StringComparison.Ordinal)
            || left.StartsWith("Interval(", StringComparison.Ordinal)) ? (null, SurvivalFormula.Parse(formula))
            : RegressionFormula.Parse(formula);
        if (outcome is not null) model = model with { Time = outcome, Status = null };
        string?[] columns = [.. model.Columns(set.Cluster, set.RepeatedPatient, further)];
        return columns.Length == 0 ? set.Frame : set.Columns(columns);
    }
}
