using System.Collections.Immutable;

namespace NotebookKit.Rendering.Files;

/// <summary>Columns of a table that stand side by side on a page, and their widths.</summary>
/// <param name="Columns">Indices of the columns; the label column first in every part.</param>
/// <param name="Widths">Width of each, in the unit of the page.</param>
internal sealed record TablePart(ImmutableArray<int> Columns, ImmutableArray<double> Widths)
{
    /// <summary>The table with these columns alone.</summary>
    public SummaryTable Of(SummaryTable table) => table with
    {
        Columns = [.. Columns.Select(c => table.Columns[c])],
        Rows = [.. table.Rows.Select(r => r with { Cells = [.. Columns.Select(c => r.Cells[c])] })],
    };
}

/// <summary>Lays the columns of a table out on pages.</summary>
/// <remarks>
/// The label column gets the width of its text first, up to a share of the page; the other columns share the rest and are never narrower
/// than what should not be broken. Where they do not fit, labels break over lines before the table does; then it goes on over further
/// parts, each with the label column; columns of one spanner stay together if a part can hold them.
/// </remarks>
internal static class TableParts
{
    private const double MostOfLabel = 0.45, MostOfRepeatedLabel = 0.4, LeastOfLabel = 0.25;

    /// <param name="table">The table.</param>
    /// <param name="wide">Width of each column's widest line.</param>
    /// <param name="narrow">Width of what should not be broken in each column.</param>
    /// <param name="page">Width of the page between its margins.</param>
    public static ImmutableArray<TablePart> Of(SummaryTable table, double[] wide, double[] narrow, double page)
    {
        int[] all = [.. Enumerable.Range(0, wide.Length)];
        if ((Fit(all, wide, narrow, page, MostOfLabel) ?? Fit(all, wide, narrow, page, LeastOfLabel)) is { } one) return [one];
        var parts = ImmutableArray.CreateBuilder<TablePart>();
        var open = new List<int> { 0 };
        foreach ((_, int start, int count) in Spanners.Of(table))
        {
            int[] group = [.. Enumerable.Range(start, count).Where(c => c > 0)];
            if (Fit([.. open, .. group], wide, narrow, page, MostOfRepeatedLabel) is not null)
            {
                open.AddRange(group);
                continue;
            }
            // a group that fits on a part of its own begins one; one that fits on none is cut
            if (open.Count > 1 && Fit([0, .. group], wide, narrow, page, MostOfRepeatedLabel) is not null) Close();
            foreach (int column in group)
            {
                if (open.Count > 1 && Fit([.. open, column], wide, narrow, page, MostOfRepeatedLabel) is null) Close();
                open.Add(column);
            }
        }
        Close();
        return parts.ToImmutable();

        void Close()
        {
            int[] columns = [.. open];
            parts.Add(Fit(columns, wide, narrow, page, MostOfRepeatedLabel)
                ?? new TablePart([.. columns], [.. Shrunk(columns, narrow, page)]));
            open.RemoveRange(1, open.Count - 1);
        }
    }

    /// <summary>Whether one part holds all columns.</summary>
    public static bool FitOnePart(double[] wide, double[] narrow, double page) =>
        Fit([.. Enumerable.Range(0, wide.Length)], wide, narrow, page, MostOfLabel) is not null
            || Fit([.. Enumerable.Range(0, wide.Length)], wide, narrow, page, LeastOfLabel) is not null;

    private static TablePart? Fit(int[] columns, double[] wide, double[] narrow, double page, double mostOfLabel)
    {
        double label = Math.Min(wide[0], Math.Max(mostOfLabel * page, Math.Min(narrow[0], MostOfLabel * page)));
        double[] most = [.. columns.Select(c => c == 0 ? label : wide[c])],
            least = [.. columns.Select(c => c == 0 ? label : Math.Min(narrow[c], wide[c]))];
        if (least.Sum() > page) return null;
        if (mostOfLabel == LeastOfLabel) most[0] = least[0] = Math.Min(wide[0], label + (page - least.Sum())); // what the others leave
        if (most.Sum() <= page) return new TablePart([.. columns], [.. most]);
        // the widest give way, to one width, but none below what must not be broken
        double low = 0, high = most.Max();
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (Capped(middle).Sum() > page) high = middle;
            else low = middle;
        }
        return new TablePart([.. columns], [.. Capped(low)]);

        IEnumerable<double> Capped(double width) => most.Select((m, i) => Math.Max(least[i], Math.Min(m, i == 0 ? m : width)));
    }

    // a single column wider than the page
    private static IEnumerable<double> Shrunk(int[] columns, double[] narrow, double page)
    {
        double sum = columns.Sum(c => narrow[c]);
        return columns.Select(c => sum <= page ? narrow[c] : narrow[c] * page / sum);
    }
}
