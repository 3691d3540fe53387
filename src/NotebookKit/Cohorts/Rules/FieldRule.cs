using System.Globalization;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Cohorts.Rules;

/// <summary>Every cell by itself: required, type, allowed values, range, pattern.</summary>
internal sealed class FieldRule : ICohortRule
{
    public IEnumerable<Finding> Check(RawCohort cohort) =>
        from table in cohort.Tables
        from row in table.Rows
        from field in table.Schema.Fields
        let finding = Check(table, row, field)
        where finding is not null
        select finding;

    private static Finding? Check(RawTable table, RawRow row, FieldSchema field)
    {
        if (table[row, field.Name] is not { } text)
            return field.Required && (field.IsDerived || !table.AbsentColumns.Contains(field.Name))
                ? Found("F01", null, $"{field.Name} is blank.", Describe(field),
                    field.Allowed.Length > 0
                        ? $"Fill it in: {string.Join(", ", field.Allowed)}."
                        : "Fill it in; this column may not be blank.")
                : null;
        return field.Type switch
        {
            FieldType.Date => CellParser.TryDate(text, out _) ? null
                : Found("F07", text, $"'{text}' is not a date of the form YYYY-MM-DD.", "YYYY-MM-DD", FixHints.Date(text)),
            FieldType.Integer => CellParser.TryInteger(text, out int whole) ? Range(whole)
                : Found("F02", text, $"'{text}' is not a whole number.", "a whole number", FixHints.Number(text, whole: true,
                    field.Unit)),
            FieldType.Number => CellParser.TryNumber(text, out double number) ? Range(number)
                : Found("F02", text, $"'{text}' is not a number.", "a number with a decimal point",
                    FixHints.Number(text, whole: false, field.Unit)),
            _ => Text(text),
        };

        Finding? Text(string value)
        {
            if (field.IsOpen && !field.Allowed.Contains(value) && FixHints.Meant(value, field.Allowed) is null)
                return Found("F03", value, $"'{value}' is not among the words of the templates; it is kept as it is.",
                    string.Join(" | ", field.Allowed), "Leave it where it is right; write one of the list where it means the same.",
                    FindingSeverity.Warning);
            if (field.Allowed.Length > 0 && !field.Allowed.Contains(value))
                return Found("F03", value, $"'{value}' is not in the list.", string.Join(" | ", field.Allowed),
                    FixHints.Allowed(value, field));
            return field.Pattern?.IsMatch(value) == false
                ? Found("F09", value, $"'{value}' does not have the expected form.", $"{field.Description} Pattern {field.Pattern}",
                    field.Example.Length == 0 ? "Write it as the data dictionary says." : $"Write it like {field.Example}.")
                : null;
        }

        Finding? Range(double value)
        {
            if (value < field.Minimum || value > field.Maximum)
                return Found("F04", text, $"{text} is outside the possible range.", Limits(field.Minimum, field.Maximum, field.Unit),
                    $"Check the value and its unit. {field.Description}");
            return field.Plausible is var (low, high) && (value < low || value > high)
                ? Found("F05", text, $"{text} is possible but improbable.", Limits(low, high, field.Unit),
                    "Check the value and its unit; leave it if it is right.", FindingSeverity.Warning)
                : null;
        }

        Finding Found(string rule, string? value, string message, string expected, string howToFix,
            FindingSeverity severity = FindingSeverity.Error) =>
            new(severity, rule, table.Schema.File, row.Number, field.Name, table.Key(row), value, message, expected, howToFix);
    }

    private static string Describe(FieldSchema field) => field.Allowed.Length > 0 ? string.Join(" | ", field.Allowed) : field.Description;

    private static string Limits(double? low, double? high, string unit)
    {
        string range = (low, high) switch
        {
            (double l, double h) => string.Create(CultureInfo.InvariantCulture, $"{l} to {h}"),
            (double l, null) => string.Create(CultureInfo.InvariantCulture, $"at least {l}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"at most {high}"),
        };
        return $"{range} {unit}".TrimEnd();
    }
}
