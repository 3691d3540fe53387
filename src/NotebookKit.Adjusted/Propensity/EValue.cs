namespace NotebookKit.Adjusted.Propensity;

/// <summary>How strong unmeasured confounding would have to be to explain an estimate away.</summary>
/// <param name="Estimate">E-value of the estimate.</param>
/// <param name="Limit">E-value of the confidence limit nearer to 1; 1 where the interval holds 1.</param>
/// <param name="RiskRatio">The ratio as a risk ratio, from which both were taken.</param>
public sealed record EValue(double Estimate, double Limit, double RiskRatio)
{
    /// <summary>E-value of a ratio: RR + √(RR (RR − 1)), of its inverse below 1.</summary>
    /// <param name="ratio">Risk ratio, hazard ratio or odds ratio.</param>
    /// <param name="lower">Lower limit.</param>
    /// <param name="upper">Upper limit.</param>
    /// <param name="isCommonHazard">A hazard ratio of an outcome of more than 15 % is first turned into a risk ratio, (1 − ½^√HR)/(1 −
    /// ½^√(1/HR)).</param>
    /// <param name="isCommonOdds">An odds ratio of an outcome of more than 15 % is first turned into a risk ratio, √OR.</param>
    /// <exception cref="ArgumentException">A ratio is not positive, or the limits do not hold it.</exception>
    /// <remarks>VanderWeele and Ding (2017, doi:10.7326/M16-2607). Equivalent R calls: <c>EValue::evalues.HR</c>,
    /// <c>evalues.OR</c>.</remarks>
    public static EValue Of(double ratio, double lower, double upper, bool isCommonHazard = false, bool isCommonOdds = false)
    {
        if (!(ratio > 0 && lower > 0 && lower <= ratio && ratio <= upper))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Found ratio {ratio} with limits {lower} to {upper}; expected a positive ratio between its limits."));
        double Convert(double r) => isCommonHazard ? (1 - Math.Pow(0.5, Math.Sqrt(r))) / (1 - Math.Pow(0.5, Math.Sqrt(1 / r)))
            : isCommonOdds ? Math.Sqrt(r) : r;
        double risk = Convert(ratio), near = Convert(ratio >= 1 ? lower : upper);
        return new EValue(E(risk), lower <= 1 && upper >= 1 ? 1 : E(near), risk);
    }

    private static double E(double r) => r < 1 ? E(1 / r) : r + Math.Sqrt(r * (r - 1));
}
