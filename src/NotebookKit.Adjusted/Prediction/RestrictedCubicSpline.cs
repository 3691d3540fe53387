using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Prediction;

/// <summary>A curved effect by a restricted cubic spline in a Cox model.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record RestrictedCubicSpline : AdjustedResult
{
    /// <summary>Name of the variable.</summary>
    public required string Name { get; init; }

    /// <summary>Knots.</summary>
    public required ImmutableArray<double> Knots { get; init; }

    /// <summary>The Cox model.</summary>
    public required RegressionFit Fit { get; init; }

    /// <summary>Likelihood-ratio test of any effect, k − 1 degrees of freedom.</summary>
    public required ModelTest Overall { get; init; }

    /// <summary>Likelihood-ratio test of curvature, k − 2 degrees of freedom.</summary>
    public required ModelTest NonLinear { get; init; }

    /// <summary>Value whose hazard ratio is 1: the median (type 1).</summary>
    public required double Reference { get; init; }

    /// <summary>Fits the spline.</summary>
    /// <param name="data">Survival; covariates are the other variables of the model.</param>
    /// <param name="name">Name of the variable.</param>
    /// <param name="value">Values of the variable.</param>
    /// <param name="knots">3, 4 or 5 knots at Harrell's quantiles.</param>
    /// <exception cref="ArgumentException">The number of knots is another, or the variable has too few distinct values.</exception>
    /// <remarks>Harrell's basis divided by (last − first knot)². Equivalent R call: <c>rms::cph(S ~ rcs(x, 4))</c>.</remarks>
    internal static RestrictedCubicSpline Cox(SurvivalData data, string name, ReadOnlyMemory<double> value, int knots = 4)
    {
        ArgumentNullException.ThrowIfNull(data);
        double[] at = knots switch { 3 => [.1, .5, .9], 4 => [.05, .35, .65, .95], 5 => [.05, .275, .5, .725, .95],
            _ => throw new ArgumentException($"Found {knots} knots; expected 3, 4 or 5.") };
        double[] x = value.ToArray(), sorted = [.. x.Order()];
        double[] t = [.. at.Select(p => Quantiles.OfSorted(sorted, p, QuantileType.Type7)!.Value)];
        if (t.Distinct().Count() < knots)
            throw new ArgumentException($"{name} has too few distinct values for {knots} knots; use fewer knots or groups.");
        var linear = new Covariate(name, x) { Term = name };
        Covariate[] curved = [.. Enumerable.Range(0, knots - 2)
            .Select(j => new Covariate($"{name}{new string('\'', j + 1)}", x.Select(v => Basis(v, t)[j]).ToArray()) { Term = name })];
        ImmutableArray<Covariate> others = data.Covariates;
        RegressionFit full = SurvivalRegression.Cox(data with { Covariates = [linear, .. curved, .. others] }),
            straight = SurvivalRegression.Cox(data with { Covariates = [linear, .. others] });
        double without = others.Length == 0 ? full.LogLikelihoodNull : SurvivalRegression.Cox(data).LogLikelihood;
        return new RestrictedCubicSpline
        {
            Name = name, Knots = [.. t], Fit = full, Overall = ModelTest.Of("Overall", 2 * (full.LogLikelihood - without), knots - 1),
            NonLinear = ModelTest.Of("Non-linear", 2 * (full.LogLikelihood - straight.LogLikelihood), knots - 2),
            Reference = sorted[(int)Math.Ceiling(0.5 * x.Length) - 1], Notes = full.Notes,
        };
    }

    /// <summary>Log hazard ratio against the reference, with its standard error.</summary>
    public (double LogHazardRatio, double StandardError) At(double x)
    {
        double[] difference = [x - Reference, .. Basis(x, [.. Knots]).Zip(Basis(Reference, [.. Knots]), (a, b) => a - b)];
        double sum = 0, variance = 0;
        for (int i = 0; i < difference.Length; i++)
        {
            sum += difference[i] * (Fit.Coefficients[i].Estimate ?? 0);
            for (int j = 0; j < difference.Length; j++) variance += difference[i] * difference[j] * (Fit.Covariance[i, j] ?? 0);
        }
        return (sum, Math.Sqrt(Math.Max(0, variance)));
    }

    private static double[] Basis(double v, double[] t)
    {
        int k = t.Length;
        double Cube(double x) => x > 0 ? x * x * x : 0;
        double scale = (t[^1] - t[0]) * (t[^1] - t[0]);
        return [.. Enumerable.Range(0, k - 2).Select(
            j => (Cube(v - t[j]) - Cube(v - t[k - 2]) * (t[k - 1] - t[j]) / (t[k - 1] - t[k - 2])
                + Cube(v - t[k - 1]) * (t[k - 2] - t[j]) / (t[k - 1] - t[k - 2])) / scale)];
    }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => Fit.ToDataFrame();

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = $"Effect of {Name} by a restricted cubic spline",
        Columns = [new("Test", TableAlignment.Left), new("χ²"), new("df"), new("P")],
        Rows = [.. new[] { Overall, NonLinear }.Select(
            m => new TableRow([m.Name, Print.Number(m.ChiSquare, 2), Print.Plain(m.DegreesOfFreedom), Print.PValue(m.P)]))],
        Footnotes = [FormattableString.Invariant(
            $"Knots at {string.Join(", ", Knots.Select(k => Print.Plain(k).Text))}; hazard ratio 1 at the median {Reference}."),
            .. Footnotes()],
    };
}
