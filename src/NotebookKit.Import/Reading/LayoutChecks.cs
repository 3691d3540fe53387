using NotebookKit.Cohorts.Reading;
using Microsoft.Data.Analysis;
using NotebookKit.Import.Mapping;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Reading;

/// <summary>Layouts that an analysis cannot use as they are: visits side by side, one row per question, patients in columns.</summary>
internal static class LayoutChecks
{
    private static readonly HashSet<string> QuestionNames = new(StringComparer.Ordinal)
    {
        "question", "variable", "attribute", "item", "parameter", "field", "fieldname", "key", "merkmal", "frage", "variablename",
    };

    private static readonly HashSet<string> TestNames = new(StringComparer.Ordinal) { "test", "analyte", "parameter", "param", "lab",
        "labtest", "paramcd", "lbtestcd", "name", "untersuchung", "laborwert" };

    private static readonly HashSet<string> UnitNames = new(StringComparer.Ordinal) { "unit", "units", "einheit", "lborresu", "unite" };

    public static void Check(TextTable table, TypedColumn[] columns, FindingSink findings)
    {
        ReportWide(table, findings);
        ReportMixedUnits(table, columns, findings);
        if (table.Names.Count == 3 && QuestionNames.Contains(CellText.Plain(table.Names[1])))
            findings.Info("layout-eav", Math.Max(1, table.HeaderRow), table.Names[1], null,
                "Each row answers one question of one subject; analyses need one column per question.", "one row per subject",
                "Turn it with a pivot: one column per value of this column.");
        ReportTransposed(table, columns, findings);
    }

    private static void ReportWide(TextTable table, FindingSink findings)
    {
        foreach (WideGroup group in WideGroup.Find(table.Names))
            findings.Info("layout-wide", Math.Max(1, table.HeaderRow), group.Columns[0].Name, null,
                $"The columns {string.Join(", ", group.Columns.Take(4).Select(c => c.Name))}"
                    + $"{(group.Columns.Length > 4 ? ", …" : "")} repeat {(group.Name.Length == 0 ? "one measurement" : group.Name)} "
                    + $"{group.Numbers.Length} times side by side ({string.Join(", ", group.Measures)}).",
                "one row each",
                group.Patterns.IsEmpty ? "The transforms wide:1, wide:2 … of a mapping make one row of each."
                    : $"frame.Lengthen([\"{table.Names[0]}\"], \"{group.Index}\", "
                        + $"{string.Join(", ", group.Patterns.Select(p => $"\"{p}\""))}) makes one row of each.");
    }

    private static void ReportMixedUnits(TextTable table, TypedColumn[] columns, FindingSink findings)
    {
        int test = table.Names.FindIndex(n => TestNames.Contains(CellText.Plain(n))),
            unit = table.Names.FindIndex(n => UnitNames.Contains(CellText.Plain(n)));
        if (test < 0 || unit < 0 || columns[test].Values is not StringDataFrameColumn tests
            || columns[unit].Values is not StringDataFrameColumn units) return;
        var seen = new Dictionary<string, HashSet<string>>();
        int firstRow = -1;
        for (int row = 0; row < table.RowCount; row++)
        {
            if (tests[row] is not { } t || units[row] is not { } u) continue;
            if (!seen.TryGetValue(t, out HashSet<string>? of)) seen[t] = of = [];
            if (of.Add(u) && of.Count > 1 && firstRow < 0) firstRow = row;
        }
        string[] mixed = [.. seen.Where(s => s.Value.Count > 1).Select(s => $"{s.Key} ({string.Join(", ", s.Value)})")];
        if (mixed.Length > 0)
            findings.Warn("unit-mixed", table.RowNumber(firstRow), table.Names[unit], null,
                $"Tests in more than one unit: {string.Join("; ", mixed)}.", "one unit per test",
                    "Convert them before they are compared.");
    }

    /// <summary>Patients in columns: every column but the first mixes numbers, words and dates, and their names look alike.</summary>
    private static void ReportTransposed(TextTable table, TypedColumn[] columns, FindingSink findings)
    {
        if (columns.Length < 3 || table.RowCount is < 2 or > 2000 || !table.HasAllTexts || columns.Skip(1)
            .Any(c => c.Values is not StringDataFrameColumn)) return;
        for (int c = 1; c < columns.Length; c++)
        {
            bool number = false, word = false;
            for (int row = 0; row < table.RowCount; row++)
            {
                string cell = table.Columns[c][row].Trim().ToString();
                if (cell.Length == 0) continue;
                bool value = NumberText.Parse(cell).Form != NumberForm.None || DateText.Parse(cell, 2100).Form != DateForm.None;
                number |= value;
                word |= !value;
            }
            if (!number || !word) return;
        }
        string[] stems = [.. table.Names.Skip(1).Select(n => string.Concat(n.Where(x => !char.IsAsciiDigit(x)))).Distinct()];
        if (stems.Length > 1) return;
        findings.Warn("layout-transposed", Math.Max(1, table.HeaderRow), null, null,
            "Every column mixes numbers and words: the table seems to be turned, with patients in columns.", "patients in rows",
            "Turn it in the spreadsheet (paste special, transpose), so that patients are rows.");
    }
}
