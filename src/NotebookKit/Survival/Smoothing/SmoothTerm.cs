using System.Collections.Immutable;
using NotebookKit.Rendering;

namespace NotebookKit.Survival.Smoothing;

/// <summary>
/// A smooth term of a Cox model, <c>pspline(x)</c>: its straight-line part and what is left. One record per term of the formula.
/// </summary>
/// <param name="Term">The term as written, such as <c>pspline(age)</c>.</param>
/// <param name="Theta">
/// Weight of the roughness between 0 and 1 at which the model was fitted; the penalty is θ/(1 − θ) times half the sum of squared second
/// differences of the coefficients.
/// </param>
/// <param name="DegreesOfFreedom">Effective degrees of freedom, the trace of H⁻¹I over the term (Gray 1992,
/// doi:10.1080/01621459.1992.10476248), H being the information with the penalty and I without.</param>
public sealed record SmoothTerm(string Term, double Theta, double DegreesOfFreedom)
{
    /// <summary>Label a reader sees.</summary>
    public required string Label { get; init; }

    /// <summary>Log hazard ratio per unit along the straight line closest to the curve.</summary>
    public required double Slope { get; init; }

    /// <summary>Standard error of the slope from H⁻¹; robust where the model has clusters. R: <c>se(coef)</c>.</summary>
    public required double StandardError { get; init; }

    /// <summary>Standard error of the slope from H⁻¹IH⁻¹. R: <c>se2</c>.</summary>
    public required double SamplingStandardError { get; init; }

    /// <summary>Test of the slope, on 1 degree of freedom.</summary>
    public required ModelTest Linear { get; init; }

    /// <summary>Test of what the straight line leaves, on the other effective degrees of freedom, at least 0.5.</summary>
    public required ModelTest Nonlinear { get; init; }

    /// <summary>
    /// Every θ that was tried with its degrees of freedom, in order; the last is that of the fit.
    /// </summary>
    public required ImmutableArray<(double Theta, double DegreesOfFreedom)> History { get; init; }

    /// <summary>Whether the degrees of freedom asked for, or the best AIC, were found.</summary>
    public required bool Converged { get; init; }

    /// <summary>The term in a line.</summary>
    public override string ToString() =>
        $"{Label}: {NumberFormat.Fixed(DegreesOfFreedom, 2)} df (θ = {NumberFormat.Fixed(Theta, 3)}); linear {Linear.Statistic}; "
            + $"nonlinear {Nonlinear.Statistic}";
}
