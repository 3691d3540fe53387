using NotebookKit.Cohorts;
using NotebookKit.Numerics;

namespace NotebookKit.Survival.Counting;

/// <summary>Infinitesimal jackknife over clusters in time linear in rows plus times.</summary>
/// <remarks>
/// A row of weight w influences the estimate at t by w·(A(min(t, exit)) − A(entry) + 1{event, exit ≤ t}·g(exit)), with A the running
/// sum of the at-risk terms and g the event terms of an <see cref="Influence"/>. A cluster's influence is therefore M·A(t) + B with M the
/// weight of its members still at risk and B a constant that changes only when a member enters or leaves, and the variance needs just
/// three running sums: Σ M², Σ MB and Σ B².
/// </remarks>
internal static class ClusterVariance
{
    /// <summary>Standard error at every time of a table built with its rows; NaN where all rows belong to one cluster.</summary>
    /// <param name="cohort">The cohort; without clusters every row is one.</param>
    /// <param name="table">The table.</param>
    /// <param name="influence">Influence on the estimate's increments.</param>
    /// <param name="clusters">Number of clusters with rows in the table.</param>
    public static double[] StdErr(SurvivalCohort cohort, RiskTable table, Influence influence, out int clusters)
    {
        int times = table.Time.Length;
        var (entryStart, entryOrder) = table.FirstAtRisk is { } first ? Bucket(first, times) : (null, null);
        int[] rows = table.Rows!, exits = table.Exit!;
        ReadOnlySpan<double> weight = cohort.Weight;
        using Scratch<int> numbers = new(rows.Length);
        Span<int> cluster = numbers.Span;
        clusters = Number(cohort, rows, cluster);
        using Scratch<(double, double)> parts = new(clusters);
        var sums = new Sums(parts.Span);
        if (entryStart is null)
            for (int k = 0; k < rows.Length; k++) sums.Enter(cluster[k], weight.IsEmpty ? 1 : weight[rows[k]], 0);

        double a = 0;
        double[] stdErr = GC.AllocateUninitializedArray<double>(times);
        for (int j = 0, next = 0; j < times; j++)
        {
            if (entryStart is not null)
                for (int q = entryStart[j]; q < entryStart[j + 1]; q++)
                    sums.Enter(cluster[entryOrder![q]], weight.IsEmpty ? 1 : weight[rows[entryOrder[q]]], a);
            a += influence.AtRisk[j];
            double censored = a, dead = a + influence.Event[j];
            for (; next < exits.Length && exits[next] == j; next++) // rows lie by time of exit
                sums.Leave(cluster[next], weight.IsEmpty ? 1 : weight[rows[next]], IsEvent(cohort, table, rows[next]) ? dead : censored);
            stdErr[j] = Math.Sqrt(Math.Max(0, sums.Variance(a)));
        }
        if (clusters < 2 && cohort.Clusters > 0) Array.Fill(stdErr, double.NaN);
        return stdErr;
    }

    /// <summary>
    /// Influence of each cluster on Σ over times of the increments weighted by <paramref name="area"/>, added to <paramref name="total"/>.
    /// </summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="table">A table built with its rows.</param>
    /// <param name="influence">Influence on the estimate's increments.</param>
    /// <param name="area">Factor for the increment at each time; 0 beyond the time of interest.</param>
    /// <param name="total">One number per cluster.</param>
    public static void Accumulate(SurvivalCohort cohort, RiskTable table, Influence influence, ReadOnlySpan<double> area,
        Span<double> total)
    {
        var running = new double[area.Length + 1];
        for (int j = 0; j < area.Length; j++) running[j + 1] = running[j] + influence.AtRisk[j] * area[j];
        for (int k = 0; k < table.Rows!.Length; k++)
        {
            int row = table.Rows[k], exit = table.Exit![k];
            double value = running[exit + 1] - running[table.FirstAtRisk?[k] ?? 0];
            if (IsEvent(cohort, table, row)) value += influence.Event[exit] * area[exit];
            total[ClusterOf(cohort, row)] += WeightOf(cohort, row) * value;
        }
    }

    /// <summary>Number of clusters with rows in a table.</summary>
    public static int Clusters(SurvivalCohort cohort, RiskTable table)
    {
        using Scratch<int> numbers = new(table.Rows!.Length);
        return Number(cohort, table.Rows, numbers.Span);
    }

    /// <summary>
    /// Numbers the clusters in the order in which their first row leaves, so that what is kept of them is used from front to back.
    /// </summary>
    private static int Number(SurvivalCohort cohort, int[] rows, Span<int> number)
    {
        using Scratch<int> known = new(cohort.Clusters);
        Span<int> numberOf = known.Span;
        numberOf.Fill(-1);
        int count = 0;
        for (int k = 0; k < rows.Length; k++)
        {
            if (numberOf.IsEmpty)
            {
                number[k] = count++;
                continue;
            }
            ref int own = ref numberOf[cohort.Cluster[rows[k]]];
            if (own < 0) own = count++;
            number[k] = own;
        }
        return count;
    }

    private static bool IsEvent(SurvivalCohort cohort, RiskTable table, int row) => cohort.Status[row] == 1 != table.Reverse;

    private static int ClusterOf(SurvivalCohort cohort, int row) => cohort.Cluster.IsEmpty ? row : cohort.Cluster[row];

    private static double WeightOf(SurvivalCohort cohort, int row) => cohort.Weight.IsEmpty ? 1 : cohort.Weight[row];

    /// <summary>Counting sort of positions by index.</summary>
    private static (int[] Start, int[] Order) Bucket(int[] index, int count)
    {
        var start = new int[count + 2];
        foreach (int i in index) start[i + 2]++;
        for (int i = 2; i < start.Length; i++) start[i] += start[i - 1];
        var order = new int[index.Length];
        for (int k = 0; k < index.Length; k++) order[start[index[k] + 1]++] = k;
        return (start, order);
    }

    /// <summary>M and B of every cluster with Σ M², Σ MB and Σ B².</summary>
    private ref struct Sums
    {
        private readonly Span<(double M, double B)> _parts;
        private double _mm, _mb, _bb;

        public Sums(Span<(double M, double B)> parts)
        {
            parts.Clear();
            this._parts = parts;
        }

        public void Enter(int cluster, double weight, double a) => Add(cluster, weight, -weight * a);

        public void Leave(int cluster, double weight, double influence) => Add(cluster, -weight, weight * influence);

        public readonly double Variance(double a) => a * (a * _mm + 2 * _mb) + _bb;

        private void Add(int cluster, double dm, double db)
        {
            ref (double M, double B) part = ref _parts[cluster];
            double oldM = part.M, oldB = part.B, newM = oldM + dm, newB = oldB + db;
            _mm += newM * newM - oldM * oldM;
            _mb += newM * newB - oldM * oldB;
            _bb += newB * newB - oldB * oldB;
            part = (newM, newB);
        }
    }
}
