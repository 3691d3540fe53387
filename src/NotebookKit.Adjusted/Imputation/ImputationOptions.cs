namespace NotebookKit.Adjusted.Imputation;

/// <summary>Options of imputation by chained equations.</summary>
public sealed record ImputationOptions
{
    /// <summary>Number of imputed data sets. The default value is 20; at least the per cent of incomplete rows is advised.</summary>
    public int Imputations { get; init; } = 20;

    /// <summary>Rounds through the incomplete columns. The default value is 10.</summary>
    public int Iterations { get; init; } = 10;

    /// <summary>Seed; the same seed gives the same values on every machine. The default value is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Rows with the nearest predicted means, one of which lends its value. The default value is 5.</summary>
    public int Donors { get; init; } = 5;

    /// <summary>Further columns that help to predict the missing values but are not in the model. The default value is empty.</summary>
    public IReadOnlyList<string> Auxiliary { get; init; } = [];

    /// <summary>Value of the status column that means censored, where other values are causes. The default value is <c>0</c>.</summary>
    public string Censored { get; init; } = "0";

    internal void Validate()
    {
        if (Imputations < 2) throw new ArgumentException($"Found {Imputations} imputed data sets; pooling needs at least two.");
        if (Iterations < 1) throw new ArgumentException($"Found {Iterations} rounds; expected at least one.");
        if (Donors < 1) throw new ArgumentException($"Found {Donors} donors; expected at least one.");
    }
}
