using NotebookKit.Cohorts.Reading;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Import.Tables;
using NotebookKit.Import.Typing;

namespace NotebookKit.Import.Redcap;

/// <summary>Reads one column of an export as its field says.</summary>
internal sealed class RedcapColumn(TextTable table, int index, string name, RedcapField field, bool isLabelExport, FindingSink findings)
{
    /// <summary>Codes that REDCap proposes for missing data; a project can switch them on.</summary>
    private static readonly HashSet<string> MissingCodes = ["NI", "INV", "UNK", "NASK", "ASKU", "NAV", "NA", "MSK", "NP", "DER", "NINF",
        "PINF", "TRC", "[not completed]"];

    private readonly List<DataMissing> _missing = [];

    public TypedColumn Read()
    {
        string?[] cells = [.. Enumerable.Range(0, table.RowCount).Select(Clean)];
        DataFrameColumn values;
        DataType type;
        string?[]? codes = null;
        if (field.IsCheckbox)
            (type, values) =
                (DataType.Boolean, new BooleanDataFrameColumn(name, cells.Select((c, r) => Flag(c, r, "1", "Checked", "0", "Unchecked"))));
        else if (field.Type == "yesno")
        (type, values) = (DataType.Boolean, new BooleanDataFrameColumn(name, cells.Select((c, r) => Flag(c, r, "1", "Yes", "0", "No"))));
        else if (field.Type == "truefalse")
        (type, values) =
            (DataType.Boolean, new BooleanDataFrameColumn(name, cells.Select((c, r) => Flag(c, r, "1", "True", "0", "False"))));
        else if (field.HasChoices)
        {
            codes = [.. cells.Select((c, r) => Decode(c, r)?.Code)];
            (type, values) =
                (DataType.Category,
                    new StringDataFrameColumn(name, codes.Select(c => c is null ? null! : field.Choices.First(l => l.Code == c).Label)));
        }
        else (type, values) = Free(cells);
        return new(new(name, type)
        {
            Label = field.Label, Levels = field.HasChoices ? field.Choices : [], Codes = codes,
            Missing = [.. _missing.GroupBy(m => m.Text).Select(g => new DataMissing(g.Key, g.Count()))],
            Filled = (int)(values.Length - values.NullCount),
        }, values);
    }

    private int Row(int row) => table.RowNumber(row);

    private string? Clean(int row)
    {
        string text = CellText.Clean(table.Columns[index][row].ToString(), out string? hidden);
        if (hidden is not null)
            findings.Warn("invisible-character", Row(row), name, null,
                $"The cell holds a character that cannot be seen ({hidden}); it was taken off.", text, "Nothing to do.");
        if (text.Length == 0) return null;
        if (!MissingCodes.Contains(text) || field.Choices.Any(c => c.Code == text || c.Label == text) || field.Type is "text" or "notes"
            && field.Validation.Length == 0 && text is not "[not completed]") return text;
        if (!_missing.Exists(m => m.Text == text))
            findings.Info("missing-marker", Row(row), name, text, $"'{text}', a code for missing data, was read as missing.");
        _missing.Add(new(text, 1));
        return null;
    }

    private bool? Flag(string? text, int row, string yesCode, string yes, string noCode, string no)
    {
        if (text is null) return null;
        if (text == yesCode || string.Equals(text, yes, StringComparison.OrdinalIgnoreCase)) return true;
        if (text == noCode || string.Equals(text, no, StringComparison.OrdinalIgnoreCase)) return false;
        Unknown(text, row, $"{yesCode} ({yes}) | {noCode} ({no})");
        return null;
    }

    private DataLevel? Decode(string? text, int row)
    {
        if (text is null) return null;
        DataLevel? code = field.Choices.FirstOrDefault(c => c.Code == text), label = field.Choices.FirstOrDefault(c => c.Label == text);
        if (isLabelExport && label is not null) return label;
        if (code is not null) return code;
        if (label is not null)
        {
            findings.Warn("label-for-code", Row(row), name, text,
                $"The label '{text}' stands where other cells have codes; it was read as code {label.Code}.", "a code",
                "Nothing to do where this is right.");
            return label;
        }
        Unknown(text, row, string.Join(" | ", field.Choices.Select(c => $"{c.Code} ({c.Label})")));
        return null;
    }

    private void Unknown(string text, int row, string expected) =>
        findings.Error("code-unknown", Row(row), name, text,
            $"The code '{text}' is not in the data dictionary; the cell is missing. Codes: {expected}.", expected,
            "Read it with the dictionary of the day of the export, or correct the record in REDCap.");

    private (DataType, DataFrameColumn) Free(string?[] cells)
    {
        string validation = field.Validation;
        bool comma = validation.Contains("comma_decimal", StringComparison.Ordinal);
        bool calculated = field.Type is "calc" or "slider";
        if (validation == "integer" || field.Type == "slider")
            return (DataType.Integer,
                new Int64DataFrameColumn(name, cells.Select((c, r) => Number(c, r, comma: false, whole: true) is { } n ? (long?)n : null)));
        if (validation.StartsWith("number", StringComparison.Ordinal) || calculated)
            return (DataType.Number, new DoubleDataFrameColumn(name, cells.Select((c, r) => Number(c, r, comma, whole: false))));
        if (validation.StartsWith("datetime", StringComparison.Ordinal) || validation == "timestamp")
            return (DataType.DateTime, new DateTimeDataFrameColumn(name, cells.Select(Day)));
        return validation.StartsWith("date_", StringComparison.Ordinal)
            ? (DataType.Date, new DateTimeDataFrameColumn(name, cells.Select(Day)))
            : (DataType.Text, new StringDataFrameColumn(name, cells!));
    }

    private double? Number(string? text, int row, bool comma, bool whole)
    {
        if (text is null) return null;
        NumberText number = NumberText.Parse(text);
        double? value = number.Form == NumberForm.Plain && number.Unit is null
            ? number.Value(comma || number.Evidence == Evidence.Comma ? ',' : '.')
            : null;
        if (value is null || (whole && value != Math.Floor(value.Value)))
        {
            findings.Error(number.Form switch { NumberForm.Limit => "limit-value", NumberForm.Range => "range-value", _ => "not-a-number" },
                Row(row), name, text, $"'{text}' is not a {(whole ? "whole " : "")}number; the cell is missing.", "a number",
                "Correct the record in REDCap.");
            return null;
        }
        if (value < field.Minimum || value > field.Maximum)
            findings.Error("value-out-of-range", Row(row), name, text,
                $"{text} is outside the range of the field, {field.Minimum?.ToString(CultureInfo.InvariantCulture) ?? "…"} to "
                    + $"{field.Maximum?.ToString(CultureInfo.InvariantCulture) ?? "…"}; it was kept.", "a value in the range",
                    "Check the record in REDCap; where it means missing, clear it or name it among the missing markers.");
        return value;
    }

    private DateTime? Day(string? text, int row)
    {
        if (text is null) return null;
        DateText day = DateText.Parse(text, 2100);
        if (day.Form == DateForm.Day) return day.First;
        findings.Error("date-invalid", Row(row), name, text,
            $"'{text}' is not a date; REDCap exports dates as 2019-05-14. The cell is missing.", "2019-05-14",
            "Export again as CSV, raw or labels.");
        return null;
    }
}
