using System.Numerics.Tensors;

namespace NotebookKit.Survival.RiskSets;

/// <summary>
/// Monotone likelihood: a direction along which, at every event time, the dying have the largest value of the whole risk
/// set (under exact ties: of those who survive the time). The partial likelihood then rises for ever and no finite estimate exists (Heinze
/// and Schemper 2001, doi:10.1111/j.0006-341X.2001.00114.x).
/// </summary>
internal static class Separation
{
    /// <summary>Whether the direction (a Newton step) proves separation; marks the columns that take part.</summary>
    public static bool IsAlong(CoxDesign design, double[] direction, bool exactTies, bool[] columns)
    {
        double largest = direction.Length == 0 ? 0 : direction.Max(Math.Abs);
        if (largest == 0) return false;
        double[] clean = [.. direction.Select(d => Math.Abs(d) < 1e-3 * largest ? 0 : d)];
        double[] score = new double[design.Rows];
        for (int j = 0; j < clean.Length; j++) TensorPrimitives.MultiplyAdd(design.X[j], clean[j], score, score);
        if (!DyingAreLargest(design, score, exactTies)) return false;
        for (int j = 0; j < clean.Length; j++) columns[j] = clean[j] != 0;
        return true;
    }

    private static bool DyingAreLargest(CoxDesign design, double[] score, bool exactTies)
    {
        double range = score.Max() - score.Min(), slack = 1e-6 * range;
        if (range < 1e-3) return false;
        bool informative = false;
        for (int s = 0; s < design.StrataCount; s++)
        {
            double largest = double.NegativeInfinity, smallest = double.PositiveInfinity;
            int next = design.StratumStart[s + 1] - 1;
            for (int k = design.FirstEvent[s + 1] - 1; k >= design.FirstEvent[s]; k--)
            {
                EventTime at = design.Events[k];
                if (design.EntryOrder.Length > 0)
                    (largest, smallest, next) = (double.NegativeInfinity, double.PositiveInfinity, design.StratumStart[s + 1] - 1);
                int compared = exactTies ? at.EndDeath : at.FirstDeath;
                for (; next >= compared; next--) Include(design, score, at, next, ref largest, ref smallest);
                for (int i = at.FirstDeath; i < at.EndDeath; i++) if (score[i] < largest - slack) return false;
                for (; next >= at.FirstDeath; next--) Include(design, score, at, next, ref largest, ref smallest);
                informative |= smallest < largest - slack;
            }
        }
        return informative;
    }

    private static void Include(CoxDesign design, double[] score, EventTime at, int row, ref double largest, ref double smallest)
    {
        if (design.EntryOrder.Length > 0 && design.Entry[row] >= at.Time) return;
        largest = Math.Max(largest, score[row]);
        smallest = Math.Min(smallest, score[row]);
    }
}
