using System.Collections.Immutable;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.Cox;

public sealed partial record CoxFit
{
    /// <summary>
    /// The baseline: all covariates 0 (and factors at their reference). It is never taken at the means, which describe no patient.
    /// </summary>
    /// <remarks>Equivalent R call: <c>basehaz(fit, centered = FALSE)</c>. For another baseline give a profile to
    /// <see cref="Curves"/>.</remarks>
    public CoxCurves BaselineHazard() =>
        Predict([("all covariates 0", new double[Coefficients.Length], null)], ConfidenceIntervalType.Log);

    /// <summary>Survival curves of profiles with confidence limits.</summary>
    /// <param name="profiles">Values of every covariate of the model; where the model has strata, also the stratum, or each stratum is
    /// given.</param>
    /// <param name="intervalType">Scale on which the limits are symmetric.</param>
    /// <exception cref="ArgumentException">A profile lacks a covariate, or names a level or column the model does not know.</exception>
    /// <remarks>
    /// Survival is exp(−Λ) with Breslow's or, under Efron ties, Efron's hazard (Tsiatis 1981; Therneau and Grambsch 2000, section 10.2).
    /// Equivalent R call: <c>survfit(fit, newdata, conf.type = "log")</c>.
    /// </remarks>
    public CoxCurves Curves(IEnumerable<Profile> profiles, ConfidenceIntervalType intervalType = ConfidenceIntervalType.Log) =>
        Predict(profiles.Select(p => (p.Name, ProfileEncoder.Encode(p, Frame, Data.Covariates), (Profile?)p)), intervalType);

    /// <summary>Log hazard ratio of a profile against another, with its standard error.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="reference">What it is compared with; null for all covariates 0.</param>
    /// <remarks>Equivalent R call: <c>predict(fit, newdata, type = "lp", reference = "zero", se.fit = TRUE)</c>.</remarks>
    public (double Estimate, double StandardError) LogHazardRatio(Profile profile, Profile? reference = null)
    {
        double[] x = ProfileEncoder.Encode(profile, Frame, Data.Covariates);
        double[] from = reference is null ? new double[x.Length] : ProfileEncoder.Encode(reference, Frame, Data.Covariates);
        double[] difference = [.. x.Select((v, j) => v - from[j])];
        double[] beta = Beta();
        return (difference.Select((v, j) => v * beta[j]).Sum(), Math.Sqrt(Covariance.QuadraticForm(difference)));
    }

    internal CoxCurves Predict(IEnumerable<(string Name, double[] X, Profile? Profile)> at, ConfidenceIntervalType intervalType)
    {
        var curves = ImmutableArray.CreateBuilder<CoxCurve>();
        foreach ((string name, double[] x, Profile? profile) in at)
            for (int s = 0; s < Process.Design.StrataCount; s++)
                if (profile is null || ProfileEncoder.IsInStratum(profile, Frame, Data.StratumNames[s]))
                    curves.Add(PredictOne(name, x, s, intervalType));
        return new CoxCurves
        {
            Curves = curves.ToImmutable(), IntervalType = intervalType,
            N = N, Events = Events, Clusters = Clusters, Options = Options, Unit = Unit, Words = Words, Excluded = Excluded, Notes = Notes,
        };
    }

    private CoxCurve PredictOne(string name, double[] x, int stratum, ConfidenceIntervalType intervalType, double offset = 0)
    {
        CoxDesign design = Process.Design;
        int p = design.Columns;
        double[] beta = Beta(), distance = new double[p];
        double exponent = offset - Process.Likelihood.Shift[stratum];
        for (int j = 0; j < p; j++)
        {
            distance[j] = x[j] - design.Center[stratum * p + j];
            exponent += distance[j] * beta[j];
        }
        double ratio = Math.Exp(exponent), z = ConfidenceLimits.NormalQuantile(Options.ConfidenceLevel);
        (double[] time, double[] atRisk, double[] events, int[] slots) = Rows(stratum);
        double[] hazard = new double[time.Length], error = new double[time.Length], gradient = new double[p];
        double?[] lower = new double?[time.Length], upper = new double?[time.Length];
        for (int i = 0; i < time.Length; i++)
        {
            int slot = slots[i];
            double cumulative = Process.Likelihood.Hazard[slot];
            hazard[i] = ratio * cumulative;
            for (int j = 0; j < p; j++) gradient[j] = distance[j] * cumulative - design.Scale[j] * Process.MeanHazard[slot * p + j];
            error[i] = ratio * Math.Sqrt(Process.HazardVariance[slot] + Covariance.QuadraticForm(gradient));
            (double low, double high) = ConfidenceLimits.Of(intervalType, Math.Exp(-hazard[i]), error[i], z);
            (lower[i], upper[i]) = (double.IsNaN(low) ? null : low, double.IsNaN(high) ? null : high);
        }
        return new CoxCurve
        {
            Profile = name, Stratum = Data.StratumNames[stratum], Time = [.. time], AtRisk = [.. atRisk], Events = [.. events],
            CumulativeHazard = [.. hazard], Survival = [.. hazard.Select(h => Math.Exp(-h))], StdErrLogSurvival = [.. error],
            Lower = [.. lower], Upper = [.. upper],
        };
    }

    /// <summary>
    /// Distinct times of a stratum with the weight at risk and of the events, and the slot of each in the cumulative arrays.
    /// </summary>
    private (double[] Time, double[] AtRisk, double[] Events, int[] Slots) Rows(int stratum)
    {
        _rows ??= new (double[], double[], double[], int[])?[Process.Design.StrataCount];
        return _rows[stratum] ??= CountRows(stratum);
    }

    private (double[] Time, double[] AtRisk, double[] Events, int[] Slots)?[]? _rows;

    private (double[] Time, double[] AtRisk, double[] Events, int[] Slots) CountRows(int stratum)
    {
        CoxDesign design = Process.Design;
        var rows = new List<(double Time, double AtRisk, double Events, int Slot)>();
        int start = design.StratumStart[stratum], end = design.StratumStart[stratum + 1], entered = end - 1;
        double weight = 0;
        for (int i = end - 1; i >= start;)
        {
            double time = design.Time[i], events = 0;
            int slot = design.StopSlot[i];
            for (; i >= start && design.Time[i] == time; i--)
            {
                weight += design.Weight[i];
                if (design.IsDeath[i]) events += design.Weight[i];
            }
            for (; design.EntryOrder.Length > 0 && entered >= start && design.Entry[design.EntryOrder[entered]] >= time; entered--)
                weight -= design.Weight[design.EntryOrder[entered]];
            rows.Add((time, weight, events, slot));
        }
        rows.Reverse();
        return ([.. rows.Select(r => r.Time)], [.. rows.Select(r => r.AtRisk)], [.. rows.Select(r => r.Events)],
            [.. rows.Select(r => r.Slot)]);
    }
}
