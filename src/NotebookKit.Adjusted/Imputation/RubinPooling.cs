using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Adjusted.Regression;
using NotebookKit.Adjusted.Repeated;

namespace NotebookKit.Adjusted.Imputation;

/// <summary>One estimate pooled over imputed data sets (Rubin 1987).</summary>
/// <param name="Name">Name.</param>
/// <param name="Estimate">Mean of the estimates.</param>
/// <param name="Within">Mean of the variances.</param>
/// <param name="Between">Variance of the estimates.</param>
public sealed record PooledEstimate(string Name, double Estimate, double Within, double Between)
{
    /// <summary>What a reader sees. The default value is the name.</summary>
    public string Label { get; init; } = Name;

    /// <summary>Term of the model. The default value is the name.</summary>
    public string Term { get; init; } = Name;

    /// <summary>Total variance W + (1 + 1/m) B.</summary>
    public required double Total { get; init; }

    /// <summary>Standard error.</summary>
    public double StandardError => Math.Sqrt(Total);

    /// <summary>Relative increase of variance.</summary>
    public required double RelativeIncrease { get; init; }

    /// <summary>Share of the variance due to missing values.</summary>
    public required double Lambda { get; init; }

    /// <summary>Fraction of missing information.</summary>
    public required double MissingInformation { get; init; }

    /// <summary>Degrees of freedom: Barnard and Rubin (1999), or Rubin (1987) without complete-data degrees of freedom.</summary>
    public required double DegreesOfFreedom { get; init; }

    /// <summary>Rubin's degrees of freedom of 1987.</summary>
    public required double LargeSampleDegreesOfFreedom { get; init; }

    /// <summary>t.</summary>
    public double T => Estimate / StandardError;

    /// <summary>Two-sided P.</summary>
    public required double P { get; init; }

    /// <summary>Lower limit on the scale of the estimate.</summary>
    public required double Lower { get; init; }

    /// <summary>Upper limit on the scale of the estimate.</summary>
    public required double Upper { get; init; }
}

/// <summary>
/// Joint Wald test of several pooled coefficients, D₁ (Li, Raghunathan and Rubin 1991, doi:10.1080/01621459.1991.10475152).
/// </summary>
/// <param name="Term">The term.</param>
/// <param name="Statistic">D₁.</param>
/// <param name="DegreesOfFreedom">Coefficients.</param>
/// <param name="DenominatorDf">Denominator degrees of freedom.</param>
/// <param name="P">P.</param>
/// <param name="RelativeIncrease">Average relative increase of variance.</param>
public sealed record PooledTest(string Term, double Statistic, int DegreesOfFreedom, double DenominatorDf, double P,
    double RelativeIncrease);

/// <summary>A regression pooled over imputed data sets, with the complete cases beside.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record PooledRegression : AdjustedResult
{
    /// <summary>Kind of regression.</summary>
    public required RegressionKind Kind { get; init; }

    /// <summary>Number of imputed data sets.</summary>
    public required int Imputations { get; init; }

    /// <summary>Coefficients.</summary>
    public required ImmutableArray<PooledEstimate> Coefficients { get; init; }

    /// <summary>Joint tests of terms.</summary>
    public required ImmutableArray<PooledTest> Terms { get; init; }

    /// <summary>Rows in each imputed data set.</summary>
    public required int N { get; init; }

    /// <summary>The same model on complete rows alone; null where not fitted.</summary>
    public RegressionFit? CompleteCases { get; init; }

    /// <summary>Confidence level.</summary>
    public required double ConfidenceLevel { get; init; }

    /// <summary>Pools fits of the same model.</summary>
    /// <param name="fits">One fit per imputed data set, two or more.</param>
    /// <param name="completeDataDf">Degrees of freedom of complete data; null for rows − coefficients, events − coefficients for Cox;
    /// infinite for Rubin's of 1987.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">There are fewer than two fits, they differ in their coefficients, or one has a coefficient
    /// without estimate.</exception>
    /// <remarks>Equivalent R call: <c>mice::pool(fits)</c>. AUC, curves, medians and P cannot be pooled so.</remarks>
    public static PooledRegression Pool(IReadOnlyList<RegressionFit> fits, double? completeDataDf = null, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(fits);
        Require(fits.Count);
        RegressionFit first = fits[0];
        foreach (RegressionFit f in fits)
        {
            Same(f.Coefficients.Select(c => c.Name), first.Coefficients.Select(c => c.Name));
            if (f.Coefficients.FirstOrDefault(c => c.Estimate is null) is { } lost)
                throw new ArgumentException($"{lost.Name} has no estimate in one imputed data set: {lost.Note}");
        }
        int p = first.Coefficients.Length;
        // clusters, events and rows limit what complete data would know
        double df = completeDataDf
            ?? ((first.Clusters ?? (first.Kind is RegressionKind.Cox or RegressionKind.FineGray ? first.Events!.Value : first.N)) - p);
        var names = first.Coefficients.Select(c => (c.Name, c.Label, c.Term)).ToArray();
        string[] terms = [.. first.Problem?.Design.Terms ?? [.. first.Terms.Select(t => t.Term)]];
        return Of(names, terms, [.. fits.Select(f => f.Beta())], [.. fits.Select(f => f.Covariance)],
            _ => df, confidenceLevel) with
        {
            Kind = first.Kind, N = first.N, Unit = first.Unit, Variables = first.Variables,
            Notes = [.. fits.SelectMany(f => f.Notes).Distinct()],
        };
    }

    /// <summary>Pools mixed models; each coefficient keeps the mean of its degrees of freedom.</summary>
    internal static PooledRegression Pool(IReadOnlyList<MixedModelFit> fits)
    {
        Require(fits.Count);
        MixedModelFit first = fits[0];
        foreach (MixedModelFit f in fits) Same(f.Coefficients.Select(c => c.Name), first.Coefficients.Select(c => c.Name));
        var names = first.Coefficients.Select(c => (c.Name, c.Label, c.Term)).ToArray();
        return Of(names, [.. first.Terms.Select(t => t.Term)], [.. fits.Select(f => f.Coefficients.Select(c => c.Estimate).ToArray())],
            [.. fits.Select(f => f.Covariance)],
            j => fits.Average(f => f.Coefficients[j].DegreesOfFreedom), first.ConfidenceLevel) with
        {
            N = first.N, Unit = first.Unit, Notes = [.. fits.SelectMany(f => f.Notes).Distinct()],
        };
    }

    private static PooledRegression Of((string Name, string Label, string Term)[] names, string[] terms, double[][] b,
        CovarianceMatrix[] covariance, Func<int, double> df, double level) => new()
    {
        Kind = RegressionKind.Linear, Imputations = b.Length, N = 0, ConfidenceLevel = level,
        Coefficients =
            [.. names.Select(
                (n, j) => One(n.Name, [.. b.Select(x => x[j])], [.. covariance.Select(c => c[j, j]!.Value)], df(j),
                    level) with { Label = n.Label, Term = n.Term })],
        Terms = [.. terms.Select(t => (t, Own: Enumerable.Range(0, names.Length).Where(j => names[j].Term == t).ToArray()))
            .Where(x => x.Own.Length > 0).Select(x => Joint(x.t, x.Own, covariance, b))],
    };

    private static void Require(int m)
    {
        if (m < 2) throw new ArgumentException($"Found {m} imputed data sets; pooling needs at least two.");
    }

    private static void Same(IEnumerable<string> names, IEnumerable<string> first)
    {
        if (!names.SequenceEqual(first))
            throw new ArgumentException(
                "The fits have different coefficients: a level may be missing in one imputed data set, or the variables were selected anew "
                    + "in each.");
    }

    internal static PooledEstimate One(string name, double[] q, double[] u, double dfComplete, double level)
    {
        int m = q.Length;
        double estimate = q.Average(), within = u.Average(), between = q.Sum(x => (x - estimate) * (x - estimate)) / (m - 1),
            extra = (1 + 1.0 / m) * between, total = within + extra;
        double r = extra / within, lambda = extra / total, old = lambda > 0
            ? (m - 1) / (lambda * lambda)
            : double.PositiveInfinity, df = old;
        if (double.IsFinite(dfComplete))
        {
            double observed = (dfComplete + 1) / (dfComplete + 3) * dfComplete * (1 - lambda);
            df = double.IsInfinity(old) ? observed : old * observed / (old + observed);
        }
        double se = Math.Sqrt(total), t = -Distributions.TQuantile((1 - level) / 2, df);
        return new PooledEstimate(name, estimate, within, between)
        {
            Total = total, RelativeIncrease = r, Lambda = lambda, MissingInformation = (r + 2 / (df + 3)) / (r + 1), DegreesOfFreedom = df,
            LargeSampleDegreesOfFreedom = old,
            P = Distributions.TTwoSided(estimate / se, df), Lower = estimate - t * se, Upper = estimate + t * se,
        };
    }

    private static PooledTest Joint(string term, int[] own, CovarianceMatrix[] covariance, double[][] b)
    {
        int k = own.Length, m = b.Length;
        Vector<double> q = Vector<double>.Build.Dense(k, i => b.Average(x => x[own[i]]));
        Matrix<double> within = Matrix<double>.Build.Dense(k, k, (i, j) => covariance.Average(c => c[own[i], own[j]]!.Value));
        Matrix<double> between = Matrix<double>.Build.Dense(k, k, (i, j) => b.Sum(x => (x[own[i]] - q[i]) * (x[own[j]] - q[j])) / (m - 1));
        double r = (1 + 1.0 / m) * within.Solve(between).Trace() / k, d = q * within.Solve(q) / (k * (1 + r)), t = k * (m - 1.0);
        double df = t > 4 ? 4 + (t - 4) * Math.Pow(1 + (1 - 2 / t) / r, 2) : t * (1 + 1.0 / k) * Math.Pow(1 + 1 / r, 2) / 2;
        return new PooledTest(term, d, k, df, Distributions.FUpper(d, k, df), r);
    }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("name", Coefficients.Select(c => c.Name)),
        new DoubleDataFrameColumn("estimate", Coefficients.Select(c => (double?)c.Estimate)),
        new DoubleDataFrameColumn("se", Coefficients.Select(c => (double?)c.StandardError)),
        new DoubleDataFrameColumn("df", Coefficients.Select(c => (double?)c.DegreesOfFreedom)),
        new DoubleDataFrameColumn("p", Coefficients.Select(c => (double?)c.P)),
        new DoubleDataFrameColumn("missing_information", Coefficients.Select(c => (double?)c.MissingInformation)));

    /// <summary>Variables with their levels; empty where not known.</summary>
    internal ImmutableArray<RegressionVariable> Variables { get; init; } = [];

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        string effect = $"{RegressionFitTable.Ratio(Kind)} ({Print.Level(ConfidenceLevel)})";
        return new SummaryTable
        {
            Title = $"{RegressionFitTable.Title(Kind)} pooled over {Imputations} imputed data sets",
            Columns = [new("Variable", TableAlignment.Left), new(effect), new("P"), new("Missing information"),
                new(effect) { Spanner = "Complete rows", Name = "complete rows" }],
            Rows = [.. Terms.SelectMany(t => Rows(t, [.. Coefficients.Where(c => c.Term == t.Term)]))],
            Footnotes = [
                $"{Wording.Count(N, Unit)} in each data set{(CompleteCases is { } f ? $", {f.N} with complete rows" : "")}. Rubin's rules; "
                    + "degrees of freedom of Barnard and Rubin. P of a variable with several levels: D₁ of Li, Raghunathan and Rubin.",
                .. Footnotes()],
        };
    }

    private IEnumerable<TableRow> Rows(PooledTest term, PooledEstimate[] own)
    {
        RegressionVariable? variable = Variables.FirstOrDefault(v => v.Term == term.Term);
        if (variable is not { Levels.Length: > 0 })
            return own.Select(
                c => new TableRow(
                    [c.Label, Pooled(c), Print.PValue(own.Length == 1 ? term.DegreesOfFreedom == 1 ? c.P : term.P : c.P),
                        NumberFormat.Percent(c.MissingInformation), Alone(c.Name)]));
        return
        [
            new TableRow(
                [variable.Label, TableCell.Empty, Print.PValue(own.Length == 1 ? own[0].P : term.P), TableCell.Empty, TableCell.Empty]),
            .. variable.Levels.Select(l => own.FirstOrDefault(c => c.Name == l.Coefficient) is { } c
                ? new TableRow([l.Name, Pooled(c), TableCell.Empty, NumberFormat.Percent(c.MissingInformation), Alone(c.Name)]) {
                    Indent = 1 }
                : new TableRow([l.Name, "reference", TableCell.Empty, TableCell.Empty, TableCell.Empty]) { Indent = 1 }),
        ];
    }

    private TableCell Pooled(PooledEstimate c) => Kind == RegressionKind.Linear
        ? Print.Estimate(c.Estimate, c.Lower, c.Upper, 3)
        : Print.Estimate(Math.Exp(c.Estimate), Math.Exp(c.Lower), Math.Exp(c.Upper), 2);

    private TableCell Alone(string name) => CompleteCases?.Coefficients.FirstOrDefault(x => x.Name == name) is { } x
        ? RegressionFitTable.Effect(CompleteCases, x)
        : TableCell.Empty;
}
