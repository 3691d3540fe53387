namespace NotebookKit.Adjusted.Regression;

/// <summary>A single fit as a table: one row per coefficient, reference rows, P per term.</summary>
internal static class RegressionFitTable
{
    public static string Ratio(RegressionKind kind) => kind switch
    {
        RegressionKind.Linear => "Difference",
        RegressionKind.Logistic or RegressionKind.ConditionalLogistic => "Odds ratio",
        RegressionKind.Cox => "Hazard ratio",
        RegressionKind.FineGray => "Subdistribution hazard ratio",
        _ => "Rate ratio",
    };

    public static string Title(RegressionKind kind) => kind switch
    {
        RegressionKind.ConditionalLogistic => "Conditional logistic regression",
        RegressionKind.NegativeBinomial => "Negative binomial regression",
        RegressionKind.FineGray => "Fine-Gray regression",
        _ => $"{kind} regression",
    };

    public static SummaryTable Build(RegressionFit fit)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        bool counts = fit.Variables.Length > 0;
        foreach (TermTest term in fit.Terms)
        {
            RegressionCoefficient[] own = [.. fit.Coefficients.Where(c => c.Term == term.Term)];
            RegressionVariable? variable = fit.Variables.FirstOrDefault(v => v.Term == term.Term);
            if (variable is { Levels.Length: > 0 })
            {
                rows.Add(Row([variable.Label, TableCell.Empty, TableCell.Empty, Print.PValue(term.P)], 0));
                foreach (RegressionLevel level in variable.Levels)
                    rows.Add(Row(
                        [level.Name, Count(level),
                            level.Coefficient is null ? "reference" : Effect(fit, own.First(c => c.Name == level.Coefficient)),
                            TableCell.Empty], 1));
            }
            else
                for (int i = 0; i < own.Length; i++)
                    rows.Add(Row([own[i].Label, TableCell.Empty, Effect(fit, own[i]),
                        own.Length == 1 ? Print.PValue(term.P ?? own[i].P) : Print.PValue(own[i].P)], 0));
        }
        string ratio = Ratio(fit.Kind), level95 = Print.Level(fit.Options.ConfidenceLevel);
        TableColumn[] head = [new("Variable", TableAlignment.Left), new(fit.Events is null ? "n" : "n (events)"),
            new($"{ratio} ({level95})"), new("P")];
        return new SummaryTable
        {
            Title = $"{Title(fit.Kind)}{(fit.Options.Firth ? " with Firth's penalty" : "")}"
                + $"{(fit.Formula.Length > 0 ? ": " + fit.Formula : "")}",
            Columns = counts ? [.. head] : [head[0], head[2], head[3]],
            Rows = counts ? rows.ToImmutable() : [.. rows.Select(r => r with { Cells = [r.Cells[0], r.Cells[2], r.Cells[3]] })],
            Footnotes = [Sample(fit), Tests(fit), .. Extra(fit), .. fit.Footnotes()],
        };

        TableRow Row(ImmutableArray<TableCell> cells, int indent) => new(cells) { Indent = indent };
    }

    public static TableCell Count(RegressionLevel level) =>
        new(level.Events is { } e
            ? $"{level.N} ({e})"
            : level.N.ToString(System.Globalization.CultureInfo.InvariantCulture)) { Value = level.N, Count = level.N };

    /// <summary>Effect and limits, with the decimals its size asks for.</summary>
    public static TableCell Effect(RegressionFit fit, RegressionCoefficient c)
    {
        if (c.Effect is not { } value) return new TableCell(NumberFormat.NotEstimable) { Note = c.Note };
        int decimals = fit.Kind == RegressionKind.Linear ? Decimals(c) : 2;
        return new TableCell($"{NumberFormat.Fixed(value, decimals)} ({NumberFormat.Interval(c.Lower, c.Upper, decimals)})")
        {
            Value = value, Statistic = "estimate",
            Values = [new("estimate", value), new("lower", c.Lower), new("upper", c.Upper), new("p", c.P)],
        };
    }

    private static int Decimals(RegressionCoefficient c)
    {
        double width = Math.Abs((c.Upper ?? 0) - (c.Lower ?? 0));
        return width >= 100 ? 0 : width >= 10 ? 1 : width >= 1 ? 2 : 3;
    }

    public static string Sample(RegressionFit fit) =>
        $"{Wording.Count(fit.N, fit.Unit)}{(fit.Events is { } e ? $", {Wording.Count(e, "events")}" : "")}"
        + (fit.Clusters is { } c ? $", {c} clusters" : "") + (fit.Outcome.Length > 0 ? $"; outcome: {fit.Outcome}" : "") + ".";

    public static string Tests(RegressionFit fit)
    {
        string limits = fit.Options.Firth ? "penalised profile likelihood" : fit.Options.Limits == ConfidenceLimitKind.Profile
            && fit.Clusters is null && fit.Kind != RegressionKind.Linear ? "profile likelihood" : "Wald";
        string p = fit.Kind == RegressionKind.Linear && fit.Clusters is null ? "F test" : fit.Terms.All(t => t.LikelihoodRatioP is null)
            ? "Wald test"
            : fit.Options.Firth ? "penalised likelihood-ratio test" : "likelihood-ratio test";
        return $"Limits: {limits}. P: one {p} per variable, all its levels at once. {Wording.Capital(fit.Variance)}.";
    }

    private static IEnumerable<string> Extra(RegressionFit fit)
    {
        if (fit.Theta is { } theta)
            yield return theta > 1e5 ? "No overdispersion was found: θ grows without bound and Poisson regression suffices."
                : $"Variance μ + μ²/θ with θ = {NumberFormat.Fixed(theta, 3)}.";
        if (fit.ResidualStandardDeviation is { } s) yield return $"Residual standard deviation {NumberFormat.Fixed(s, 2)}.";
    }
}
