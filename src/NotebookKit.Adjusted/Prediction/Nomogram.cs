namespace NotebookKit.Adjusted.Prediction;

/// <summary>Points of one value or level on a nomogram.</summary>
/// <param name="Label">Value or level.</param>
/// <param name="Points">Points.</param>
public sealed record NomogramPoint(string Label, double Points);

/// <summary>One axis of a nomogram.</summary>
/// <param name="Name">Variable.</param>
/// <param name="Points">Levels, or the least and largest value; of a function of the value, such as a spline, round values between
/// them too.</param>
/// <param name="Span">Width of its effect on the linear predictor.</param>
public sealed record NomogramAxis(string Name, ImmutableArray<NomogramPoint> Points, double Span);

/// <summary>A Cox model as points: the widest effect over the observed range has 100.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record Nomogram : AdjustedResult
{
    private const int Grid = 400;

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
    /// <param name="frame">The frame they were read from, which knows the functions of a formula such as splines; null for arrays.</param>
    /// <exception cref="ArgumentException">No variable has an effect.</exception>
    internal static Nomogram Of(CoxPredictor model, SurvivalData data, ModelFrame? frame = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        Term[] terms = [.. data.Covariates.Select((c, j) => (Column: c, Coefficient: model.Coefficients[j])).GroupBy(x => x.Column.Term)
            .Select(g => TermOf([.. g], frame))];
        double widest = terms.Max(t => t.Span);
        if (!(widest > 0)) throw new ArgumentException("No variable of the model has an effect; there is nothing to draw.");
        return new Nomogram
        {
            Model = model, LinearPredictorPerPoint = widest / 100, AtZeroPoints = terms.Sum(t => t.Least),
            Axes = [.. terms.Select(t => new NomogramAxis(t.Name,
                [.. t.Marks.Select(m => new NomogramPoint(m.Label, (m.Effect - t.Least) / widest * 100))], t.Span))],
            Notes = ["A score rounded to whole points is another model: judge it anew."],
        };
    }

    /// <summary>What a variable adds to the linear predictor at its marks, and the least and most over its range.</summary>
    private sealed record Term(string Name, (string Label, double Effect)[] Marks, double Least, double Most)
    {
        public double Span => Most - Least;

        public static Term Of(string name, (string Label, double Effect)[] marks) =>
            new(name, marks, marks.Min(m => m.Effect), marks.Max(m => m.Effect));
    }

    private static Term TermOf((Covariate Column, double Coefficient)[] columns, ModelFrame? frame)
    {
        Covariate first = columns[0].Column;
        if (frame is not null && frame.Variables.TryGetValue(first.Term, out VariableValues? variable) && variable.Basis is { } basis)
            return Curved(frame.Labels.GetValueOrDefault(variable.Variable.Column) ?? Wording.Title(variable.Variable.Column),
                variable.Numbers, x => basis.At(x).Zip(columns, (value, c) => value * c.Coefficient).Sum());
        if (columns.Length > 1 || first.Name.Contains('['))
            return Term.Of(first.TermLabel, [(Reference(first), 0), .. columns.Select(x => (Level(x.Column), x.Coefficient))]);
        double[] v = first.Values.ToArray();
        return Term.Of(first.TermLabel, [.. new[] { v.Min(), v.Max() }.Select(x => (Text(x), columns[0].Coefficient * x))]);
    }

    // A logarithm, a polynomial or a spline: marks at round values, its least and most looked for on a fine grid.
    private static Term Curved(string name, double[] values, Func<double, double> effect)
    {
        double low = values.Min(), high = values.Max(), rough = (high - low) / 7, power = Math.Pow(10, Math.Floor(Math.Log10(rough))),
            step = power * new[] { 1.0, 2, 5, 10 }.First(m => m * power >= rough * 0.999);
        double[] marks = [.. Enumerable.Range((int)Math.Ceiling(low / step), Math.Max(0, (int)Math.Floor(high / step)
            - (int)Math.Ceiling(low / step) + 1)).Select(i => i * step).Where(x => x - low > 0.3 * step && high - x > 0.3 * step)
            .Prepend(low).Append(high).Select(x => Math.Round(x, 10)).Distinct()];
        double[] fine = [.. Enumerable.Range(0, Grid + 1).Select(i => effect(low + (high - low) * i / Grid)), .. marks.Select(effect)];
        return new Term(name, [.. marks.Select(x => (Text(x), effect(x)))], fine.Min(), fine.Max());
    }

    private static string Text(double x) => x.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);

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
