namespace NotebookKit.Adjusted.Regression;

/// <summary>Complete rows of a regression as arrays.</summary>
public sealed record RegressionData
{
    /// <summary>Outcome of each row: a number, 0 or 1, or a count.</summary>
    public required ReadOnlyMemory<double> Outcome { get; init; }

    /// <summary>Columns of the model, without the intercept.</summary>
    public required ImmutableArray<Covariate> Covariates { get; init; }

    /// <summary>
    /// Known part of the linear predictor, such as the logarithm of the time under observation. The default value is empty: 0.
    /// </summary>
    public ReadOnlyMemory<double> Offset { get; init; }

    /// <summary>Case weights, positive. The default value is empty: all 1.</summary>
    public ReadOnlyMemory<double> Weights { get; init; }

    /// <summary>Cluster (patient) of each row as 0-based codes. The default value is empty: rows are independent.</summary>
    public ReadOnlyMemory<int> Clusters { get; init; }

    /// <summary>Number of rows.</summary>
    public int Rows => Outcome.Length;

    internal int? ClusterCount => Clusters.IsEmpty ? null : Clusters.ToArray().Distinct().Count();

    internal void Validate(string what)
    {
        if (Rows == 0) throw new ArgumentException($"{what} needs rows; found none.");
        Require(Offset.Length, nameof(Offset));
        Require(Weights.Length, nameof(Weights));
        Require(Clusters.Length, nameof(Clusters));
        for (int i = 0; i < Rows; i++)
        {
            if (!double.IsFinite(Outcome.Span[i]))
                throw new ArgumentException($"Outcome, row {i + 1}: found {Outcome.Span[i]}; expected a finite number.");
            if (!Weights.IsEmpty && !(Weights.Span[i] > 0 && double.IsFinite(Weights.Span[i])))
                throw new ArgumentException(
                    $"Row {i + 1}: found weight {Weights.Span[i]}; weights are positive. Leave rows of weight 0 out.");
            if (!Offset.IsEmpty && !double.IsFinite(Offset.Span[i]))
                throw new ArgumentException($"Offset, row {i + 1}: found {Offset.Span[i]}; expected a finite number.");
        }
        if (ClusterCount is < 2)
            throw new ArgumentException(
                "A robust variance needs at least two clusters; found one. Leave the cluster out or check its column.");
    }

    private void Require(int length, string what)
    {
        if (length != 0 && length != Rows)
            throw new ArgumentException($"{what} has {length} values; expected one for each of the {Rows} rows.");
    }
}
