using System.Globalization;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Tables;

/// <summary>Treatment effects by subgroup with tests of interaction.</summary>
public static class SubgroupAnalysis
{
    private const int FewEvents = 5, ManyVariables = 5;

    /// <summary>Hazard ratios of treatment within subgroups.</summary>
    /// <param name="data">Times and events; covariates are ignored. Clusters make every test a Wald test.</param>
    /// <param name="treated">Whether each row is treated.</param>
    /// <param name="variables">Variables that make subgroups.</param>
    /// <param name="arms">Names of control and treated arm.</param>
    /// <param name="options">Confidence level; null for the defaults.</param>
    /// <param name="holm">Whether interaction P are adjusted over the variables.</param>
    /// <exception cref="ArgumentException">The data are not valid, or one arm has no rows.</exception>
    /// <remarks>Effects are fitted in the subset, as forest plots do; the model with interaction shares its baseline and gives others. R:
    /// <c>anova(coxph(S ~ t + g), coxph(S ~ t * g))</c>.</remarks>
    internal static SubgroupTable Cox(SurvivalData data, ReadOnlySpan<bool> treated, IReadOnlyList<SubgroupVariable> variables,
        (string Control, string Treated) arms, RegressionOptions? options = null, bool holm = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        bool[] arm = treated.ToArray(), events = data.IsEvent.ToArray();
        RegressionFit Fit(int[] rows, ImmutableArray<Covariate> columns, int[]? strata, int levels) =>
            SurvivalRegression.Cox(Rows(data, rows, columns, strata, levels), options);
        return Build(RegressionKind.Cox, arm, events, variables, arms, options, holm, Fit);
    }

    /// <summary>Odds ratios of treatment within subgroups.</summary>
    /// <param name="outcome">Whether each row had the event.</param>
    /// <param name="clusters">Cluster of each row; empty for independent rows.</param>
    /// <param name="treated">Whether each row is treated.</param>
    /// <param name="variables">Variables that make subgroups.</param>
    /// <param name="arms">Names of control and treated arm.</param>
    /// <param name="options">Confidence level; null for the defaults.</param>
    /// <param name="holm">Whether interaction P are adjusted over the variables.</param>
    /// <exception cref="ArgumentException">The data are not valid, or one arm has no rows.</exception>
    public static SubgroupTable Logistic(ReadOnlySpan<bool> outcome, ReadOnlyMemory<int> clusters, ReadOnlySpan<bool> treated,
        IReadOnlyList<SubgroupVariable> variables, (string Control, string Treated) arms, RegressionOptions? options = null,
        bool holm = false)
    {
        options ??= new();
        bool[] events = outcome.ToArray();
        RegressionFit Fit(int[] rows, ImmutableArray<Covariate> columns, int[]? strata, int levels) =>
            LogisticRegression.Fit(new RegressionData
        {
            Outcome = rows.Select(i => events[i] ? 1.0 : 0).ToArray(),
            Clusters = clusters.IsEmpty ? default : rows.Select(i => clusters.Span[i]).ToArray(),
            Covariates = [.. columns.Select(c => c with { Values = rows.Select(i => c.Values.Span[i]).ToArray() })],
        }, options);
        return Build(RegressionKind.Logistic, treated.ToArray(), events, variables, arms, options, holm, Fit);
    }

    private static SubgroupTable Build(RegressionKind kind, bool[] arm, bool[] events, IReadOnlyList<SubgroupVariable> variables,
        (string Control, string Treated) arms, RegressionOptions options, bool holm,
        Func<int[], ImmutableArray<Covariate>, int[]?, int, RegressionFit> fit)
    {
        if (arm.Length != events.Length) throw new ArgumentException($"Found {events.Length} rows and {arm.Length} treatments.");
        if (!arm.Contains(true) || !arm.Contains(false))
            throw new ArgumentException(
                $"One group has no rows: found {arm.Count(a => a)} {arms.Treated} and {arm.Count(a => !a)} {arms.Control}; a comparison "
                    + "needs both.");
        int[] all = [.. Enumerable.Range(0, arm.Length)];
        var treatment = new Covariate("treatment", Array.ConvertAll(arm, a => a ? 1.0 : 0)) { IsIndicator = true };
        SubgroupRow overall = Row("All", all) with { };
        overall = overall with { P = fit(all, [treatment], null, 0).Terms[0].P };
        SubgroupSet[] sets = [.. variables.Select(Set)];
        if (holm)
        {
            ImmutableArray<double?> adjusted = PAdjust.Adjust(sets.Select(s => s.P), PAdjustMethod.Holm);
            for (int i = 0; i < sets.Length; i++) sets[i] = sets[i] with { HolmP = adjusted[i] };
        }
        return new SubgroupTable { Kind = kind, Arms = arms, Overall = overall, Variables = [.. sets], Options = options,
            Notes = [.. Notes(sets)] };

        SubgroupRow Row(string label, int[] rows)
        {
            int n1 = rows.Count(i => arm[i]), e1 = rows.Count(i => arm[i] && events[i]), e0 = rows.Count(i => !arm[i] && events[i]);
            var row = new SubgroupRow(label, (rows.Length - n1, n1), (e0, e1));
            if (e0 + e1 < FewEvents || n1 == 0 || n1 == rows.Length || kind == RegressionKind.Logistic && e0 + e1 == rows.Length)
                return row;
            RegressionFit f = fit(rows, [treatment], null, 0);
            RegressionCoefficient c = f["treatment"];
            return row with { Estimate = c.Estimate, StandardError = c.StandardError, Effect = c.Effect, Lower = c.Lower, Upper = c.Upper };
        }

        SubgroupSet Set(SubgroupVariable v)
        {
            if (v.Codes.Length != arm.Length)
                throw new ArgumentException($"{v.Name} has {v.Codes.Length} values; expected one for each of the {arm.Length} rows.");
            int[] codes = v.Codes.ToArray(), rows = [.. all.Where(i => codes[i] >= 0)];
            int[] levels = [.. Enumerable.Range(0, v.Levels.Length).Where(l => rows.Any(i => codes[i] == l))];
            ImmutableArray<Covariate> main = [.. levels.Skip(1)
                .Select(l => new Covariate($"[{v.Levels[l]}]", Dummy(codes, l, null)) { Term = v.Name, IsIndicator = true })];
            ImmutableArray<Covariate> cross = [.. levels.Skip(1)
                .Select(l => new Covariate($"treatment:[{v.Levels[l]}]", Dummy(codes, l, arm)) { Term = "interaction",
                    IsIndicator = true })];
            SubgroupRow[] found = [.. levels.Select(l => Row(v.Levels[l], [.. rows.Where(i => codes[i] == l)]))];
            var set = new SubgroupSet(v.Name, [.. found], Math.Max(0, levels.Length - 1));
            if (levels.Length < 2) return set;
            RegressionFit both = fit(rows, [treatment, .. main, .. cross], null, 0);
            TermTest test = both.Terms.First(t => t.Term == "interaction");
            int at = both.Coefficients.ToList().FindIndex(c => c.Name == "treatment");
            for (int k = 0; k < levels.Length; k++)
            {
                int j = k == 0 ? -1 : both.Coefficients.ToList().FindIndex(c => c.Name == cross[k - 1].Name);
                if (both.Coefficients[at].Estimate is not { } b || (j >= 0 && both.Coefficients[j].Estimate is null)) continue;
                double? variance = both.Covariance[at, at] + (j < 0 ? 0 : both.Covariance[j, j] + 2 * both.Covariance[at, j]);
                found[k] = found[k] with { InteractionEstimate = b + (j < 0 ? 0 : both.Coefficients[j].Estimate),
                    InteractionStandardError = variance is { } x ? Math.Sqrt(x) : null };
            }
            set = set with { Rows = [.. found], LikelihoodRatio = test.LikelihoodRatio, P = test.P, Wald = test.Wald, WaldP = test.WaldP };
            if (kind != RegressionKind.Cox || test.LikelihoodRatio is null) return set;
            RegressionFit own = fit(rows, [treatment, .. cross], codes, v.Levels.Length);
            TermTest stratified = own.Terms.First(t => t.Term == "interaction");
            return set with { StratifiedLikelihoodRatio = stratified.LikelihoodRatio, StratifiedP = stratified.LikelihoodRatioP };
        }
    }

    private static IEnumerable<string> Notes(SubgroupSet[] sets)
    {
        yield return "Effects are fitted within each subgroup; P for interaction asks whether they differ. Subgroups carry no P of their "
            + "own. Say whether they were specified before.";
        if (sets.Length > ManyVariables)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{sets.Length} variables: by chance alone {NumberFormat.Fixed(sets.Length / 20.0, 1)} interactions with P < 0.05 are "
                    + $"expected.");
        if (sets.Any(s => s.Rows.Any(r => r.Effect is null)))
            yield return $"No ratio where a subgroup has fewer than {FewEvents} events or one arm only.";
    }

    private static double[] Dummy(int[] codes, int level, bool[]? arm) =>
        [.. codes.Select((c, i) => c == level && (arm is null || arm[i]) ? 1.0 : 0)];

    private static SurvivalData Rows(SurvivalData data, int[] rows, ImmutableArray<Covariate> columns, int[]? strata, int levels)
    {
        ReadOnlyMemory<T> Pick<T>(ReadOnlyMemory<T> values) => values.IsEmpty ? values : rows.Select(i => values.Span[i]).ToArray();
        int[]? clusters = data.Clusters.IsEmpty ? null : Sandwich.Dense([.. rows.Select(i => data.Clusters.Span[i])], 0);
        return data with
        {
            Time = Pick(data.Time), IsEvent = Pick(data.IsEvent), Entry = Pick(data.Entry), Weights = Pick(data.Weights),
            Offset = Pick(data.Offset), Clusters = clusters,
            Strata = strata is null ? Pick(data.Strata) : rows.Select(i => strata[i]).ToArray(),
            StratumNames = strata is null
                ? data.StratumNames
                : [.. Enumerable.Range(0, levels).Select(s => s.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            Covariates = [.. columns.Select(c => c with { Values = rows.Select(i => c.Values.Span[i]).ToArray() })],
        };
    }
}
