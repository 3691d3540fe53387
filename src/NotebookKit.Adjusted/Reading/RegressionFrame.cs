using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Reading;

/// <summary>The complete rows of a regression with its outcome as numbers.</summary>
internal sealed record RegressionFrame(ModelFrame Frame, double[] Outcome, string OutcomeLabel, string Formula, string Unit)
{
    public ImmutableArray<Covariate> Columns => Frame.Columns;

    public RegressionData ToData() =>
        new() { Outcome = Outcome, Covariates = Columns, Offset = Frame.Offset, Weights = Frame.Weights, Clusters = Frame.Clusters };

    /// <summary>Variables with their levels and the rows and events of each.</summary>
    public ImmutableArray<RegressionVariable> Variables(Func<int, bool>? isEvent)
    {
        var variables = ImmutableArray.CreateBuilder<RegressionVariable>();
        foreach (ModelTerm term in Frame.Model.Terms)
        {
            string label = Frame.Columns.FirstOrDefault(c => c.Term == term.ToString())?.TermLabel ?? term.ToString();
            if (term.Variables.Length > 1 || !Frame.Variables[term.Variables[0].Key].IsFactor)
            {
                variables.Add(new RegressionVariable(term.ToString(), label, []));
                continue;
            }
            VariableValues values = Frame.Variables[term.Variables[0].Key];
            int[] n = new int[values.Levels.Length], events = new int[values.Levels.Length];
            for (int i = 0; i < values.Codes.Length; i++)
            {
                n[values.Codes[i]]++;
                if (isEvent?.Invoke(i) == true) events[values.Codes[i]]++;
            }
            variables.Add(new RegressionVariable(term.ToString(), label,
                [.. values.Levels.Select(
                    (l, k) => new RegressionLevel(l, k == 0 ? null : $"{values.Variable.Column}[{l}]", n[k],
                        isEvent is null ? null : events[k]))]));
        }
        return variables.ToImmutable();
    }
}

/// <summary>A model of a plain outcome, <c>y ~ x + cluster(id)</c>, or of survival, split into its outcome and its terms.</summary>
internal static class RegressionFormula
{
    /// <summary>Outcome column and right-hand side of <c>y ~ …</c>.</summary>
    public static (string Outcome, SurvivalFormula Right) Parse(string formula)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(formula);
        int tilde = -1;
        for (int i = 0, quotes = 0; i < formula.Length && tilde < 0; i++)
        {
            if (formula[i] == '`') quotes++;
            if (formula[i] == '~' && quotes % 2 == 0) tilde = i;
        }
        string left = tilde < 0 ? "" : formula[..tilde].Trim().Trim('`');
        if (left.Length == 0)
            throw new FormatException($"Formula '{formula}': expected an outcome, '~' and variables, such as response ~ age + sex.");
        if (left.Contains('(', StringComparison.Ordinal))
            throw new FormatException(
                $"Formula '{formula}': found {left} on the left; expected the name of one column. Survival outcomes belong to Cox and "
                    + "Fine-Gray regression.");
        SurvivalFormula right = SurvivalFormula.Parse("Surv(time, status) ~" + formula[(tilde + 1)..]);
        if (right.Strata.Length > 0)
            throw new FormatException($"Formula '{formula}': strata() belongs to Cox regression; add the column as a variable.");
        return (left, right);
    }
}

/// <summary>Reads outcome and variables from a frame, counting the rows left out.</summary>
internal static class RegressionFrameReader
{
    /// <summary>
    /// Rows of a model of a plain outcome. For events, the values that count as the event must be told unless the column holds 0 and 1.
    /// </summary>
    public static RegressionFrame Read(DataFrame df, string outcome, SurvivalFormula right, string unit, IReadOnlyList<string>? events,
        bool isEvent)
    {
        var reader = new ColumnReader(df);
        double[] y = isEvent ? Events(reader, outcome, events, out string label) : Numbers(reader, outcome, out label);
        string name = $"({outcome})";
        var frame = new DataFrame(
            [.. df.Columns.Where(c => c.Name != name),
                new DoubleDataFrameColumn(name, y.Select(v => double.IsNaN(v) ? (double?)null : v))]);
        SurvivalFormula model = (right with { Time = outcome, Status = null }).Expand(df) with { Time = name, Status = null };
        ModelFrame read = new ModelFrameReader(frame, model, unit) { HasTimes = false }.Read();
        string[] bias = [.. read.Variables.Select(v => NotebookKit.Survival.Planning.GuaranteeTimeBias.Warn(v.Key, v.Value.Levels))
            .OfType<string>()];
        string formula = $"{SurvivalFormula.Quote(outcome)} ~{model.ToString().Split('~', 2)[1]}";
        ModelFrame named = read with
        {
            Excluded = [
                .. read.Excluded.Select(
                    x => x with { Reason = x.Reason.Replace($"missing time (column '{name}')", $"missing outcome (column '{outcome}')",
                        StringComparison.Ordinal) })],
            Notes = [.. read.Notes.Except(bias)],
        };
        return new RegressionFrame(named, Array.ConvertAll(read.Rows, i => y[i]), label, formula, unit);
    }

    /// <summary>Rows of a survival model.</summary>
    public static RegressionFrame Survival(DataFrame df, SurvivalFormula model, string unit, string? censored = null)
    {
        ModelFrame read = new ModelFrameReader(df, model, unit) { HasCauses = censored is not null, CensoredValue = censored,
            NeedsCensored = true }.Read();
        return new RegressionFrame(read, [], "", model.ToString(), unit);
    }

    private static double[] Numbers(ColumnReader reader, string outcome, out string label)
    {
        label = Wording.Title(outcome);
        double[] values = reader.NumbersOrNaN(outcome);
        int odd = Array.FindIndex(values, double.IsInfinity);
        if (odd >= 0)
            throw new InvalidDataException(
                $"Column '{outcome}', row {ColumnReader.ExcelRow(odd)}: found an infinite number; expected a finite one.");
        return values;
    }

    private static double[] Events(ColumnReader reader, string outcome, IReadOnlyList<string>? events, out string label)
    {
        if (events is null or [] && ColumnReader.IsNumeric(reader.Column(outcome)) && reader.NumbersOrNaN(outcome) is var numbers
            && Array.TrueForAll(numbers, v => v is 0 or 1 or double.NaN))
        {
            label = Wording.Title(outcome);
            return numbers;
        }
        string?[] texts = reader.Texts(outcome);
        string[] found = [.. texts.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        if (events is null or [])
        {
            if (found.All(f => f is "0" or "1" or "True" or "False"))
            {
                label = Wording.Title(outcome);
                return Array.ConvertAll(texts, t => t is null ? double.NaN : t is "1" or "True" ? 1 : 0);
            }
            throw new ArgumentException(
                $"Column '{outcome}' holds {string.Join(", ", found.Take(12).Select(f => $"'{f}'"))}: say which values are the event, such "
                    + $"as events: [\"{found[0]}\"].");
        }
        if (events.FirstOrDefault(e => !found.Contains(e, StringComparer.Ordinal)) is { } stray)
            throw new ArgumentException(
                $"Column '{outcome}': no row holds the event '{stray}'; found: {string.Join(", ", found.Take(12).Select(f => $"'{f}'"))}.");
        label = $"{Wording.Title(outcome)}: {string.Join(" or ", events)}";
        return Array.ConvertAll(texts, t => t is null ? double.NaN : events.Contains(t, StringComparer.Ordinal) ? 1 : 0);
    }
}
