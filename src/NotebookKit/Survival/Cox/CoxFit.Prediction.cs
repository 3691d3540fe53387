using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;
using NotebookKit.Survival.Models;

namespace NotebookKit.Survival.Cox;

public sealed partial record CoxFit
{
    /// <summary>Predictions for new rows: linear predictor, hazard ratio against all covariates 0, and survival at chosen times.</summary>
    /// <param name="rows">Rows with every column of the model, its strata too; the outcome is not needed. Not changed.</param>
    /// <param name="times">Times at which survival is wanted; none for the linear predictor alone.</param>
    /// <returns>
    /// One row per row, in order: lp, se, hazard_ratio; for each time survival_t, lower_t, upper_t with limits on the log scale. A row that
    /// lacks a value, and survival beyond the follow-up of its stratum, is null.
    /// </returns>
    /// <exception cref="ArgumentException">A column is missing, a level or stratum is unknown, or the model was fitted on
    /// arrays.</exception>
    /// <remarks>
    /// Splines and logarithms are expanded as in the fit. Equivalent R calls: <c>predict(fit, rows, type = "lp", reference = "zero", se.fit
    /// = TRUE)</c>,
    /// <c>summary(survfit(fit, rows), times)</c>.
    /// </remarks>
    public DataFrame Predict(DataFrame rows, params double[] times)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(times);
        Profile?[] profiles = ProfileEncoder.Rows(rows, Frame);
        double?[] lp = new double?[profiles.Length], error = new double?[profiles.Length];
        double?[][] survival = [.. times.Select(_ => new double?[profiles.Length])],
            lower = [.. times.Select(_ => new double?[profiles.Length])],
            upper = [.. times.Select(_ => new double?[profiles.Length])];
        double[] beta = Beta();
        for (int i = 0; i < profiles.Length; i++)
        {
            if (profiles[i] is not { } profile) continue;
            double[] x = ProfileEncoder.Encode(profile, Frame, Data.Covariates);
            (lp[i], error[i]) = (profile.Offset + x.Zip(beta, (v, b) => v * b).Sum(), Math.Sqrt(Covariance.QuadraticForm(x)));
            if (times.Length == 0) continue;
            CoxCurve curve = PredictOne(profile.Name, x, ProfileEncoder.StratumOf(profile, Frame, Data.StratumNames),
                ConfidenceIntervalType.Log, profile.Offset);
            for (int k = 0; k < times.Length; k++)
            {
                if (times[k] > curve.Time[^1]) continue;
                int at = curve.Time.BinarySearch(times[k]);
                at = at >= 0 ? at : ~at - 1;
                (survival[k][i], lower[k][i], upper[k][i]) = at < 0
                    ? (1, null, null)
                    : (curve.Survival[at], curve.Lower[at], curve.Upper[at]);
            }
        }
        var columns = new List<DataFrameColumn>
        {
            new DoubleDataFrameColumn("lp", lp), new DoubleDataFrameColumn("se", error),
            new DoubleDataFrameColumn("hazard_ratio", lp.Select(v => v is { } e ? Math.Exp(e) : (double?)null)),
        };
        for (int k = 0; k < times.Length; k++)
        {
            string t = times[k].ToString(CultureInfo.InvariantCulture);
            columns.AddRange(
                [new DoubleDataFrameColumn($"survival_{t}", survival[k]), new DoubleDataFrameColumn($"lower_{t}", lower[k]),
                    new DoubleDataFrameColumn($"upper_{t}", upper[k])]);
        }
        return new DataFrame(columns);
    }

    /// <summary>
    /// Expected number of events of new rows over their own follow-up, exp(x'β)(Λ(exit) − Λ(entry)): what the model foretells before status
    /// is seen.
    /// </summary>
    /// <param name="rows">Rows with every column of the model and its times; the status is not needed. Not changed.</param>
    /// <returns>One row per row, in order: expected, se; null where a value is missing or follow-up goes beyond that of the
    /// stratum.</returns>
    /// <exception cref="ArgumentException">A column is missing, a level or stratum is unknown, or the model was fitted on
    /// arrays.</exception>
    /// <remarks>Observed minus expected are martingale residuals, but for tied deaths under Efron, which count there with their share of
    /// the last step. Equivalent R call: <c>predict(fit, rows, type = "expected", se.fit = TRUE)</c>.</remarks>
    public DataFrame Expected(DataFrame rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Profile?[] profiles = ProfileEncoder.Rows(rows, Frame);
        var reader = new ColumnReader(rows);
        double[] exit = reader.NumbersOrNaN(Frame!.Model.Time), entry = Frame.Model.Entry is { } column ? reader.NumbersOrNaN(column) : [];
        double?[] expected = new double?[profiles.Length], error = new double?[profiles.Length];
        for (int i = 0; i < profiles.Length; i++)
        {
            if (profiles[i] is not { } profile || double.IsNaN(exit[i]) || (entry.Length > 0 && double.IsNaN(entry[i]))) continue;
            double[] x = ProfileEncoder.Encode(profile, Frame, Data.Covariates);
            int stratum = ProfileEncoder.StratumOf(profile, Frame, Data.StratumNames);
            if (HazardBetween(x, stratum, entry.Length > 0 ? entry[i] : double.NegativeInfinity, exit[i]) is not { } hazard) continue;
            double ratio = Math.Exp(profile.Offset);
            (expected[i], error[i]) = (ratio * hazard.Value, ratio * hazard.StdErr);
        }
        return new DataFrame(new DoubleDataFrameColumn("expected", expected), new DoubleDataFrameColumn("se", error));
    }

    /// <summary>
    /// What each term adds to the linear predictor of new rows, numbers against their mean in the fit and factors against their reference.
    /// </summary>
    /// <param name="rows">Rows with every column of the model; the outcome is not needed. Not changed.</param>
    /// <returns>One row per row, in order; for each term a column of its name and one with <c>se_</c> before it. A row that lacks a value
    /// is null.</returns>
    /// <exception cref="ArgumentException">A column is missing, a level or stratum is unknown, or the model was fitted on
    /// arrays.</exception>
    /// <remarks>Equivalent R call: <c>predict(fit, rows, type = "terms", se.fit = TRUE)</c>.</remarks>
    public DataFrame PredictTerms(DataFrame rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Profile?[] profiles = ProfileEncoder.Rows(rows, Frame);
        double[] beta = Beta();
        double[] means = [.. Data.Covariates.Select(Mean)];
        string[] terms = [.. Data.Covariates.Select(c => c.Term).Distinct()];
        double?[][] values = [.. terms.Select(_ => new double?[profiles.Length])],
            errors = [.. terms.Select(_ => new double?[profiles.Length])];
        for (int i = 0; i < profiles.Length; i++)
        {
            if (profiles[i] is not { } profile) continue;
            double[] x = ProfileEncoder.Encode(profile, Frame, Data.Covariates);
            for (int t = 0; t < terms.Length; t++)
            {
                double[] own = [.. x.Select((v, j) => Data.Covariates[j].Term == terms[t] ? v - means[j] : 0)];
                (values[t][i], errors[t][i]) = (own.Zip(beta, (v, b) => v * b).Sum(), Math.Sqrt(Covariance.QuadraticForm(own)));
            }
        }
        return new DataFrame(
            terms.SelectMany(
                (name, t) => (DataFrameColumn[])[new DoubleDataFrameColumn(name, values[t]),
                    new DoubleDataFrameColumn("se_" + name, errors[t])]));
    }

    /// <summary>Weighted mean of a column; 0 where it holds −1, 0 and 1 alone, as R centres.</summary>
    private double Mean(Covariate covariate)
    {
        ReadOnlySpan<double> x = covariate.Values.Span;
        bool isCoded = true;
        double sum = 0, weights = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double w = Data.Weights.IsEmpty ? 1 : Data.Weights.Span[i];
            isCoded &= x[i] is -1 or 0 or 1;
            sum += w * x[i];
            weights += w;
        }
        return isCoded ? 0 : sum / weights;
    }

    /// <summary>
    /// Cumulative hazard of covariates between two times with its standard error; null beyond the follow-up of the stratum.
    /// </summary>
    private (double Value, double StdErr)? HazardBetween(double[] x, int stratum, double entry, double exit)
    {
        var design = Process.Design;
        int p = design.Columns;
        (double[] times, _, _, int[] slots) = Rows(stratum);
        if (exit > times[^1]) return null;
        int SlotAt(double time)
        {
            int at = Array.BinarySearch(times, time);
            at = at >= 0 ? at : ~at - 1;
            return at < 0 ? -1 : slots[at];
        }
        int to = SlotAt(exit), from = SlotAt(entry);
        if (to < 0) return (0, 0);
        double[] beta = Beta(), gradient = new double[p];
        double Difference(double[] cumulative, int size, int j) => cumulative[to * size + j] - (from < 0 ? 0 : cumulative[from * size + j]);
        double exponent = -Process.Likelihood.Shift[stratum], baseline = Difference(Process.Likelihood.Hazard, 1, 0);
        for (int j = 0; j < p; j++)
        {
            double distance = x[j] - design.Center[stratum * p + j];
            exponent += distance * beta[j];
            gradient[j] = distance * baseline - design.Scale[j] * Difference(Process.MeanHazard, p, j);
        }
        double ratio = Math.Exp(exponent);
        return (ratio * baseline, ratio * Math.Sqrt(Difference(Process.HazardVariance, 1, 0) + Covariance.QuadraticForm(gradient)));
    }

    /// <summary>
    /// Standardised survival: the mean of the curves of all rows of the fit, were each of them at one value of a column (g-formula).
    /// </summary>
    /// <param name="column">Column that is set, such as the treatment.</param>
    /// <param name="values">Its values: levels of a factor, or numbers.</param>
    /// <param name="times">Times at which survival is wanted.</param>
    /// <returns>One row per value and time: the value in a column of that name, time, survival; null beyond the follow-up of a
    /// stratum.</returns>
    /// <exception cref="ArgumentException">The model has no such column, a level is unknown, or the model was fitted on arrays.</exception>
    /// <remarks>
    /// Adjusts for the other covariates of the model where these are all that confound. Case weights count. It has no limits: draw
    /// bootstrap samples of patients and fit again. Equivalent R call: <c>rowMeans(survfit(fit, transform(data, column = value))$surv)</c>.
    /// </remarks>
    public DataFrame StandardizedSurvival(string column, IEnumerable<object> values, params double[] times)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(times);
        ModelFrame frame = Frame ?? throw new ArgumentException("Standardised survival needs a model fitted on a data frame.");
        string[] keys = [.. frame.Variables.Where(v => v.Value.Variable.Column == column).Select(v => v.Key)];
        if (keys.Length == 0)
            throw new ArgumentException(
                $"The model has no column '{column}'; it uses "
                    + $"{string.Join(", ", frame.Variables.Values.Select(v => v.Variable.Column).Distinct())}.");
        if (frame.Model.Strata.Contains(column))
            throw new ArgumentException($"Column '{column}' divides the baseline into strata; standardise over a covariate.");
        List<string> names = [];
        List<double> at = [];
        List<double?> survival = [];
        foreach (object value in values)
        {
            var set = frame.Variables.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
            foreach (string key in keys) set[key] = ProfileEncoder.Set(set[key], value, N);
            double[][] x = [.. DesignColumns.Build(frame.Model.Terms, frame.Model.Strata, set, N).Select(c => c.Values.ToArray())];
            foreach (double time in times)
            {
                names.Add(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                at.Add(time);
                survival.Add(MeanSurvival(x, time));
            }
        }
        return new DataFrame(new StringDataFrameColumn(column, names), new DoubleDataFrameColumn("time", at),
            new DoubleDataFrameColumn("survival", survival));
    }

    /// <summary>
    /// Weighted mean of S(t) over the rows of the fit with other covariates; null where a stratum is not followed up so far.
    /// </summary>
    private double? MeanSurvival(double[][] x, double time)
    {
        var design = Process.Design;
        double[] beta = Beta(), baseline = new double[design.StrataCount], offset = new double[design.StrataCount];
        for (int s = 0; s < baseline.Length; s++)
        {
            (double[] times, _, _, int[] slots) = Rows(s);
            int last = Array.FindLastIndex(times, t => t <= time);
            if (time > times[^1]) return null;
            baseline[s] = last < 0 ? 0 : Process.Likelihood.Hazard[slots[last]];
            offset[s] = -Process.Likelihood.Shift[s];
            for (int j = 0; j < beta.Length; j++) offset[s] -= design.Center[s * beta.Length + j] * beta[j];
        }
        double sum = 0, weights = 0;
        for (int i = 0; i < N; i++)
        {
            int s = Data.Strata.IsEmpty ? 0 : Data.Strata.Span[i];
            double weight = Data.Weights.IsEmpty ? 1 : Data.Weights.Span[i], exponent = offset[s];
            for (int j = 0; j < beta.Length; j++) exponent += x[j][i] * beta[j];
            sum += weight * Math.Exp(-Math.Exp(exponent) * baseline[s]);
            weights += weight;
        }
        return sum / weights;
    }
}
