using System.Collections.Immutable;
using NotebookKit.Cohorts;

namespace NotebookKit.Survival.Regression;

/// <summary>The complete rows of a frame that a model uses, with its design columns.</summary>
internal sealed record ModelFrame
{
    public required SurvivalModel Model { get; init; }
    public required ImmutableArray<Covariate> Columns { get; init; }
    public required IReadOnlyDictionary<string, VariableValues> Variables { get; init; }
    public required ImmutableArray<ExcludedRows> Excluded { get; init; }
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Frame row of each row used.</summary>
    public required int[] Rows { get; init; }

    public required double[] Time { get; init; }
    public bool[] IsEvent { get; init; } = [];

    /// <summary>Names of the causes of event, when the status column holds causes.</summary>
    public ImmutableArray<string> Causes { get; init; } = [];

    /// <summary>0 for censored, k for the cause at index k − 1.</summary>
    public int[] CauseCodes { get; init; } = [];

    public double[] TimeUpper { get; init; } = [];
    public double[] Entry { get; init; } = [];
    public double[] Weights { get; init; } = [];
    public double[] Offset { get; init; } = [];
    public int[] Strata { get; init; } = [];
    public ImmutableArray<string> StratumNames { get; init; } = [""];
    public int[] Clusters { get; init; } = [];

    public CoxData ToCoxData() => new()
    {
        Time = Time, IsEvent = IsEvent, Covariates = Columns, Entry = Entry, Weights = Weights, Offset = Offset,
        Strata = Strata, StratumNames = StratumNames, Clusters = Clusters,
    };
}
