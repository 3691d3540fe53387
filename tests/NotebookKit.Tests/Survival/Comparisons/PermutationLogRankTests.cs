using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Numerics;
using NotebookKit.Statistics.Permutation;
using NotebookKit.Survival.Comparisons;

namespace NotebookKit.Tests.Survival.Comparisons;

/// <summary>Expected counts by brute force in R: tests/NotebookKit.Tests/Survival/golden/permutation.R.</summary>
public sealed class PermutationLogRankTests
{
    private static readonly double[] Time = [3, 5, 8, 2, 9, 4, 6, 11, 1, 7, 5, 12, 10, 2];
    private static readonly byte[] Status = [1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 0];
    private static readonly int[] Patient = [0, 0, 0, 1, 2, 2, 3, 3, 4, 5, 5, 6, 7, 7];
    private static readonly int[] Group = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1];

    [Fact]
    public void Whole_clusters_are_enumerated()
    {
        PermutationLogRankResult result = PermutationLogRank.Test(SurvivalCohort.Create(Time, Status, Group, Patient));
        Assert.Equal(PermutedStatistic.Standardized, result.Statistic); // a group has three patients
        Assert.True(result.IsExact);
        Assert.Equal(56, result.Allocations);
        Assert.Equal(15, result.Extreme);
        GoldenSurvival.Near(15.0 / 56, result.P, "P");
        GoldenSurvival.Near(2.25926363924219453, result.ChiSquare, "chi-square");
        Assert.Equal([3, 5], result.Groups.Select(g => g.Units));
    }

    [Fact]
    public void Rows_are_enumerated_without_clusters()
    {
        PermutationLogRankResult result = PermutationLogRank.Test(SurvivalCohort.Create(Time, Status, Group));
        Assert.Equal(3003, result.Allocations);
        Assert.Equal(464, result.Extreme);
    }

    [Fact]
    public void Three_groups_are_enumerated()
    {
        PermutationLogRankResult result = PermutationLogRank.Test(
            SurvivalCohort.Create(Time[..10], Status[..10], [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]));
        Assert.Equal(4200, result.Allocations);
        Assert.Equal(3034, result.Extreme);
        GoldenSurvival.Near(0.77653226743444770, result.ChiSquare, "chi-square");
    }

    [Fact]
    public void Six_of_26_patients_are_230230_allocations()
    {
        var random = new DeterministicRandom(7);
        double[] time = [.. Enumerable.Range(0, 43).Select(_ => 1.0 + random.Below(24))];
        byte[] status = [.. Enumerable.Range(0, 43).Select(_ => (byte)Math.Sign(random.Below(5)))];
        int[] patient = [.. Enumerable.Range(0, 43).Select(i => i % 26)];
        int[] group = [.. patient.Select(p => p < 20 ? 0 : 1)];
        PermutationLogRankResult exact = PermutationLogRank.Test(SurvivalCohort.Create(time, status, group, patient));
        Assert.True(exact.IsExact);
        Assert.Equal(230_230, exact.Allocations);
        PermutationLogRankResult drawn = PermutationLogRank.Test(
            SurvivalCohort.Create(time, status, group, patient), new() { MaxEnumerated = 1000, Draws = 20_000, Seed = 3 });
        Assert.False(drawn.IsExact);
        Assert.InRange(drawn.P, drawn.PLower!.Value, drawn.PUpper!.Value);
        Assert.InRange(drawn.P, exact.P - 0.015, exact.P + 0.015);
        Assert.Equal(drawn.P, PermutationLogRank.Test(SurvivalCohort.Create(time, status, group, patient),
            new() { MaxEnumerated = 0, Draws = 20_000, Seed = 3 }).P);
    }

    [Fact]
    public void Observed_statistic_is_the_log_rank_one_with_strata_entries_and_weights_of_times()
    {
        int[] stratum = [0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1];
        double[] entry = [0, 1, 2, 0, 3, 0, 0, 4, 0, 0, 2, 0, 5, 0];
        foreach (LogRankWeight weight in Enum.GetValues<LogRankWeight>())
        {
            SurvivalCohort cohort = SurvivalCohort.Create(Time, Status, Group, entry: entry, stratum: stratum);
            PermutationLogRankResult result = PermutationLogRank.Test(cohort, new() { Weight = weight });
            GoldenSurvival.Near(LogRank.Test(cohort, new() { Weight = weight }).ChiSquare, result.ChiSquare, weight.ToString(), 1e-11);
            Assert.Equal(21 * 7, result.Allocations); // C(7, 2)·C(7, 1): 5 of 7 and 1 of 7 in the first group
        }
    }

    [Fact]
    public void A_patient_in_two_groups_cannot_be_permuted()
    {
        int[] across = [.. Patient];
        across[6] = 0;
        var error = Assert.Throws<InvalidDataException>(() => PermutationLogRank.Test(SurvivalCohort.Create(Time, Status, Group, across)));
        Assert.Contains("two groups or strata", error.Message);
    }

    [Fact]
    public void Prints_what_was_permuted()
    {
        var df = new DataFrame(
            new DoubleDataFrameColumn("months", Time), new Int32DataFrameColumn("event", Status.Select(s => (int)s)),
            new StringDataFrameColumn("tumor", Group.Select(g => g == 0 ? "NET" : "NEC")), new Int32DataFrameColumn("patient_id", Patient));
        string text = df.PermutationLogRank("months", "event", "tumor", cluster: "patient_id", unit: "procedures").ToString();
        Assert.Contains("all 56 allocations of patients to the groups", text);
        Assert.Contains("P = 0.27", text);
    }
}
