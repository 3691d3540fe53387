using System.Text.Json;

namespace NotebookKit.Tests.Statistics;

/// <summary>Expected values from R and how close is close enough.</summary>
internal static class Golden
{
    public static JsonElement Load(string name) => LoadPath("statistics", name + ".json");

    public static JsonElement LoadPath(params string[] parts) =>
        JsonDocument.Parse(File.ReadAllText(Repository.Path(["tests", "golden", .. parts]))).RootElement;

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
    public static void Statistic(double? expected, double? actual, string what = "") => Near(expected, actual, 1e-10, Math.Max(1, Math.Abs(expected ?? 0)), what);

    /// <summary>P values: relative difference at most 1e-9.</summary>
    public static void P(double? expected, double? actual, string what = "") => Near(expected, actual, 1e-9, Math.Abs(expected ?? 0), what);

    /// <summary>Relative difference at most <paramref name="tolerance"/>.</summary>
    public static void Relative(double? expected, double? actual, double tolerance, string what = "") => Near(expected, actual, tolerance, Math.Abs(expected ?? 0), what);

    private static void Near(double? expected, double? actual, double tolerance, double scale, string what)
    {
        if (expected == actual) return;
        Assert.True(expected is not null && actual is not null && Math.Abs(expected.Value - actual.Value) <= tolerance * scale,
            $"{what}: expected {expected:R}, found {actual:R}, relative difference {(actual - expected) / scale:E2}");
    }
}
