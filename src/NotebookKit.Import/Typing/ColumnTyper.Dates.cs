using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Analysis;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Typing;

internal sealed partial class ColumnTyper
{
    /// <summary>Day 0 of the date numbers of a spreadsheet, valid from 1 March 1900 on.</summary>
    private static readonly DateTime SpreadsheetEpoch = new(1899, 12, 30);

    private TypedColumn? Dates(List<DistinctCell> valued, int total)
    {
        DistinctCell[] days = [.. valued.Where(IsDay)];
        if (days.Length == 0) return Times(valued);
        DistinctCell[] serials = [.. valued.Where(c => !IsDay(c) && Serial(c) is not null)];
        DistinctCell[] partial = [.. valued.Where(c => c.Date.Form == DateForm.Partial || Year().IsMatch(c.Text))];
        DistinctCell[] invalid = [.. valued.Where(c => c.Date.Form == DateForm.Invalid)];
        DistinctCell[] others = [.. valued.Except(days).Except(serials).Except(partial).Except(invalid)
            .Where(c => !MissingWords.BesideNumbers(c.Text))];
        if (others.Length > 0 && (days.Length + partial.Length + invalid.Length == 0 || Count(days, _ => true) * 3 <= total * 2))
            return null;
        bool sound = true;
        foreach (DistinctCell cell in others)
        {
            Findings.Error("not-a-date", Row(cell), _name, cell.Text,
                $"'{FindingSink.Cut(cell.Text)}' is not a date in a column of dates ({Times(cell)}).", "a date",
                "Correct the cell in the file; where it means missing, name the text among the missing markers, or read with Coerce.");
            sound = Options.Coerce;
        }
        foreach (DistinctCell cell in partial)
        {
            Findings.Error("date-partial", Row(cell), _name, cell.Text,
                $"'{cell.Text}' is not a whole date ({Times(cell)}); no day is made up for it and the column stays text.",
                "year, month and day",
                "Complete the date from the source; where the day is not known, keep the column as text and say how it is counted, or read "
                    + "with Coerce.");
            sound &= Options.Coerce;
        }
        if (!Order(days, out DateOrder order)) sound = false;
        foreach (DistinctCell cell in serials)
        {
            string day = Serial(cell)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (cell.Kind == CellKind.Number)
                Findings.Error("date-format-mixed", Row(cell), _name, cell.Text,
                    $"{cell.Text} is a number in a column of dates; as a spreadsheet date it is {day}. The column stays text.", "a date",
                    "Format the cell as a date in the workbook.");
            else
                Findings.Warn("excel-serial", Row(cell), _name, cell.Text,
                    $"{cell.Text} in a column of dates is a spreadsheet date number: it was read as {day} ({Times(cell)}).", "a date",
                    "Check it against the source; write the date in the file.");
            sound &= cell.Kind != CellKind.Number || Options.Coerce;
        }
        if (days.Any(c => c.Date.HasZone))
        {
            DistinctCell zoned = days.First(c => c.Date.HasZone);
            Findings.Warn("date-timezone", Row(zoned), _name, zoned.Text,
                "The times carry a time zone; the column stays text, so that no day moves.", "dates without a zone",
                "Write the local day without a zone.");
            sound = false;
        }
        foreach (DistinctCell cell in invalid)
            Findings.Error("date-invalid", Row(cell), _name, cell.Text,
                $"'{cell.Text}' is written like a date, but there is no such day ({Times(cell)}){(sound ? "; it is missing" : "")}.",
                "a day", "Look up the day in the source and correct it.");
        if (!sound) return Words(valued, total, numbersTried: true);
        ReportShortYears(days);
        DropMarkers(valued, MissingWords.BesideNumbers);
        return DateColumn(days, order);
    }

    private static bool IsDay(DistinctCell cell) => cell.Date.Form is DateForm.Day or DateForm.Either or DateForm.ShortYear;

    private static DateTime? Serial(DistinctCell cell) =>
        cell.Number.Form == NumberForm.Plain && cell.Number.Unit is null && cell.Number.Value('.') is >= 20_000 and <= 60_000 and double n
            && n == Math.Floor(n) ? SpreadsheetEpoch.AddDays(n) : null;

    /// <summary>One order of day and month for the column; false where the cells contradict or nothing decides.</summary>
    private bool Order(DistinctCell[] days, out DateOrder order)
    {
        order = Options.DateOrder ?? DateOrder.DayFirst;
        DistinctCell? dayFirst = days.FirstOrDefault(c => c.Date.Decides == DateOrder.DayFirst),
            monthFirst = days.FirstOrDefault(c => c.Date.Decides == DateOrder.MonthFirst);
        DistinctCell[] either = [.. days.Where(c => c.Date.Form == DateForm.Either)];
        if (dayFirst is not null && monthFirst is not null)
        {
            Findings.Error("date-format-mixed", Row(monthFirst), _name, monthFirst.Text,
                $"Row {Row(dayFirst)} ({dayFirst.Text}) is day first, row {Row(monthFirst)} ({monthFirst.Text}) is month first; the other "
                    + "dates cannot be known. The column stays text.",
                "one order of day and month", "Write all dates as 2019-05-14.");
            return false;
        }
        if (either.Length == 0 || Options.DateOrder is not null) return true;
        if (dayFirst is not null || monthFirst is not null)
        {
            order = monthFirst is not null ? DateOrder.MonthFirst : DateOrder.DayFirst;
            return true;
        }
        DistinctCell first = either[0];
        bool mixed = days.Any(c => c.Date.Form == DateForm.Day);
        Findings.Error(mixed ? "date-format-mixed" : "date-ambiguous", Row(first), _name, first.Text,
            $"'{first.Text}' is {Iso(first.Date.First)} if the day comes first and {Iso(first.Date.Second)} if the month does, and no cell "
                + "decides; the column stays text.",
            "dates as 2019-05-14", "Say which: DateOrder = DateOrder.DayFirst or DateOrder.MonthFirst.");
        return false;
    }

    private void ReportShortYears(DistinctCell[] days)
    {
        if (days.FirstOrDefault(c => c.Date.Form == DateForm.ShortYear) is not { } first) return;
        Findings.Warn("date-two-digit-year", Row(first), _name, first.Text,
            $"Years have two digits; they were read as years that are not in the future: {first.Text} is {Iso(first.Date.First)}.",
            "years of four digits",
            "Check the oldest and the youngest: a person of more than 100 years has the wrong century.");
    }

    private TypedColumn DateColumn(DistinctCell[] days, DateOrder order)
    {
        DateTime? Of(DistinctCell c) => c.Text.Length == 0 ? null : IsDay(c) ? c.Date.Form == DateForm.Either
            && order == DateOrder.MonthFirst ? c.Date.Second : c.Date.First : Serial(c);
        string written = "";
        DistinctCell? slashed = days.FirstOrDefault(c => c.Date.Decides is not null || c.Date.Form == DateForm.Either);
        if (slashed is not null)
        {
            written = order == DateOrder.MonthFirst ? "month first" : "day first";
            Findings.Info("date-format", Row(slashed), _name, slashed.Text,
                $"Dates were read with the {(order == DateOrder.MonthFirst ? "month" : "day")} first: {slashed.Text} is "
                    + $"{Iso(Of(slashed)!.Value)}.");
        }
        bool times = days.Any(c => c.Date.HasTime
            && !(c.Kind == CellKind.Date && c.Date.First.TimeOfDay == TimeSpan.Zero
                && !days.Any(d => d.Date.First.TimeOfDay != TimeSpan.Zero)));
        DateTime?[] values = ByCell(Of);
        return Finish(times ? DataType.DateTime : DataType.Date, new DateTimeDataFrameColumn(_name, Rows(values)), written: written);
    }

    /// <summary>Times of day; null where a cell is none.</summary>
    private TypedColumn? Times(List<DistinctCell> valued) =>
        valued.All(c => c.Kind == CellKind.Time || TimeOfDay().IsMatch(c.Text))
            ? Finish(DataType.Time, Strings(c => c.Text.Length == 0 ? null : c.Text))
            : null;

    private static string Iso(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:1[89]|20)[0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Year();

    [GeneratedRegex(@"^(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex TimeOfDay();

    /// <summary>What a spreadsheet makes of a gene or a range: 2-Sep, Mar-01.</summary>
    [GeneratedRegex(@"^(?:(?<n>[0-9]{1,2})-(?<m>Jan|Feb|Mar|Mrz|Apr|May|Mai|Jun|Jul|Aug|Sep|Oct|Okt|Nov|Dec|Dez)|(?<m>Jan|Feb|Mar|Mrz|Apr|"
        + @"May|Mai|Jun|Jul|Aug|Sep|Oct|Okt|Nov|Dec|Dez)-(?<n>[0-9]{1,2}))$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex DateLike();
}
