using NotebookKit.Survival.Concordance;

namespace NotebookKit.Survival.Cox;

public sealed partial record CoxFit
{
    /// <summary>Concordance of the linear predictor with survival, within strata; the standard error allows for clusters.</summary>
    /// <param name="weight">Weight of pairs over time.</param>
    /// <remarks>Equivalent R call: <c>concordance(fit, timewt = "n")</c>.</remarks>
    public ConcordanceResult Concordance(ConcordanceWeight weight = ConcordanceWeight.Harrell)
    {
        double[] score = new double[N], beta = Beta();
        for (int i = 0; i < N; i++) score[i] = Data.Offset.IsEmpty ? 0 : Data.Offset.Span[i];
        for (int j = 0; j < beta.Length; j++)
        {
            ReadOnlySpan<double> x = Data.Covariates[j].Values.Span;
            for (int i = 0; i < N && beta[j] != 0; i++) score[i] += beta[j] * x[i];
        }
        var options = new ConcordanceOptions { LargerIsWorse = true, Weight = weight, ConfidenceLevel = Options.ConfidenceLevel };
        return ConcordanceEstimator.Estimate(Process.Design, score, options) with { Unit = Unit, Words = Words, Excluded = Excluded,
            Notes = Notes };
    }
}
