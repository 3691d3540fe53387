using System.Text.Json;
using NotebookKit.Survival;
using NotebookKit.Survival.Curves;
using static NotebookKit.Tests.Survival.GoldenSurvival;

namespace NotebookKit.Tests.Survival.Curves;

public sealed class SurvivalBandTests
{
    [Theory]
    [InlineData("aml", "hall-wellner", false, ConfidenceIntervalType.Plain, 1.3581)]
    [InlineData("aml", "loghall", false, ConfidenceIntervalType.LogLog, 1.3581)]
    [InlineData("aml", "epband", true, ConfidenceIntervalType.Plain, 3.1172760869565224)]
    [InlineData("aml", "logep", true, ConfidenceIntervalType.LogLog, 3.1172760869565224)]
    [InlineData("lung", "hall-wellner", false, ConfidenceIntervalType.Plain, 1.3581)]
    [InlineData("lung", "loghall", false, ConfidenceIntervalType.LogLog, 1.3581)]
    [InlineData("lung", "epband", true, ConfidenceIntervalType.Plain, 3.0863697368421086)]
    [InlineData("lung", "logep", true, ConfidenceIntervalType.LogLog, 3.0863697368421086)]
    public void Edges_equal_km_ci_given_its_table_value_which_ours_is_close_to(
        string dataset, string name, bool equalPrecision, ConfidenceIntervalType scale, double tableValue)
    {
        JsonElement golden = Load("curves", dataset + ".json").GetProperty("analyses").EnumerateArray()
            .Single(a => a.GetProperty("kind").GetString() == "bands");
        JsonElement band = golden.GetProperty("bands").GetProperty(name);
        KaplanMeierCurve curve = Data(dataset).KaplanMeier("time", dataset == "aml" ? "status" : "event").Curves[0];
        double?[] time = band.Column("time");
        int[] rows = [.. time.Select(t => curve.Time.IndexOf(t!.Value))];
        SurvivalBand same = SurvivalBand.WithCriticalValue(curve, equalPrecision, scale, rows, tableValue);
        Near([.. band.Column("lower").Select(v => v is { } x ? Math.Max(0, x) : v)], [.. same.Lower.Select(v => (double?)v)],
            name + " lower", floor: 1);
        Near([.. band.Column("upper").Select(v => v is { } x ? Math.Min(1, x) : v)], [.. same.Upper.Select(v => (double?)v)],
            name + " upper", floor: 1);

        SurvivalBand ours = curve.Band(equalPrecision, scale, golden.GetProperty("tl").GetDouble(), golden.GetProperty("tu").GetDouble());
        Assert.InRange(ours.CriticalValue, tableValue - 0.03, tableValue + 0.03);
        Assert.Contains("critical value", ours.ToString());
    }

    [Fact]
    public void Critical_values_agree_with_known_distributions()
    {
        // Kolmogorov's distribution is the limit of the full range: quantiles from its series 1 − 2Σ(−1)^(k−1) exp(−2k²x²).
        Assert.Equal(1.3581, BandCriticalValue.HallWellner(0.01, 0.99, 0.95), 3);
        Assert.Equal(1.6276, BandCriticalValue.HallWellner(0.01, 0.99, 0.99), 3);
        // A single point in time: the bridge is normal with variance x(1 − x), and its standardized form standard normal.
        Assert.InRange(BandCriticalValue.HallWellner(0.495, 0.505, 0.95), 1.959964 * 0.5, 1.959964 * 0.5 + 0.1);
        Assert.Equal(1.959964, BandCriticalValue.EqualPrecision(0.49999, 0.50001, 0.95), 1);
        // Miller and Siegmund's tail approximation at the quantile gives back the level.
        double c = BandCriticalValue.EqualPrecision(0.1, 0.9, 0.95), density = Math.Exp(-c * c / 2) / Math.Sqrt(2 * Math.PI);
        Assert.Equal(0.05, 4 * density / c + density * (c - 1 / c) * Math.Log(81), 3);
    }

    [Fact]
    public void A_clustered_curve_has_no_band() => Assert.Throws<InvalidOperationException>(
        () => Data("bladder").KaplanMeier("stop", "event", cluster: "id").Curves[0].Band());
}
