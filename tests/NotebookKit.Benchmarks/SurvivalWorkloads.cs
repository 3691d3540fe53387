using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Concordance;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Curves;
using NotebookKit.Survival.Models;

namespace NotebookKit.Benchmarks;

/// <summary>
/// The tasks of the survival benchmark on the files that survival.R writes; each returns the numbers that R's task returns.
/// </summary>
internal sealed class SurvivalWorkloads(string folder)
{
    /// <summary>A task by its name, such as km_t_1e6; the variant is arrays or frame.</summary>
    public Func<double[]> Task(string name, string variant)
    {
        string[] parts = name.Split('_');
        string size = parts[^1];
        return (parts[0], parts[1 % parts.Length]) switch
        {
            ("km", "cluster") => Clustered(size, parts[2]),
            ("km", _) => variant == "frame" ? CurvesOfFrame(size, parts[1]) : Curves(size, parts[1]),
            ("cox", "cluster") => Cox(size, int.Parse(parts[2]), parts[3], clustered: true),
            ("cox", _) => variant == "frame"
                ? CoxOfFrame(size, int.Parse(parts[2]), parts[3])
                : Cox(size, int.Parse(parts[2]), parts[3], clustered: false),
            ("conc", _) => Score(size),
            ("boot", _) => Bootstrap(),
            ("sim", _) => SmallTests(),
            _ => throw new ArgumentException($"No task '{name}'."),
        };
    }

    private Func<double[]> Curves(string size, string kind)
    {
        (double[] time, byte[] status, int[] group) = (Doubles($"km_{size}_{kind}"), Events($"km_{size}_e"), Codes($"km_{size}_g"));
        return () =>
        {
            EventTable table = EventTable.Of(SurvivalCohort.Create(time, status, group));
            return Check(KaplanMeier.Estimate(table, new()), LogRank.Test(table, new()));
        };
    }

    private Func<double[]> CurvesOfFrame(string size, string kind)
    {
        var frame = new DataFrame(
            Column("t", Doubles($"km_{size}_{kind}")), Column("e", Array.ConvertAll(Events($"km_{size}_e"), e => (int)e)),
            Column("g", Codes($"km_{size}_g")));
        return () => Check(frame.KaplanMeier("t", "e", "g"), frame.LogRank("t", "e", "g"));
    }

    private static double[] Check(KaplanMeierEstimate curves, LogRankResult test) =>
        [.. curves.Curves.Select(c => c.Median).SelectMany(m => new[] { m.Estimate!.Value, m.Lower!.Value, m.Upper!.Value }),
            test.ChiSquare!.Value];

    private Func<double[]> Clustered(string size, string kind)
    {
        (double[] time, byte[] status, int[] group) = (Doubles($"km_{size}_{kind}"), Events($"km_{size}_e"), Codes($"km_{size}_g"));
        int[] cluster = Codes($"km_{size}_id");
        return () =>
            [KaplanMeier.Estimate(SurvivalCohort.Create(time, status, group, cluster)).Curves.Sum(c => c.StdErrSurvival.Sum(s => s ?? 0))];
    }

    private Func<double[]> Cox(string size, int columns, string kind, bool clustered)
    {
        double[] time = Doubles($"cox_{size}_{kind}"), x = Doubles($"cox_{size}_X");
        int n = time.Length;
        var data = new SurvivalData
        {
            Time = time, IsEvent = Array.ConvertAll(Events($"cox_{size}_e"), e => e == 1),
            Covariates = [.. Enumerable.Range(0, columns).Select(j => new Covariate($"x{j + 1}", new ReadOnlyMemory<double>(x, j * n, n)))],
            Clusters = clustered ? Codes($"cox_{size}_id") : default,
        };
        return clustered ? () => [CoxModel.Fit(data).Coefficients[0].StandardError!.Value] : () => [CoxModel.Fit(data).LogLikelihood];
    }

    private Func<double[]> CoxOfFrame(string size, int columns, string kind)
    {
        double[] time = Doubles($"cox_{size}_{kind}"), x = Doubles($"cox_{size}_X");
        var frame = new DataFrame(Column("t", time), Column("e", Array.ConvertAll(Events($"cox_{size}_e"), e => (int)e)));
        for (int j = 0; j < columns; j++) frame.Columns.Add(Column($"x{j + 1}", x.AsSpan(j * time.Length, time.Length).ToArray()));
        string formula = $"Surv(t, e) ~ {string.Join(" + ", Enumerable.Range(1, columns).Select(j => $"x{j}"))}";
        return () => [frame.Cox(formula).LogLikelihood];
    }

    private Func<double[]> Score(string size)
    {
        double[] time = Doubles($"cox_{size}_t"), x = Doubles($"cox_{size}_X").AsSpan(0, time.Length).ToArray();
        var data = new SurvivalData { Time = time, IsEvent = Array.ConvertAll(Events($"cox_{size}_e"), e => e == 1), Covariates = [] };
        return () =>
        {
            ConcordanceResult c = ConcordanceEstimator.Estimate(data, x);
            return [c.Concordance!.Value, c.StandardError!.Value];
        };
    }

    /// <summary>The bootstrap of MedianDifference, on the rows that R drew.</summary>
    private Func<double[]> Bootstrap()
    {
        SurvivalCohort cohort = SurvivalCohort.Create(Doubles("boot_t"), Events("boot_e"), Codes("boot_g"));
        int[] rows = Codes("boot_rows");
        int n = cohort.N;
        return () =>
        {
            RiskTable[] tables = EventTable.Build(cohort, keepRows: true).Tables;
            var place = new int[n];
            foreach (RiskTable table in tables)
                for (int k = 0; k < table.Rows!.Length; k++) place[table.Rows[k]] = k;
            MedianSample[] samples = Array.ConvertAll(tables, t => new MedianSample(cohort, t));
            var sums = new double[samples.Length];
            for (int r = 0; r < rows.Length; r += n)
            {
                foreach (MedianSample sample in samples) sample.Clear();
                for (int i = r; i < r + n; i++) samples[cohort.Group[rows[i]]].Add(place[rows[i]], 1);
                for (int g = 0; g < samples.Length; g++) sums[g] += samples[g].Median();
            }
            return sums;
        };
    }

    private Func<double[]> SmallTests()
    {
        const int N = 43;
        (double[] time, byte[] status, int[] group) = (Doubles("sim_t"), Events("sim_e"), Codes("sim_g"));
        return () =>
        {
            double sum = 0;
            for (int k = 0; k < time.Length; k += N)
                sum += LogRankStatistic.Of(time.AsSpan(k, N), status.AsSpan(k, N), group.AsSpan(k, N), 3).P!.Value;
            return [sum];
        };
    }

    private static PrimitiveDataFrameColumn<T> Column<T>(string name, T[] values) where T : unmanaged => new(name, values);

    private double[] Doubles(string file) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path.Combine(folder, file))).ToArray();

    private byte[] Events(string file) =>
        [.. MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(Path.Combine(folder, file))).ToArray().Select(v => (byte)v)];

    /// <summary>R's codes from 1 as codes from 0, without gaps.</summary>
    private int[] Codes(string file)
    {
        int[] codes = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(Path.Combine(folder, file))).ToArray();
        var next = new int[codes.Max() + 1];
        if (file.EndsWith("_id", StringComparison.Ordinal))
        {
            int count = 0;
            foreach (int c in codes) if (next[c] == 0) next[c] = ++count;
            return Array.ConvertAll(codes, c => next[c] - 1);
        }
        return Array.ConvertAll(codes, c => c - 1);
    }
}
