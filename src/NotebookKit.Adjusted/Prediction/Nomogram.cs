namespace NotebookKit.Adjusted.Prediction;

/// <summary>Points of one value or level on a nomogram.</summary>
/// <param name="Label">Value or level.</param>
/// <param name="Points">Points.</param>
public sealed record NomogramPoint(string Label, double Points);

/// <summary>One axis of a nomogram.</summary>
/// <param name="Name">Variable.</param>
/// <param name="Points">Levels, or the least and largest value.</param>
/// <param name="Span">Width of its effect on the linear predictor.</param>
public sealed record NomogramAxis(string Name, ImmutableArray<NomogramPoint> Points, double Span);

/// <summary>A Cox model as points: the widest effect over the observed range has 100.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record Nomogram : AdjustedResult
{
    /// <summary>Axes.</summary>
    public required ImmutableArray<NomogramAxis> Axes { get; init; }

    /// <summary>Linear predictor (without subtraction of means) per point.</summary>
    public required double LinearPredictorPerPoint { get; init; }

    /// <summary>Linear predictor (without subtraction of means) at 0 points.</summary>
    public required double AtZeroPoints { get; init; }

    /// <summary>The model.</summary>
    public required CoxPredictor Model { get; init; }

    /// <summary>Predicted survival at a time for a total of points.</summary>
    public double Survival(double totalPoints, double time) =>
        Model.Survival(time, AtZeroPoints + totalPoints * LinearPredictorPerPoint - Model.Coefficients.Zip(Model.Means,
            (b, m) => b * m).Sum());

    /// <summary>Points from a model and the rows it was fitted to.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">Its rows, for the observed range; dummies of one term are the levels of a factor.</param>
    /// <exception cref="ArgumentException">No variable has an effect.</exception>
    internal static Nomogram Of(CoxPredictor model, SurvivalData data)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        (string Name, (string Label, double Effect)[] Effects)[] terms =
            [.. data.Covariates.Select((c, j) => (Column: c, Coefficient: model.Coefficients[j])).GroupBy(x => x.Column.Term)
                .Select(g => (g.First().Column.TermLabel, Effects([.. g])))];
        double widest = terms.Max(t => t.Effects.Max(e => e.Effect) - t.Effects.Min(e => e.Effect));
        if (!(widest > 0)) throw new ArgumentException("No variable of the model has an effect; there is nothing to draw.");
        return new Nomogram
        {
            Model = model, LinearPredictorPerPoint = widest / 100, AtZeroPoints = terms.Sum(t => t.Effects.Min(e => e.Effect)),
            Axes = [.. terms.Select(
                t => new NomogramAxis(t.Name,
                    [.. t.Effects.Select(e => new NomogramPoint(e.Label, (e.Effect - t.Effects.Min(x => x.Effect)) / widest * 100))],
                    t.Effects.Max(e => e.Effect) - t.Effects.Min(e => e.Effect)))],
            Notes = ["A score rounded to whole points is another model: judge it anew."],
        };
    }

    private static (string, double)[] Effects((Covariate Column, double Coefficient)[] columns)
    {
        if (columns.Length == 1 && !columns[0].Column.Name.Contains('['))
        {
            double[] v = columns[0].Column.Values.ToArray();
            return [.. new[] { v.Min(), v.Max() }.Select(
                x => (x.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture), columns[0].Coefficient * x))];
        }
        return [(Reference(columns[0].Column), 0), .. columns.Select(x => (Level(x.Column), x.Coefficient))];
    }

    private static string Level(Covariate c) => c.Name.Contains('[') ? c.Name[(c.Name.IndexOf('[') + 1)..].TrimEnd(']') : c.Name;

    private static string Reference(Covariate c) => c.Label.LastIndexOf(" vs ", StringComparison.Ordinal) is >= 0 and var at
        ? c.Label[(at + 4)..]
        : "reference";

    /// <inheritdoc/>
    public override DataFrame ToDataFrame()
    {
        (string Name, NomogramPoint Point)[] rows = [.. Axes.SelectMany(a => a.Points.Select(p => (a.Name, p)))];
        return new DataFrame(new StringDataFrameColumn("variable", rows.Select(r => r.Name)),
            new StringDataFrameColumn("value", rows.Select(r => r.Point.Label)),
            new DoubleDataFrameColumn("points", rows.Select(r => (double?)r.Point.Points)));
    }

    /// <inheritdoc/>
    public override SummaryTable ToTable() => new()
    {
        Title = "Points of the nomogram",
        Columns = [new("Variable", TableAlignment.Left), new("Points")],
        Rows = [.. Axes.SelectMany(a => a.Points.Select((p, i) => new TableRow([$"{a.Name}: {p.Label}", Print.Number(p.Points, 0)])))],
        Footnotes = [
            $"Points are linear in the effect; linear predictor per point {NumberFormat.Fixed(LinearPredictorPerPoint, 4)}. Between the "
                + "two values of a number interpolate.", .. Footnotes()],
    };
}
