using System.Collections.Immutable;
using NotebookKit.Survival.Splines;

namespace NotebookKit.Charts.Curves;

/// <summary>A natural cubic spline through scaled Schoenfeld residuals, as R's <c>plot.cox.zph</c> draws it.</summary>
/// <param name="Time">40 times from the first to the last event.</param>
/// <param name="Value">The smooth there.</param>
/// <param name="StdErr">Its standard error, from the variance of one scaled residual: that of the coefficient times the number of
/// events.</param>
internal sealed record SchoenfeldSmooth(ImmutableArray<double> Time, ImmutableArray<double> Value, ImmutableArray<double> StdErr)
{
    private const int DegreesOfFreedom = 4, Grid = 40;

    /// <summary>Fits the smooth; null where the events are too few or too close together for it.</summary>
    public static SchoenfeldSmooth? Of(ImmutableArray<double> time, ImmutableArray<double> residuals, double variance)
    {
        double first = time.Min(), last = time.Max();
        if (time.Distinct().Count() <= DegreesOfFreedom || !(last > first)) return null;
        double[] grid = [.. Enumerable.Range(0, Grid).Select(i => first + (last - first) * i / (Grid - 1))];
        Basis basis = SplineBasis.Natural([.. grid, .. time], DegreesOfFreedom - 1);
        double[][] design = [[.. time.Select(_ => 1.0)], .. basis.Columns([.. time])],
            at = [[.. grid.Select(_ => 1.0)], .. basis.Columns(grid)];
        double[] value = new double[Grid], spread = new double[Grid];
        // Columns are made orthonormal over the events; what is done to them is done to the grid.
        for (int j = 0; j < DegreesOfFreedom; j++)
        {
            double before = Norm(design[j]);
            for (int pass = 0; pass < 2; pass++)
                for (int k = 0; k < j; k++)
                {
                    double share = Dot(design[j], design[k]);
                    Subtract(design[j], design[k], share);
                    Subtract(at[j], at[k], share);
                }
            double norm = Norm(design[j]);
            if (!(norm > 1e-8 * before)) return null;
            for (int i = 0; i < design[j].Length; i++) design[j][i] /= norm;
            for (int i = 0; i < Grid; i++) at[j][i] /= norm;
            double coefficient = Dot(design[j], [.. residuals]);
            for (int i = 0; i < Grid; i++)
            {
                value[i] += coefficient * at[j][i];
                spread[i] += at[j][i] * at[j][i];
            }
        }
        return new SchoenfeldSmooth([.. grid], [.. value], [.. spread.Select(s => Math.Sqrt(variance * time.Length * s))]);
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double Norm(double[] a) => Math.Sqrt(Dot(a, a));

    private static void Subtract(double[] from, double[] column, double share)
    {
        for (int i = 0; i < from.Length; i++) from[i] -= share * column[i];
    }
}
