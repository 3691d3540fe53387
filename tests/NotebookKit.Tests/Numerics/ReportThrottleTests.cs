using NotebookKit.Numerics;

namespace NotebookKit.Tests.Numerics;

public class ReportThrottleTests
{
    [Fact]
    public void What_takes_less_than_a_second_is_not_told_and_never_more_than_four_times_a_second()
    {
        long now = 0;
        var throttle = new ReportThrottle(() => now);
        var told = new List<long>();
        for (; now < 3000; now += 10)
            if (throttle.IsDue("Permutations", now / 3000.0)) told.Add(now);
        Assert.Equal([1000, 1250, 1500, 1750, 2000, 2250, 2500, 2750], told);
    }

    [Fact]
    public void Work_that_begins_anew_or_is_of_another_kind_starts_its_own_second()
    {
        long now = 0;
        var throttle = new ReportThrottle(() => now);
        for (int test = 0; test < 20; test++)
            for (int step = 0; step < 9; step++, now += 100) Assert.False(throttle.IsDue("Permutations", step / 9.0));
        Assert.False(throttle.IsDue("Permutations", 0.95));
        now += 200;
        Assert.True(throttle.IsDue("Permutations", 0.96));
        Assert.False(throttle.IsDue("Bootstrap", 0.97));
    }

    [Fact]
    public void Shares_of_work_on_several_threads_may_come_out_of_order()
    {
        long now = 0;
        var throttle = new ReportThrottle(() => now);
        int told = 0;
        for (int step = 0; step < 100; step++, now += 50)
            if (throttle.IsDue("Multiple imputation", (step ^ 1) / 100.0)) told++;
        Assert.InRange(told, 14, 17);
    }
}
