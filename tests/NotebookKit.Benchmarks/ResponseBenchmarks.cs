using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.EndPoints;
using NotebookKit.Response.Tumours;

namespace NotebookKit.Benchmarks;

/// <summary>Lesion rows to response: every patient has one procedure, 10 scans and 5 lesions. Rows come in random order.</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, warmupCount: 1, iterationCount: 3)]
public class ResponseBenchmarks
{
    private const int Scans = 10;
    private const int Lesions = 5;

    private TumourRows _rows = new();
    private TumourData _data = new([], []);

    /// <summary>Number of patients.</summary>
    [Params(1_000, 10_000, 100_000)]
    public int Patients { get; set; }

    /// <summary>Makes the rows.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _rows = Rows(Patients);
        _data = TumourData.Create(_rows);
    }

    /// <summary>Sorts the rows into patients and visits.</summary>
    [Benchmark]
    public int Sort() => TumourData.Create(_rows).Patients.Length;

    /// <summary>Judges all scopes at all visits.</summary>
    [Benchmark]
    public int Assess() => ResponseAssessor.Assess(_data).Units.Length;

    /// <summary>Derives the end points from the measurements, with the cross-check.</summary>
    [Benchmark]
    public int EndPoints() => EndPointAssessor.Derive(_data, new EndPointOptions { Source = EndPointSource.Measurements }).Units.Length;

    private static TumourRows Rows(int patients)
    {
        var random = new Random(20240108);
        var start = new DateOnly(2020, 1, 1);
        var lesions = ImmutableArray.CreateBuilder<(string, Lesion)>(patients * Lesions);
        var scans = ImmutableArray.CreateBuilder<ScanRow>(patients * Scans);
        var measurements = new MeasurementRow[patients * Scans * Lesions];
        int m = 0;
        for (int p = 0; p < patients; p++)
        {
            string id = "P" + p;
            string[] names = [.. Enumerable.Range(1, Lesions).Select(l => $"{id}-L{l}")];
            for (int l = 0; l < Lesions; l++)
                lesions.Add((id, new Lesion(names[l], l < 3 ? LesionRole.Target : LesionRole.NonTarget, l == 2 ? "lung" : "liver")));
            for (int s = 0; s < Scans; s++)
            {
                string scan = $"{id}-S{s}";
                scans.Add(new ScanRow(scan, id, start.AddDays(-10 + 60 * s)));
                for (int l = 0; l < Lesions; l++)
                    measurements[m++] = new MeasurementRow(names[l], scan, LesionMeasurement.Of(random.Next(200, 800) / 10m));
            }
        }
        random.Shuffle(measurements);
        return new TumourRows
        {
            Patients = [.. Enumerable.Range(0, patients).Select(p => new PatientRow("P" + p))],
            Procedures = [.. Enumerable.Range(0, patients).Select(p => new ProcedureRow($"P{p}-1", "P" + p, start))],
            TreatedLesions = [.. Enumerable.Range(0, patients).Select(p => new TreatedLesionRow($"P{p}-1", $"P{p}-L1"))],
            Lesions = lesions.MoveToImmutable(),
            Scans = scans.MoveToImmutable(),
            Measurements = [.. measurements],
        };
    }
}
