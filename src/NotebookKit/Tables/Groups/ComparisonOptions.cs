namespace NotebookKit.Tables.Groups;

/// <summary>What of the groups is compared and shown.</summary>
/// <param name="P">Whether by a test.</param>
/// <param name="Pairwise">Whether every pair by a test too.</param>
/// <param name="Smd">Whether by standardized mean differences.</param>
/// <param name="Difference">Whether, of two groups, by their difference.</param>
/// <param name="ConfidenceLevel">Confidence level of every interval.</param>
internal sealed record ComparisonOptions(bool P, bool Pairwise, bool Smd, bool Difference, double ConfidenceLevel);
