namespace NotebookKit.Adjusted.Scores;

/// <summary>A column with the unit of its values.</summary>
/// <param name="Name">Column.</param>
/// <param name="Unit">Unit, such as <c>mg/dL</c>.</param>
public sealed record LabColumn(string Name, string Unit)
{
    /// <summary>A column and its unit, as a pair.</summary>
    public static implicit operator LabColumn((string Name, string Unit) pair) => new(pair.Name, pair.Unit);

    /// <summary>The named form of the conversion from a pair.</summary>
    public static LabColumn FromValueTuple((string Name, string Unit) pair) => pair;
}

/// <summary>Which column holds which part of the scores; every score whose parts are all given is computed.</summary>
public sealed record LiverScoreColumns
{
    /// <summary>Bilirubin.</summary>
    public LabColumn? Bilirubin { get; init; }

    /// <summary>Albumin.</summary>
    public LabColumn? Albumin { get; init; }

    /// <summary>Platelets.</summary>
    public LabColumn? Platelets { get; init; }

    /// <summary>INR, without unit.</summary>
    public string? Inr { get; init; }

    /// <summary>Creatinine.</summary>
    public LabColumn? Creatinine { get; init; }

    /// <summary>Sodium.</summary>
    public LabColumn? Sodium { get; init; }

    /// <summary>AST.</summary>
    public LabColumn? Ast { get; init; }

    /// <summary>Upper limit of normal of AST, in the unit of AST.</summary>
    public double? AstUpperLimit { get; init; }

    /// <summary>ALT.</summary>
    public LabColumn? Alt { get; init; }

    /// <summary>Neutrophils.</summary>
    public LabColumn? Neutrophils { get; init; }

    /// <summary>Lymphocytes.</summary>
    public LabColumn? Lymphocytes { get; init; }

    /// <summary>Alpha-fetoprotein.</summary>
    public LabColumn? Afp { get; init; }

    /// <summary>Largest tumour.</summary>
    public LabColumn? LargestTumour { get; init; }

    /// <summary>Number of tumours.</summary>
    public string? Tumours { get; init; }

    /// <summary>Age in years.</summary>
    public string? Age { get; init; }

    /// <summary>Sex.</summary>
    public string? Sex { get; init; }

    /// <summary>Value of <see cref="Sex"/> that means a woman. The default value is <c>F</c>.</summary>
    public string Female { get; init; } = "F";

    /// <summary>Ascites: none, slight, moderate (or 0, 1, 2).</summary>
    public string? Ascites { get; init; }

    /// <summary>West-Haven grade 0 to 4.</summary>
    public string? Encephalopathy { get; init; }

    /// <summary>Dialysis, 0 or 1. The default value is null: none.</summary>
    public string? Dialysis { get; init; }

    /// <summary>ECOG performance status.</summary>
    public string? Performance { get; init; }

    /// <summary>Vascular invasion or extrahepatic spread, 0 or 1.</summary>
    public string? Spread { get; init; }
}
