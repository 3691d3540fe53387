using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Analysis;

namespace NotebookKit.Tests.Survival;

/// <summary>R's results and the data they were computed from.</summary>
internal static class GoldenSurvival
{
    /// <summary>Closed forms agree to this relative difference.</summary>
    public const double Tolerance = 1e-12;

    private static readonly ConcurrentDictionary<string, JsonElement> Loaded = new();

    public static JsonElement Load(params string[] parts) => Loaded.GetOrAdd(
        Repository.Path(["tests", "NotebookKit.Tests", "Survival", "golden", .. parts]),
        path => JsonDocument.Parse(File.ReadAllText(path)).RootElement);

    public static JsonElement Analysis(string dataset, string call, string kind = "km") => Load("curves", dataset + ".json")
        .GetProperty("analyses").EnumerateArray()
        .Single(a => a.GetProperty("call").GetString() == call && a.GetProperty("kind").GetString() == kind);

    public static JsonElement EdgeCall(string name, string call) => Load("curves", "edge.json")
        .GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name)
        .GetProperty("calls").EnumerateArray().Single(c => c.GetProperty("r").GetString() == call).GetProperty("result");

    /// <summary>A data set of the pack: numbers as doubles, everything else as text, empty cells missing.</summary>
    public static DataFrame Data(string name)
    {
        string[][] lines = [.. File.ReadAllLines(Repository.Path("tests", "NotebookKit.Tests", "Survival", "golden", "data", name + ".csv"))
            .Select(l => l.Split(',').Select(c => c.Trim('"')).ToArray())];
        var columns = new List<DataFrameColumn>();
        for (int c = 0; c < lines[0].Length; c++)
        {
            string[] cells = [.. lines.Skip(1).Select(l => l[c])];
            bool numeric = cells.All(v => v.Length == 0 || double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
            columns.Add(numeric
                ? new DoubleDataFrameColumn(lines[0][c],
                    cells.Select(v => v.Length == 0 ? (double?)null : double.Parse(v, CultureInfo.InvariantCulture)))
                : new StringDataFrameColumn(lines[0][c], cells.Select(v => v.Length == 0 ? null : v)));
        }
        return new DataFrame(columns);
    }

    /// <summary>Values of a JSON array with NA, NaN and ±Inf as null.</summary>
    public static double?[] Column(this JsonElement e, string name) => Values(e.GetProperty(name));

    public static double?[] Values(this JsonElement array) =>
        [.. array.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number ? v.GetDouble() : (double?)null)];

    public static void Near(double? expected, double? actual, string what, double tolerance = Tolerance, double floor = 0)
    {
        if (expected == actual) return;
        Assert.True(expected is { } e && actual is { } a && Math.Abs(e - a) <= tolerance * Math.Max(Math.Abs(e), floor),
            $"{what}: expected {expected:R}, found {actual:R}, relative difference {(actual - expected) / Math.Abs(expected ?? 0):E2}");
    }

    public static void Near(IReadOnlyList<double?> expected, IReadOnlyList<double?> actual, string what, double tolerance = Tolerance,
        double floor = 0)
    {
        Assert.True(expected.Count == actual.Count, $"{what}: expected {expected.Count} values, found {actual.Count}");
        for (int i = 0; i < expected.Count; i++) Near(expected[i], actual[i], $"{what}[{i}]", tolerance, floor);
    }

    public static double?[] Nullable(this ImmutableArray<double> values) => [.. values.Select(v => (double?)v)];
}
