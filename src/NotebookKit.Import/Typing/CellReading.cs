using System.Globalization;
using NotebookKit.Cohorts.Reading;
using NotebookKit.Cohorts.Schema;

namespace NotebookKit.Import.Typing;

/// <summary>One cell that its column did not decide, or a piece of a cell, as number or day.</summary>
internal static class CellReading
{
    /// <summary>The value as the templates write it; null where the text is none, unclear where it can be read in two ways.</summary>
    public static (string? Value, bool IsUnclear) Read(string text, FieldType type, string[] transforms)
    {
        if (type == FieldType.Date)
            return DateText.Parse(text, 2100) is var day && day.Form == DateForm.Day ? (Item(day.First), false)
                : day.Form != DateForm.Either ? (CellParser.TryDate(text, out _) ? text : null, false)
                : transforms.Contains("day-first") ? (Item(day.First), false)
                : transforms.Contains("month-first") ? (Item(day.Second), false) : (null, true);
        NumberText number = NumberText.Parse(text);
        if (number.Form != NumberForm.Plain || number.Unit is not (null or "%")) return (null, false);
        char? sign = number.Evidence switch
        {
            Evidence.None or Evidence.Point => '.',
            Evidence.Comma => ',',
            _ => transforms.Contains("decimal-comma") ? ',' : transforms.Contains("decimal-point") ? '.' : null,
        };
        if (sign is null) return (null, true);
        return number.Value(sign.Value) is { } value && (type != FieldType.Integer || value == Math.Floor(value))
            ? (value.ToString("R", CultureInfo.InvariantCulture), false) : (null, false);
    }

    private static string Item(DateTime day) => day.ToString(CellParser.DateFormat, CultureInfo.InvariantCulture);
}
