using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Tables;

/// <summary>Which variables enter the multivariable model.</summary>
public enum VariableSelection
{
    /// <summary>All: chosen before by subject knowledge.</summary>
    All,

    /// <summary>Those whose univariable P is below a threshold.</summary>
    UnivariableP,

    /// <summary>Stepwise by Akaike's criterion from the full model, in both directions.</summary>
    StepwiseAic,

    /// <summary>Stepwise by the Bayesian criterion from the full model, in both directions.</summary>
    StepwiseBic,
}

/// <summary>Options of a univariable | multivariable table.</summary>
public sealed record RegressionTableOptions
{
    /// <summary>Limits, penalty, robust variance of every model. The default value is that of <see cref="RegressionOptions"/>.</summary>
    public RegressionOptions Regression { get; init; } = new();

    /// <summary>
    /// Whether univariable models use only the complete rows of the multivariable model. The default value is false: each its own complete
    /// rows.
    /// </summary>
    public bool SameRows { get; init; }

    /// <summary>Which variables enter the multivariable model. The default value is <see cref="VariableSelection.All"/>.</summary>
    public VariableSelection Selection { get; init; } = VariableSelection.All;

    /// <summary>Threshold of <see cref="VariableSelection.UnivariableP"/>. The default value is 0.1.</summary>
    public double Threshold { get; init; } = 0.1;
}

/// <summary>One variable of the table.</summary>
/// <param name="Term">Term of the model.</param>
/// <param name="Label">What a reader sees.</param>
/// <param name="Missing">Rows without a value of this variable (or of the outcome).</param>
/// <param name="Univariable">Model of this variable alone; null for interactions and where it cannot be fitted, see
/// <paramref name="Note"/>.</param>
/// <param name="Note">Why there is no univariable model; else null.</param>
public sealed record RegressionTableVariable(string Term, string Label, int Missing, RegressionFit? Univariable, string? Note);

/// <summary>Univariable models beside one multivariable model: the table of most papers.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record RegressionTable : AdjustedResult
{
    /// <summary>Kind of the regressions.</summary>
    public required RegressionKind Kind { get; init; }

    /// <summary>Variables in the order of the formula.</summary>
    public required ImmutableArray<RegressionTableVariable> Variables { get; init; }

    /// <summary>The multivariable model; null where no variable was selected.</summary>
    public required RegressionFit? Multivariable { get; init; }

    /// <summary>Path of a stepwise selection; null without.</summary>
    public SelectionPath? Selection { get; init; }

    /// <summary>Options used.</summary>
    public required RegressionTableOptions Options { get; init; }

    /// <summary>The rows as numbers for a forest plot: label, estimate, limits, of the multivariable model.</summary>
    public ImmutableArray<EffectRow> Effects() =>
        Multivariable is null ? [] : [.. Multivariable.Coefficients.Where(c => c.Term != "(Intercept)")
        .Select(c => new EffectRow(c.Label, c.Effect, c.Lower, c.Upper, c.P))];

    /// <inheritdoc/>
    public override DataFrame ToDataFrame()
    {
        var rows = (from v in Variables
                    let names = (v.Univariable?.Coefficients ?? Multivariable?.Coefficients ?? []).Where(c => c.Term == v.Term)
                    .Select(c => c.Name)
                    from name in names
                    select (v.Term, name, Uni: v.Univariable?.Coefficients.FirstOrDefault(c => c.Name == name), v.Univariable,
                        Multi: Multivariable?.Coefficients.FirstOrDefault(c => c.Name == name))).ToArray();
        return new DataFrame(
            new StringDataFrameColumn("term", rows.Select(r => r.Term)), new StringDataFrameColumn("name", rows.Select(r => r.name)),
            new DoubleDataFrameColumn("univariable_n", rows.Select(r => (double?)r.Univariable?.N)),
            new DoubleDataFrameColumn("univariable_effect", rows.Select(r => r.Uni?.Effect)),
            new DoubleDataFrameColumn("univariable_lower", rows.Select(r => r.Uni?.Lower)),
            new DoubleDataFrameColumn("univariable_upper", rows.Select(r => r.Uni?.Upper)),
            new DoubleDataFrameColumn("univariable_p", rows.Select(r => r.Uni?.P)),
            new DoubleDataFrameColumn("multivariable_effect", rows.Select(r => r.Multi?.Effect)),
            new DoubleDataFrameColumn("multivariable_lower", rows.Select(r => r.Multi?.Lower)),
            new DoubleDataFrameColumn("multivariable_upper", rows.Select(r => r.Multi?.Upper)),
            new DoubleDataFrameColumn("multivariable_p", rows.Select(r => r.Multi?.P)));
    }

    /// <inheritdoc/>
    public override SummaryTable ToTable() => RegressionTableWriter.Write(this);
}

/// <summary>One row of a forest plot as plain numbers.</summary>
/// <param name="Label">What a reader sees.</param>
/// <param name="Estimate">Ratio or difference; null when not estimable.</param>
/// <param name="Lower">Lower limit.</param>
/// <param name="Upper">Upper limit.</param>
/// <param name="P">P.</param>
public sealed record EffectRow(string Label, double? Estimate, double? Lower, double? Upper, double? P);
