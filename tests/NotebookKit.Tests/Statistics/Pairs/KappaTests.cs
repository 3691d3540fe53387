using System.Text.Json;
using CsCheck;
using NotebookKit.Statistics.Pairs;

namespace NotebookKit.Tests.Statistics.Pairs;

public sealed class KappaTests
{
    [Fact]
    public void Two_raters_equal_Fleiss_Cohen_and_Everitt_in_R()
    {
        foreach (JsonElement golden in Golden.Load("kappa").EnumerateArray())
        {
            int[] a = Codes("a"), b = Codes("b"), clusters = Codes("cluster");
            int k = (int)golden.GetProperty("k").EnumerateArray().First().GetDouble();
            foreach (KappaWeights weights in Enum.GetValues<KappaWeights>())
            {
                JsonElement expected = golden.GetProperty(weights.ToString().ToLowerInvariant());
                KappaEstimate found = Kappa.Cohen(a, b, weights, k);
                Golden.Relative(expected.Double("kappa"), found.Kappa.Value, 1e-11, $"{weights}");
                Golden.Relative(expected.Double("se"), found.Kappa.StandardError, 1e-11, $"{weights} standard error");
                Golden.Relative(expected.Double("observed"), found.Observed, 1e-12);
                Golden.Relative(expected.Double("expected"), found.Expected, 1e-12);
                Golden.Relative(expected.Double("clustered"), Kappa.Cohen(a, b, weights, k, clusters).Kappa.StandardError, 1e-11,
                    $"{weights} clustered");
            }

            int[] Codes(string name) => [.. golden.Doubles(name).Select(v => (int)v)];
        }
    }

    [Fact]
    public void By_hand_two_by_two()
    {
        // 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: agreement 35/50, by chance 1/2 · 30/50 + 1/2 · 20/50 = 1/2, kappa 2/5
        (int A, int B)[] pairs = [.. Enumerable.Repeat((0, 0), 20), .. Enumerable.Repeat((0, 1), 5), .. Enumerable.Repeat((1, 0), 10),
            .. Enumerable.Repeat((1, 1), 15)];
        KappaEstimate kappa = Kappa.Cohen([.. pairs.Select(p => p.A)], [.. pairs.Select(p => p.B)]);
        Assert.Equal((0.7, 0.5), (kappa.Observed, kappa.Expected));
        Assert.Equal(0.4, kappa.Kappa.Value!.Value, 1e-12);
    }

    // the worked example of Fleiss' kappa: 14 raters, 10 subjects, 5 categories; kappa 0.210
    private static readonly int[,] Fourteen =
    {
        { 0, 0, 0, 0, 14 }, { 0, 2, 6, 4, 2 }, { 0, 0, 3, 5, 6 }, { 0, 3, 9, 2, 0 }, { 2, 2, 8, 1, 1 },
        { 7, 7, 0, 0, 0 }, { 3, 2, 6, 3, 0 }, { 2, 5, 3, 2, 2 }, { 6, 5, 2, 1, 0 }, { 0, 2, 2, 3, 7 },
    };

    [Fact]
    public void Fleiss_worked_example()
    {
        KappaEstimate kappa = Kappa.Fleiss(Fourteen);
        Assert.Equal(0.378, kappa.Observed, 0.0005);
        Assert.Equal(0.213, kappa.Expected, 0.0005);
        Assert.Equal(0.210, kappa.Kappa.Value!.Value, 0.0005);
    }

    [Fact]
    public void Standard_error_of_Fleiss_is_near_that_of_the_jackknife()
    {
        // 300 subjects, 3 raters, unequal categories: linear influences and leaving out one subject at a time agree in large samples
        var random = new Random(3);
        var counts = new int[300, 3];
        for (int i = 0; i < 300; i++)
            for (int r = 0, truth = random.NextDouble() < 0.8 ? 0 : random.Next(3); r < 3; r++)
                counts[i, random.NextDouble() < 0.7 ? truth : random.Next(3)]++;
        double[] without = [.. Enumerable.Range(0, 300).Select(left =>
        {
            var rest = new int[299, 3];
            for (int i = 0, j = 0; i < 300; i++)
                if (i != left)
                {
                    for (int c = 0; c < 3; c++) rest[j, c] = counts[i, c];
                    j++;
                }
            return Kappa.Fleiss(rest).Kappa.Value!.Value;
        })];
        double jackknife = Math.Sqrt(299.0 / 300 * without.Sum(k => (k - without.Average()) * (k - without.Average())));
        Assert.Equal(jackknife, Kappa.Fleiss(counts).Kappa.StandardError!.Value, 0.02 * jackknife);
    }

    [Fact]
    public void Perfect_agreement_is_one_and_renaming_changes_nothing() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3]).Array[2, 40].Sample(pairs =>
        {
            int[] a = [.. pairs.Select(p => p.Item1)], b = [.. pairs.Select(p => p.Item2)];
            KappaEstimate kappa = Kappa.Cohen(a, b, KappaWeights.Quadratic, 4);
            KappaEstimate mirrored = Kappa.Cohen([.. b.Select(c => 3 - c)], [.. a.Select(c => 3 - c)], KappaWeights.Quadratic, 4);
            Assert.Equal(kappa.Kappa.Value is null, mirrored.Kappa.Value is null);
            if (kappa.Kappa.Value is { } value) Assert.True(value <= 1 + 1e-12 && Math.Abs(value - mirrored.Kappa.Value!.Value) < 1e-9);
            if (a.Distinct().Count() > 1) Assert.Equal(1, Kappa.Cohen(a, a).Kappa.Value!.Value, 1e-12);
            else Assert.Null(Kappa.Cohen(a, a).Kappa.Value);
        });

    [Fact]
    public void Two_raters_of_Fleiss_are_nearly_those_of_Cohen()
    {
        int[] a = [0, 1, 2, 2, 1, 0, 0, 1, 2, 2], b = [0, 1, 2, 1, 1, 0, 0, 2, 2, 2];
        var counts = new int[10, 3];
        for (int i = 0; i < 10; i++)
        {
            counts[i, a[i]]++;
            counts[i, b[i]]++;
        }
        // equal margins: the same kappa
        Assert.Equal(Kappa.Cohen(a, b).Kappa.Value!.Value, Kappa.Fleiss(counts).Kappa.Value!.Value, 1e-12);
    }

    [Fact]
    public void Bad_ratings_are_refused_and_nothing_rated_is_no_estimate()
    {
        Assert.Null(Kappa.Cohen([], []).Kappa.Value);
        Assert.Contains("one category", Kappa.Cohen([1, 1, 1], [1, 1, 1]).Kappa.Note);
        Assert.Contains("One cluster", Kappa.Cohen([0, 1], [0, 1], clusters: [3, 3]).Kappa.Note);
        Assert.Throws<ArgumentException>(() => Kappa.Cohen([0], [0, 1]));
        Assert.Throws<ArgumentException>(() => Kappa.Cohen([-1], [0]));
        Assert.Throws<ArgumentException>(() => Kappa.Cohen([3], [0], categories: 3));
        Assert.Contains("Subject 2", Assert.Throws<ArgumentException>(() => Kappa.Fleiss(new int[,] { { 2, 0 }, { 1, 0 } })).Message);
    }
}
