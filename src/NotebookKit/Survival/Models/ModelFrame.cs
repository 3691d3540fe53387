using System.Collections.Immutable;
using NotebookKit.Cohorts;
using NotebookKit.Rendering;
using NotebookKit.Survival.Splines;

namespace NotebookKit.Survival.Models;

/// <summary>The complete rows of a frame that a model uses, with its design columns.</summary>
internal sealed record ModelFrame
{
    public required SurvivalFormula Model { get; init; }
    public required ImmutableArray<Covariate> Columns { get; init; }
    public required IReadOnlyDictionary<string, VariableValues> Variables { get; init; }
    public required ImmutableArray<ExcludedRows> Excluded { get; init; }
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>What one row is, in the plural.</summary>
    public required string Unit { get; init; }

    /// <summary>Frame row of each row used.</summary>
    public required int[] Rows { get; init; }

    public required double[] Time { get; init; }
    public bool[] IsEvent { get; init; } = [];

    /// <summary>Names of the causes of event, when the status column holds causes.</summary>
    public ImmutableArray<string> Causes { get; init; } = [];

    /// <summary>Value of the status column that means censored, when the others are causes.</summary>
    public string? CensoredValue { get; init; }

    /// <summary>0 for censored, k for the cause at index k − 1.</summary>
    public int[] CauseCodes { get; init; } = [];

    public double[] TimeUpper { get; init; } = [];
    public double[] Entry { get; init; } = [];
    public double[] Weights { get; init; } = [];
    public double[] Offset { get; init; } = [];
    public int[] Strata { get; init; } = [];
    public ImmutableArray<string> StratumNames { get; init; } = [""];
    public int[] Clusters { get; init; } = [];

    /// <summary>Labels of columns for readers.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Refuses covariates that change with time, where they cannot be.</summary>
    /// <exception cref="ArgumentException">The model has one.</exception>
    public void RequireFixedCovariates(string what)
    {
        if (TimeFunctions.Any(Model))
            throw new ArgumentException(
                $"{Model}: {what} knows no tt(); it belongs to Cox models. Split follow-up (SplitFollowUp) and give the column its value "
                    + "in each stretch.");
    }

    /// <summary>What a cluster is, in the plural.</summary>
    public string ClusterUnit => Model.Cluster is { } cluster ? Wording.Plural(cluster, "clusters") : "clusters";

    /// <summary>Code of a cause, from 1.</summary>
    public int CauseCode(string cause)
    {
        int code = Causes.IndexOf(cause) + 1;
        return code > 0 ? code
            : throw new ArgumentException(
                $"Column '{Model.Status}' has no cause '{cause}'; it holds "
                    + $"{string.Join(", ", Causes)}{(CensoredValue is null ? "" : $", and {CensoredValue} for censored")}.");
    }

    public SurvivalData ToData() => new()
    {
        Time = Time, IsEvent = IsEvent, Covariates = Columns, Entry = Entry, Weights = Weights, Offset = Offset,
        Strata = Strata, StratumNames = StratumNames, Clusters = Clusters, Smooths = [.. Smooths()],
    };

    private IEnumerable<SplineColumns> Smooths()
    {
        foreach (VariableValues variable in Variables.Values)
            if (variable.Variable.Transform?.Spline is { } spline)
            {
                (double low, double high) = variable.Basis!.Range;
                int first = Columns.TakeWhile(c => c.Term != variable.Variable.Key).Count();
                yield return new SplineColumns(variable.Variable.Key, variable.Variable.Column, first, spline, low, high);
            }
    }
}
