using System.Globalization;
using NotebookKit.Adjusted.Reading;
using NotebookKit.Adjusted.Regression;

namespace NotebookKit.Adjusted.Tables;

/// <summary>Fits the univariable models and the multivariable one.</summary>
internal static class RegressionTableBuilder
{
    public static RegressionTable Build(ModelSpecification specification, RegressionTableOptions options)
    {
        if (options.Threshold is not (> 0 and < 1))
            throw new ArgumentException(
                FormattableString.Invariant($"Found threshold {options.Threshold}; expected a P between 0 and 1, such as 0.1."));
        specification = specification with { Options = options.Regression };
        if (specification.Model.Terms.Length == 0) throw new ArgumentException("A regression table needs variables on the right of '~'.");
        RegressionFrame all = specification.Read();
        ModelSpecification rows = options.SameRows ? specification with { Frame = Rows(specification, all) } : specification;
        RegressionTableVariable[] variables = [.. specification.Model.Terms.Select(t => Univariable(rows, t, all))];
        SelectionPath? path = null;
        SurvivalFormula? chosen = specification.Model;
        if (options.Selection == VariableSelection.UnivariableP)
            chosen = With(specification.Model, variables.Where(v => v.Univariable?.Terms[0].P < options.Threshold).Select(v => v.Term));
        if (options.Selection is VariableSelection.StepwiseAic or VariableSelection.StepwiseBic)
        {
            RegressionFit full = specification.Fit(all);
            path = Stepwise.Select(full, StepDirection.Both,
                options.Selection == VariableSelection.StepwiseBic ? Math.Log(full.Problem!.BicSize) : null);
            chosen = With(specification.Model, path.Terms);
        }
        RegressionFit? multi = chosen.Terms.Length == 0 ? null : (specification with { Model = chosen }).Fit();
        return new RegressionTable
        {
            Kind = specification.Kind, Variables = [.. variables], Multivariable = multi, Selection = path, Options = options,
            Unit = specification.Unit,
            Excluded = multi?.Excluded ?? all.Frame.Excluded,
            Notes = [.. (multi?.Notes ?? []).Concat(
                variables.SelectMany(v => v.Univariable?.Notes.Where(n => !n.Contains("per coefficient", StringComparison.Ordinal)) ?? []))
                    .Distinct(),
                .. Candidates(specification, options, multi, all)],
        };
    }

    private static RegressionTableVariable Univariable(ModelSpecification specification, ModelTerm term, RegressionFrame all)
    {
        string label = all.Columns.FirstOrDefault(c => c.Term == term.ToString())?.TermLabel ?? term.ToString();
        if (term.Variables.Length > 1)
            return new RegressionTableVariable(term.ToString(), label, 0, null, "An interaction has no univariable model.");
        ModelSpecification one = specification with { Model = specification.Model with { Terms = [term] } };
        try
        {
            RegressionFit fit = one.Fit();
            int missing = fit.Excluded.Where(x => x.Reason.Contains($"'{term.Variables[0].Column}'", StringComparison.Ordinal))
                .Sum(x => x.Count);
            return new RegressionTableVariable(term.ToString(), label, missing, fit, null);
        }
        catch (ArgumentException e)
        {
            return new RegressionTableVariable(term.ToString(), label, 0, null, e.Message);
        }
    }

    /// <summary>Only the rows complete for every variable.</summary>
    private static DataFrame Rows(ModelSpecification specification, RegressionFrame all)
    {
        bool[] keep = new bool[specification.Frame.Rows.Count];
        foreach (int i in all.Frame.Rows) keep[i] = true;
        return specification.Frame.Filter(new PrimitiveDataFrameColumn<bool>("keep", keep));
    }

    private static SurvivalFormula With(SurvivalFormula model, IEnumerable<string> terms)
    {
        string[] kept = [.. terms];
        return model with { Terms = [.. model.Terms.Where(t => kept.Contains(t.ToString()))] };
    }

    /// <summary>After a selection the candidates count, not the survivors.</summary>
    private static IEnumerable<string> Candidates(ModelSpecification specification, RegressionTableOptions options, RegressionFit? multi,
        RegressionFrame all)
    {
        if (options.Selection == VariableSelection.All || multi?.Problem?.Limiting is not { } l || all.Columns.Length == 0) yield break;
        double each = (double)l / all.Columns.Length;
        if (each < 10)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"With the candidates counted, {l} events for {all.Columns.Length} coefficients: {NumberFormat.Fixed(each, 1)} per "
                    + $"coefficient (below 10).");
    }
}
