namespace NotebookKit.Survival.Models;

/// <summary>One numeric column of a regression model: a measured covariate, a dummy of a factor level or a product of those.</summary>
/// <param name="Name">Name of the coefficient, such as <c>age</c>, <c>sex[male]</c> or <c>sex[male]:age</c>.</param>
/// <param name="Values">One value per row, all finite.</param>
public sealed record Covariate(string Name, ReadOnlyMemory<double> Values)
{
    /// <summary>
    /// Term of the model the column belongs to, such as <c>sex</c>; several dummies share one. The default value is the name.
    /// </summary>
    public string Term { get; init; } = Name;

    /// <summary>Label a reader sees, such as <c>sex: male vs female</c>. The default value is the name.</summary>
    public string Label { get; init; } = Name;

    /// <summary>Label of the term a reader sees, such as <c>sex</c>. The default value is the name.</summary>
    public string TermLabel { get; init; } = Name;

    /// <summary>Whether the column is 0/1: a dummy, whose mean is not a meaningful profile.</summary>
    public bool IsIndicator { get; init; }
}
