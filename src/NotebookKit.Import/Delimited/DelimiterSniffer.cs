using NotebookKit.Import.Tables;
using Sylvan.Data.Csv;

namespace NotebookKit.Import.Delimited;

/// <summary>Finds what stands between the cells: the sign under which most of the first rows have one width above 1.</summary>
internal static class DelimiterSniffer
{
    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>The delimiter; null where the file has one column. A blank stands for columns lined up with blanks.</summary>
    public static char? Find(string head, FindingSink findings)
    {
        char? best = null;
        (int Rows, int Width) most = (0, 0);
        int lines = 0;
        foreach (char candidate in Candidates)
        {
            int[] widths = Widths(head, candidate);
            lines = Math.Max(lines, widths.Length);
            IGrouping<int, int>? mode = widths.Where(w => w > 1).GroupBy(w => w).OrderByDescending(g => g.Count())
                .ThenByDescending(g => g.Key).FirstOrDefault();
            if (mode is null) continue;
            (int, int) found = (mode.Count(), mode.Key);
            if (found.CompareTo(most) > 0) (best, most) = (candidate, found);
        }
        if (best is not null && most.Rows * 2 >= Math.Min(lines, 3)) return best;
        if (!LinedUp(head)) return best;
        findings.Warn("delimiter", 1, null, null,
            "The cells are lined up with blanks; two or more blanks were taken as the border of a column.",
            "a comma, semicolon or tab between cells", "Check the columns; safest: export as CSV.");
        return ' ';
    }

    /// <summary>Cells of the first rows that are neither blank nor a comment.</summary>
    private static int[] Widths(string head, char delimiter)
    {
        var widths = new List<int>();
        try
        {
            using var csv = CsvDataReader.Create(new StringReader(head), Options(delimiter, 1 << 20, head.Length));
            while (widths.Count < 100 && csv.Read())
            {
                ReadOnlySpan<char> first = csv.RowFieldCount > 0 ? csv.GetFieldSpan(0) : default;
                if (csv.RowFieldCount == 0 || (csv.RowFieldCount == 1 && first.IsWhiteSpace()) || first.StartsWith("#")) continue;
                if (widths.Count == 0 && first.StartsWith("sep=")) continue;
                widths.Add(csv.RowFieldCount);
            }
        }
        catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException)
        {
            // What was counted so far decides.
        }
        return [.. widths];
    }

    public static CsvDataReaderOptions Options(char delimiter, int buffer, int length) => new()
    {
        HasHeaders = false, Delimiter = delimiter, Comment = '\uFFFF', CsvStyle = CsvStyle.Standard,
        BufferSize = Math.Clamp(length + 1, 256, 1 << 16), MaxBufferSize = buffer,
        ResultSetMode = ResultSetMode.SingleResult,
    };

    private static bool LinedUp(string head)
    {
        string[] lines = [.. head.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0).Take(100)];
        return lines.Length > 1 && lines.All(l => l.Contains("  ", StringComparison.Ordinal)) && lines.Select(l => SplitBlanks(l).Length)
            .Distinct().Count() == 1;
    }

    public static string[] SplitBlanks(string line) => System.Text.RegularExpressions.Regex.Split(line.Trim(), " {2,}");
}
