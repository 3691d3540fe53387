using NotebookKit.Adjusted.Models;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Repeated;

/// <summary>A marginal model fitted by generalised estimating equations.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record GeeFit : AdjustedResult
{
    /// <summary>Coefficients, terms and covariance in the form of every regression; tests are Wald tests.</summary>
    public required RegressionFit Regression { get; init; }

    /// <summary>Working correlation.</summary>
    public required GeeCorrelation Correlation { get; init; }

    /// <summary>Correlation of neighbouring (autoregressive) or any two (exchangeable) rows of a cluster; null for independence.</summary>
    public double? Alpha { get; init; }

    /// <summary>Standard error of the correlation; null with independence.</summary>
    public double? AlphaStandardError { get; init; }

    /// <summary>Scale: mean squared Pearson residual, divisor N.</summary>
    public required double Scale { get; init; }

    /// <summary>Standard errors that trust the working correlation.</summary>
    public required ImmutableArray<double> NaiveStandardErrors { get; init; }

    /// <summary>Quasi-likelihood information criterion.</summary>
    public required QuasiCriterion Criterion { get; init; }

    /// <summary>Options used.</summary>
    public required GeeRegressionOptions Options { get; init; }

    /// <inheritdoc/>
    public override DataFrame ToDataFrame() => Regression.ToDataFrame();

    /// <inheritdoc/>
    public override SummaryTable ToTable()
    {
        SummaryTable table = Regression.ToTable();
        string correlation = Correlation switch
        {
            GeeCorrelation.Independence => "independence",
                GeeCorrelation.Exchangeable => $"exchangeable, correlation {NumberFormat.Fixed(Alpha, 3)}",
            _ => $"autoregressive, correlation of neighbours {NumberFormat.Fixed(Alpha, 3)}",
        };
        return table with
        {
            Title = table.Title.Replace("regression", "regression by GEE", StringComparison.Ordinal),
            Footnotes = [.. table.Footnotes,
                $"Working correlation: {correlation}. Effects are marginal: averages over patients. QIC "
                    + $"{NumberFormat.Fixed(Criterion.Qic, 1)}.", .. Footnotes()],
        };
    }
}

/// <summary>Quasi-likelihood information criterion of Pan (2001, doi:10.1111/j.0006-341X.2001.00120.x).</summary>
/// <param name="QuasiLikelihood">Quasi-likelihood under independence, scale 1.</param>
/// <param name="Cic">Trace of naive precision under independence times robust covariance.</param>
/// <param name="Qic">−2 quasi-likelihood + 2 trace.</param>
/// <param name="QicU">−2 quasi-likelihood + 2 coefficients.</param>
public sealed record QuasiCriterion(double QuasiLikelihood, double Cic, double Qic, double QicU);

/// <summary>
/// QIC as in R's geepack: quasi-likelihood at scale 1; the naive precision is that of the independence fit with its own scale.
/// </summary>
internal static class QuasiInformation
{
    public static QuasiCriterion Of(GlmFamily family, RegressionData data, GlmLikelihood glm, double[] independence, double[] beta,
        double[] robust)
    {
        int p = beta.Length;
        glm.Evaluate(independence);
        double scale = 0, trace = 0;
        for (int i = 0; i < data.Rows; i++) scale += (glm.Y[i] - glm.Mean[i]) * (glm.Y[i] - glm.Mean[i]) / glm.Variance[i] / data.Rows;
        for (int j = 0; j < p; j++)
            for (int k = 0; k < p; k++) trace += glm.Information[j * p + k] * robust[k * p + j] / scale;
        glm.Evaluate(beta);
        double quasi = glm.Value;
        if (family == GlmFamily.Poisson)
            foreach (double y in data.Outcome.Span) quasi += MathNet.Numerics.SpecialFunctions.GammaLn(y + 1);
        return new QuasiCriterion(quasi, trace, -2 * quasi + 2 * trace, -2 * quasi + 2 * p);
    }
}
