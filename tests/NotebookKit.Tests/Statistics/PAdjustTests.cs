using System.Text.Json;
using CsCheck;
using NotebookKit.Statistics;

namespace NotebookKit.Tests.Statistics;

public sealed class PAdjustTests
{
    private static readonly Dictionary<PAdjustMethod, string> NameInR = new()
    {
        [PAdjustMethod.None] = "none",
        [PAdjustMethod.Bonferroni] = "bonferroni",
        [PAdjustMethod.Holm] = "holm",
        [PAdjustMethod.Hochberg] = "hochberg",
        [PAdjustMethod.Hommel] = "hommel",
        [PAdjustMethod.BenjaminiHochberg] = "BH",
        [PAdjustMethod.BenjaminiYekutieli] = "BY",
    };

    [Fact]
    public void Equals_R()
    {
        Assert.Equal(Enum.GetValues<PAdjustMethod>().Length, NameInR.Count);
        foreach (JsonElement golden in Golden.Load("p-adjust").EnumerateArray())
            foreach ((PAdjustMethod method, string name) in NameInR)
            {
                double?[] p = golden.Numbers("p");
                Check(golden.Numbers(name), [.. PAdjust.Adjust(p, method)], name);
                Check(golden.GetProperty("larger").Numbers(name), [.. PAdjust.Adjust(p, method, 50)], name + ", n = 50");
            }
    }

    private static void Check(double?[] expected, double?[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Golden.Relative(expected[i], actual[i], 1e-12, $"{what} [{i}]");
    }

    [Fact]
    public void Holm_by_hand() =>
        // 3/100, 2·2/100 raised to no less than the one before, 1·3/100 likewise
        Check([0.03, 0.04, 0.04], [.. PAdjust.Adjust(new double?[] { 0.01, 0.02, 0.03 }, PAdjustMethod.Holm)], "holm");

    [Fact]
    public void Adjusted_values_are_larger_ordered_and_at_most_one()
    {
        Gen.Double[0, 1].Array[1, 30].Sample(p =>
        {
            Array.Sort(p);
            foreach (PAdjustMethod method in Enum.GetValues<PAdjustMethod>())
            {
                double[] adjusted = [.. PAdjust.Adjust(p, method)];
                for (int i = 0; i < p.Length; i++)
                {
                    if (adjusted[i] < p[i] * (1 - 1e-14) || adjusted[i] > 1) return false;
                    if (i > 0 && adjusted[i] < adjusted[i - 1] * (1 - 1e-14)) return false;
                }
            }
            return true;
        });
    }

    [Fact]
    public void Hommel_is_at_most_Hochberg_is_at_most_Holm_is_at_most_Bonferroni()
    {
        PAdjustMethod[] weakerFirst = [PAdjustMethod.Hommel, PAdjustMethod.Hochberg, PAdjustMethod.Holm, PAdjustMethod.Bonferroni];
        Gen.Double[0, 1].Array[1, 20].Sample(p =>
        {
            double[][] adjusted = [.. weakerFirst.Select(m => PAdjust.Adjust(p, m).ToArray())];
            return Enumerable.Range(1, 3)
                .All(k => Enumerable.Range(0, p.Length).All(i => adjusted[k - 1][i] <= adjusted[k][i] * (1 + 1e-14)));
        });
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Refuses_what_is_no_probability(double p)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => PAdjust.Adjust([0.5, p], PAdjustMethod.Holm));
        Assert.Contains("P value 2", error.Message);
    }

    [Fact]
    public void Refuses_fewer_comparisons_than_values() =>
        Assert.Throws<ArgumentException>(() => PAdjust.Adjust([0.5, 0.1], PAdjustMethod.Holm, 1));

    [Fact]
    public void Nothing_in_nothing_out()
    {
        Assert.Empty(PAdjust.Adjust(ReadOnlySpan<double>.Empty, PAdjustMethod.Hommel));
        Assert.Equal([null, null], PAdjust.Adjust(new double?[] { null, null }, PAdjustMethod.Holm));
    }
}
