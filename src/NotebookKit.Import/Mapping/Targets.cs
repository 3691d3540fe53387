using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Import.Mapping;

/// <summary>What the columns of the templates may hold.</summary>
internal static class Targets
{
    /// <summary>
    /// The words of a closed list; none for other columns. Terms of adverse events are one, although the templates allow more.
    /// </summary>
    public static IReadOnlyCollection<string> Allowed(string table, string column) =>
        (table, column) == ("adverse_events", "ae_term") ? AdverseEventTerms.MaximumGrades.Keys : CohortSchema.Current.Table(table)
            .Field(column)!.Allowed;
}
