using NotebookKit.Cohorts;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Import.Mapping;

/// <summary>What is wrong in mapping.csv and recode.csv themselves,
/// so that no typing error there is blamed on the user's files.</summary>
internal static class MappingChecks
{
    /// <summary>The rows that can be applied; the others are errors, each with its row of the mapping.</summary>
    public static List<MappingRow> Usable(IReadOnlyList<MappingRow> mapping, Targets targets, List<Finding> findings)
    {
        var usable = new List<MappingRow>();
        foreach (MappingRow row in mapping)
            if (!row.IsUsed || Fault(row, targets) is not var (found, expected, message, remedy)) usable.Add(row);
            else
                findings.Add(new(FindingSeverity.Error, "M02", MappingFiles.Mapping, Row(row.Row), row.Column, null, found, message,
                    expected,
                    remedy));
        return usable;
    }

    /// <summary>
    /// The rows of recode.csv that can be applied, and those that cannot: their cells are missing, and reported once, here.
    /// </summary>
    public static (Dictionary<(string, string, string), RecodeRow> Usable, HashSet<(string, string, string)> Wrong) Decisions(
        IReadOnlyList<RecodeRow> recode, Targets targets, List<Finding> findings)
    {
        var usable = new Dictionary<(string, string, string), RecodeRow>();
        var wrong = new HashSet<(string, string, string)>();
        foreach (IGrouping<(string Table, string Column, string SourceValue), RecodeRow> same in recode
            .GroupBy(r => (r.Table, r.Column, r.SourceValue)))
        {
            RecodeRow row = same.FirstOrDefault(r => r.Value.Length > 0) ?? same.First();
            if (Fault(row, [.. same], targets) is not var (message, remedy))
            {
                usable[same.Key] = row;
                bool listed = targets.Allowed(row.Table, row.Column).Count > 0;
                if (listed && row.Value == "(keep)") targets.Open(row.Table, row.Column, row.SourceValue);
                else if (listed && row.Value is not ("" or "(missing)")) targets.Open(row.Table, row.Column, row.Value);
                continue;
            }
            wrong.Add(same.Key);
            findings.Add(new(FindingSeverity.Error, "M11", MappingFiles.Recode, Row(row.Row), row.Column, null, row.Value,
                $"{message} The cells with '{row.SourceValue}' ({row.Count} ×) are missing until it is mended.",
                Targets.Words(targets.Allowed(row.Table, row.Column)), remedy));
        }
        return (usable, wrong);
    }

    private static (string Message, string Remedy)? Fault(RecodeRow row, RecodeRow[] same, Targets targets)
    {
        if (same.Select(r => r.Value).Where(v => v.Length > 0).Distinct().Skip(1).Any())
            return ($"'{row.SourceValue}' of {row.Table}.{row.Column} is decided twice: {string.Join(", ", same.Select(r => r.Value))}.",
                "Delete all rows of it but one in recode.csv.");
        if (row.Status.Length > 0 && char.IsAsciiDigit(row.Status[0]))
            return ($"The status of '{row.SourceValue}' of {row.Table}.{row.Column} is '{row.Status}', a number, so that '{row.Value}' may "
                + "be a part of the value.", $"Write a value with a comma in double quotes, or with a point: {row.Value}.{row.Status}.");
        if (row.Value is "" or "(missing)" || targets.Field(row.Table, row.Column) is null) return null;
        if (row.Value == "(keep)" && targets.Field(row.Table, row.Column)!.Type != FieldType.String)
            return targets.Remedy(row.Table, row.Column, row.SourceValue) is { } instead
                ? ($"'{row.SourceValue}' cannot be kept in {row.Table}.{row.Column}.", instead + " Or write (missing) in recode.csv.")
                    : null;
        if (row.Value == "(keep)")
            return targets.Allowed(row.Table, row.Column).Count == 0 || targets.IsOpen(row.Table, row.Column) ? null
                : ($"The kit computes with {row.Table}.{row.Column}, so a word of your own cannot be kept there.",
                    "Write a word of the list in recode.csv, and map the column a second time, to a name of your own with the transform "
                        + "keep, to carry it as it is.");
        return targets.Remedy(row.Table, row.Column, row.Value) is { } remedy
            ? ($"'{row.Value}' is not a value of {row.Table}.{row.Column}.", remedy + " Correct the column value of recode.csv.")
            : null;
    }

    private static (string Found, string Expected, string Message, string Remedy)? Fault(MappingRow row, Targets targets)
    {
        if (targets.Table(row.Table) is null)
        {
            string[] tables = [.. CohortSchema.Current.Tables.Select(t => t.Name)];
            return (row.Table, string.Join(" | ", tables), $"The templates have no table {row.Table}.",
                Near(row.Table, tables) + "Correct the row in mapping.csv.");
        }
        if (row.UnknownTransforms.FirstOrDefault() is { } unknown)
            return (unknown, MappingRow.Known, $"There is no transform '{unknown}' ({row.Table}.{row.Column}).",
                $"Correct the column transform of mapping.csv; the transforms are {MappingRow.Known}.");
        if (targets.Field(row.Table, row.Column) is not { } field)
            return row.IsKept ? null : (row.SourceColumn, "a table and column of the data dictionary",
                $"The templates have no column {row.Table}.{row.Column}.",
                Near(row.Column, targets.Table(row.Table)!.Fields.Select(f => f.Name))
                    + "Correct the row in mapping.csv, or write keep in transform: the column is then carried as it is, under this name.");
        if (row.IsAge && (row.Table != "patients" || field.Type is not (FieldType.Number or FieldType.Integer)))
            return (row.Transform, "patients.age_at_index_years", "age makes years of a day of birth.",
                "Map the day of birth to patients.age_at_index_years.");
        if (row.IsOfTheDead && row.Table != "patients")
            return (row.Transform, "a column of patients", "if-dead is for columns of patients.", "Take it out of transform.");
        if (row.SourceColumn.Length == 0 && row.Constant is null)
            return row.Note.StartsWith("open", StringComparison.Ordinal) ? null
                : ("", "source_column, or constant: in transform", $"The row for {row.Table}.{row.Column} names no column of yours.",
                    "Write the name of the column, or the transform constant: with the value of all rows.");
        string[] words = [.. new[] { row.Constant, row.Filled?.Filled, row.Filled?.Blank }.OfType<string>().Where(w => w.Length > 0)];
        foreach (string word in words)
            if (targets.Remedy(row.Table, row.Column, word) is { } remedy)
                return (word, Targets.Words(targets.Allowed(row.Table, row.Column)),
                    $"'{word}' is not a value of {row.Table}.{row.Column}.", remedy + " Correct the column transform of mapping.csv.");
        if (row.Event is { } kind && targets.Remedy("followup_events", "event_type", kind) is { } mend)
            return (kind, Targets.Words(targets.Allowed("followup_events", "event_type")), $"There is no event '{kind}'.",
                mend + " Correct the column transform of mapping.csv.");
        return null;
    }

    private static string Near(string name, IEnumerable<string> names) =>
        NearestName.Of(name, names) is { } near ? $"Did you mean {near}? " : "";

    private static int? Row(int row) => row > 0 ? row : null;
}
