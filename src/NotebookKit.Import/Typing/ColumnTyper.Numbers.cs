using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Typing;

internal sealed partial class ColumnTyper
{
    private const string BoundRemedy =
        "A bound is not a value. Choose and say which: a category of its own, the raw text (name the column among the text columns), or a "
            + "value fixed by the protocol with a sensitivity analysis.";

    /// <summary>Numbers, where the cells are numbers but for what is reported; null where they are not.</summary>
    private TypedColumn? Numbers(List<DistinctCell> valued, int total)
    {
        int plain = Count(valued, c => c.Number.Form == NumberForm.Plain && !IsDateLike(c));
        if (plain == 0) return null;
        DistinctCell[] others =
            [.. valued.Where(c => (c.Number.Form == NumberForm.None || IsDateLike(c)) && !MissingWords.BesideNumbers(c.Text))];
        int other = others.Sum(c => c.Count);
        int present = total - Count(valued, c => MissingWords.BesideNumbers(c.Text) && c.Number.Form == NumberForm.None);
        if (other > 0 && plain * 3 <= present * 2 && !(OnlyNumberLike(others) && plain > 0)) return null;
        if (others.Any(c => c.Date.Form is DateForm.Day or DateForm.Either or DateForm.ShortYear)
            || valued.Any(c => DateLike().IsMatch(c.Text))) return null;

        DistinctCell[] numbers = [.. valued.Where(c => c.Number.Form == NumberForm.Plain)];
        if (other == 0 && Identifiers(numbers) is { } identifiers) return identifiers;
        foreach (DistinctCell cell in others) ReportNotANumber(cell);
        foreach (DistinctCell cell in valued.Where(c => c.Number.Form is NumberForm.Limit or NumberForm.Range or NumberForm.Uncertain))
            ReportBound(cell);
        bool sound = other == 0 || Options.Coerce;
        if (other == 0 && Compact(numbers) is { } days) return days;
        (string? unit, bool unitSound) = Unit(numbers);
        char? sign = unitSound && sound ? DecimalSign(numbers) : null;
        if (sign is null || !sound || !unitSound) return Words(valued, total, numbersTried: true);
        DropMarkers(valued, MissingWords.BesideNumbers);
        return Numeric(numbers, sign.Value, unit);
    }

    private static bool IsDateLike(DistinctCell cell) =>
        cell.Date.Form is DateForm.Day or DateForm.Either or DateForm.ShortYear or DateForm.Invalid;

    private static bool OnlyNumberLike(DistinctCell[] others) =>
        others.All(c => c.Text is "NaN" or "Inf" or "-Inf" or "Infinity" or "-Infinity" or "+Inf" || Accounting().IsMatch(c.Text));

    private static int Count(IEnumerable<DistinctCell> cells, Func<DistinctCell, bool> which) => cells.Where(which).Sum(c => c.Count);

    private void ReportNotANumber(DistinctCell cell)
    {
        string remedy = Accounting().Match(cell.Text) is { Success: true } m
            ? $"Where the brackets or the sign behind it mean a negative number, write -{m.Groups["digits"].Value}."
            : "Correct the cell in the file; where it means missing, name the text among the missing markers, or read with Coerce.";
        Findings.Error("not-a-number", Row(cell), _name, cell.Text,
            $"'{FindingSink.Cut(cell.Text)}' is not a number in a column of numbers ({Times(cell)}).", "a number", remedy);
    }

    private void ReportBound(DistinctCell cell)
    {
        switch (cell.Number.Form)
        {
            case NumberForm.Limit:
                Findings.Error("limit-value", Row(cell), _name, cell.Text,
                    $"'{cell.Text}' is a limit, not a value ({Times(cell)}); it is missing in the column.", "a number", BoundRemedy);
                break;
            case NumberForm.Range:
                Findings.Error("range-value", Row(cell), _name, cell.Text,
                    $"'{cell.Text}' is a range, not a value ({Times(cell)}); it is missing in the column.", "a number", BoundRemedy);
                break;
            default:
                Findings.Error("uncertain-value", Row(cell), _name, cell.Text,
                    $"'{cell.Text}' is not one exact number ({Times(cell)}); it is missing in the column.", "a number", BoundRemedy);
                break;
        }
    }

    /// <summary>Text where a leading zero or more than 64 bits shows that the digits are a name, not a quantity.</summary>
    private TypedColumn? Identifiers(DistinctCell[] numbers)
    {
        bool whole = numbers.All(c => c.Text.All(char.IsAsciiDigit));
        if (!whole) return null;
        bool zeros = numbers.Any(c => c.Text.Length > 1 && c.Text[0] == '0'),
            large = numbers.Any(c => c.Text.Length > 18 && !long.TryParse(c.Text, CultureInfo.InvariantCulture, out _));
        return zeros || large ? Finish(DataType.Text, Strings(c => c.Text.Length == 0 ? null : c.Text),
            written: zeros ? "leading zeros" : "long numbers") : null;
    }

    private TypedColumn? Compact(DistinctCell[] numbers)
    {
        if (!numbers.All(c => DateText.Compact(c.Text) is not null)) return null;
        Findings.Warn("date-format", Row(numbers[0]), _name, numbers[0].Text,
            $"Eight digits that all read as days were read as dates: {numbers[0].Text} is {DateText.Compact(numbers[0].Text):yyyy-MM-dd}.",
            "dates as 2019-05-14",
            "Where they are numbers, name the column among the text columns.");
        DateTime?[] values = ByCell(c => DateText.Compact(c.Text));
        return Finish(DataType.Date, new DateTimeDataFrameColumn(_name, Rows(values)), written: "yyyyMMdd");
    }

    /// <summary>The one unit of the cells; not sound where two units, or % and none, stand side by side.</summary>
    private (string? Unit, bool Sound) Unit(DistinctCell[] numbers)
    {
        var units = numbers.GroupBy(c => c.Number.Unit ?? "", StringComparer.OrdinalIgnoreCase).ToArray();
        string[] named = [.. units.Select(g => g.Key).Where(u => u.Length > 0)];
        if (named.Length == 0) return (null, true);
        DistinctCell first = numbers.First(c => c.Number.Unit is not null);
        if (named.Length == 1 && named[0] == "%")
        {
            if (units.Length == 1)
            {
                Findings.Warn("percent", Row(first), _name, first.Raw,
                    $"Percent signs were taken off: {first.Text} is {first.Number.Digits}, in percent points.",
                    "numbers, the unit in the name", "Nothing to do where percent points are meant.");
                return ("%", true);
            }
DistinctCell bare = numbers.First(c => c.Number.Unit is null);
            DistinctCell odd = bare.FirstRow > first.FirstRow ? bare : first;
            Findings.Error("percent-mixed", Row(odd), _name, odd.Text,
                $"Some cells have a percent sign ({first.Text}), others have none ({bare.Text}): percent points or a fraction? The column "
                    + "stays text.",
                "one way of writing", "Write all cells with a percent sign, or none.");
            return (null, false);
        }
        if (named.Length == 1 && (units.Length == 1 || UnitText.IsUnit(named[0])))
        {
            DistinctCell? bare = numbers.FirstOrDefault(c => c.Number.Unit is null);
            if (bare is not null)
            {
                Findings.Error("unit-mixed", Row(bare), _name, bare.Text,
                    $"The cell has no unit; others are in {named[0]}. The column stays text.", "one unit in all cells",
                    "Write the unit in every cell, or in the name of the column alone.");
                return (null, false);
            }
            if (first.Kind != CellKind.Number)
                Findings.Warn("unit-in-cell", Row(first), _name, first.Text,
                    $"The unit {named[0]} was taken off the cells and kept with the column.", "numbers, the unit in the name",
                    "Nothing to do where all cells are in this unit.");
            return (named[0], true);
        }
        DistinctCell other = numbers.FirstOrDefault(
            c => !string.Equals(c.Number.Unit, numbers[0].Number.Unit, StringComparison.OrdinalIgnoreCase)) ?? numbers[^1];
        Findings.Error("unit-mixed", Row(other), _name, other.Text,
            $"The cells have more than one unit: "
                + $"{string.Join(", ", units.Select(g => $"{(g.Key.Length == 0 ? "none" : g.Key)} ({g.Sum(c => c.Count)} ×)"))}. The "
                + "column stays text.",
            "one unit in all cells", "Convert the cells to one unit in the file, or give the units in the mapping.");
        return (null, false);
    }

    /// <summary>The decimal sign the cells decide; null where nothing does.</summary>
    private char? DecimalSign(DistinctCell[] numbers)
    {
        if (Options.DecimalSign is { } given) return given;
        DistinctCell? point = numbers.FirstOrDefault(c => c.Number.Evidence == Evidence.Point),
            comma = numbers.FirstOrDefault(c => c.Number.Evidence == Evidence.Comma);
        DistinctCell? unclear = numbers.FirstOrDefault(c => c.Number.Evidence is Evidence.PointOrThousands or Evidence.CommaOrThousands);
        if (unclear is not null && (point is null == comma is null))
        {
            string asDecimal = unclear.Number.Digits.Replace(',', '.'),
                asWhole = unclear.Number.Digits.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);
            Findings.Error("ambiguous-number", Row(unclear), _name, unclear.Text,
                $"'{unclear.Text}' can be read as {asWhole} or as {asDecimal}, and no cell of the column decides; it stays text.",
                "a sign that is surely decimal", "Say which: DecimalSign = '.' or ','.");
            return null;
        }
        foreach (IGrouping<bool, DistinctCell> _ in numbers.Where(c => c.Number.ForeignMinus).Take(1).GroupBy(_ => true))
        {
            DistinctCell minus = numbers.First(c => c.Number.ForeignMinus);
            Findings.Warn("minus-sign", Row(minus), _name, minus.Text,
                $"A minus sign that is not the one of the keyboard was read as minus: {minus.Text} is {minus.Number.Digits}.", "-",
                "Nothing to do.");
        }
        if (point is not null && comma is not null)
        {
            DistinctCell later = point.FirstRow > comma.FirstRow ? point : comma;
            Findings.Warn("decimal-mixed", Row(later), _name, later.Text,
                "Decimal points and decimal commas stand in one column; both were read as decimal.", "one decimal sign",
                "Check these cells: where one of the signs groups thousands, say so with DecimalSign.");
            return '\0';
        }
        if (comma is not null && !comma.Number.Grouped && comma.Kind != CellKind.Number)
            Findings.Info("decimal-comma", Row(comma), _name, comma.Text,
                $"Decimal commas were read: {comma.Text} is {comma.Number.Digits.Replace(',', '.')}.");
        DistinctCell? grouped = numbers.FirstOrDefault(c => c.Number.Grouped)
            ?? (point is not null ? numbers.FirstOrDefault(c => c.Number.Evidence == Evidence.CommaOrThousands)
            : comma is not null ? numbers.FirstOrDefault(c => c.Number.Evidence == Evidence.PointOrThousands) : null);
        if (grouped is not null)
            Findings.Warn("thousands", Row(grouped), _name, grouped.Text,
                $"Signs that group thousands were taken out: {grouped.Text} is "
                    + $"{grouped.Number.Value(comma is not null ? ',' : '.')?.ToString("R", CultureInfo.InvariantCulture)}.",
                    "numbers without grouping", "Nothing to do where this is right.");
        return comma is not null ? ',' : '.';
    }

    private TypedColumn Numeric(DistinctCell[] numbers, char sign, string? unit)
    {
        string written = sign == ',' && numbers.Any(c => c.Number.Digits.Contains(',')) ? "decimal comma" : "";
        char SignOf(DistinctCell c) => sign != '\0' ? sign : c.Number.Evidence is Evidence.Comma or Evidence.CommaOrThousands ? ',' : '.';
        bool hasFraction = _table.DeclaredTypes.GetValueOrDefault(_name) == "NUMBER"
            || numbers.Any(c => c.Number.Digits.AsSpan().ContainsAny('e', 'E') || c.Number.Digits.Contains(SignOf(c))
                || (c.Kind == CellKind.Number && c.Number.IsPercent));
        long?[] whole = hasFraction ? [] : ByCell(c => c.Number.Form == NumberForm.Plain ? c.Number.Whole(SignOf(c)) : null);
        if (!hasFraction && numbers.All(c => c.Number.Whole(SignOf(c)) is not null))
        {
            if (numbers.All(c => c.Kind == CellKind.Text) && !_isPlain) ReportTextNumbers(numbers);
            else if (!_isPlain && numbers.FirstOrDefault(c => c.Kind == CellKind.Text) is not null) ReportTextNumbers(numbers);
            return Finish(DataType.Integer, new Int64DataFrameColumn(_name, Rows(whole)), unit, written);
        }
        if (!_isPlain && numbers.Any(c => c.Kind == CellKind.Text)) ReportTextNumbers(numbers);
        ReportDamaged(numbers, SignOf);
        double?[] values = ByCell(c => c.Number.Form == NumberForm.Plain ? c.Number.Value(SignOf(c)) : null);
        foreach (DistinctCell cell in numbers)
            if (cell.Number.Value(SignOf(cell)) is null)
                Findings.Error("not-a-number", Row(cell), _name, cell.Text,
                    $"'{cell.Text}' cannot be read as a number ({Times(cell)}); it is missing.", "a number",
                    "Correct the cell in the file.");
        return Finish(DataType.Number, new DoubleDataFrameColumn(_name, Rows(values)), unit, written);
    }

    private void ReportTextNumbers(DistinctCell[] numbers)
    {
        DistinctCell first = numbers.First(c => c.Kind == CellKind.Text);
        Findings.Warn("text-number", Row(first), _name, first.Text,
            $"{Count(numbers, c => c.Kind == CellKind.Text)} numbers of this column are stored as text; they were read as numbers.",
            "stored numbers", "Nothing to do; in the spreadsheet they are left out of sums.");
    }

    private void ReportDamaged(DistinctCell[] numbers, Func<DistinctCell, char> sign)
    {
        DistinctCell? damaged = numbers.FirstOrDefault(c => Rounded().IsMatch(c.Text) && c.Number.Value(sign(c)) >= 1e10);
        if (damaged is not null && numbers.All(c => c.Number.Digits.AsSpan().ContainsAny('e', 'E')))
            Findings.Warn("id-damaged", Row(damaged), _name, damaged.Text,
                $"{damaged.Text} looks like a long number that Excel has rounded; its last digits are lost and cannot be mended from "
                    + "this file.",
                "the whole number", "Export again with the column formatted as text.");
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^(?:\((?<digits>[0-9][0-9.,]*)\)|(?<digits>[0-9][0-9.,]*)-)$",
        System.Text.RegularExpressions.RegexOptions.CultureInvariant)]
    private static partial System.Text.RegularExpressions.Regex Accounting();

    [System.Text.RegularExpressions.GeneratedRegex(@"^[0-9][.,][0-9]{1,6}[eE]\+?[0-9]{2}$",
        System.Text.RegularExpressions.RegexOptions.CultureInvariant)]
    private static partial System.Text.RegularExpressions.Regex Rounded();
}
