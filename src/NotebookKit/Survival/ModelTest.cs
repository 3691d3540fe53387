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

    internal static ModelTest Of(string name, double? chiSquare, int degreesOfFreedom)
    {
        double? value = chiSquare is { } c && double.IsFinite(c) && degreesOfFreedom > 0 ? Math.Max(0, c) : null;
        return new(name, value, degreesOfFreedom, value is { } x ? Numerics.Distributions.ChiSquareUpper(x, degreesOfFreedom) : null);
    }
}
