using NotebookKit.Cohorts.Reading;

namespace NotebookKit.Cohorts.Rules;

/// <summary>Every key once in its file.</summary>
internal sealed class KeyRule : ICohortRule
{
    public IEnumerable<Finding> Check(RawCohort cohort) => cohort.Tables.SelectMany(Check);

    private static IEnumerable<Finding> Check(RawTable table)
    {
        string columns = string.Join(" + ", table.Schema.PrimaryKey);
        var first = new Dictionary<string, int>();
        foreach (RawRow row in table.Rows)
        {
            if (table.Key(row) is not { } key || first.TryAdd(key, row.Number)) continue;
            yield return new(FindingSeverity.Error, "F06", table.Schema.File, row.Number, table.Schema.PrimaryKey[0], key, key,
                $"{columns} '{key}' is already in row {first[key]}.", "each key once",
                "Delete the row if it is a copy; otherwise correct the key in one of the two.", table.Schema.File, first[key]);
        }
    }
}
