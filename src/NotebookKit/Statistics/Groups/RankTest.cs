using NotebookKit.Numerics;

namespace NotebookKit.Statistics.Groups;

/// <summary>What the rank tests share: P from exact tails and from the normal approximation.</summary>
internal static class RankTest
{
    public static double P(double lower, double upper, Alternative alternative) => alternative switch
    {
        Alternative.Less => lower,
        Alternative.Greater => upper,
        _ => Math.Min(1, 2 * Math.Min(lower, upper)),
    };

    public static double NormalP(double z, Alternative alternative) => alternative switch
    {
        Alternative.Less => Distributions.NormalUpper(-z),
        Alternative.Greater => Distributions.NormalUpper(z),
        _ => Distributions.NormalTwoSided(z),
    };

    public static HypothesisTestResult Normal(HypothesisTestResult result, string name, double deviation, double variance,
        WilcoxonOptions options, string? note)
    {
        if (!(variance > 0)) return result with { TestName = name, Note = "P not computed: all values are equal." };
        double correction = !options.ContinuityCorrection ? 0 : options.Alternative switch
        {
            Alternative.Less => -0.5,
            Alternative.Greater => 0.5,
            _ => 0.5 * Math.Sign(deviation),
        };
        double z = (deviation - correction) / Math.Sqrt(variance);
        return result with
        {
            TestName = options.ContinuityCorrection ? name + " with continuity correction" : name,
            P = NormalP(z, options.Alternative),
            Note = note,
        };
    }
}
