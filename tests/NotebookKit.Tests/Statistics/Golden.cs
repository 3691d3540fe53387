using System.Text.Json;
using NotebookKit.Statistics;

namespace NotebookKit.Tests.Statistics;

/// <summary>Expected values from R and how close is close enough.</summary>
internal static class Golden
{
    public static JsonElement Load(string name) => LoadPath("Statistics", "golden", name + ".json");

    public static JsonElement LoadPath(params string[] parts) =>
        JsonDocument.Parse(File.ReadAllText(Repository.Path(["tests", "NotebookKit.Tests", .. parts]))).RootElement;

    public static double? Number(this JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when e.GetString() == "Inf" => double.PositiveInfinity,
        JsonValueKind.String when e.GetString() == "-Inf" => double.NegativeInfinity,
        _ => e.GetDouble(),
    };

    public static double Double(this JsonElement e, string name) =>
        e.GetProperty(name).Number() ?? throw new InvalidOperationException($"{name} is null");

    public static double?[] Numbers(this JsonElement e, string name) => [.. e.GetProperty(name).EnumerateArray().Select(Number)];

    public static double[] Doubles(this JsonElement e, string name) => [.. e.Numbers(name).Select(x => x!.Value)];

    public static long[,] Table(this JsonElement e, string name)
    {
        JsonElement[] rows = [.. e.GetProperty(name).EnumerateArray()];
        var table = new long[rows.Length, rows[0].GetArrayLength()];
        for (int i = 0; i < table.GetLength(0); i++)
            for (int j = 0; j < table.GetLength(1); j++) table[i, j] = rows[i][j].GetInt64();
        return table;
    }

    /// <summary>Statistics: |difference| at most 1e-10 times max(1, |expected|).</summary>
    public static void Statistic(double? expected, double? actual, string what = "") =>
        Near(expected, actual, 1e-10, Math.Max(1, Math.Abs(expected ?? 0)), what);

    /// <summary>P values: relative difference at most 1e-9; below 1e-300 doubles lose their digits.</summary>
    public static void P(double? expected, double? actual, string what = "") => Near(expected, actual, 1e-9, Math.Abs(expected ?? 0), what);

    /// <summary>Relative difference at most <paramref name="tolerance"/>.</summary>
    public static void Relative(double? expected, double? actual, double tolerance, string what = "") =>
        Near(expected, actual, tolerance, Math.Abs(expected ?? 0), what);

    /// <summary>A result against what R's htest object holds.</summary>
    public static void Test(JsonElement expected, HypothesisTestResult actual, bool estimate = true)
    {
        string what = actual.TestName;
        if (expected.GetProperty("statistic").Number() is double statistic
            && (actual.Statistic is not null || !double.IsInfinity(statistic)))
            Statistic(statistic, actual.Statistic, what + ", statistic");
        if (expected.GetProperty("df").ValueKind == JsonValueKind.Array)
        {
            double[] df = expected.Doubles("df");
            Statistic(df[0], actual.DegreesOfFreedom, what + ", df");
            if (df.Length > 1) Statistic(df[1], actual.DenominatorDegreesOfFreedom, what + ", denominator df");
        }
        P(expected.Double("p"), actual.P, what + ", P");
        if (expected.GetProperty("estimate").ValueKind == JsonValueKind.Array && actual.Estimate is not null && estimate)
        {
            double[] e = expected.Doubles("estimate");
            Statistic(e.Length == 2 ? e[0] - e[1] : e[0], actual.Estimate.Value, what + ", estimate");
        }
        if (expected.GetProperty("ci").ValueKind != JsonValueKind.Array) return;
        double?[] ci = [.. expected.Numbers("ci").Select(v => v is double limit && double.IsInfinity(limit) ? null : v)];
        Statistic(ci[0], actual.Estimate!.Lower, what + ", lower limit");
        Statistic(ci[1], actual.Estimate.Upper, what + ", upper limit");
    }

    private static void Near(double? expected, double? actual, double tolerance, double scale, string what)
    {
        if (expected == actual || (expected is < 1e-300 and >= 0 && actual is < 1e-300 and >= 0)) return;
        Assert.True(expected is not null && actual is not null && Math.Abs(expected.Value - actual.Value) <= tolerance * scale,
            $"{what}: expected {expected:R}, found {actual:R}, relative difference {(actual - expected) / scale:E2}");
    }
}
