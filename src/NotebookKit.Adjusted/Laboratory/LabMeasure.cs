using NotebookKit.Adjusted.Scores;

namespace NotebookKit.Adjusted.Laboratory;

/// <summary>A laboratory column to grade.</summary>
/// <param name="Quantity">What was measured.</param>
/// <param name="Column">Column of the values.</param>
/// <param name="Unit">Unit of values and limits.</param>
public sealed record LabMeasure(LabQuantity Quantity, string Column, string Unit)
{
    /// <summary>Upper limit of normal of all rows; null where <see cref="UpperColumn"/> holds it or the term needs none.</summary>
    public double? Upper { get; init; }

    /// <summary>Column of the upper limit of normal. The default value is null.</summary>
    public string? UpperColumn { get; init; }

    /// <summary>Lower limit of normal of all rows; null where <see cref="LowerColumn"/> holds it or the term needs none.</summary>
    public double? Lower { get; init; }

    /// <summary>Column of the lower limit of normal. The default value is null.</summary>
    public string? LowerColumn { get; init; }

    /// <summary>Column of 0 and 1 that tells anticoagulation (INR). The default value is null: none.</summary>
    public string? AnticoagulationColumn { get; init; }
}

/// <summary>Options of laboratory grades over time.</summary>
public sealed record LabGradeOptions
{
    /// <summary>Version of the criteria: version 5 grades multiples of an abnormal baseline, version 4 does not.</summary>
    public required CtcaeVersion Version { get; init; }

    /// <summary>Column of the day of each row, counted from the treatment; day 0 and before are baseline.</summary>
    public required string Day { get; init; }

    /// <summary>Column of the procedure (or patient) a row belongs to.</summary>
    public required string Of { get; init; }

    /// <summary>Last day that counts. The default value is 90.</summary>
    public double LastDay { get; init; } = 90;

    /// <summary>How many days before treatment a baseline may lie. The default value is 30.</summary>
    public double BaselineDays { get; init; } = 30;
}
