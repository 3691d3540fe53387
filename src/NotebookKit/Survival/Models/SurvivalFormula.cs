using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Analysis;
using NotebookKit.Cohorts;

namespace NotebookKit.Survival.Models;

/// <summary>What a survival regression models: the columns of the outcome and the terms on the right-hand side.</summary>
/// <remarks>Write it as a formula (<see cref="Parse"/>) or as an object; both give the same model.</remarks>
internal sealed record SurvivalFormula
{
    /// <summary>
    /// Column of the follow-up time (the exit time when <see cref="Entry"/> is set; the lower limit when <see cref="TimeUpper"/> is set).
    /// </summary>
    public required string Time { get; init; }

    /// <summary>Column that tells event from censoring. The default value is null, allowed only for interval-censored times.</summary>
    public string? Status { get; init; }

    /// <summary>
    /// Value of the status column that means the event, every other value censored. The default value is null: see
    /// <see cref="EventCoding"/>.
    /// </summary>
    public string? EventValue { get; init; }

    /// <summary>Column of the entry time (left truncation, counting process). The default value is null: at risk from the start.</summary>
    public string? Entry { get; init; }

    /// <summary>
    /// Column of the upper limit of an interval-censored time. The default value is null: times are exact or right-censored.
    /// </summary>
    public string? TimeUpper { get; init; }

    /// <summary>Terms on the right-hand side. The default value is empty: no covariate.</summary>
    internal ImmutableArray<ModelTerm> Terms { get; init; } = [];

    /// <summary>Columns whose combinations have baseline hazards of their own. The default value is empty.</summary>
    public ImmutableArray<string> Strata { get; init; } = [];

    /// <summary>
    /// Column of the cluster, such as the patient of several procedures. The default value is null: rows are independent.
    /// </summary>
    public string? Cluster { get; init; }

    /// <summary>Column of positive case weights. The default value is null: every row counts once.</summary>
    public string? Weights { get; init; }

    /// <summary>Columns added to the linear predictor with coefficient 1. The default value is empty.</summary>
    public ImmutableArray<string> Offsets { get; init; } = [];

    /// <summary>Columns that '.' leaves out. The default value is empty.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>How the status column is coded. The default value is <see cref="EventCoding.ZeroOne"/>.</summary>
    public EventCoding EventCoding { get; init; } = EventCoding.ZeroOne;

    /// <summary>Reads a formula such as <c>Surv(months, event) ~ age + sex*grade + strata(site) + cluster(patient_id)</c>.</summary>
    /// <param name="formula">
    /// Left: <c>Surv(time, status)</c>, <c>Surv(entry, exit, status)</c> or <c>Interval(lower, upper)</c>. Right: columns joined by
    /// <c>+</c>;
    /// <c>a:b</c> is an interaction and <c>a*b</c> means <c>a + b + a:b</c>; <c>factor(x)</c> makes categories of numbers and
    /// <c>factor(x, "male", "female")</c> orders them, the reference first; <c>strata(x, ...)</c>, <c>cluster(x)</c>, <c>weights(x)</c>,
    /// <c>offset(x)</c>;
    /// <c>log(x)</c>, <c>I(x^2)</c>, <c>poly</c>, <c>ns</c>, <c>bs</c>, <c>rcs</c> as in R; in Cox models <c>tt(x)</c> and smooth terms
    /// <c>pspline(x, df = 4)</c> (also <c>theta</c>, <c>nterm</c>, <c>degree</c>, <c>method = "aic"</c>, <c>combine</c>,
    /// <c>Boundary.knots</c>);
    /// <c>.</c> stands for all columns that have no other part in the formula, and <c>. - x</c> leaves some out; <c>1</c> stands for no
    /// covariate. Put names with blanks or signs in backquotes.
    /// </param>
    /// <exception cref="FormatException">The formula cannot be read; the message shows where.</exception>
    public static SurvivalFormula Parse(string formula) => new FormulaParser(formula).Parse();

    /// <summary>The model as a formula.</summary>
    public override string ToString()
    {
        string left = TimeUpper is not null ? $"Interval({Quote(Time)}, {Quote(TimeUpper)})"
            : Entry is not null ? $"Surv({Quote(Entry)}, {Quote(Time)}, {Event()})" : $"Surv({Quote(Time)}, {Event()})";
        List<string> right = [.. Terms.Select(t => t.ToString())];
        if (Strata.Length > 0) right.Add($"strata({string.Join(", ", Strata.Select(Quote))})");
        if (Cluster is not null) right.Add($"cluster({Quote(Cluster)})");
        if (Weights is not null) right.Add($"weights({Quote(Weights)})");
        right.AddRange(Offsets.Select(o => $"offset({Quote(o)})"));
        return $"{left} ~ {(right.Count == 0 ? "1" : string.Join(" + ", right))}";
    }

    private string Event() =>
        Quote(Status ?? "") + (EventValue is null ? "" : double.TryParse(EventValue, CultureInfo.InvariantCulture, out _)
            ? $" == {EventValue}"
            : $" == \"{EventValue}\"");

    /// <summary>The formula with '.' replaced by every column of a frame that has no other part in it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="taken">Further columns that '.' does not mean, such as the patient; null stands for none.</param>
    /// <exception cref="ArgumentException">A column is not a covariate: it tells rows apart, or holds dates.</exception>
    public SurvivalFormula Expand(DataFrame frame, params string?[] taken)
    {
        if (!Terms.Any(t => t.Variables[0].IsEverything)) return this;
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (string? name in (string?[])[Time, Status, Entry, TimeUpper, Cluster, Weights, .. Offsets, .. Strata, .. LeftOut, .. taken,
            .. Terms.SelectMany(t => t.Variables).Select(v => v.Column)])
            if (name is not null) used.Add(name);
        ModelTerm[] others = [.. frame.Columns.Where(c => !used.Contains(c.Name)).Select(c => OneOf(new ColumnReader(frame), c.Name))];
        return this with { LeftOut = [],
            Terms = [.. Terms.SelectMany(t => t.Variables[0].IsEverything ? others : [t]).OrderBy(t => t.Variables.Length)] };
    }

    private static ModelTerm OneOf(ColumnReader reader, string column)
    {
        if (ColumnReader.IsNumeric(reader.Column(column))) return ModelTerm.Of(column);
        string[] texts = [.. reader.Texts(column).OfType<string>()];
        int different = texts.Distinct(StringComparer.Ordinal).Count();
        return different <= Math.Max(12, texts.Length / 5) && !(different == texts.Length && different > 2) ? ModelTerm.Of(column)
            : throw new ArgumentException(
                $"'.' means column '{column}' too, which holds {different} different values in {texts.Length} rows: a name or a date is "
                    + $"not a covariate. Leave it out: '. - {Quote(column)}'.");
    }

    /// <summary>
    /// The columns of the model among rows that may live elsewhere; the rest too where '.' means every column.
    /// </summary>
    /// <param name="further">Further columns that are read; null stands for none.</param>
    internal IEnumerable<string?> Columns(params IEnumerable<string?> further) =>
        Terms.Any(t => t.Variables[0].IsEverything) ? []
            : [Time, Status, Entry, TimeUpper, Cluster, Weights, .. Offsets, .. Strata, .. Terms.SelectMany(t => t.Variables)
                .Select(v => v.Column), .. further];

    internal static string Quote(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.') ? name : $"`{name}`";
}

/// <summary>A term of a model: one variable, or the interaction of several.</summary>
/// <param name="Variables">The variables, in order.</param>
internal sealed record ModelTerm(ImmutableArray<ModelVariable> Variables)
{
    /// <summary>A column as it is: numbers are a slope, texts and booleans are categories.</summary>
    public static ModelTerm Of(string column) => new([new ModelVariable(column)]);

    /// <summary>A column as categories.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="levels">Levels in order, the reference first; levels not named follow in their own order. Empty for the order of the
    /// data:
    /// numbers ascend, texts sort ordinally.</param>
    public static ModelTerm Factor(string column, params string[] levels) =>
        new([new ModelVariable(column) { IsFactor = true, Levels = [.. levels] }]);

    /// <summary>The interaction of the variables of several terms, without their main effects.</summary>
    public static ModelTerm Interaction(params ModelTerm[] terms) => new([.. terms.SelectMany(t => t.Variables).DistinctBy(v => v.Key)]);

    /// <summary>The term as in a formula.</summary>
    public override string ToString() => string.Join(":", Variables);

    /// <inheritdoc/>
    public bool Equals(ModelTerm? other) => other is not null && Variables.SequenceEqual(other.Variables);

    /// <inheritdoc/>
    public override int GetHashCode() => Variables.Aggregate(0, HashCode.Combine);
}

/// <summary>A column used in a term.</summary>
/// <param name="Column">Name of the column.</param>
internal sealed record ModelVariable(string Column)
{
    /// <summary>Whether numbers are taken as categories; texts and booleans always are. The default value is false.</summary>
    public bool IsFactor { get; init; }

    /// <summary>
    /// Whether the column also divides the rows into strata, so that its own effect is part of the baseline. The default value is false.
    /// </summary>
    public bool IsStratum { get; init; }

    /// <summary>Whether the variable is '.', every column that has no other part in the formula. The default value is false.</summary>
    public bool IsEverything { get; init; }

    /// <summary>Function of the column, such as a logarithm or a spline. The default value is null: the column as it is.</summary>
    public Transform? Transform { get; init; }

    /// <summary>What tells the variable from others: the column, or the function of it as written.</summary>
    public string Key => Transform is null ? Column : Transform.Text(Column);

    /// <summary>First levels in order, the reference first. The default value is empty: numbers ascend, texts sort ordinally.</summary>
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => IsEverything ? "." : Transform is not null ? Key : IsStratum
        ? $"strata({SurvivalFormula.Quote(Column)})" : IsFactor
        ? $"factor({string.Join(", ", Levels.Select(l => $"\"{l}\"").Prepend(SurvivalFormula.Quote(Column)))})"
        : SurvivalFormula.Quote(Column);

    /// <inheritdoc/>
    public bool Equals(ModelVariable? other) => other is not null && Key == other.Key && IsFactor == other.IsFactor
        && IsStratum == other.IsStratum && Levels.SequenceEqual(other.Levels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Key, IsFactor, Levels.Length);
}
