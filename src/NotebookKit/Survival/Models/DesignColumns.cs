using System.Collections.Immutable;
using NotebookKit.Rendering;
using NotebookKit.Survival.Splines;

namespace NotebookKit.Survival.Models;

/// <summary>A variable of a model over the rows used: numbers, or codes into levels with the reference first.</summary>
internal sealed record VariableValues(ModelVariable Variable)
{
    public double[] Numbers { get; init; } = [];
    public int[] Codes { get; init; } = [];
    public ImmutableArray<string> Levels { get; init; } = [];

    /// <summary>Columns of a function of the numbers; null for the numbers themselves.</summary>
    public Basis? Basis { get; init; }

    public bool IsFactor => Codes.Length > 0 || Levels.Length > 0;
}

/// <summary>Turns terms into numeric columns: slopes, dummies against the reference, and products for interactions.</summary>
internal static class DesignColumns
{
    /// <summary>
    /// The columns of all terms. A factor inside an interaction keeps all its levels where the term without it is not in the model (R's
    /// rule).
    /// </summary>
    public static ImmutableArray<Covariate> Build(
        ImmutableArray<ModelTerm> terms, ImmutableArray<string> strata, IReadOnlyDictionary<string, VariableValues> values, int rows,
        IReadOnlyDictionary<string, string>? labels = null)
    {
        var columns = ImmutableArray.CreateBuilder<Covariate>();
        foreach (ModelTerm term in terms)
        {
            List<Covariate> product = [];
            foreach (ModelVariable variable in term.Variables)
            {
                bool allLevels = !HasMargin(terms, strata, term, variable);
                List<Covariate> own = Columns(values[variable.Key], allLevels, term.ToString(), labels?.GetValueOrDefault(variable.Column));
                product = product.Count == 0 ? own : [.. own.SelectMany(b => product.Select(a => Multiply(a, b, rows)))];
            }
            columns.AddRange(product);
        }
        return columns.ToImmutable();
    }

    private static bool HasMargin(ImmutableArray<ModelTerm> terms, ImmutableArray<string> strata, ModelTerm term, ModelVariable without)
    {
        string[] rest = [.. term.Variables.Where(v => v != without).Select(v => v.Key)];
        return rest.Length == 0 || (rest.Length == 1 && strata.Contains(rest[0]))
            || terms.Any(t => t.Variables.Length == rest.Length && t.Variables.All(v => rest.Contains(v.Key)));
    }

    private static List<Covariate> Columns(VariableValues values, bool allLevels, string term, string? label)
    {
        string name = values.Variable.Column;
        string title = label ?? Wording.Title(name);
        if (values.Basis is { } basis)
        {
            string key = values.Variable.Key;
            return [.. basis.Columns(values.Numbers).Select((column, j) => basis.Count == 1
                ? new Covariate(key, column) { Term = term, Label = key, TermLabel = key }
                : new Covariate(FormattableString.Invariant($"{key}{j + 1}"), column) { Term = term,
                    Label = FormattableString.Invariant($"{key} {j + 1}"), TermLabel = key })];
        }
        if (!values.IsFactor) return [new Covariate(name, values.Numbers) { Term = term, Label = PerUnit(title, name), TermLabel = title }];
        List<Covariate> dummies = [];
        for (int level = allLevels ? 0 : 1; level < values.Levels.Length; level++)
        {
            double[] dummy = new double[values.Codes.Length];
            for (int i = 0; i < dummy.Length; i++) dummy[i] = values.Codes[i] == level ? 1 : 0;
            string text = values.Levels[level];
            dummies.Add(new Covariate($"{name}[{text}]", dummy)
            {
                Term = term, IsIndicator = true, TermLabel = title,
                Label = allLevels ? $"{title}: {text}" : $"{title}: {text} vs {values.Levels[0]}",
            });
        }
        return dummies;
    }

    // a hazard ratio is that of one unit more
    private static string PerUnit(string title, string name) =>
        Wording.Unit(name) is { Length: > 0 } unit && title.EndsWith(", " + unit, StringComparison.Ordinal)
        ? $"{title[..^unit.Length]}per {Wording.Singular(unit)}" : title;

    private static Covariate Multiply(Covariate a, Covariate b, int rows)
    {
        double[] product = new double[rows];
        ReadOnlySpan<double> x = a.Values.Span, y = b.Values.Span;
        for (int i = 0; i < rows; i++) product[i] = x[i] * y[i];
        return new Covariate($"{a.Name}:{b.Name}", product) { Term = a.Term, Label = $"{a.Label} × {b.Label}",
            TermLabel = $"{a.TermLabel} × {b.TermLabel}", IsIndicator = a.IsIndicator && b.IsIndicator };
    }
}
