using System.Text.Json;
using Microsoft.Data.Analysis;
using NotebookKit.Survival.Planning;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Planning;

public sealed class PlanningTests
{
    [Fact]
    public void Events_and_power_equal_the_golden_table()
    {
        JsonElement r = GoldenRegression.File("power");
        double?[] hr = r.Column("hr"), power = r.Column("power"), alpha = r.Column("alpha");
        for (int i = 0; i < hr.Length; i++)
        {
            double level = 1 - alpha[i]!.Value;
            Near(r.Column("schoenfeld_events")[i], LogRankPower.Events(hr[i]!.Value, power[i]!.Value, level), "Schoenfeld", 1e-12);
            Near(r.Column("freedman_events")[i], LogRankPower.Events(hr[i]!.Value, power[i]!.Value, level, freedman: true),
                "Freedman", 1e-12);
            Near(r.Column("schoenfeld_power_at_43_events")[i], LogRankPower.Power(43, hr[i]!.Value, level), "power", 1e-12);
        }
    }

    [Theory]
    [InlineData(0.5, 0.8, 0.5)]
    [InlineData(1.7, 0.9, 0.3)]
    public void Events_power_and_detectable_ratio_undo_each_other(double hazardRatio, double power, double share)
    {
        double events = LogRankPower.Events(hazardRatio, power, shareTreated: share);
        Near(power, LogRankPower.Power(events, hazardRatio, shareTreated: share), "power", 1e-6); // the other tail is neglected
        Near(Math.Max(hazardRatio, 1 / hazardRatio), LogRankPower.DetectableHazardRatio(events, power, shareTreated: share),
            "ratio", 1e-12);
    }

    [Fact]
    public void Patients_round_up()
    {
        Assert.Equal(132, LogRankPower.Patients(65.3, 0.5));
        Assert.Equal(66, LogRankPower.Patients(66, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogRankPower.Patients(10, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogRankPower.Events(1));
    }

    [Fact]
    public void A_landmark_keeps_those_at_risk_and_counts_the_rest()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("months", [1, 3, 3, 5, 9, null]),
            new DoubleDataFrameColumn("event", [1, 0, 1, 1, 0, 1]),
            new StringDataFrameColumn("response", ["PD", "SD", "PD", "PR", "CR", "PR"]));
        LandmarkCohort cohort = frame.Landmark("months", "event", 3);
        Assert.Equal([2.0, 6.0], cohort.Data.Columns["months"].Cast<double>());
        Assert.Equal(["PR", "CR"], cohort.Data.Columns["response"].Cast<string>());
        Assert.Equal([("event up to the landmark", 2), ("censored up to the landmark", 1), ("missing time (column 'months')", 1)],
            cohort.Excluded.Select(e => (e.Reason, e.Count)));
        Assert.Equal(1.0, frame.Columns["months"][0]);
    }

    [Theory]
    [InlineData("best_response", new[] { "a", "b" }, 0, true)]
    [InlineData("group", new[] { "CR", "PR", "SD" }, 0, true)]
    [InlineData("group", new[] { "CR", "PR", "SD" }, 3, false)]
    [InlineData("tumor_type", new[] { "NET", "NEC" }, 0, false)]
    [InlineData("sex", new[] { "PR" }, 0, false)]
    public void Response_groups_from_time_0_are_warned_of(string column, string[] levels, double start, bool warns) =>
        Assert.Equal(warns, GuaranteeTimeBias.Warn(column, levels, start) is not null);

    [Fact]
    public void Curves_and_tests_by_response_carry_the_warning()
    {
        var frame = new DataFrame(new DoubleDataFrameColumn("months", [1, 3, 4, 5, 9, 11]),
            new DoubleDataFrameColumn("event", [1, 0, 1, 1, 0, 1]),
            new StringDataFrameColumn("best_response", ["PD", "SD", "PD", "PR", "CR", "PR"]),
            new StringDataFrameColumn("sex", ["m", "f", "m", "f", "m", "f"]));
        Assert.Contains(frame.KaplanMeier("months", "event", by: "best_response").Notes,
            n => n.StartsWith("Guarantee-time bias", StringComparison.Ordinal));
        Assert.Contains(frame.LogRank("months", "event", by: "best_response").Notes,
            n => n.StartsWith("Guarantee-time bias", StringComparison.Ordinal));
        Assert.DoesNotContain(frame.KaplanMeier("months", "event", by: "sex").Notes,
            n => n.StartsWith("Guarantee-time bias", StringComparison.Ordinal));
    }
}
