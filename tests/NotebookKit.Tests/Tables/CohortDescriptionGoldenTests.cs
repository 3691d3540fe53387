using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Statistics;
using NotebookKit.Tables;
using NotebookKit.Tables.Description;
using NotebookKit.Tables.Groups;

namespace NotebookKit.Tests.Tables;

/// <summary>Table 1 of gtsummary's trial data and of 24 rows of pbc against R (tests/NotebookKit.Tests/Tables/golden).</summary>
public sealed class CohortDescriptionGoldenTests
{
    public static TheoryData<string, string, string> Tables => new()
    {
        { "trial.csv", "trial_table1_by_trt.json", "trt" },
        { "pbc_first24.csv", "pbc_first24_small_sample.json", "trtl" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_summary_and_count_equals_R(string data, string expected, string by)
    {
        using JsonDocument golden = Golden(expected);
        int compared = 0;
        foreach (JsonProperty variable in golden.RootElement.GetProperty("variables").EnumerateObject())
        {
            bool continuous = variable.Value.GetProperty("type").GetString() == "continuous";
            foreach (QuantileType type in Enum.GetValues<QuantileType>())
            {
                VariableDescription described = Describe(Frame(data), by, variable.Name, continuous,
                    new DescriptionOptions { Quartiles = type });
                JsonElement groups = variable.Value.GetProperty("by");
                int g = 0;
                foreach (JsonProperty group in groups.EnumerateObject())
                {
                    if (described is ContinuousDescription c) AssertSummary(group.Value, c.Groups[g], type);
                    else AssertCounts(group.Value, (CategoricalDescription)described, ((CategoricalDescription)described).Groups[g]);
                    g++;
                    compared++;
                }
                if (described is ContinuousDescription all) AssertSummary(variable.Value.GetProperty("overall"), all.Overall, type);
                else AssertCounts(variable.Value.GetProperty("overall"), (CategoricalDescription)described,
                    ((CategoricalDescription)described).Overall);
            }
        }
        Assert.True(compared >= 24, $"compared {compared}");
    }

    internal static DataFrame Frame(string data)
    {
        DataFrame frame = GoldenFrames.Read(data);
        if (!data.StartsWith("pbc", StringComparison.Ordinal)) return frame;
        frame.Columns.Add(
            new StringDataFrameColumn("trtl", frame.Columns["trt"].Cast<double>().Select(t => t == 1 ? "D-penicillamine" : "placebo")));
        return frame;
    }

    internal static JsonDocument Golden(string file) =>
        JsonDocument.Parse(File.ReadAllText(Repository.Path("tests", "NotebookKit.Tests", "Tables", "golden", file)));

    internal static VariableDescription Describe(DataFrame frame, string by, string variable, bool continuous, DescriptionOptions options,
        GroupTest? test = null) =>
        frame.Describe(unit: "patients", by: by,
            rows: r => continuous ? r.MeanSd(variable, test: test) : r.Categorical(variable, test: test), options: options)
            .Sections[0].Blocks[0].Variables[0];

    private static void AssertSummary(JsonElement expected, ContinuousSummary actual, QuantileType type)
    {
        Assert.Equal(expected.GetProperty("n_obs").GetInt32(), actual.Rows);
        Assert.Equal(expected.GetProperty("n").GetInt32(), actual.N);
        Assert.Equal(expected.GetProperty("n_missing").GetInt32(), actual.Missing);
        Near(expected, "mean", actual.Mean);
        Near(expected, "sd", actual.Sd);
        Near(expected, "se", actual.StdErr);
        Near(expected, "median", actual.Median);
        Near(expected, "min", actual.Min);
        Near(expected, "max", actual.Max);
        Near(expected, $"q1_type{(int)type}", actual.Q1);
        Near(expected, $"q3_type{(int)type}", actual.Q3);
    }

    private static void AssertCounts(JsonElement expected, CategoricalDescription variable, LevelCounts actual)
    {
        Assert.Equal(expected.GetProperty("n_obs").GetInt32(), actual.Rows);
        Assert.Equal(expected.GetProperty("n_missing").GetInt32(), actual.Missing);
        foreach (JsonProperty level in expected.GetProperty("levels").EnumerateObject())
        {
            int l = variable.Levels.IndexOf(level.Name);
            Assert.True(l >= 0, level.Name);
            Assert.Equal(level.Value.GetProperty("n").GetInt32(), actual.Counts[l]);
            Near(level.Value, "p_nonmissing", (double)actual.Counts[l] / actual.NonMissing[l]);
            Near(level.Value, "p_all", (double)actual.Counts[l] / actual.Rows);
        }
    }

    internal static void Near(JsonElement parent, string name, double? actual)
    {
        double expected = parent.GetProperty(name).GetDouble();
        Assert.True(actual is not null && Math.Abs(expected - actual.Value) <= 1e-12 * Math.Max(1, Math.Abs(expected)),
            $"{name}: expected {expected:R}, got {actual:R}");
    }
}
