using System.Collections.Immutable;
using System.Globalization;
using NotebookKit.AdverseEvents;
using NotebookKit.AnalysisSets;
using NotebookKit.Rendering;
using NotebookKit.Response.Assessment;
using NotebookKit.Response.Criteria;
using NotebookKit.Response.EndPoints;
using NotebookKit.Statistics.Proportions;
using NotebookKit.Survival;
using NotebookKit.Survival.Comparisons;
using NotebookKit.Survival.Counting;
using NotebookKit.Survival.Cox;
using NotebookKit.Survival.CoxLikelihoods;
using NotebookKit.Survival.Curves;
using NotebookKit.Tables.Responses;
using NotebookKit.Tables.Safety;

namespace NotebookKit.Reports.Manuscripts;

/// <summary>What a result says of the way it was made, read from its options.</summary>
internal static class ResultSentences
{
    public static IEnumerable<MethodSentence> Of(object used) => used switch
    {
        AnalysisSet set => [Units(set)],
        ResponseAssessment assessment => Response(assessment.Options),
        LandmarkResponse landmark => Response(landmark.Options)
            .Append(new(MethodTopic.Response, Joined(["Response at a fixed day:", .. landmark.Notes]), [])),
        BestResponses recorded => [new(MethodTopic.Response, Joined(["Responses are those recorded.", .. recorded.Notes]), [])],
        ResponseTable table => [Rates(table.Options.Interval, table.Options.ConfidenceLevel)],
        ResponseComparison comparison => Comparison(comparison),
        ProgressionEndPoints endPoints => [new(MethodTopic.EndPoints, Joined(endPoints.Options.Describe()), [])],
        OverallSurvival survival => [new(MethodTopic.EndPoints, Joined(["Overall survival:", .. survival.ToTable().Footnotes]), [])],
        KaplanMeierEstimate curves => [Curves(curves)],
        LogRankResult test => [LogRank(test)],
        PermutationLogRankResult test => [Permutation(test)],
        CoxFit fit => [Cox(fit)],
        ProportionalHazardsResult => [new(MethodTopic.Models,
            "Proportional hazards were examined by score tests of Schoenfeld residuals against time.", [Sources.Proportionality])],
        SafetyAssessment safety => [Safety(safety)],
        AdverseEventTable events => [new(MethodTopic.Safety,
            $"Adverse events are counted in {events.Unit}, each once per term at its worst grade.", [])],
        _ => [],
    };

    private static MethodSentence Units(AnalysisSet set)
    {
        string patients = set.Patients is int p && p != set.N ? $" of {Count(p)} patients" : "";
        return new(MethodTopic.Units, $"The analysis of {set.Unit} comprises {Count(set.N)} {set.Unit}{patients}"
            + (set.IsClustered ? "; as patients have several, standard errors and tests count patients." : "."), []);
    }

    private static IEnumerable<MethodSentence> Response(ResponseOptions options)
    {
        ImmutableArray<string> rules = options.Describe();
        yield return new(MethodTopic.Response,
            "Tumour response was judged by " + rules[0].Replace("Criterion: ", "", StringComparison.Ordinal),
            [options.Criterion.Reference]);
        yield return new(MethodTopic.Response, Joined(rules.Skip(1)), []);
    }

    private static MethodSentence Rates(ProportionMethod method, double level) =>
        new(MethodTopic.Response, $"Rates have {Percent(level)} confidence limits ({Words(method.ToString()).Replace(' ', '-')}).",
            method == ProportionMethod.ClopperPearson ? [Sources.ClopperPearson] : []);

    private static IEnumerable<MethodSentence> Comparison(ResponseComparison comparison)
    {
        yield return Rates(comparison.Options.Interval, comparison.Options.ConfidenceLevel);
        if (comparison.Options.Brief)
            yield return new(MethodTopic.Comparisons, $"Rates are compared by their difference (Newcombe) and one test. "
                + comparison.ReasonForChoice, [Sources.Newcombe]);
    }

    private static MethodSentence Curves(KaplanMeierEstimate curves)
    {
        if (curves.Options.Reverse)
            return new(MethodTopic.Curves, "The length of follow-up was estimated by the reverse Kaplan-Meier method.",
                [Sources.ReverseKaplanMeier]);
        string estimator = curves.Options.Estimator == SurvivalEstimator.KaplanMeier
            ? "Kaplan-Meier"
            : Words(curves.Options.Estimator.ToString());
        string scale = curves.Options.ConfidenceType switch
        {
            ConfidenceIntervalType.Plain => "on the scale of survival",
            ConfidenceIntervalType.Log => "on the log scale",
            ConfidenceIntervalType.LogLog => "on the log-log scale",
            ConfidenceIntervalType.Logit => "on the logit scale",
            _ => "on the arc-sine scale",
        };
        string robust = curves.IsRobust ? $", from a variance that counts {curves.ClusterUnit}" : "";
        return new(MethodTopic.Curves,
            $"Time-to-event curves of {curves.Unit} are {estimator} estimates with {Percent(curves.Options.ConfidenceLevel)} confidence "
                + $"limits {scale}{robust}.", estimator == "Kaplan-Meier" ? [Sources.KaplanMeier] : []);
    }

    private static MethodSentence LogRank(LogRankResult test) =>
        new(MethodTopic.Comparisons, $"Curves of {test.Unit} were compared by: {Lower(test.TestName)}"
            + (test.IsRobust ? $", with a variance that counts {test.ClusterUnit}." : test.Unit == "patients" ? "."
                : $", which takes {test.Unit} as independent."), [Sources.LogRank]);

    private static MethodSentence Permutation(PermutationLogRankResult test) =>
        new(MethodTopic.Comparisons, $"Curves of {test.Unit} were compared by: {Lower(test.TestName)}, {test.Permuted} permuted "
            + (test.IsExact ? "in all possible ways." : $"at random ({Count(test.Draws ?? 0)} draws)."), [Sources.LogRank]);

    private static MethodSentence Cox(CoxFit fit)
    {
        bool breslow = fit.Options.Ties == CoxTies.Breslow, efron = fit.Options.Ties == CoxTies.Efron;
        return new(MethodTopic.Models, $"Hazard ratios come from Cox regression of {fit.Unit} ({Words(fit.Options.Ties.ToString())} ties"
            + (fit.Options.Penalty is null ? "" : ", penalised likelihood")
            + (fit.IsRobust ? $", robust standard errors that count {fit.ClusterUnit}" : "") + $"); model: {fit.Formula}.",
            [Sources.Cox, .. efron ? [Sources.Efron] : breslow ? new[] { Sources.Breslow } : [],
                .. fit.IsRobust ? new[] { Sources.RobustVariance } : []]);
    }

    private static MethodSentence Safety(SafetyAssessment safety)
    {
        string text = Joined(safety.Notes);
        return new(MethodTopic.Safety, text,
            text.Contains("CTCAE 5", StringComparison.Ordinal) ? [Sources.Ctcae5] : []);
    }

    private static string Joined(IEnumerable<string> sentences) => string.Join(" ", sentences.Where(s => s.Length > 0));

    private static string Count(long n) => n.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Percent(double level) => (100 * level).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static string Lower(string text) =>
        text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    /// <summary>The words of a name such as <c>ClopperPearson</c>.</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? " " + c : c.ToString()));
}
