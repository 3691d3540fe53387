using NotebookKit.Adjusted.Models;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Selection;

/// <summary>LASSO: regression with a penalty on the sum of absolute coefficients, its strength by cross-validation.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record LassoFit : AdjustedResult
{
    /// <summary>Names of the coefficients; the first is the intercept where there is one.</summary>
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Strengths, falling.</summary>
    public required ImmutableArray<double> Lambda { get; init; }

    /// <summary>Coefficients in the units of the columns, by strength.</summary>
    public required ImmutableArray<ImmutableArray<double>> Coefficients { get; init; }

    /// <summary>Mean cross-validated deviance by strength; empty without cross-validation.</summary>
    public ImmutableArray<double> Deviance { get; init; } = [];

    /// <summary>Standard error of the deviance over the folds.</summary>
    public ImmutableArray<double> DevianceError { get; init; } = [];

    /// <summary>Strength with the least deviance; null without cross-validation.</summary>
    public double? LambdaMin { get; init; }

    /// <summary>Largest strength within one standard error of the least deviance; null without cross-validation.</summary>
    public double? Lambda1Se { get; init; }

    /// <summary>Columns with a coefficient other than 0 at a strength of the path.</summary>
    /// <exception cref="ArgumentException">The strength is not on the path.</exception>
    public ImmutableArray<string> Selected(double lambda)
    {
        int k = Lambda.IndexOf(lambda);
        if (k < 0) throw new ArgumentException(FormattableString.Invariant($"Strength {lambda} is not on the path."));
        return [.. Names.Where((n, j) => n != "(Intercept)" && Coefficients[k][j] != 0)];
    }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() =>
        new([new DoubleDataFrameColumn("lambda", Lambda),
            .. Names.Select((n, j) => new DoubleDataFrameColumn(n, Coefficients.Select(c => c[j])))]);

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        int[] shown = [.. new[] { Lambda1Se, LambdaMin }.Where(l => l is not null).Select(l => Lambda.IndexOf(l!.Value))];
        if (shown.Length == 0) shown = [0, Lambda.Length - 1];
        return new SummaryTable
        {
            Title = "LASSO",
            Columns = [new("Variable", TableAlignment.Left),
                .. shown.Select(
                    (k, i) => new TableColumn(
                        FormattableString.Invariant(
                            $"λ = {Lambda[k]:G3}{(LambdaMin is null ? "" : i == 0 ? " (1 SE)" : " (least deviance)")}")))],
            Rows = [.. Names.Select(
                (n, j) => new TableRow(
                    [n, .. shown.Select(k => Coefficients[k][j] == 0
                        ? new TableCell("0") { Value = 0 }
                        : Print.Number(Coefficients[k][j], 3))]))],
            Footnotes = [
                "Coefficients are shrunk; they carry neither limits nor P. A model refitted with the variables chosen has limits that "
                    + "ignore the choice.", .. Footnotes()],
        };
    }
}

/// <summary>Path and cross-validation of the LASSO for logistic and Cox regression.</summary>
internal static class Lasso
{
    private const int PathLength = 100;

    /// <summary>Fits the path for a binary outcome.</summary>
    /// <param name="data">Outcome 0 or 1; columns are standardised for the penalty and given back in their units.</param>
    /// <param name="lambda">Strengths; null for 100 from the least that leaves no variable down to a ten-thousandth of it.</param>
    /// <param name="folds">Fold of each row, 1, 2, … (patients whole); empty for no cross-validation.</param>
    /// <exception cref="ArgumentException">The data are not valid, or a fold leaves one outcome alone.</exception>
    /// <remarks>Friedman, Hastie and Tibshirani (2010, doi:10.18637/jss.v033.i01). Equivalent R call: <c>glmnet::cv.glmnet(x, y, family =
    /// "binomial", foldid = folds)</c>.</remarks>
    public static LassoFit Logistic(RegressionData data, IReadOnlyList<double>? lambda = null, IReadOnlyList<int>? folds = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Validate("LASSO");
        double[] y = data.Outcome.ToArray();
        if (y.Any(v => v is not (0 or 1)) || y.Distinct().Count() < 2)
            throw new ArgumentException("LASSO for a binary outcome needs outcomes 0 and 1, and both.");
        Path Of(int[] rows) => new(Columns(data.Covariates, rows), true, scaled =>
        {
            var design = new Design(scaled, rows.Length, intercept: true);
            return new GlmLikelihood(GlmFamily.Binomial, design, [.. rows.Select(i => y[i])]);
        });
        double Deviance(double[] beta, int i)
        {
            double eta = beta[0];
            for (int j = 1; j < beta.Length; j++) eta += beta[j] * data.Covariates[j - 1].Values.Span[i];
            double p = Math.Clamp(1 / (1 + Math.Exp(-eta)), 1e-5, 1 - 1e-5);
            return -2 * (y[i] == 1 ? Math.Log(p) : Math.Log(1 - p));
        }
        int[] all = [.. Enumerable.Range(0, data.Rows)];
        return Fit(["(Intercept)", .. data.Covariates.Select(c => c.Name)], Of, all, lambda, folds,
            (beta, _, outside) => (outside.Average(i => Deviance(beta, i)), outside.Length));
    }

    /// <summary>Fits the path for survival (Breslow ties).</summary>
    /// <param name="data">Times, events, columns.</param>
    /// <param name="lambda">Strengths; null for 100 from the least that leaves no variable down to a ten-thousandth of it.</param>
    /// <param name="folds">Fold of each row, 1, 2, … (patients whole); empty for no cross-validation.</param>
    /// <exception cref="ArgumentException">The data are not valid, or a fold has no event outside.</exception>
    /// <remarks>Simon et al. (2011, doi:10.18637/jss.v039.i05); deviance as the full partial likelihood less that without the fold.
    /// Equivalent R call: <c>glmnet::cv.glmnet(x, Surv(time, status), family = "cox", foldid = folds)</c>.</remarks>
    public static LassoFit Cox(SurvivalData data, IReadOnlyList<double>? lambda = null, IReadOnlyList<int>? folds = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Validate();
        SurvivalData Rows(int[] rows, ImmutableArray<Covariate> columns) => data with
        {
            Time = rows.Select(i => data.Time.Span[i]).ToArray(), IsEvent = rows.Select(i => data.IsEvent.Span[i]).ToArray(),
            Covariates = columns, Clusters = default,
        };
        Path Of(int[] rows) =>
            new(Columns(data.Covariates, rows), false, scaled => new CoxPartialLikelihood(Rows(rows, scaled), CoxTies.Breslow));
        int[] all = [.. Enumerable.Range(0, data.Rows)];
        var full = new CoxPartialLikelihood(data with { Clusters = default }, CoxTies.Breslow);
        var inside = new Dictionary<int, CoxPartialLikelihood>();
        return Fit([.. data.Covariates.Select(c => c.Name)], Of, all, lambda, folds, (beta, rows, outside) =>
        {
            if (!inside.TryGetValue(outside[0], out CoxPartialLikelihood? part))
                inside[outside[0]] = part = new CoxPartialLikelihood(Rows(rows, Columns(data.Covariates, rows)), CoxTies.Breslow);
            full.Evaluate(beta);
            part.Evaluate(beta);
            double events = outside.Count(i => data.IsEvent.Span[i]);
            return (-2 * (full.Value - part.Value) / events, events);
        });
    }

    private static LassoFit Fit(ImmutableArray<string> names, Func<int[], Path> of, int[] all, IReadOnlyList<double>? lambda,
        IReadOnlyList<int>? folds, Func<double[], int[], int[], (double Deviance, double Weight)> outside)
    {
        Path path = of(all);
        double[] strengths = lambda is not null
            ? [.. lambda]
            : [.. Enumerable.Range(0, PathLength).Select(k => path.LambdaMax * Math.Pow(1e-4, (double)k / (PathLength - 1)))];
        if (strengths.Any(l => !(l >= 0))) throw new ArgumentException("Strengths of the penalty must be 0 or more.");
        double[][] fitted = path.Fit(strengths);
        var fit = new LassoFit { Names = names, Lambda = [.. strengths], Coefficients = [.. fitted.Select(b => b.ToImmutableArray())] };
        if (folds is null or []) return fit;
        if (folds.Count != all.Length) throw new ArgumentException($"Found {folds.Count} folds for {all.Length} rows.");
        int[] labels = [.. folds.Distinct().Order()];
        if (labels.Length < 3) throw new ArgumentException($"Found {labels.Length} folds; cross-validation needs at least 3.");
        var raw = new List<(double[] Deviance, double Weight)>();
        foreach (int f in labels)
        {
            int[] inside = [.. all.Where(i => folds[i] != f)], left = [.. all.Where(i => folds[i] == f)];
            double[][] b = of(inside).Fit(strengths);
            var found = b.Select(x => outside(x, inside, left)).ToArray();
            raw.Add(([.. found.Select(x => x.Deviance)], found[0].Weight));
        }
        double total = raw.Sum(r => r.Weight);
        double[] mean = [.. Enumerable.Range(0, strengths.Length).Select(k => raw.Sum(r => r.Weight * r.Deviance[k]) / total)];
        double[] error = [.. Enumerable.Range(0, strengths.Length)
            .Select(k => Math.Sqrt(raw.Sum(r => r.Weight * (r.Deviance[k] - mean[k]) * (r.Deviance[k] - mean[k])) / total
                / (raw.Count - 1)))];
        int best = Array.IndexOf(mean, mean.Min());
        double bound = mean[best] + error[best];
        return fit with
        {
            Deviance = [.. mean], DevianceError = [.. error], LambdaMin = strengths[best],
            Lambda1Se = strengths.Where((_, k) => mean[k] <= bound).Max(),
            Notes = [$"{labels.Length}-fold cross-validation; the strength depends on the folds, which are given."],
        };
    }

    private static ImmutableArray<Covariate> Columns(ImmutableArray<Covariate> columns, int[] rows) =>
        [.. columns.Select(c => c with { Values = rows.Select(i => c.Values.Span[i]).ToArray() })];

    /// <summary>Coordinate descent on a quadratic at the current coefficients, in columns of mean 0 and variance 1.</summary>
    private sealed class Path
    {
        private readonly Likelihood _likelihood;
        private readonly double[] _mean, _scale;
        private readonly bool _intercept;
        private readonly int _rows;

        public Path(ImmutableArray<Covariate> columns, bool intercept, Func<ImmutableArray<Covariate>, Likelihood> likelihood)
        {
            _intercept = intercept;
            _rows = columns[0].Values.Length;
            _mean = [.. columns.Select(c => c.Values.ToArray().Average())];
            _scale = [.. columns.Select((c, j) => Math.Sqrt(c.Values.ToArray().Sum(v => (v - _mean[j]) * (v - _mean[j])) / _rows))];
            _likelihood = likelihood(
                [.. columns.Select(
                    (c, j) => c with { Values = c.Values.ToArray().Select(v => _scale[j] > 0 ? (v - _mean[j]) / _scale[j] : 0)
                        .ToArray() })]);
            double[] start = new double[_likelihood.Columns];
            if (_intercept) start = Newton.Maximize(_likelihood, held: [false, .. Enumerable.Repeat(true, columns.Length)]).Beta;
            _likelihood.Evaluate(start);
            for (int j = First; j < start.Length; j++) LambdaMax = Math.Max(LambdaMax, Math.Abs(_likelihood.Gradient[j]) / _rows);
        }

        public double LambdaMax { get; }

        private int First => _intercept ? 1 : 0;

        public double[][] Fit(double[] lambda)
        {
            int p = _likelihood.Columns;
            double[] beta = new double[p];
            double[][] found = new double[lambda.Length][];
            int[] falling = [.. Enumerable.Range(0, lambda.Length).OrderByDescending(k => lambda[k])];
            foreach (int k in falling)
            {
                Descend(beta, lambda[k] * _rows);
                double[] own = new double[p];
                for (int j = First; j < p; j++) own[j] = _scale[j - First] > 0 ? beta[j] / _scale[j - First] : 0;
                if (_intercept) own[0] = beta[0] - Enumerable.Range(1, p - 1).Sum(j => own[j] * _mean[j - 1]);
                found[k] = own;
            }
            return found;
        }

        private void Descend(double[] beta, double penalty)
        {
            int p = beta.Length;
            for (int outer = 0; outer < 200; outer++)
            {
                _likelihood.Evaluate(beta);
                double[] gradient = (double[])_likelihood.Gradient.Clone(), h = (double[])_likelihood.Information.Clone(),
                    old = (double[])beta.Clone();
                for (int inner = 0; inner < 2000; inner++)
                {
                    double moved = 0;
                    for (int j = 0; j < p; j++)
                    {
                        double own = h[j * p + j];
                        if (!(own > 0)) continue;
                        double target = own * beta[j] + gradient[j], before = beta[j];
                        beta[j] = j < First ? target / own : Math.Sign(target) * Math.Max(0, Math.Abs(target) - penalty) / own;
                        double step = beta[j] - before;
                        if (step == 0) continue;
                        for (int q = 0; q < p; q++) gradient[q] -= h[q * p + j] * step;
                        moved = Math.Max(moved, Math.Abs(step));
                    }
                    if (moved < 1e-13) break;
                }
                if (beta.Zip(old, (a, b) => Math.Abs(a - b)).Max() < 1e-12) return;
            }
        }
    }
}
