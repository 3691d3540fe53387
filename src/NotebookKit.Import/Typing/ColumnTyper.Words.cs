using System.Globalization;
using System.Text.RegularExpressions;
using NotebookKit.Import.Tables;

namespace NotebookKit.Import.Typing;

internal sealed partial class ColumnTyper
{
    private const int MostLevels = 60;

    private static readonly string[] Genes = ["JAN", "FEB", "MARCH", "APR", "MAY", "JUN", "JUL", "AUG", "SEPT", "OCT", "NOV", "DEC"];

    /// <summary>Text, with what words usually hide.</summary>
    private TypedColumn Words(List<DistinctCell> valued, int total, bool numbersTried = false)
    {
        if (!numbersTried && valued.All(c => c.Number.Form == NumberForm.Uncertain))
            Findings.Warn("uncertain-value", Row(valued[0]), _name, valued[0].Text,
                $"Every cell holds a value with its uncertainty, such as {valued[0].Text}; the column stays text.", "one number in a cell",
                "Split the column into the value and its uncertainty.");
        bool signsAreValues = numbersTried || valued.Any(c => c.Text.Length > 0 && c.Text.All(x => x is '+' or '-')
            && !MissingWords.IsSign(c.Text)) || valued.All(c => MissingWords.IsSign(c.Text));
        if (!signsAreValues) DropMarkers(valued, MissingWords.IsSign);
        if (numbersTried) DropMarkers(valued, MissingWords.IsSign);
        CheckMarks(valued);
        foreach (DistinctCell cell in valued)
        {
            ReportDateLike(cell);
            ReportMojibake(cell);
        }
        ReportFormulas(valued);
        if (!numbersTried) ReportVariants(valued, total);
        ReportLists(valued);
        return Finish(DataType.Text, Strings(c => c.Text.Length == 0 ? null : c.Text));
    }

    private void CheckMarks(List<DistinctCell> valued)
    {
        if (valued.All(c => c.Text is "x" or "X" or "✓" or "✔" or "☒" or "☑") && _distinct.Codes.Contains(-1))
            Findings.Info("check-mark", Row(valued[0]), _name, valued[0].Text,
                $"The column holds marks alone; whether a blank cell means no is for you to say. It stays text, blank cells are missing.",
                "", "In a mapping: flag.");
    }

    private void ReportDateLike(DistinctCell cell)
    {
        if (DateLike().Match(cell.Text) is not { Success: true } match) return;
        int month = DateText.Month(match.Groups["m"].Value), number = int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);
        Findings.Warn("date-like-text", Row(cell), _name, cell.Text,
            $"'{cell.Text}' may be the gene {Genes[month - 1]}{number} or the range {number}-{month} that a spreadsheet took for a date "
                + $"({Times(cell)}).",
            "the text that was typed", "Look it up in the source, format the column as text and type it again.");
    }

    private void ReportMojibake(DistinctCell cell)
    {
        if (!Mojibake().IsMatch(cell.Text)) return;
        try
        {
            string likely = new System.Text.UTF8Encoding(false, true).GetString(System.Text.Encoding.GetEncoding(1252).GetBytes(cell.Text));
            if (likely != cell.Text)
                Findings.Warn("mojibake", Row(cell), _name, cell.Text,
                    $"'{cell.Text}' was probably '{likely}' before a program decoded it wrongly; it was kept as it stands.", $"'{likely}'",
                    "Export again as UTF-8.");
        }
        catch (System.Text.DecoderFallbackException)
        {
            // The letters are meant as they stand.
        }
    }

    private void ReportFormulas(List<DistinctCell> valued)
    {
        DistinctCell? first = valued.FirstOrDefault(
            c => c.Text.Length > 1
                && (c.Text[0] is '=' or '@'
                    || (c.Text[0] is '+' or '-' && c.Number.Form == NumberForm.None
                        && (char.IsLetterOrDigit(c.Text[1]) || c.Text[1] == '('))));
        if (first is not null)
            Findings.Warn("formula-injection", Row(first), _name, first.Text,
                "The text begins like a formula; it was read as text and not run.", "text",
                "Tables written for a spreadsheet get an apostrophe before it.");
    }

    /// <summary>Spellings of what is probably one word, with their counts.</summary>
    private void ReportVariants(List<DistinctCell> valued, int total)
    {
        if (valued.Count is < 2 or > MostLevels || (valued.Count == total && total > 8)) return;
        string[][] groups = Variants.Of([.. valued.Select(c => (c.Text, c.Count))]);
        if (groups.Length == 0) return;
        DistinctCell first = valued.First(c => groups[0].Contains(c.Text));
        string shown = string.Join("; ", groups.Select(g => string.Join(" / ", g.Select(t => $"{t} ({Count(valued, c => c.Text == t)})"))));
        Findings.Warn("category-variants", Row(first), _name, first.Text, $"Spellings that may mean the same were not joined: {shown}.",
            "one spelling", "Join them with a recode table, or correct the file.");
    }

    private void ReportLists(List<DistinctCell> valued)
    {
        DistinctCell? list = valued.FirstOrDefault(
            c => c.Text.Length < 500
                && c.Text.Split([';', '|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is {
                    Length: > 1 } parts && parts.All(p => p.AsSpan().ContainsAnyInRange('0', '9')));
        if (list is not null)
            Findings.Warn("layout-list-in-cell", Row(list), _name, list.Text,
                "Cells hold several entries, one after the other; each should have a row of its own.", "one entry in a cell",
                "Split them in the mapping, or in the file.");
    }

    [GeneratedRegex(@"Ã[\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\u00A0-\u00BF]|â€", RegexOptions.CultureInvariant)]
    private static partial Regex Mojibake();
}
