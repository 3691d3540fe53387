using System.Diagnostics;
using System.Globalization;

namespace NotebookKit.Benchmarks;

/// <summary>
/// Our side of survival.sh: times one task in this process and prints task,variant,runs,cpu_s,wall_s,peak_MB,check as survival.R does.
/// </summary>
internal static class SurvivalTimer
{
    public static void Run(string folder, string name, string variant, int runs)
    {
        var workloads = new SurvivalWorkloads(folder);
        Func<double[]> task = workloads.Task(name, variant);
        Func<double[]> warm = name.Contains("_1e", StringComparison.Ordinal) ? workloads.Task(name[..^1] + "4", variant) : task;
        for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 3000;) warm(); // until the just-in-time compiler is done
        Thread.Sleep(500);
        Collect();
        double before = Status("VmRSS");
        File.WriteAllText("/proc/self/clear_refs", "5");
        var (cpu, wall) = (new double[runs], new double[runs]);
        double[] check = [];
        double peak = 0;
        for (int i = 0; i < runs; i++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            check = task();
            (wall[i], cpu[i]) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - start).TotalSeconds);
            if (i == 0) peak = Status("VmHWM") - before;
            GC.Collect();
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name},{variant},{runs},{Median(cpu):F5},{Median(wall):F5},{peak:F0},"
                + $"{string.Join(';', check.Select(c => c.ToString("G12", CultureInfo.InvariantCulture)))}"));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static void Collect()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, true, true);
        GC.WaitForPendingFinalizers();
    }

    private static double Status(string key) =>
        double.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith(key, StringComparison.Ordinal)).Split(
            ':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
}
