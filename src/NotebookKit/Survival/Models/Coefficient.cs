namespace NotebookKit.Survival.Models;

/// <summary>One coefficient of a regression of survival.</summary>
/// <param name="Name">Name, such as <c>sex[male]</c>.</param>
/// <param name="Label">What a reader sees, such as <c>sex: male vs female</c>.</param>
/// <param name="Term">Term of the model the coefficient belongs to.</param>
public sealed record Coefficient(string Name, string Label, string Term)
{
    /// <summary>
    /// Log hazard ratio, or log time ratio of an accelerated failure time model; null when not estimable, see <see cref="Note"/>.
    /// </summary>
    public double? Estimate { get; init; }

    /// <summary>Standard error used for the interval and P: robust where the model has clusters, else model-based.</summary>
    public double? StandardError { get; init; }

    /// <summary>Model-based standard error.</summary>
    public double? ModelStandardError { get; init; }

    /// <summary>Estimate over standard error.</summary>
    public double? Z { get; init; }

    /// <summary>Two-sided Wald P.</summary>
    public double? P { get; init; }

    /// <summary>Hazard ratio; null when not estimable or beyond the range of numbers.</summary>
    public double? HazardRatio { get; init; }

    /// <summary>Factor by which times are multiplied, of an accelerated failure time model; else null.</summary>
    public double? TimeRatio { get; init; }

    /// <summary>Lower confidence limit of the ratio.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper confidence limit of the ratio.</summary>
    public double? Upper { get; init; }

    /// <summary>Why the coefficient is null; else null.</summary>
    public string? Note { get; init; }
}
