using System.Diagnostics;
using System.Globalization;

namespace NotebookKit.Benchmarks;

/// <summary>Processor time of the response benchmarks, which a busy machine does not change: <c>--processor-time</c>.</summary>
internal static class ProcessorTime
{
    public static void Run()
    {
        foreach (int patients in new[] { 1_000, 1_000, 10_000, 100_000 }) // the first run warms up
        {
            var benchmark = new ResponseBenchmarks { Patients = patients };
            benchmark.Setup();
            foreach ((string name, Func<int> run) in new (string, Func<int>)[] { ("Sort", benchmark.Sort), ("Assess", benchmark.Assess),
                ("EndPoints", benchmark.EndPoints) })
            {
                GC.Collect();
                using Process process = Process.GetCurrentProcess();
                (TimeSpan before, long allocated) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes());
                run();
                process.Refresh();
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture,
                        $"{patients,7} {name,-10} {(process.TotalProcessorTime - before).TotalSeconds,8:0.00} s  "
                            + $"{(GC.GetTotalAllocatedBytes() - allocated) / 1e6,8:0} MB"));
            }
        }
    }
}
