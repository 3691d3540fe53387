namespace NotebookKit.Import.Published;

/// <summary>How a published curve is turned into individual times.</summary>
public sealed record ReconstructionOptions
{
    /// <summary>
    /// Rule for the numbers at risk and the place of the events. The default value is <see cref="ReconstructionMethod.Counts"/>.
    /// </summary>
    public ReconstructionMethod Method { get; init; } = ReconstructionMethod.Counts;

    /// <summary>Whether the clicks are percent; null, the default value, tells by a survival above 1.5.</summary>
    public bool? IsPercent { get; init; }

    /// <summary>
    /// Whether the curve is weighted, adjusted or predicted by a model; the equations hold for plain Kaplan-Meier curves alone, so true is
    /// refused. The default value is false.
    /// </summary>
    public bool IsAdjusted { get; init; }
}

/// <summary>Rules of reconstruction.</summary>
public enum ReconstructionMethod
{
    /// <summary>Printed numbers at risk are met exactly; events lie in the gap before the click that shows them.</summary>
    Counts,

    /// <summary>As published by Guyot et al. (2012): the curve comes before the numbers at risk, events lie at the click.</summary>
    Guyot,
}
