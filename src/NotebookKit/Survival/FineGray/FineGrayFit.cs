using System.Collections.Immutable;
using Microsoft.Data.Analysis;
using NotebookKit.Rendering;
using NotebookKit.Survival.Models;
using NotebookKit.Survival.RiskSets;

namespace NotebookKit.Survival.FineGray;

/// <summary>Options of <see cref="FineGrayModel"/>.</summary>
public sealed record FineGrayOptions
{
    /// <summary>Confidence level, between 0 and 1. The default value is 0.95.</summary>
    public double ConfidenceLevel
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConfidenceLevel must lie between 0 and 1, such as 0.95.");
    } = 0.95;

    /// <summary>Most Newton steps before the fit is reported as not converged. The default value is 50.</summary>
    public int MaxIterations { get; init; } = 50;

    /// <summary>
    /// Value of the cause column that means censored; every other value is a cause. The default value is <c>0</c>; null says that nobody
    /// was censored.
    /// A value that no row holds is refused.
    /// </summary>
    public string? CensoredValue { get; init; } = "0";
}

/// <summary>A fitted Fine-Gray model.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record FineGrayFit : SurvivalResult
{
    /// <summary>Formula of the model. The default value is empty.</summary>
    public string Formula { get; init; } = "";

    /// <summary>The cause modelled. The default value is empty.</summary>
    public string Cause { get; init; } = "";

    /// <summary>Coefficients; <see cref="Coefficient.HazardRatio"/> is the subdistribution hazard ratio.</summary>
    public required ImmutableArray<Coefficient> Coefficients { get; init; }

    /// <summary>
    /// Robust covariance; it allows for the estimation of the censoring curve unless the model has strata, weights or entry times.
    /// </summary>
    public required CovarianceMatrix Covariance { get; init; }

    /// <summary>Log pseudo-likelihood without covariates.</summary>
    public required double LogLikelihoodNull { get; init; }

    /// <summary>Log pseudo-likelihood at the estimates.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Whether a finite maximum was found.</summary>
    public required bool Converged { get; init; }

    /// <summary>Rows used.</summary>
    public required int N { get; init; }

    /// <summary>Events of the cause.</summary>
    public required int Events { get; init; }

    /// <summary>Events of other causes.</summary>
    public required int CompetingEvents { get; init; }

    /// <summary>Options used.</summary>
    public required FineGrayOptions Options { get; init; }

    internal ModelFrame? Frame { get; init; }

    internal CoxDesign Design { get; init; } = null!;

    /// <summary>Cumulative subdistribution hazard at the centre of the covariates, by slot of the design.</summary>
    internal double[] CumulativeHazard { get; init; } = [];

    /// <summary>
    /// Predictions for new rows: linear predictor, subdistribution hazard ratio against all covariates 0, and cumulative incidence at
    /// chosen times.
    /// </summary>
    /// <param name="rows">Rows with every column of the model, its strata too; the outcome is not needed. Not changed.</param>
    /// <param name="times">Times at which the incidence of the cause is wanted; none for the linear predictor alone.</param>
    /// <returns>
    /// One row per row, in order: lp, se, hazard_ratio and for each time incidence_t. A row that lacks a value, and an incidence beyond the
    /// follow-up of its stratum, is null. The incidence has no limits: draw bootstrap samples of patients and fit again.
    /// </returns>
    /// <exception cref="ArgumentException">A column is missing, a level or stratum is unknown, or the model was fitted on
    /// arrays.</exception>
    /// <remarks>1 − exp(−Λ(t) exp(x'β)) with Breslow's Λ. Equivalent R call: <c>predict(cmprsk::crr(…), x)</c>.</remarks>
    public DataFrame Predict(DataFrame rows, params double[] times)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(times);
        Profile?[] profiles = ProfileEncoder.Rows(rows, Frame);
        double?[] lp = new double?[profiles.Length], error = new double?[profiles.Length];
        double?[][] incidence = [.. times.Select(_ => new double?[profiles.Length])];
        double[] beta = [.. Coefficients.Select(c => c.Estimate ?? 0)];
        for (int i = 0; i < profiles.Length; i++)
        {
            if (profiles[i] is not { } profile) continue;
            double[] x = ProfileEncoder.Encode(profile, Frame, Design.Data.Covariates);
            (lp[i], error[i]) = (profile.Offset + x.Zip(beta, (v, b) => v * b).Sum(), Math.Sqrt(Covariance.QuadraticForm(x)));
            int s = ProfileEncoder.StratumOf(profile, Frame, Design.Data.StratumNames);
            double ratio = Math.Exp(profile.Offset + x.Select((v, j) => beta[j] * (v - Design.Center[s * beta.Length + j])).Sum());
            for (int k = 0; k < times.Length; k++)
                if (times[k] <= Design.Time[Design.StratumStart[s + 1] - 1]) incidence[k][i] = 1 - Math.Exp(-ratio * HazardAt(s, times[k]));
        }
        return new DataFrame([
            new DoubleDataFrameColumn("lp", lp), new DoubleDataFrameColumn("se", error),
            new DoubleDataFrameColumn("hazard_ratio", lp.Select(v => v is { } e ? Math.Exp(e) : (double?)null)),
            .. times.Select((t, k) => new DoubleDataFrameColumn(FormattableString.Invariant($"incidence_{t}"), incidence[k])),
        ]);
    }

    private double HazardAt(int stratum, double time)
    {
        double hazard = 0;
        for (int k = Design.FirstEvent[stratum]; k < Design.FirstEvent[stratum + 1] && Design.Events[k].Time <= time; k++)
            hazard = CumulativeHazard[Design.SlotOf(k)];
        return hazard;
    }

    /// <summary>One row per coefficient: term, name, estimate, se, model_se, z, p, hazard_ratio, lower, upper.</summary>
    public override DataFrame ToDataFrame() => CoefficientTable.Frame(Coefficients);

    /// <inheritdoc/>
    public override SummaryTable ToTable() =>
        CoefficientTable.Build(Coefficients, $"Fine-Gray regression of {Cause}: {Formula}", "Subdistribution hazard ratio",
            Options.ConfidenceLevel,
    [
        $"{N} {Unit}, {Events} events of {Cause}, {CompetingEvents} competing events{(Clusters is { } c ? $", {c} clusters" : "")}; robust "
            + "standard errors.",
        .. Print.DataNotes(Excluded, Notes, Unit),
    ]);
}
