using System.Collections.Immutable;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Curves;

/// <summary>Steps and bands of a curve that starts at 0.</summary>
internal static class StepBand
{
    // More steps than this cannot be told apart on paper.
    private const int MostSteps = 2000;

    /// <summary>Rows where the curve moves, up to the end of the axis, thinned to what can be seen.</summary>
    public static int[] Rows(ImmutableArray<double> time, ImmutableArray<double> events, double end)
    {
        int[] rows = [.. Enumerable.Range(0, time.Length).Where(j => events[j] > 0 && time[j] <= end)];
        double cell = end / MostSteps;
        return rows.Length <= MostSteps ? rows
            : [.. rows.Where((j, i) => i == 0 || i == rows.Length - 1
                || Math.Floor(time[j] / cell) < Math.Floor(time[rows[i + 1]] / cell))];
    }

    public static ImmutableArray<PlotPoint> Steps(int[] rows, ImmutableArray<double> time, ImmutableArray<double> value, double last) =>
        [new(0, 0), .. rows.Select(j => new PlotPoint(time[j], value[j])), new(last, rows.Length > 0 ? value[rows[^1]] : 0)];

    /// <summary>Closed outline between the limits, up to where they cannot be estimated.</summary>
    public static ImmutableArray<PlotPoint> Band(int[] rows, ImmutableArray<double> time, ImmutableArray<double?> lower,
        ImmutableArray<double?> upper, double last)
    {
        int[] known = [.. rows.SkipWhile(j => lower[j] is null || upper[j] is null)
            .TakeWhile(j => lower[j] is not null && upper[j] is not null)];
        if (known.Length == 0) return [];
        int next = Array.IndexOf(rows, known[^1]) + 1;
        double end = next < rows.Length ? time[rows[next]] : last;
        List<PlotPoint> over = Edge(known, time, j => upper[j]!.Value, end), under = Edge(known, time, j => lower[j]!.Value, end);
        under.Reverse();
        return [.. over, .. under, over[0]];
    }

    private static List<PlotPoint> Edge(int[] rows, ImmutableArray<double> time, Func<int, double> limit, double end)
    {
        var edge = new List<PlotPoint>();
        for (int i = 0; i < rows.Length; i++)
        {
            if (i > 0) edge.Add(new(time[rows[i]], limit(rows[i - 1])));
            edge.Add(new(time[rows[i]], limit(rows[i])));
        }
        edge.Add(new(end, limit(rows[^1])));
        return edge;
    }
}
