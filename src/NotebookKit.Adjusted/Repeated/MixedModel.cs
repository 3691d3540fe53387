using NotebookKit.Adjusted.Models;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Repeated;

/// <summary>Denominator degrees of freedom of a mixed model.</summary>
public enum MixedDegreesOfFreedom
{
    /// <summary>Satterthwaite, as lmerTest.</summary>
    Satterthwaite,

    /// <summary>Kenward-Roger, with its larger standard errors, as pbkrtest.</summary>
    KenwardRoger,

    /// <summary>Containment, as nlme.</summary>
    Containment,

    /// <summary>Infinite: z tests.</summary>
    Normal,
}

/// <summary>Linear mixed model with a random intercept per cluster.</summary>
public static class MixedModel
{
    /// <summary>
    /// Fits y = x'β + u(cluster) + e with u ~ N(0, τ²), e ~ N(0, σ²) by restricted maximum likelihood; tests of terms by maximum
    /// likelihood.
    /// </summary>
    /// <param name="data">Rows with clusters (patients); no weights, no offset.</param>
    /// <param name="degreesOfFreedom">Degrees of freedom of t.</param>
    /// <param name="confidenceLevel">Between 0 and 1.</param>
    /// <exception cref="ArgumentException">The data are not valid, there are no clusters, every cluster has one row, or a column is
    /// constant or collinear.</exception>
    /// <remarks>Laird and Ware (1982, doi:10.2307/2529876). Equivalent R call: <c>lmerTest::lmer(y ~ x + (1 | patient))</c>.</remarks>
    public static MixedModelFit RandomIntercept(RegressionData data,
        MixedDegreesOfFreedom degreesOfFreedom = MixedDegreesOfFreedom.Satterthwaite, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Validate("A mixed model");
        if (data.Clusters.IsEmpty) throw new ArgumentException("A mixed model needs clusters: add cluster(patient_id) to the model.");
        if (!data.Weights.IsEmpty || !data.Offset.IsEmpty) throw new ArgumentException("The mixed model takes neither weights nor offset.");
        if (confidenceLevel is not (> 0 and < 1))
            throw new ArgumentException($"Found confidence level {confidenceLevel}; expected a number between 0 and 1.");
        var design = new Design(data.Covariates, data.Rows, intercept: true);
        int p = design.Columns;
        var all = new ClusterMoments(design, data, Enumerable.Range(0, p));
        if (all.Sizes.All(n => n == 1))
            throw new ArgumentException(
                "Every cluster has one row: a random intercept cannot be told from the error. Use linear regression.");
        if (data.Rows - all.Sizes.Length <= 0 || data.Rows <= p)
            throw new ArgumentException($"{data.Rows} rows for {p} coefficients: too few.");
        bool[] skipped = new Cholesky(all.Gram, p, 1e-11).IsSkipped;
        if (Array.IndexOf(skipped, true) is >= 0 and var lost)
            throw new ArgumentException($"{design.Names[lost]}: constant, or determined by the other columns; leave it out.");
        VarianceFit reml = all.Maximize(restricted: true), ml = all.Maximize(restricted: false);
        double[] phi = all.Covariance(reml.Tau2, reml.Sigma2);
        double[] beta = all.Beta(reml.Tau2, reml.Sigma2);
        var small = new SmallSample(all, reml, phi);
        return new MixedModelFit
        {
            N = data.Rows, Clusters = all.Sizes.Length, RandomVariance = reml.Tau2, ResidualVariance = reml.Sigma2,
            RemlLogLikelihood = reml.LogLikelihood,
            MlLogLikelihood = ml.LogLikelihood, MlRandomVariance = ml.Tau2, MlResidualVariance = ml.Sigma2,
            MlEstimates = [.. all.Beta(ml.Tau2, ml.Sigma2)],
            DegreesOfFreedomMethod = degreesOfFreedom, ConfidenceLevel = confidenceLevel,
            Covariance = new CovarianceMatrix(design.Names, phi, new bool[p]),
            Coefficients = [.. Enumerable.Range(0, p)
                .Select(j => Coefficient(design, small, beta, phi, j, degreesOfFreedom, confidenceLevel))],
            Terms = [.. Enumerable.Range(0, design.Terms.Length).Select(t => Term(design, data, small, beta, ml.LogLikelihood, t))],
            RandomEffects = [.. all.RandomEffects(reml, beta)], Parameters = p, IsSingular = reml.Tau2 == 0,
            Notes = reml.Tau2 == 0
                ? ["The variance between clusters was estimated as 0 (singular fit): the model is an ordinary linear regression."]
                : [],
        };
    }

    private static MixedCoefficient Coefficient(Design design, SmallSample small, double[] beta, double[] phi, int j,
        MixedDegreesOfFreedom method, double level)
    {
        int p = design.Columns;
        double plain = Math.Sqrt(phi[j * (p + 1)]), kr = Math.Sqrt(small.KenwardRogerCovariance[j * (p + 1)]);
        double se = method == MixedDegreesOfFreedom.KenwardRoger ? kr : plain;
        double satterthwaite = small.Satterthwaite(j), kenwardRoger = small.KenwardRoger(j), containment = small.Containment(j);
        double df = method switch
        {
            MixedDegreesOfFreedom.Satterthwaite => satterthwaite, MixedDegreesOfFreedom.KenwardRoger => kenwardRoger,
            MixedDegreesOfFreedom.Containment => containment, _ => double.PositiveInfinity,
        };
        double? quantile = df > 0 ? -Distributions.TQuantile((1 - level) / 2, df) : null;
        return new MixedCoefficient(design.Names[j], j == 0 ? "Intercept" : design.Covariates[j - 1].Label,
            j == 0 ? "(Intercept)" : design.Covariates[j - 1].Term)
        {
            Estimate = beta[j], StandardError = se, DegreesOfFreedom = df, T = beta[j] / se,
            P = df > 0 ? Distributions.TTwoSided(beta[j] / se, df) : null,
            Lower = beta[j] - quantile * se, Upper = beta[j] + quantile * se, SatterthwaiteDf = satterthwaite,
            KenwardRogerDf = kenwardRoger,
            KenwardRogerStandardError = kr, ContainmentDf = containment,
        };
    }

    private static MixedTerm Term(Design design, RegressionData data, SmallSample small, double[] beta, double ml, int term)
    {
        int[] own = design.ColumnsOf(term);
        VarianceFit without = new ClusterMoments(design, data, Enumerable.Range(0, design.Columns).Except(own)).Maximize(restricted: false);
        double lr = Math.Max(0, 2 * (ml - without.LogLikelihood));
        (double f, double df) = small.F(own, beta);
        return new MixedTerm(design.Terms[term], design.TermLabel(term), own.Length)
        {
            F = f, DenominatorDf = df, P = df > 0 ? Distributions.FUpper(f, own.Length, df) : null, LikelihoodRatio = lr,
            LikelihoodRatioP = Distributions.ChiSquareUpper(lr, own.Length),
        };
    }
}
