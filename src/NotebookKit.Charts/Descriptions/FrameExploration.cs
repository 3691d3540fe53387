using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;

namespace NotebookKit.Charts.Descriptions;

/// <summary>A first look at every column of a frame: type, missing, distribution, and what goes with it.</summary>
internal static class FrameExploration
{
    // With more columns than this the largest of all associations is mostly chance.
    private const int MostColumns = 60, FewestRows = 5;

    public static SummaryTable Of(DataFrame df)
    {
        ExploredColumn[] columns = [.. df.Columns.Select(ExploredColumn.Of)];
        int rows = (int)df.Rows.Count, complete = Enumerable.Range(0, rows).Count(i => columns.All(c => c.Values[i] is not null));
        bool associates = columns.Length <= MostColumns;
        return new SummaryTable
        {
            Title = string.Create(CultureInfo.InvariantCulture,
                $"{Wording.Count(rows, "rows")}, {Wording.Count(columns.Length, "columns")}, {complete} without a missing value"),
            Columns = [new("Column", TableAlignment.Left), new("Type", TableAlignment.Left), new("Missing"), new("Different"),
                new("Shape", TableAlignment.Left), new("Distribution", TableAlignment.Left),
                .. associates ? (TableColumn[])[new("Goes most with", TableAlignment.Left)] : []],
            Rows =
            [
                .. columns.Select(c => new TableRow(
                [
                    c.Name, c.Type, rows == 0 ? "0" : NumberFormat.CountPercent(c.Missing, rows),
                    c.Distinct.ToString(CultureInfo.InvariantCulture), c.Sketch(), c.Words(),
                    .. associates ? (TableCell[])[Partner(c, columns)] : [],
                ])),
            ],
            Footnotes =
            [
                "Numbers: median (quartiles), range. Texts: the most frequent values.",
                .. associates
                    ? (string[])[
                        "Goes most with: the column with the strongest association, between numbers |ρ| of ranks (Spearman), between texts "
                            + "V (Cramér), else η of ranks; 0 for none, 1 for complete. A look, not a test: the largest of many is "
                            + "often chance."]
                    : [],
            ],
        };
    }

    private static string Partner(ExploredColumn column, ExploredColumn[] columns)
    {
        if (!column.CanAssociate) return "";
        var best = columns.Where(c => c != column && c.CanAssociate).Select(c => (c.Name, Strength: Association(column, c)))
            .Where(p => p.Strength is not null)
            .OrderByDescending(p => Math.Round(p.Strength!.Value, 9)).FirstOrDefault();
        return best.Strength is double strength ? $"{best.Name}, {NumberFormat.Fixed(strength, 2)}" : "";
    }

    private static double? Association(ExploredColumn one, ExploredColumn other)
    {
        int[] rows = [.. Enumerable.Range(0, one.Values.Length).Where(i => one.Values[i] is not null && other.Values[i] is not null)];
        if (rows.Length < FewestRows) return null;
        double[] x = [.. rows.Select(i => one.Values[i]!.Value)], y = [.. rows.Select(i => other.Values[i]!.Value)];
        if (!one.IsNumeric && !other.IsNumeric) return CramersV(x, y);
        if (one.IsNumeric && other.IsNumeric) return Math.Abs(Correlation(Ranks(x), Ranks(y)) ?? 0);
        return one.IsNumeric ? Eta(Ranks(x), y) : Eta(Ranks(y), x);
    }

    internal static double? CramersV(double[] x, double[] y)
    {
        var rows = x.GroupBy(v => v).ToDictionary(g => g.Key, g => g.Count());
        var columns = y.GroupBy(v => v).ToDictionary(g => g.Key, g => g.Count());
        int least = Math.Min(rows.Count, columns.Count);
        if (least < 2) return null;
        var cells = x.Zip(y).GroupBy(p => p).ToDictionary(g => g.Key, g => g.Count());
        // χ²/n = Σ n² / (row × column) − 1
        double chi = rows.Keys.SelectMany(
            r => columns.Keys.Select(c => cells.TryGetValue((r, c), out int n) ? (double)n * n / ((double)rows[r] * columns[c]) : 0)).Sum()
                - 1;
        return Math.Sqrt(Math.Max(0, chi) / (least - 1));
    }

    internal static double? Eta(double[] ranks, double[] groups)
    {
        double mean = ranks.Average(), total = ranks.Sum(r => (r - mean) * (r - mean));
        if (total == 0) return null;
        double between = ranks.Zip(groups).GroupBy(p => p.Second).Sum(g => g.Count() * Math.Pow(g.Average(p => p.First) - mean, 2));
        return Math.Sqrt(between / total);
    }

    internal static double? Correlation(double[] x, double[] y)
    {
        double meanX = x.Average(), meanY = y.Average();
        double xx = x.Sum(v => (v - meanX) * (v - meanX)), yy = y.Sum(v => (v - meanY) * (v - meanY));
        return xx == 0 || yy == 0 ? null : x.Zip(y).Sum(p => (p.First - meanX) * (p.Second - meanY)) / Math.Sqrt(xx * yy);
    }

    internal static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        double[] ranks = new double[values.Length];
        for (int i = 0; i < order.Length;)
        {
            int end = i;
            while (end + 1 < order.Length && values[order[end + 1]] == values[order[i]]) end++;
            for (int k = i; k <= end; k++) ranks[order[k]] = (i + end) / 2.0 + 1;
            i = end + 1;
        }
        return ranks;
    }
}
