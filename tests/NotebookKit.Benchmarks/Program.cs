using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using NotebookKit.Benchmarks;

if (args is ["--processor-time"]) ProcessorTime.Run();
else if (args is ["permutation-times"]) PermutationTimes.Run();
else if (args is ["permutation-sizes", var samples]) PermutationSizes.Run(int.Parse(samples));
else if (args is ["survival", var folder, var task, var variant, var runs]) SurvivalTimer.Run(folder, task, variant, int.Parse(runs));
else if (args is ["imputation", var studies]) ImputationCoverage.Run(int.Parse(studies));
else if (args is ["data-make", var data])
{
    DataTimer.Make(Path.Combine(data, "rows.csv"), 1_000_000);
    DataTimer.MakeCohort(Path.Combine(data, "cohort"), 142_858);
}
else if (args is ["data", var reader, var path, var times]) DataTimer.Run(reader, path, int.Parse(times));
else if (args is ["sql-make", var parquet, var many, var shards]) SqlTimer.Make(parquet, long.Parse(many), int.Parse(shards));
else if (args is ["sql", var lies, var analysis]) SqlTimer.Run(lies, analysis);
else if (args is ["adjusted", var place, var name]) AdjustedTimer.Run(place, name);
else BenchmarkSwitcher.FromAssembly(typeof(ProcessorTime).Assembly)
.Run(args, DefaultConfig.Instance.WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results")));
