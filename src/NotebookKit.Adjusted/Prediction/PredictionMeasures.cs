namespace NotebookKit.Adjusted.Prediction;

/// <summary>Time-dependent area under the curve: events by t against those beyond.</summary>
/// <param name="Time">t.</param>
/// <param name="Auc">Area; null without cases or controls.</param>
/// <param name="Cases">Events by t.</param>
/// <param name="Controls">Rows beyond t.</param>
/// <param name="CensoredBefore">Censored by t, represented by weights.</param>
public sealed record TimeAuc(double Time, double? Auc, int Cases, int Controls, int CensoredBefore);

/// <summary>Brier score at a time.</summary>
/// <param name="Time">t.</param>
/// <param name="Brier">Weighted mean squared error of predicted survival.</param>
/// <param name="NullBrier">That of the plain Kaplan-Meier curve.</param>
public sealed record BrierScore(double Time, double Brier, double NullBrier)
{
    /// <summary>Index of prediction accuracy 1 − Brier/null; null where the null score is 0.</summary>
    public double? Ipa => NullBrier > 0 ? 1 - Brier / NullBrier : null;
}

/// <summary>One group of a calibration plot.</summary>
/// <param name="N">Rows.</param>
/// <param name="Predicted">Mean predicted survival.</param>
/// <param name="Observed">Kaplan-Meier survival; null beyond follow-up.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Lower">Lower log-log limit.</param>
/// <param name="Upper">Upper log-log limit.</param>
public sealed record CalibrationGroup(int N, double Predicted, double? Observed, double? StandardError, double? Lower, double? Upper);

/// <summary>Calibration at a time.</summary>
/// <param name="Time">t.</param>
/// <param name="MeanPredictedRisk">Mean predicted risk.</param>
/// <param name="ObservedRisk">1 − Kaplan-Meier.</param>
/// <param name="Groups">Groups of rising predicted risk.</param>
public sealed record Calibration(double Time, double MeanPredictedRisk, double ObservedRisk, ImmutableArray<CalibrationGroup> Groups)
{
    /// <summary>Observed over expected.</summary>
    public double ObservedOverExpected => ObservedRisk / MeanPredictedRisk;
}

/// <summary>Net benefit at one threshold.</summary>
/// <param name="Threshold">Risk above which one would treat.</param>
/// <param name="NAbove">Rows above.</param>
/// <param name="TruePositive">True positives per row.</param>
/// <param name="FalsePositive">False positives per row.</param>
/// <param name="NetBenefit">TP − FP·pt/(1 − pt).</param>
/// <param name="TreatAll">Net benefit of treating all; treating none has 0.</param>
public sealed record DecisionPoint(double Threshold, int NAbove, double TruePositive, double FalsePositive, double NetBenefit,
    double TreatAll)
{
    /// <summary>Lower 95% confidence limit of net benefit at this threshold alone; null for survival at a time.</summary>
    /// <remarks>
    /// Net benefit is the mean of what each row brings (1 for a true positive, −pt/(1 − pt) for a false one, 0 below the threshold), so
    /// its variance is that of a mean. The model is taken as given: fitted to the same rows, the limits are too narrow.
    /// </remarks>
    public double? Lower { get; init; }

    /// <summary>Upper 95% confidence limit of net benefit at this threshold alone; null for survival at a time.</summary>
    public double? Upper { get; init; }
}

/// <summary>Discrimination, calibration and usefulness of predicted risks.</summary>
public static class PredictionMeasures
{
    /// <summary>
    /// Cumulative/dynamic AUC with inverse-probability-of-censoring weights (Uno et al. 2007; as timeROC and riskRegression).
    /// </summary>
    /// <param name="time">Follow-up.</param>
    /// <param name="isEvent">Events.</param>
    /// <param name="marker">Larger values mean earlier events.</param>
    /// <param name="at">t.</param>
    public static TimeAuc Auc(double[] time, bool[] isEvent, double[] marker, double at)
    {
        Censoring.Step g = Censoring.Of(time, isEvent);
        double[] controls = [.. marker.Where((_, i) => time[i] > at).Order()];
        double sum = 0, weights = 0;
        int cases = 0, censored = 0;
        for (int i = 0; i < time.Length; i++)
        {
            if (time[i] > at) continue;
            if (!isEvent[i]) { censored++; continue; }
            double w = 1 / g.Before(time[i]);
            (int below, int notAbove) = (Below(controls, marker[i], false), Below(controls, marker[i], true));
            (sum, weights, cases) = (sum + w * (below + 0.5 * (notAbove - below)), weights + w, cases + 1);
        }
        return new TimeAuc(at, cases > 0 && controls.Length > 0 ? sum / (weights * controls.Length) : null, cases,
            controls.Length, censored);
    }

    /// <summary>Brier score with inverse-probability-of-censoring weights (Graf et al. 1999).</summary>
    /// <param name="time">Follow-up.</param>
    /// <param name="isEvent">Events.</param>
    /// <param name="survival">Predicted survival at t.</param>
    /// <param name="at">t.</param>
    public static BrierScore Brier(double[] time, bool[] isEvent, double[] survival, double at)
    {
        Censoring.Step g = Censoring.Of(time, isEvent);
        double none = Censoring.Survival(time, isEvent).At(at), sum = 0, sumNull = 0;
        for (int i = 0; i < time.Length; i++)
        {
            double w = time[i] > at ? 1 / g.At(at) : isEvent[i] ? 1 / g.Before(time[i]) : 0, y = time[i] > at ? 1 : 0;
            sum += w * (y - survival[i]) * (y - survival[i]);
            sumNull += w * (y - none) * (y - none);
        }
        return new BrierScore(at, sum / time.Length, sumNull / time.Length);
    }

    /// <summary>Predicted against Kaplan-Meier survival in groups of predicted risk.</summary>
    /// <param name="time">Follow-up.</param>
    /// <param name="isEvent">Events.</param>
    /// <param name="survival">Predicted survival at t.</param>
    /// <param name="at">t.</param>
    /// <param name="groups">Number of groups; null for 3 below 150 events, else 5.</param>
    public static Calibration Calibrate(double[] time, bool[] isEvent, double[] survival, double at, int? groups = null)
    {
        int k = groups ?? (isEvent.Count(e => e) < 150 ? 3 : 5);
        double[] risk = [.. survival.Select(s => 1 - s)], sorted = [.. risk.Order()];
        double[] cuts = [.. Enumerable.Range(1, k - 1).Select(j => Quantiles.OfSorted(sorted, (double)j / k, QuantileType.Type7)!.Value)];
        int[] group = [.. risk.Select(r => cuts.Count(c => r > c))];
        return new Calibration(at, risk.Average(), 1 - Censoring.Survival(time, isEvent).At(at), [.. Enumerable.Range(0, k).Select(j =>
        {
            int[] rows = [.. Enumerable.Range(0, time.Length).Where(i => group[i] == j)];
            if (rows.Length == 0) return new CalibrationGroup(0, 0, null, null, null, null);
            KaplanMeierCurve curve = Curve(rows.Select(i => time[i]).ToArray(), rows.Select(i => isEvent[i]).ToArray());
            int step = curve.Time.ToList().FindLastIndex(t => t <= at);
            return step < 0 ? new CalibrationGroup(rows.Length, rows.Average(i => survival[i]), 1, 0, null, null)
                : new CalibrationGroup(rows.Length, rows.Average(i => survival[i]), curve.Survival[step], curve.StdErrSurvival[step],
                    curve.Survival[step] < 1 ? curve.Lower[step] : null, curve.Survival[step] < 1 ? curve.Upper[step] : null);
        })]);
    }

    /// <summary>Decision curve of a binary outcome (Vickers and Elkin 2006, doi:10.1177/0272989X06295361).</summary>
    public static ImmutableArray<DecisionPoint> DecisionCurve(bool[] isEvent, double[] risk, IEnumerable<double> thresholds)
    {
        double n = isEvent.Length, prevalence = isEvent.Count(e => e) / n;
        return [.. thresholds.Select(p =>
        {
            Require(p);
            int above = risk.Count(r => r >= p), events = Enumerable.Range(0, isEvent.Length).Count(i => risk[i] >= p && isEvent[i]);
            double tp = events / n, fp = (above - events) / n, odds = p / (1 - p);
            double benefit = tp - fp * odds,
                error = Math.Sqrt(Math.Max(0, tp + fp * odds * odds - benefit * benefit) / n) * -Distributions.NormalQuantile(0.025);
            return new DecisionPoint(p, above, tp, fp, benefit, prevalence - (1 - prevalence) * odds) {
                Lower = benefit - error, Upper = benefit + error };
        })];
    }

    /// <summary>Decision curve of survival at a time (Vickers et al. 2008, doi:10.1186/1472-6947-8-53).</summary>
    public static ImmutableArray<DecisionPoint> DecisionCurve(double[] time, bool[] isEvent, double[] risk, double at,
        IEnumerable<double> thresholds)
    {
        double all = 1 - Censoring.Survival(time, isEvent).At(at);
        return [.. thresholds.Select(p =>
        {
            Require(p);
            int[] rows = [.. Enumerable.Range(0, time.Length).Where(i => risk[i] >= p)];
            double share = (double)rows.Length / time.Length, odds = p / (1 - p);
            double s = rows.Length == 0 ? 1 : Censoring.Survival([.. rows.Select(i => time[i])], [.. rows.Select(i => isEvent[i])]).At(at);
            return new DecisionPoint(p, rows.Length, (1 - s) * share, s * share, (1 - s) * share - s * share * odds,
                all - (1 - all) * odds);
        })];
    }

    internal static KaplanMeierCurve Curve(double[] time, bool[] isEvent) => KaplanMeier.Estimate(
        new SurvivalCohort(time, [.. isEvent.Select(e => (byte)(e ? 1 : 0))], null, null, null, null, null),
        new KaplanMeierOptions { ConfidenceType = ConfidenceIntervalType.LogLog }).Curves[0];

    private static void Require(double p)
    {
        if (p is not (> 0 and < 1))
            throw new ArgumentException(FormattableString.Invariant($"Found threshold {p}; expected a risk between 0 and 1."));
    }

    private static int Below(double[] sorted, double value, bool inclusive)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] < value || (inclusive && sorted[middle] == value)) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
