using System.Text.Json;
using CsCheck;
using NotebookKit.Survival.Concordance;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.Models;
using static NotebookKit.Tests.Survival.GoldenSurvival;
using static NotebookKit.Tests.Survival.GoldenRegression;

namespace NotebookKit.Tests.Survival.Concordance;

public sealed class ConcordanceGoldenTests
{
    public static TheoryData<string, int, string> Models => Cases("cox");

    public static TheoryData<string, int, string> Scores => Cases("concordance");

    [Theory, MemberData(nameof(Models))]
    public void Of_a_Cox_model(string dataset, int index, string call)
    {
        JsonElement analysis = Analyses(dataset, "cox")[index];
        CoxFit fit = FitCox(dataset, analysis);
        Compare(analysis.GetProperty("concordance"), fit.Concordance(), call);
        Compare(analysis.GetProperty("concordance_n_G2"), fit.Concordance(ConcordanceWeight.Uno), call + " n/G2");
    }

    [Theory, MemberData(nameof(Scores))]
    public void Of_a_score(string dataset, int index, string call)
    {
        JsonElement analysis = Analyses(dataset, "concordance")[index];
        string formula = Formula(call);
        Compare(analysis.GetProperty("default"), Frame(dataset).Concordance(formula), call);
        Compare(analysis.GetProperty("reverse"), Frame(dataset).Concordance(formula, options: new() { LargerIsWorse = true }), "reverse");
        JsonElement weights = analysis.GetProperty("timewt");
        foreach ((string name, ConcordanceWeight weight) in new[] { ("n", ConcordanceWeight.Harrell), ("S", ConcordanceWeight.Survival),
            ("S/G", ConcordanceWeight.SurvivalOverCensoring), ("n/G2", ConcordanceWeight.Uno), ("I", ConcordanceWeight.Cox) })
            if (weights.TryGetProperty(name, out JsonElement expected) && expected.TryGetProperty("concordance", out _))
                Compare(expected, Frame(dataset).Concordance(formula, options: new() { Weight = weight }), name);
    }

    [Theory]
    [InlineData("event_censor_tie")]
    [InlineData("float_ties")]
    public void Of_edge_cases(string name)
    {
        JsonElement expected = Edge(name, "concordance(Surv(time,status)~g,d)");
        // R takes a factor as its codes
        var frame = Frame("edge/" + name);
        string[] levels = [.. frame.Columns["g"].Cast<object>().Select(v => v.ToString()!).Distinct().Order(StringComparer.Ordinal)];
        frame.Columns.Add(
            new Microsoft.Data.Analysis.DoubleDataFrameColumn("code",
                frame.Columns["g"].Cast<object>().Select(v => (double)Array.IndexOf(levels, v.ToString()))));
        Compare(expected, frame.Concordance("Surv(time, status) ~ code"), name);
    }

    [Fact]
    public void No_comparable_pair_gives_null()
    {
        var frame = Frame("edge/zero_events");
        frame.Columns.Add(new Microsoft.Data.Analysis.DoubleDataFrameColumn("code", [1, 2, 3, 4]));
        ConcordanceResult result = frame.Concordance("Surv(time, status) ~ code");
        Assert.Null(result.Concordance);
        Assert.Null(result.StandardError);
    }

    [Fact]
    public void Equals_the_count_over_all_pairs() =>
        Gen.Select(Gen.Int[1, 6], Gen.Bool, Gen.Int[0, 4]).Array[2, 25].Sample(rows =>
        {
            double concordant = 0, comparable = 0;
            foreach ((int t1, bool d1, int x1) in rows)
                foreach ((int t2, bool d2, int x2) in rows)
                    if (d1 && (t1 < t2 || (t1 == t2 && !d2)))
                    {
                        comparable++;
                        concordant += x1 < x2 ? 1 : x1 == x2 ? 0.5 : 0;
                    }
            var data = new SurvivalData { Time = rows.Select(r => (double)r.Item1).ToArray(), IsEvent = rows.Select(r => r.Item2).ToArray(),
                Covariates = [] };
            double? actual = Concordant(data, [.. rows.Select(r => (double)r.Item3)]);
            if (comparable == 0) Assert.Null(actual);
            else Near(concordant / comparable, actual, "C", 1e-12, 1);
        });

    private static double? Concordant(SurvivalData data, double[] score) => ConcordanceEstimator.Estimate(data, score).Concordance;

    private static void Compare(JsonElement expected, ConcordanceResult actual, string what)
    {
        if (!expected.TryGetProperty("count", out JsonElement count)) return; // R refuses these weights where every stratum is a pair
        Near(expected.GetProperty("concordance").GetDouble(), actual.Concordance, what, Iterated);
        Near(expected.GetProperty("se").GetDouble(), actual.StandardError, what + " se", Iterated);
        double?[][] counts = [.. count.Matrix().Where(r => r.Any(v => v != 0))];
        ConcordancePairs[] pairs = [.. actual.Pairs.Where(p => p.Concordant + p.Discordant + p.TiedScore + p.TiedTime + p.TiedBoth > 0)];
        Assert.Equal(counts.Length, pairs.Length);
        for (int s = 0; s < counts.Length; s++)
            Near(counts[s], [pairs[s].Concordant, pairs[s].Discordant, pairs[s].TiedScore, pairs[s].TiedTime, pairs[s].TiedBoth],
                what + " pairs", Iterated);
    }
}
