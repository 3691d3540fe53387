using NotebookKit.Rendering;

namespace NotebookKit.Survival;

/// <summary>A chi-square test about a fitted model.</summary>
/// <param name="Name">Name of the test, such as <c>Likelihood ratio</c>.</param>
/// <param name="ChiSquare">Statistic; null when not estimable.</param>
/// <param name="DegreesOfFreedom">Degrees of freedom.</param>
/// <param name="P">Upper-tail probability; null when not estimable.</param>
public sealed record ModelTest(string Name, double? ChiSquare, int DegreesOfFreedom, double? P)
{
    /// <summary>What a reader sees. The default value is the name.</summary>
    public string Label { get; init; } = Name;

    /// <summary>
    /// Effective degrees of freedom of a penalised model, from which P was computed; null where <see cref="DegreesOfFreedom"/> counts.
    /// </summary>
    public double? EffectiveDegreesOfFreedom { get; init; }

    /// <summary>The statistic in words, such as <c>χ² = 5.31 on 2 df, P = .07</c>.</summary>
    internal string Statistic =>
        ChiSquare is null
            ? NumberFormat.NotEstimable
            : $"χ² = {NumberFormat.Fixed(ChiSquare, 2)} on {Freedom} df, {NumberFormat.PEquals(P)}";

    private string Freedom => EffectiveDegreesOfFreedom is { } df ? NumberFormat.Fixed(df, 2)
        : DegreesOfFreedom.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The test in a line.</summary>
    public override string ToString() => $"{Label}: {Statistic}";

    internal static ModelTest Of(string name, double? chiSquare, int degreesOfFreedom)
    {
        double? value = chiSquare is { } c && double.IsFinite(c) && degreesOfFreedom > 0 ? Math.Max(0, c) : null;
        return new(name, value, degreesOfFreedom, value is { } x ? Numerics.Distributions.ChiSquareUpper(x, degreesOfFreedom) : null);
    }

    /// <summary>The same statistic on effective degrees of freedom, P on at least as many as are said.</summary>
    internal ModelTest OnEffective(double degreesOfFreedom, double least = 0) => this with
    {
        EffectiveDegreesOfFreedom = degreesOfFreedom,
        P = ChiSquare is { } x ? Numerics.Distributions.ChiSquareUpper(x, Math.Max(least, degreesOfFreedom)) : null,
    };
}
