using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Imputation;

/// <summary>One estimate pooled over imputed data sets (Rubin 1987).</summary>
/// <param name="Name">Name.</param>
/// <param name="Estimate">Mean of the estimates.</param>
/// <param name="Within">Mean of the variances.</param>
/// <param name="Between">Variance of the estimates.</param>
public sealed record PooledEstimate(string Name, double Estimate, double Within, double Between)
{
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

/// <summary>Joint Wald test of several pooled coefficients, D₁ (Li, Raghunathan and Rubin 1991, doi:10.1080/01621459.1991.10475152).</summary>
/// <param name="Term">The term.</param>
/// <param name="Statistic">D₁.</param>
/// <param name="DegreesOfFreedom">Coefficients.</param>
/// <param name="DenominatorDf">Denominator degrees of freedom.</param>
/// <param name="P">P.</param>
/// <param name="RelativeIncrease">Average relative increase of variance.</param>
public sealed record PooledTest(string Term, double Statistic, int DegreesOfFreedom, double DenominatorDf, double P, double RelativeIncrease);

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
    /// <param name="completeDataDf">Degrees of freedom of complete data; null for rows − coefficients, events − coefficients for Cox; infinite for Rubin's of 1987.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">There are fewer than two fits, they differ in their coefficients, or one has a coefficient without estimate.</exception>
    /// <remarks>Equivalent R call: <c>mice::pool(fits)</c>. AUC, curves, medians and P cannot be pooled so.</remarks>
    public static PooledRegression Pool(IReadOnlyList<RegressionFit> fits, double? completeDataDf = null, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(fits);
        int m = fits.Count;
        if (m < 2) throw new ArgumentException($"Found {m} imputed data sets; pooling needs at least two.");
        RegressionFit first = fits[0];
        foreach (RegressionFit f in fits)
        {
            if (!f.Coefficients.Select(c => c.Name).SequenceEqual(first.Coefficients.Select(c => c.Name))) throw new ArgumentException("The fits have different coefficients: a level may be missing in one imputed data set.");
            if (f.Coefficients.FirstOrDefault(c => c.Estimate is null) is { } lost) throw new ArgumentException($"{lost.Name} has no estimate in one imputed data set: {lost.Note}");
        }
        int p = first.Coefficients.Length;
        double df = completeDataDf ?? ((first.Kind is RegressionKind.Cox or RegressionKind.FineGray ? first.Events!.Value : first.N) - p);
        double[][] b = [.. fits.Select(f => f.Beta())];
        PooledEstimate[] pooled = [.. Enumerable.Range(0, p).Select(j => One(first.Coefficients[j].Name, [.. b.Select(x => x[j])], [.. fits.Select(f => f.Covariance[j, j]!.Value)], df, confidenceLevel))];
        var terms = first.Terms.Select(t => Joint(t.Term, [.. Enumerable.Range(0, p).Where(j => first.Coefficients[j].Term == t.Term)], fits, b));
        return new PooledRegression
        {
            Kind = first.Kind, Imputations = m, Coefficients = [.. pooled], Terms = [.. terms], N = first.N, ConfidenceLevel = confidenceLevel, Unit = first.Unit,
            Notes = [.. fits.SelectMany(f => f.Notes).Distinct()],
        };
    }

    internal static PooledEstimate One(string name, double[] q, double[] u, double dfComplete, double level)
    {
        int m = q.Length;
        double estimate = q.Average(), within = u.Average(), between = q.Sum(x => (x - estimate) * (x - estimate)) / (m - 1), extra = (1 + 1.0 / m) * between, total = within + extra;
        double r = extra / within, lambda = extra / total, old = lambda > 0 ? (m - 1) / (lambda * lambda) : double.PositiveInfinity, df = old;
        if (double.IsFinite(dfComplete))
        {
            double observed = (dfComplete + 1) / (dfComplete + 3) * dfComplete * (1 - lambda);
            df = double.IsInfinity(old) ? observed : old * observed / (old + observed);
        }
        double se = Math.Sqrt(total), t = -Distributions.TQuantile((1 - level) / 2, df);
        return new PooledEstimate(name, estimate, within, between)
        {
            Total = total, RelativeIncrease = r, Lambda = lambda, MissingInformation = (r + 2 / (df + 3)) / (r + 1), DegreesOfFreedom = df, LargeSampleDegreesOfFreedom = old,
            P = Distributions.TTwoSided(estimate / se, df), Lower = estimate - t * se, Upper = estimate + t * se,
        };
    }

    private static PooledTest Joint(string term, int[] own, IReadOnlyList<RegressionFit> fits, double[][] b)
    {
        int k = own.Length, m = fits.Count;
        Vector<double> q = Vector<double>.Build.Dense(k, i => b.Average(x => x[own[i]]));
        Matrix<double> within = Matrix<double>.Build.Dense(k, k, (i, j) => fits.Average(f => f.Covariance[own[i], own[j]]!.Value));
        Matrix<double> between = Matrix<double>.Build.Dense(k, k, (i, j) => b.Sum(x => (x[own[i]] - q[i]) * (x[own[j]] - q[j])) / (m - 1));
        double r = (1 + 1.0 / m) * within.Solve(between).Trace() / k, d = q * within.Solve(q) / (k * (1 + r)), t = k * (m - 1.0);
        double df = t > 4 ? 4 + (t - 4) * Math.Pow(1 + (1 - 2 / t) / r, 2) : t * (1 + 1.0 / k) * Math.Pow(1 + 1 / r, 2) / 2;
        return new PooledTest(term, d, k, df, Distributions.FUpper(d, k, df), r);
    }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => new(
        new StringDataFrameColumn("name", Coefficients.Select(c => c.Name)), new DoubleDataFrameColumn("estimate", Coefficients.Select(c => (double?)c.Estimate)), new DoubleDataFrameColumn("se", Coefficients.Select(c => (double?)c.StandardError)),
        new DoubleDataFrameColumn("df", Coefficients.Select(c => (double?)c.DegreesOfFreedom)), new DoubleDataFrameColumn("p", Coefficients.Select(c => (double?)c.P)), new DoubleDataFrameColumn("missing_information", Coefficients.Select(c => (double?)c.MissingInformation)));

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        bool ratio = Kind != RegressionKind.Linear;
        double Shown(double v) => ratio ? Math.Exp(v) : v;
        string effect = $"{RegressionFitTable.Ratio(Kind)} ({Print.Level(ConfidenceLevel)})";
        return new SummaryTable
        {
            Title = $"{RegressionFitTable.Title(Kind)} pooled over {Imputations} imputed data sets",
            Columns = [new("Variable", TableAlignment.Left), new(effect), new("P"), new("Missing information"), new(effect) { Spanner = "Complete rows", Name = "complete rows" }],
            Rows = [.. Coefficients.Where(c => c.Name != "(Intercept)").Select(c => new TableRow([c.Name, Print.Estimate(Shown(c.Estimate), Shown(c.Lower), Shown(c.Upper), 2), Print.PValue(c.P), NumberFormat.Percent(c.MissingInformation),
                CompleteCases?.Coefficients.FirstOrDefault(x => x.Name == c.Name) is { } x ? RegressionFitTable.Effect(CompleteCases, x) : TableCell.Empty]))],
            Footnotes = [$"{Wording.Count(N, Unit)} in each data set{(CompleteCases is { } f ? $", {f.N} with complete rows" : "")}. Rubin's rules; degrees of freedom of Barnard and Rubin.",
                .. Terms.Where(t => t.DegreesOfFreedom > 1).Select(t => $"{t.Term}: D₁ = {NumberFormat.Fixed(t.Statistic, 2)}, {NumberFormat.PEquals(t.P)}."), .. Footnotes()],
        };
    }
}
