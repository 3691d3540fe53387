using Microsoft.Data.Analysis;

namespace NotebookKit.Survival.Parametric;

public sealed partial record AftFit
{
    /// <summary>Residuals of each row used.</summary>
    /// <returns>
    /// One row per row, in order: cox_snell (the cumulative hazard at its time, less that at its entry) and martingale (events less it;
    /// null for intervals); for Weibull, exponential, log-normal and log-logistic models without entry times also those of R's
    /// <c>residuals(fit, type)</c>:
    /// response, deviance, working, ldcase, ldresp, ldshape, a dfbeta_ and dfbetas_ column for each parameter, and the columns of its
    /// <c>"matrix"</c>: loglik (of log time), dg, ddg (by the linear predictor), ds, dds (by the log scale), dsg.
    /// </returns>
    /// <exception cref="ArgumentException">The model was not estimable.</exception>
    /// <remarks>Case weights do not enter, as with R's <c>weighted = FALSE</c>; Escobar and Meeker (1992) for the influence measures
    /// ld….</remarks>
    public DataFrame Residuals()
    {
        if (Coefficients.Any(c => c.Name is "(Intercept)" && c.Estimate is null))
            throw new ArgumentException("The model was not estimable; it has no residuals.");
        var distribution = NaturalDistribution.Of(Options.Distribution);
        double[] b = [.. Coefficients.Select(c => c.Estimate ?? 0)];
        int n = Data.Rows, columns = Data.Covariates.Length + 1, size = b.Length;
        double?[] coxSnell = new double?[n], martingale = new double?[n];
        bool isClassic = Options.Distribution is not (AftDistribution.Gompertz or AftDistribution.GeneralizedGamma) && Data.Entry.IsEmpty;
        string[] names = ["response", "deviance", "working", "ldcase", "ldresp", "ldshape", "loglik", "dg", "ddg", "ds", "dds", "dsg"];
        double[][] classic = [.. names.Select(_ => new double[n])], dfbeta = [.. Enumerable.Range(0, size).Select(_ => new double[n])];
        for (int i = 0; i < n; i++)
        {
            (double m, double k, double q) = At(i, b);
            double low = Data.Lower.Span[i], high = Data.Upper.Span[i];
            bool isEvent = low == high;
            if (isEvent || double.IsPositiveInfinity(high))
            {
                double entered = Data.Entry.IsEmpty || !(Data.Entry.Span[i] > 0)
                    ? 0
                    : distribution.LogSurvival(Data.Entry.Span[i], m, k, q).Value;
                coxSnell[i] = entered - distribution.LogSurvival(low, m, k, q).Value;
                martingale[i] = (isEvent ? 1 : 0) - coxSnell[i];
            }
            if (isClassic) Classic(i, m, k, distribution, classic, dfbeta, columns);
        }
        var frame = new DataFrame(new DoubleDataFrameColumn("cox_snell", coxSnell), new DoubleDataFrameColumn("martingale", martingale));
        if (!isClassic) return frame;
        for (int t = 0; t < 6; t++) frame.Columns.Add(new DoubleDataFrameColumn(names[t], classic[t]));
        for (int j = 0; j < size; j++) frame.Columns.Add(new DoubleDataFrameColumn("dfbeta_" + Coefficients[j].Name, dfbeta[j]));
        for (int j = 0; j < size; j++)
            frame.Columns.Add(
                new DoubleDataFrameColumn("dfbetas_" + Coefficients[j].Name,
                    dfbeta[j].Select(d => d / Coefficients[j].ModelStandardError)));
        for (int t = 6; t < names.Length; t++) frame.Columns.Add(new DoubleDataFrameColumn(names[t], classic[t]));
        return frame;
    }

    /// <summary>Parameters of a row.</summary>
    private (double M, double K, double Q) At(int row, double[] b)
    {
        int columns = Data.Covariates.Length + 1;
        double m = b[0] + (Data.Offset.IsEmpty ? 0 : Data.Offset.Span[row]);
        for (int j = 1; j < columns; j++) m += b[j] * Data.Covariates[j - 1].Values.Span[row];
        bool third = Options.Distribution == AftDistribution.GeneralizedGamma;
        bool second = b.Length - (third ? 1 : 0) > columns;
        return (m, second ? b[columns + (Data.Strata.IsEmpty ? 0 : Data.Strata.Span[row])] : 0, third ? b[^1] : 0);
    }

    private void Classic(int i, double m, double k, NaturalDistribution distribution, double[][] classic, double[][] dfbeta, int columns)
    {
        double low = Data.Lower.Span[i], high = Data.Upper.Span[i], sigma = Math.Exp(k);
        Natural row = low == high ? distribution.LogDensity(low, m, k, 0)
            : double.IsPositiveInfinity(high) ? distribution.LogSurvival(low, m, k, 0)
            : Natural.LogDifference(low > 0 ? distribution.LogSurvival(low, m, k, 0) : default, distribution.LogSurvival(high, m, k, 0));
        if (low == high) row = row with { Value = row.Value + Math.Log(low) };
        (double center, double best) = Saturated(low, high, k);
        int size = dfbeta.Length, scale = size > columns ? columns + (Data.Strata.IsEmpty ? 0 : Data.Strata.Span[i]) : -1;
        double[] score = new double[size], response = new double[size], shape = new double[size];
        for (int j = 0; j < columns; j++)
        {
            double x = j == 0 ? 1 : Data.Covariates[j - 1].Values.Span[i];
            (score[j], response[j], shape[j]) = (row.M * x, row.MM * x * sigma, row.MK * x);
        }
        if (scale >= 0) (score[scale], response[scale], shape[scale]) = (row.K, row.MK * sigma, row.KK);
        double[] values =
        [
            Math.Exp(center) - Math.Exp(m), Math.Sign(center - m) * Math.Sqrt(Math.Max(0, 2 * (best - row.Value))), -row.M / row.MM,
            ModelCovariance.QuadraticForm(score), ModelCovariance.QuadraticForm(response), ModelCovariance.QuadraticForm(shape), row.Value,
            row.M, row.MM, row.K, row.KK, row.MK,
        ];
        for (int t = 0; t < values.Length; t++) classic[t][i] = values[t];
        for (int j = 0; j < size; j++)
            for (int l = 0; l < size; l++) dfbeta[j][i] += (ModelCovariance[j, l] ?? 0) * score[l];
    }

    /// <summary>Where the likelihood of a row is largest along the log time, and how large it is there.</summary>
    private (double Center, double LogLikelihood) Saturated(double low, double high, double k)
    {
        var error = ErrorDistribution.Of(Options.Distribution);
        if (low == high) return (Math.Log(low) - Math.Exp(k) * error.Mode, error.LogDensity(error.Mode).Value - k);
        if (double.IsPositiveInfinity(high)) return (Math.Log(low), 0);
        if (!(low > 0)) return (Math.Log(high), 0);
        double width = (Math.Log(high) - Math.Log(low)) / Math.Exp(k), start = error.BestStart(width);
        return (Math.Log(low) - Math.Exp(k) * start, error.LogBetween(start, start + width));
    }
}
