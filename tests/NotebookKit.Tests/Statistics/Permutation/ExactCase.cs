using System.Numerics;
using System.Text.Json;
using NotebookKit.Cohorts;
using NotebookKit.Statistics.Permutation;

namespace NotebookKit.Tests.Statistics.Permutation;

/// <summary>One case of tests/NotebookKit.Tests/Statistics/Permutation/golden: patients in the order of their first row.</summary>
internal sealed class ExactCase
{
    private readonly string[][] _rows;
    private readonly string[] _head;

    private ExactCase(string name)
    {
        string[] lines = File.ReadAllLines(
            Repository.Path("tests", "NotebookKit.Tests", "Statistics", "Permutation", "golden", name + ".csv"));
        _head = lines[0].Split(',');
        _rows = [.. lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(','))];
        string[] ids = [.. Column("patient").Distinct()];
        Patient = [.. Column("patient").Select(p => Array.IndexOf(ids, p))];
        Group = [.. Column("group").Select(int.Parse)];
        Golden = Tests.Statistics.Golden.LoadPath("Statistics", "Permutation", "golden", name + ".json");
    }

    public JsonElement Golden { get; }

    public int[] Patient { get; }

    public int[] Group { get; }

    public int Patients => Patient.Max() + 1;

    public static ExactCase Load(string name) => new(name);

    public IEnumerable<string> Column(string name) => _rows.Select(r => r[Array.IndexOf(_head, name)]);

    public bool Has(string name) => _head.Contains(name);

    public int[] OfPatient(IEnumerable<int> rowValues) =>
        [.. Patient.Zip(rowValues).DistinctBy(p => p.First).OrderBy(p => p.First).Select(p => p.Second)];

    public TwoGroupDeals Deals()
    {
        string[] strata = Has("stratum") ? [.. Column("stratum").Distinct().Order(StringComparer.Ordinal)] : [];
        return new TwoGroupDeals(OfPatient(Group),
            strata.Length == 0 ? [] : OfPatient(Column("stratum").Select(s => Array.IndexOf(strata, s))));
    }

    public int[] Rows() => [.. Enumerable.Range(0, Patients).Select(p => Patient.Count(q => q == p))];

    public long[] Sums(IEnumerable<long> rowValues) =>
        [.. Enumerable.Range(0, Patients).Select(p => rowValues.Where((_, i) => Patient[i] == p).Sum())];

    /// <summary>proportion, ordinal or ranks:column, midranks doubled.</summary>
    public RateScores Scores(string kind)
    {
        double[] values = [.. Column(kind == "proportion" ? "response" : kind == "ordinal" ? "score" : kind[6..]).Select(double.Parse)];
        return new RateScores(Rows(), Sums(kind.StartsWith("ranks", StringComparison.Ordinal)
            ? NotebookKit.Numerics.Ranking.Midranks(values).Ranks.Select(r => (long)(2 * r)) : values.Select(v => (long)v)));
    }

    public SurvivalCohort Cohort() => SurvivalCohort.Create(
        [.. Column("time").Select(double.Parse)], [.. Column("status").Select(byte.Parse)], Group, Patient,
        Has("entry") ? [.. Column("entry").Select(double.Parse)] : null);

    public static BigInteger Count(JsonElement golden, string name) => BigInteger.Parse(golden.GetProperty(name).GetString()!);

    /// <summary>The same count up to 2^31 allocations, within 1e-10 above.</summary>
    public static void Same(JsonElement golden, string name, PermutationP actual, string what)
    {
        BigInteger expected = Count(golden, name), all = Count(golden, "allocations");
        if (all <= BigInteger.One << 31)
            Assert.True(expected == (actual.Extreme ?? new BigInteger(Math.Round(actual.P * (double)all))),
                $"{what}: {expected} expected, {actual.Extreme} found");
        Assert.Equal(1, actual.P / ((double)expected / (double)all), all <= BigInteger.One << 31 ? 1e-11 : 1e-10);
    }
}
