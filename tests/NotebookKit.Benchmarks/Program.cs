using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using NotebookKit.Benchmarks;

if (args is ["--processor-time"]) ProcessorTime.Run();
else BenchmarkSwitcher.FromAssembly(typeof(ProcessorTime).Assembly).Run(args, DefaultConfig.Instance.WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results")));
