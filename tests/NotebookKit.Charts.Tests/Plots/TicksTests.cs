using System.Collections.Immutable;
using CsCheck;
using NotebookKit.Charts.Plots;

namespace NotebookKit.Charts.Tests.Plots;

public sealed class TicksTests
{
    [Theory]
    [InlineData(10.2, 8, 2)]
    [InlineData(13, 8, 2)]
    [InlineData(14.2, 8, 3)]
    [InlineData(58, 9, 12)]
    [InlineData(1825, 9, 500)]
    [InlineData(0.9, 8, 0.2)]
    public void Steps_of_time_are_round(double max, int most, double step)
    {
        var ticks = Ticks.Time(max, most);
        Assert.Equal(0, ticks[0]);
        Assert.Equal(step, ticks[1], 12);
        Assert.True(ticks[^1] >= max && ticks[^2] < max);
    }

    [Fact]
    public void Ticks_cover_any_range_and_are_not_too_many() =>
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[0, 1e6], Gen.Int[3, 12]).Sample((min, range, most) =>
        {
            var ticks = Ticks.Covering(min, min + range, most);
            return ticks.Length >= 2 && ticks.Length <= most + 2 && ticks.Distinct().Count() == ticks.Length
                && ticks[0] <= min + Slack(ticks) && ticks[^1] >= min + range - Slack(ticks) &&
                Ticks.Time(range, most) is var time && time.Length >= 2 && time.Length <= most + 1 && time[^1] >= range - Slack(time);
        });

    // Rounding noise below a millionth of a step must not cost a tick.
    private static double Slack(ImmutableArray<double> ticks) => 1e-6 * (ticks[1] - ticks[0]);
}
