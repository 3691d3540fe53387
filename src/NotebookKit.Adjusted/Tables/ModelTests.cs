using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Tables;

/// <summary>One test per term of a model.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record TermTestTable : AdjustedResult
{
    /// <summary>The model as a formula.</summary>
    public required string Formula { get; init; }

    /// <summary>The tests, in the order of the formula.</summary>
    public required ImmutableArray<TermTest> Terms { get; init; }

    /// <summary>
    /// Whether each term is tested against the terms before it (type I); else against all terms it is not a part of (type II).
    /// </summary>
    public required bool IsSequential { get; init; }

    /// <summary>Akaike's criterion of the whole model; null without a likelihood.</summary>
    public double? Aic { get; init; }

    /// <summary>Bayesian criterion of the whole model; null without a likelihood.</summary>
    public double? Bic { get; init; }

    private bool IsF { get; init; }

    internal static TermTestTable Of(RegressionFit fit, int type)
    {
        if (type == 3)
            throw new ArgumentException(
                "Type III tests are not offered: they test a main effect while its interactions stay in the model, so that the answer "
                + "depends on which level "
                + "is the reference and on where a number is 0. Use type 2, which tests every term against the model without the "
                + "interactions it is part of.");
        if (type is not (1 or 2))
            throw new ArgumentException($"Found type {type}; expected 1 (in the order of the formula) or 2 (each term after the others).");
        Problem problem = fit.Problem ?? throw new ArgumentException("Tests of terms need a fit with its rows.");
        bool likelihood = problem.HasLikelihood && problem.Kind != RegressionKind.FineGray;
        if (type == 1 && (!likelihood || problem.Kind == RegressionKind.Linear))
            throw new ArgumentException(
                "Tests in the order of the formula compare likelihoods; clusters, fractional weights, penalties, Fine-Gray and linear "
                    + "models have none to compare. Use type 2.");
        return new TermTestTable
        {
            Formula = fit.Formula, Terms = type == 1 ? TermTests.Sequential(problem) : TermTests.TypeTwo(problem, fit),
            IsSequential = type == 1, IsF = problem.Kind == RegressionKind.Linear,
            Aic = likelihood ? fit.Aic : null, Bic = likelihood ? fit.Bic : null, Unit = fit.Unit, Excluded = fit.Excluded,
            Notes = likelihood
                ? fit.Notes
                : [.. fit.Notes,
                    "Rows are no independent whole counts, or the likelihood is penalised: there is no likelihood ratio, and P are those "
                        + "of robust Wald tests."],
        };
    }

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        bool wald = Terms.Any(t => t.Wald is not null);
        string statistic = IsF ? "F" : "χ²";
        return new()
        {
            Title = $"Tests of terms: {Formula}",
            Columns = [new("Term", TableAlignment.Left), new("df"), new($"Likelihood ratio {statistic}"), new("P"),
                .. wald ? (TableColumn[])[new($"Wald {statistic}"), new("P")] : [], new("AIC without")],
            Rows = [.. Terms.Select(t => new TableRow([
                t.Label, t.DegreesOfFreedom.ToString(System.Globalization.CultureInfo.InvariantCulture), Number(t.LikelihoodRatio, 2),
                P(t.LikelihoodRatioP),
                .. wald ? (TableCell[])[Number(t.Wald, 2), P(t.WaldP)] : [], Number(t.AicWithout, 1)]))],
            Footnotes =
            [
                IsSequential
                    ? "Each term against the terms before it (type I)."
                    : "Each term against the model of all terms that it is not a part of (type II): a main effect is tested without its "
                        + "interactions.",
                .. Aic is { } aic
                    ? [$"AIC {NumberFormat.Fixed(aic, 1)}, BIC {NumberFormat.Fixed(Bic, 1)} of the whole model."]
                    : (string[])[],
                .. Footnotes(),
            ],
        };
    }

    /// <summary>One row per term: term, df, lr, lr_p, wald, wald_p, aic_without.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("term", Terms.Select(t => t.Term)), new Int32DataFrameColumn("df", Terms.Select(t => t.DegreesOfFreedom)),
        new DoubleDataFrameColumn("lr", Terms.Select(t => t.LikelihoodRatio)),
        new DoubleDataFrameColumn("lr_p", Terms.Select(t => t.LikelihoodRatioP)),
        new DoubleDataFrameColumn("wald", Terms.Select(t => t.Wald)), new DoubleDataFrameColumn("wald_p", Terms.Select(t => t.WaldP)),
        new DoubleDataFrameColumn("aic_without", Terms.Select(t => t.AicWithout)));

    internal static TableCell Number(double? value, int decimals) =>
        new(value is null ? "" : NumberFormat.Fixed(value, decimals)) { Value = value };

    internal static TableCell P(double? p) => new(p is null ? "" : NumberFormat.PValue(p)) { Value = p, Statistic = "P" };
}

/// <summary>Likelihood-ratio tests between nested models of the same rows.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record ModelComparison : AdjustedResult
{
    /// <summary>The models as formulas, the smallest first.</summary>
    public required ImmutableArray<string> Models { get; init; }

    /// <summary>Log-likelihood of each.</summary>
    public required ImmutableArray<double> LogLikelihoods { get; init; }

    /// <summary>Estimated coefficients of each.</summary>
    public required ImmutableArray<int> Coefficients { get; init; }

    /// <summary>Akaike's criterion of each.</summary>
    public required ImmutableArray<double?> Aic { get; init; }

    /// <summary>Each model from the second on against the one before.</summary>
    public required ImmutableArray<ModelTest> Tests { get; init; }

    internal static ModelComparison Of(IReadOnlyList<RegressionFit> fits)
    {
        if (fits.Count < 2) throw new ArgumentException("A comparison needs two models at least.");
        Problem[] problems = [.. fits.Select(f => f.Problem ?? throw new ArgumentException("A comparison needs fits with their rows."))];
        foreach (Problem problem in problems)
            if (!problem.HasLikelihood || problem.Options.Firth || problem.Kind is RegressionKind.FineGray or RegressionKind.Linear)
                throw new ArgumentException(
                    "Nested models are compared by their likelihoods; clusters, fractional weights, penalties, Fine-Gray and linear models "
                        + "have none to compare. Use TermTests(), whose Wald tests allow for them.");
        int[] size =
            [.. fits.Select(
                f => f.Coefficients.Count(c => c.Estimate is not null || c.Note?.Contains("separates", StringComparison.Ordinal) == true))];
        var tests = new List<ModelTest>();
        for (int i = 1; i < fits.Count; i++)
        {
            RequireNested(fits[i - 1], problems[i - 1], fits[i], problems[i]);
            tests.Add(ModelTest.Of($"{fits[i].Formula} against {fits[i - 1].Formula}",
                2 * (fits[i].LogLikelihood - fits[i - 1].LogLikelihood), size[i] - size[i - 1]));
        }
        return new ModelComparison
        {
            Models = [.. fits.Select(f => f.Formula)], LogLikelihoods = [.. fits.Select(f => f.LogLikelihood)], Coefficients = [.. size],
            Aic = [.. fits.Select(f => f.Aic)],
            Tests = [.. tests], Unit = fits[0].Unit, Excluded = fits[^1].Excluded, Notes = [.. fits.SelectMany(f => f.Notes).Distinct()],
        };
    }

    private static void RequireNested(RegressionFit small, Problem a, RegressionFit large, Problem b)
    {
        if (a.Kind != b.Kind)
            throw new ArgumentException(
                $"{small.Formula} is a {a.Kind} model and {large.Formula} a {b.Kind} model; likelihoods compare models of one kind.");
        if (a.N != b.N)
            throw new ArgumentException(
                $"{small.Formula} rests on {a.N} rows and {large.Formula} on {b.N}: a row that lacks a value of one model is missing "
                    + "there. Leave those rows out of both before fitting.");
        if (!SameOutcome(a, b))
            throw new ArgumentException(
                $"{small.Formula} and {large.Formula} differ in the outcome, the strata, the weights, the offset or the ties; likelihoods "
                    + "compare models of the same rows.");
        if (b.Design.Columns <= a.Design.Columns)
            throw new ArgumentException($"{large.Formula} has no more coefficients than {small.Formula}; name the smaller model first.");
        if (!Spans(b.Design, a.Design))
            throw new ArgumentException(
                $"{small.Formula} is not part of {large.Formula}: a likelihood-ratio test needs nested models. Compare their AIC.");
    }

    private static bool SameOutcome(Problem a, Problem b) => a.Options.Ties == b.Options.Ties && a.Y.AsSpan().SequenceEqual(b.Y)
        && a.Weights.AsSpan().SequenceEqual(b.Weights)
        && (a.Cox, b.Cox) switch
        {
            (null, null) => true,
            ({ } s, { } l) => s.Time.Span.SequenceEqual(l.Time.Span) && s.Entry.Span.SequenceEqual(l.Entry.Span)
                && s.Strata.Span.SequenceEqual(l.Strata.Span) && s.Offset.Span.SequenceEqual(l.Offset.Span),
            _ => false,
        };

    /// <summary>Whether every column of the smaller design is a combination of a constant and the columns of the larger.</summary>
    private static bool Spans(Adjusted.Models.Design large, Adjusted.Models.Design small)
    {
        var basis = new List<double[]>();
        foreach (double[] column in large.X)
            if (Residual(column, basis) is { } rest) basis.Add(rest);
        return small.X.All(column => Residual(column, basis) is null);
    }

    /// <summary>What a centred column adds to an orthonormal basis, of length 1; null if nothing.</summary>
    private static double[]? Residual(double[] column, List<double[]> basis)
    {
        double mean = column.Average();
        double[] rest = [.. column.Select(v => v - mean)];
        double size = Math.Sqrt(rest.Sum(v => v * v));
        for (int pass = 0; pass < 2; pass++)
            foreach (double[] direction in basis)
            {
                double along = rest.Zip(direction, (v, d) => v * d).Sum();
                for (int i = 0; i < rest.Length; i++) rest[i] -= along * direction[i];
            }
        double left = Math.Sqrt(rest.Sum(v => v * v));
        return left <= 1e-8 * size || size == 0 ? null : [.. rest.Select(v => v / left)];
    }

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = "Nested models",
        Columns = [new("Model", TableAlignment.Left), new("Coefficients"), new("Log-likelihood"), new("AIC"), new("χ²"),
            new("df"), new("P")],
        Rows = [.. Models.Select((m, i) => new TableRow([
            m, Coefficients[i].ToString(System.Globalization.CultureInfo.InvariantCulture), TermTestTable.Number(LogLikelihoods[i], 2),
            TermTestTable.Number(Aic[i], 1),
            TermTestTable.Number(i == 0 ? null : Tests[i - 1].ChiSquare, 2),
            i == 0 ? "" : Tests[i - 1].DegreesOfFreedom.ToString(System.Globalization.CultureInfo.InvariantCulture),
            TermTestTable.P(i == 0 ? null : Tests[i - 1].P)]))],
        Footnotes = ["Likelihood-ratio test of each model against the one above it.", .. Footnotes()],
    };

    /// <summary>One row per model: model, coefficients, loglik, aic, chisq, df, p.</summary>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("model", Models), new Int32DataFrameColumn("coefficients", Coefficients),
        new DoubleDataFrameColumn("loglik", LogLikelihoods), new DoubleDataFrameColumn("aic", Aic),
        new DoubleDataFrameColumn("chisq", [null, .. Tests.Select(t => t.ChiSquare)]),
        new Int32DataFrameColumn("df", [null, .. Tests.Select(t => (int?)t.DegreesOfFreedom)]),
        new DoubleDataFrameColumn("p", [null, .. Tests.Select(t => t.P)]));
}
